/** The closed list of ways in which an operation may refuse or fail. An exception is none of these: it is a bug. */
export const ERROR_CODES = [
  'invalid-input',
  'unknown-operation',
  'not-signed-in',
  'denied',
  'not-found',
  'conflict',
  'locked',
  'too-large',
  'unavailable',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One fault of one input field; `path` uses dots, an empty path means the whole input. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** What a person is told: what happened, what was kept, what to do next. `message` is a whole sentence. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields?: readonly FieldFault[];
  /** Why an authorization was refused; see `Reason` in authz. */
  readonly reason?: string;
  /** For `conflict`: the row as it is now, beside what was sent. */
  readonly theirs?: Readonly<Record<string, unknown>>;
  readonly yours?: Readonly<Record<string, unknown>>;
  /** For `locked` after failed sign-ins: seconds to wait. */
  readonly retryAfter?: number;
}

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

/** A successful reply. */
export function ok<T>(value: T): Reply<T> {
  return { ok: true, value };
}

/** A refusal or an expected failure; never thrown. */
export function fail(
  code: ErrorCode,
  message: string,
  more: Omit<Failure, 'code' | 'message'> = {},
): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code, message, ...more } };
}

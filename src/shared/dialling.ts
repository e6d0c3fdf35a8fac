import { z } from './zod.ts';

/** Part of a weekday in which people may be called, by their own clocks. */
export interface CallingWindow {
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  readonly day: number;
  /** Minutes since midnight; `to` itself is outside. */
  readonly from: number;
  readonly to: number;
}

/** Outcomes after which a number may be called again. */
export const RETRIED_OUTCOMES = ['busy', 'no-answer', 'machine', 'rejected', 'failed'] as const;

/** After which outcome a number is called again, and how long after it. */
export interface Retry {
  readonly outcome: (typeof RETRIED_OUTCOMES)[number];
  readonly afterSeconds: number;
}

export const KEY_ACTS = ['opt-out', 'transfer', 'note'] as const;

/**
 * What a callee's key does. `opt-out`: this number is not called again, and the call ends at once; `transfer`: the
 * call is handed over to `to`; `note`: it is only noted.
 */
export interface KeyAct {
  readonly key: string;
  readonly act: (typeof KEY_ACTS)[number];
  /** E.164. */
  readonly to?: string | undefined;
}

/** Practice retries come sooner: a minute of the table passes in a second. */
export const PRACTICE_HASTE = 60;

export const DEFAULT_RETRIES: readonly Retry[] = [
  { outcome: 'busy', afterSeconds: 120 },
  { outcome: 'no-answer', afterSeconds: 120 },
];

const MINUTES = 1_440;
const DAY_S = 86_400;

const window = () =>
  z
    .strictObject({
      day: z.int().min(1).max(7),
      from: z
        .int()
        .min(0)
        .max(MINUTES - 1),
      to: z.int().min(1).max(MINUTES),
    })
    .refine(({ from, to }) => from < to, { message: 'The end of calling must lie after its beginning.' });

/** Windows of a broadcast; empty: at any time. */
export const callingHours = () => z.array(window()).max(21);

/** The retry table of a broadcast; an outcome that is not in it is not tried again. */
export const retryTable = () =>
  z
    .array(
      z.strictObject({
        outcome: z.enum(RETRIED_OUTCOMES),
        afterSeconds: z
          .int()
          .min(30)
          .max(7 * DAY_S),
      }),
    )
    .max(RETRIED_OUTCOMES.length)
    .refine((rows) => new Set(rows.map(({ outcome }) => outcome)).size === rows.length, {
      message: 'Each outcome has one row at most.',
    });

/** What keys do; a key that is not in it is only noted. */
export const keyMap = () =>
  z
    .array(
      z
        .strictObject({
          key: z.string().regex(/^[0-9*#]$/, 'A key is one of 0 to 9, * and #.'),
          act: z.enum(KEY_ACTS),
          to: z
            .string()
            .regex(/^\+[1-9]\d{6,14}$/, 'Write the number with its country code, such as +12025550123.')
            .optional(),
        })
        .refine(({ act, to }) => (act === 'transfer') === (to !== undefined), {
          message: 'A transfer needs the number to hand over to; other acts have none.',
        }),
    )
    .max(12)
    .refine((rows) => new Set(rows.map(({ key }) => key)).size === rows.length, {
      message: 'Each key does one thing.',
    });

/** IANA name of a time zone that this machine knows. */
export const zoneName = () =>
  z.string().max(64).refine(isZone, { message: 'There is no such time zone; write it as in Europe/Madrid.' });

/** Whether a name is one of the time zones that this machine knows. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0);
    return true;
  } catch {
    return false;
  }
}

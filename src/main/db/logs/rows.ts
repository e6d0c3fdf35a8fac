/** A message as it comes into the log store. */
export interface LogRow {
  /** The platform's message id; within an account the same id is kept once. */
  readonly id: string;
  /** Unix ms. */
  readonly at: number;
  /** Node id of the project that the message belongs to. */
  readonly project: string;
  readonly channel: string;
  /** The platform's name of the client: a phone number, a handle, an opaque id. */
  readonly client: string;
  /** The dialog that the message is part of. */
  readonly session: string;
  readonly direction: string;
  readonly speaker: string;
  readonly text: string;
  /** Empty if no intent was found. */
  readonly intent: string;
  /** 0 to 1; null if there is no intent or it came without. */
  readonly confidence: number | null;
  /** Whatever else the platform said, as JSON text; empty if nothing. */
  readonly extra: string;
  /** In no order, each once; none if left out. */
  readonly tags?: readonly string[];
}

/** A message as lists show it. */
export type Message = Omit<LogRow, 'extra' | 'tags'> & {
  readonly account: string;
  readonly tags: readonly string[];
};

/** Messages of one account. */
export interface LogBatch {
  readonly account: string;
  readonly rows: readonly LogRow[];
}

/** Which messages a question is about. Text filters compare whole values. */
export interface LogFilter {
  /** Unix ms, inclusive. */
  readonly from?: number | undefined;
  /** Unix ms, exclusive. */
  readonly to?: number | undefined;
  readonly channel?: string | undefined;
  readonly direction?: string | undefined;
  /** Node id. */
  readonly project?: string | undefined;
  readonly client?: string | undefined;
  readonly tag?: string | undefined;
  /** Text that the message contains, whatever its case. */
  readonly search?: string | undefined;
}

/** An import that rows belong to, as the month's files keep it. */
export interface ImportMark {
  readonly id: string;
  /** Told of a row whose id the log knows with another text or time. */
  differs(row: LogRow): void;
}

/** What may be seen of an account's log: some projects, or all of it (null). */
export interface LogScope {
  readonly account: string;
  readonly projects: ReadonlySet<string> | null;
}

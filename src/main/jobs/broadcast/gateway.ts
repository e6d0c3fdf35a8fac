import type { Outcome } from '#shared/operations/broadcasts.ts';

/** One call to place. */
export interface Call {
  /** The attempt's own id, the same after a restart: broadcast, number and attempt. */
  readonly id: string;
  /** E.164 with its plus sign. */
  readonly number: string;
  /** Which attempt at this number, counted from 1. */
  readonly attempt: number;
}

/** How a call ended. */
export interface CallEnd {
  readonly outcome: Exclude<Outcome, 'interrupted'>;
  /** Seconds; 0 if nobody answered. */
  readonly talk: number;
}

export interface LiveCall {
  /** Ends the call; `ended` is still told, once. Does nothing after the end. */
  hangUp(): void;
}

/**
 * What places calls. INVARIANT: `dial` is told once per attempt and never repeats a call by itself; `ended` is told
 * exactly once per call, never from within `dial`.
 */
export interface Gateway {
  readonly id: string;
  /** Shown wherever its results are. */
  readonly label: string;
  dial(call: Call, ended: (end: CallEnd) => void): LiveCall;
}

import type { BroadcastState, Outcome } from '#shared/operations/broadcasts.ts';

/** Why the console, and not a command of its state, holds a broadcast. */
export type SuspendedBecause = 'person' | 'console-closed' | 'crash' | 'list-removed';

export interface BroadcastsTable {
  id: string;
  realm_id: string;
  node_id: string;
  /** Compact key of its numbers and attempts. */
  key: number;
  name: string;
  state: BroadcastState;
  list_id: string;
  /** The list version whose numbers are called: frozen by the start, null before. */
  list_version_id: string | null;
  /** What the practice gateway draws outcomes from. */
  seed: number;
  gateway: 'practice';
  calls_per_second: number;
  lines: number;
  /** Attempts per number at most. */
  attempts: number;
  /** Unix ms; null: by hand. */
  start_at: number | null;
  started_at: number | null;
  started_by: string | null;
  finished_at: number | null;
  finished_how: 'completed' | 'stopped' | null;
  suspended_because: SuspendedBecause | null;
  /** The one job that may place attempts; an earlier one is fenced off by it. */
  job_id: string | null;
  created_at: number;
  created_by: string;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** `interrupted`: a crash hid how its call ended; it is not dialled again by itself. */
export type NumberState = 'waiting' | 'dialling' | 'done' | 'interrupted' | 'not-called';

/** The frozen numbers of a started broadcast. */
export interface BroadcastNumbersTable {
  broadcast_key: number;
  seq: number;
  /** E.164 digits without the plus. */
  number: number;
  name: string;
  state: NumberState;
  /** Attempts made so far. */
  attempts: number;
  last_outcome: Outcome | null;
  /** Not dialled before this time, Unix ms; 0 for a first attempt. */
  due: number;
}

/** A broadcast's numbers in their order, each once: the uniqueness of `broadcast_numbers`, and a way in by number. */
export interface BroadcastNumberKeysTable {
  broadcast_key: number;
  number: number;
  seq: number;
}

/** One row per call, committed before it is dialled. */
export interface BroadcastAttemptsTable {
  broadcast_key: number;
  /** Order of dialling. */
  seq: number;
  number_seq: number;
  /** Counted from 1 for each number. */
  attempt: number;
  started_at: number;
  ended_at: number | null;
  /** Null while the call is live. */
  outcome: Outcome | null;
  /** Seconds; 0 if nobody answered. */
  talk: number;
}

/** Running sums, kept in the transactions of what they sum, so that no look counts a million rows. */
export interface BroadcastCountsTable {
  broadcast_key: number;
  total: number;
  done: number;
  answered: number;
  interrupted: number;
  not_called: number;
  attempts: number;
  live: number;
}

/** Numbers by the outcome of their last attempt. */
export interface BroadcastOutcomesTable {
  broadcast_key: number;
  outcome: Outcome;
  numbers: number;
}

/** Attempts by outcome and start time. */
export interface BroadcastSlotsTable {
  broadcast_key: number;
  /** Start time in Unix ms divided by SLOT_MS, rounded down. */
  slot: number;
  outcome: Outcome;
  attempts: number;
}

/** The width of a slot of `broadcast_slots` in ms. */
export const SLOT_MS = 10_000;

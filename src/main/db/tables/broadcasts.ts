import type {
  BroadcastState,
  GatewayKind,
  MachineChoice,
  Outcome,
  SuspendedBecause,
} from '#shared/operations/broadcasts.ts';

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
  /** The list version to call whatever comes after it; null: the newest when it is started. */
  pinned_version_id: string | null;
  /** A saved filter of the list; null: every number. */
  segment_id: string | null;
  /** What the practice gateways draw outcomes from. */
  seed: number;
  gateway: GatewayKind;
  /** Null: the built-in practice gateway. */
  gateway_id: string | null;
  prompt_id: string | null;
  /** JSON: ids of the caller ids to show, in their order. */
  caller_ids: string;
  /** Calls a day (UTC) under one caller id at most; null: no limit. */
  caller_cap: number | null;
  /** JSON: `CallingWindow[]`; empty: at any time. */
  hours: string;
  /** IANA name of the zone of numbers whose zone is unknown; null: they wait. */
  zone: string | null;
  /** JSON: `Retry[]`. */
  retries: string;
  /** JSON: `KeyAct[]`. */
  keys: string;
  machine: MachineChoice;
  calls_per_second: number;
  lines: number;
  /** Attempts per number at most. */
  attempts: number;
  ring_seconds: number;
  talk_seconds: number;
  /** Of the answered calls, how many may meet silence before the broadcast suspends itself. */
  abandoned_percent: number;
  /** Unix ms; null: by hand. */
  start_at: number | null;
  started_at: number | null;
  started_by: string | null;
  finished_at: number | null;
  finished_how: 'completed' | 'stopped' | null;
  suspended_because: SuspendedBecause | null;
  /** What the gateway, or whatever else suspended it, said; in words for a person. */
  suspended_note: string | null;
  /** The one job that may place attempts; an earlier one is fenced off by it. */
  job_id: string | null;
  /** The broadcast whose uncalled numbers these are. */
  copied_from: string | null;
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
  /** IANA name that the list gave; null: what the number itself says counts. */
  zone: string | null;
  /** Row of `broadcast_zones`; 0: no zone is known; null: not looked up yet. */
  zone_key: number | null;
  /** E.164 digits of what this callee was shown first, and is shown again. */
  caller_id: number | null;
}

/** A set of zones that numbers of a broadcast may lie in. */
export interface BroadcastZonesTable {
  broadcast_key: number;
  zone_key: number;
  /** JSON: IANA names; all of them must be inside the calling hours. */
  zones: string;
}

/** What charts show of attempts: by try, callee's hour, seconds of ringing and talking, and key. */
export interface BroadcastStatsTable {
  broadcast_key: number;
  kind: 'try' | 'hour' | 'ring' | 'talk' | 'key';
  bucket: string;
  outcome: Outcome;
  attempts: number;
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
  /** Seconds until it was answered or ended unanswered. */
  ring: number;
  /** Seconds; 0 if nobody answered. */
  talk: number;
  /** What the callee pressed, in order. */
  keys: string;
  /** E.164 digits of what the callee saw; null: what the gateway shows. */
  caller_id: number | null;
  /** What its gateway needs to end it after a crash. */
  handle: string | null;
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

import type { Outcome } from '#shared/operations/broadcasts.ts';
import type { RawDatabase, RawStatement } from '../../db/open.ts';
import { type BroadcastStatsTable, SLOT_MS } from '../../db/tables/broadcasts.ts';

type Sum = 'done' | 'answered' | 'interrupted' | 'not_called' | 'attempts' | 'live';
type StatKind = BroadcastStatsTable['kind'];

/** An attempt that has ended, as the sums see it. */
export interface Tallied {
  readonly outcome: Outcome;
  /** How the number's earlier attempt had ended. */
  readonly before: Outcome | null;
  /** Which attempt at the number. */
  readonly attempt: number;
  readonly startedAt: number;
  /** Seconds. */
  readonly ring: number;
  readonly talk: number;
  readonly keys: string;
  /** The callee's hour when it began; '' if unknown. */
  readonly hour: string;
}

/** Seconds of ringing come in steps of 5, of talking in steps of 10; the last step holds all that is longer. */
const RING_STEP = 5;
const TALK_STEP = 10;
const STEPS = 12;

/**
 * Collects what a transaction changes in the sums of a broadcast and writes it in a few statements.
 * INVARIANT: `flush` runs in the transaction of the rows that it sums.
 */
export class Tally {
  readonly #sums: Record<Sum, number> = {
    done: 0,
    answered: 0,
    interrupted: 0,
    not_called: 0,
    attempts: 0,
    live: 0,
  };
  readonly #outcomes = new Map<Outcome, number>();
  readonly #slots = new Map<string, { slot: number; outcome: Outcome; attempts: number }>();
  readonly #stats = new Map<string, { kind: StatKind; bucket: string; outcome: Outcome; attempts: number }>();
  readonly #writers: { sums: RawStatement; outcome: RawStatement; slot: RawStatement; stat: RawStatement };

  constructor(db: RawDatabase) {
    this.#writers = {
      sums: db.prepare(
        `update broadcast_counts set done = done + ?, answered = answered + ?, interrupted = interrupted + ?,
           not_called = not_called + ?, attempts = attempts + ?, live = live + ? where broadcast_key = ?`,
      ),
      outcome: db.prepare(
        `insert into broadcast_outcomes (broadcast_key, outcome, numbers) values (?, ?, ?)
         on conflict (broadcast_key, outcome) do update set numbers = numbers + excluded.numbers`,
      ),
      slot: db.prepare(
        `insert into broadcast_slots (broadcast_key, slot, outcome, attempts) values (?, ?, ?, ?)
         on conflict (broadcast_key, slot, outcome) do update set attempts = attempts + excluded.attempts`,
      ),
      stat: db.prepare(
        `insert into broadcast_stats (broadcast_key, kind, bucket, outcome, attempts) values (?, ?, ?, ?, ?)
         on conflict (broadcast_key, kind, bucket, outcome) do update set attempts = attempts + excluded.attempts`,
      ),
    };
  }

  add(sum: Sum, change: number): void {
    this.#sums[sum] += change;
  }

  /** A live attempt has ended so. */
  ended(attempt: Tallied): void {
    const { outcome, before, startedAt } = attempt;
    this.#sums.live -= 1;
    this.#slot(Math.floor(startedAt / SLOT_MS), outcome);
    // Nobody was called: the number is as it was.
    if (outcome === 'not-placed') return;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    if (before !== null) this.#outcomes.set(before, (this.#outcomes.get(before) ?? 0) - 1);
    this.#stat('try', String(attempt.attempt), outcome);
    if (attempt.hour !== '') this.#stat('hour', attempt.hour, outcome);
    if (outcome === 'interrupted') return;
    this.#stat('ring', step(attempt.ring, RING_STEP), outcome);
    if (outcome === 'answered') this.#stat('talk', step(attempt.talk, TALK_STEP), outcome);
    for (const key of new Set(attempt.keys)) this.#stat('key', key, outcome);
  }

  /** Writes the changes and forgets them. */
  flush(key: number): void {
    const { done, answered, interrupted, not_called: notCalled, attempts, live } = this.#sums;
    const changes = [done, answered, interrupted, notCalled, attempts, live];
    if (changes.some((change) => change !== 0)) this.#writers.sums.run(...changes, key);
    for (const [outcome, change] of this.#outcomes) {
      if (change !== 0) this.#writers.outcome.run(key, outcome, change);
    }
    for (const { slot, outcome, attempts: count } of this.#slots.values()) {
      this.#writers.slot.run(key, slot, outcome, count);
    }
    for (const { kind, bucket, outcome, attempts: count } of this.#stats.values()) {
      this.#writers.stat.run(key, kind, bucket, outcome, count);
    }
    this.forget();
  }

  /** Drops what was collected: its transaction was undone. */
  forget(): void {
    for (const sum of Object.keys(this.#sums) as Sum[]) this.#sums[sum] = 0;
    this.#outcomes.clear();
    this.#slots.clear();
    this.#stats.clear();
  }

  #slot(slot: number, outcome: Outcome): void {
    const name = `${slot}/${outcome}`;
    const sum = this.#slots.get(name);
    if (sum === undefined) this.#slots.set(name, { slot, outcome, attempts: 1 });
    else sum.attempts += 1;
  }

  #stat(kind: StatKind, bucket: string, outcome: Outcome): void {
    const name = `${kind}/${bucket}/${outcome}`;
    const sum = this.#stats.get(name);
    if (sum === undefined) this.#stats.set(name, { kind, bucket, outcome, attempts: 1 });
    else sum.attempts += 1;
  }
}

/** The beginning of the step that so many seconds fall into. */
function step(seconds: number, width: number): string {
  return String(Math.min(STEPS - 1, Math.floor(seconds / width)) * width);
}

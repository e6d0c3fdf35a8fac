import type { Outcome } from '#shared/operations/broadcasts.ts';
import type { RawDatabase, RawStatement } from '../../db/open.ts';
import { SLOT_MS } from '../../db/tables/broadcasts.ts';

type Sum = 'done' | 'answered' | 'interrupted' | 'not_called' | 'attempts' | 'live';

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
  readonly #writers: { sums: RawStatement; outcome: RawStatement; slot: RawStatement };

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
    };
  }

  add(sum: Sum, change: number): void {
    this.#sums[sum] += change;
  }

  /** An attempt that started then ended so; `before` is how the number's earlier attempt had ended. */
  ended(outcome: Outcome, before: Outcome | null, startedAt: number): void {
    this.#sums.live -= 1;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    if (before !== null) this.#outcomes.set(before, (this.#outcomes.get(before) ?? 0) - 1);
    const slot = Math.floor(startedAt / SLOT_MS);
    const name = `${slot}/${outcome}`;
    const sum = this.#slots.get(name);
    if (sum === undefined) this.#slots.set(name, { slot, outcome, attempts: 1 });
    else sum.attempts += 1;
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
    this.forget();
  }

  /** Drops what was collected: its transaction was undone. */
  forget(): void {
    for (const sum of Object.keys(this.#sums) as Sum[]) this.#sums[sum] = 0;
    this.#outcomes.clear();
    this.#slots.clear();
  }
}

import type { Clock } from '#main/jobs/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on. Callbacks run in order of time, promises after each. */
export class ManualClock implements Clock {
  #steady = 0;
  #order = 0;
  /** Unix ms at the clock's beginning; may be changed, as a person may set a machine's clock. */
  epoch: number;
  readonly #timers = new Set<Timer>();

  constructor(epoch = 1_800_000_000_000) {
    this.epoch = epoch;
  }

  now(): number {
    return this.epoch + this.#steady;
  }

  steady(): number {
    return this.#steady;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#steady + ms, order: this.#order++, callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Lets this much time pass. */
  async pass(ms: number): Promise<void> {
    const until = this.#steady + ms;
    await settled();
    for (let next = this.#next(until); next !== null; next = this.#next(until)) {
      this.#timers.delete(next);
      this.#steady = Math.max(this.#steady, next.at);
      next.callback();
      await settled();
    }
    this.#steady = until;
  }

  /** The machine sleeps: time goes on and nothing runs; what is overdue runs when it wakes. */
  async sleep(ms: number): Promise<void> {
    await settled();
    this.#steady += ms;
    await this.pass(0);
  }

  /** Forgets every timer: the process is gone. */
  die(): void {
    this.#timers.clear();
  }

  #next(until: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.at > until) continue;
      if (first === null || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) {
        first = timer;
      }
    }
    return first;
  }
}

/** Resolves once promises that can go on have gone on. */
export async function settled(): Promise<void> {
  for (let index = 0; index < 8; index++) await Promise.resolve();
}

import type { Authority } from './authority.ts';

/** Node's timers wrap around above this many milliseconds. */
const LONGEST = 2 ** 31 - 1;

/**
 * Tells when assignments begin or end by their time, so that open sessions follow without a call of theirs.
 * INVARIANT: rights never depend on it: every decision compares times itself.
 */
export class RoleClock {
  readonly #authority: Authority;
  readonly #now: () => number;
  readonly #changed: (persons: readonly string[]) => void;
  #since: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(authority: Authority, now: () => number, changed: (persons: readonly string[]) => void) {
    this.#authority = authority;
    this.#now = now;
    this.#changed = changed;
    this.#since = now();
  }

  /** Waits for the next time; call it again whenever assignments changed. */
  wind(): void {
    clearTimeout(this.#timer);
    const now = this.#now();
    const next = this.#authority.nextChange(this.#since);
    if (next === null) return;
    this.#timer = setTimeout(() => this.#ring(), Math.min(Math.max(next - now, 0), LONGEST));
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #ring(): void {
    const now = this.#now();
    const persons = this.#authority.changedByTime(this.#since, now);
    this.#since = now;
    if (persons.length > 0) this.#changed(persons);
    this.wind();
  }
}

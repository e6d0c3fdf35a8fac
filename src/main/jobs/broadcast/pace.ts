/** The window in which the limit holds, in ms. */
const WINDOW_MS = 1_000;

/**
 * How many calls may be placed now. A token bucket holds the average at the rate; beside it no window of one second
 * ever sees more calls than the rate (rounded up), so that a pause is not made up for by a burst.
 */
export class Pace {
  readonly #most: number;
  #perSecond: number;
  /** A ring of the steady times of the last `most` calls. */
  readonly #last: Float64Array;
  #next = 0;
  #tokens = 1;
  #filledAt: number;

  /**
   * `perSecond` is the highest rate that will ever hold. `now` is steady ms; `earlier` the steady times of calls
   * placed before (by an earlier run), oldest first.
   */
  constructor(perSecond: number, now: number, earlier: readonly number[] = []) {
    this.#perSecond = perSecond;
    this.#most = Math.max(1, Math.ceil(perSecond));
    this.#last = new Float64Array(this.#most).fill(Number.NEGATIVE_INFINITY);
    this.#filledAt = now;
    for (const at of earlier.slice(-this.#most)) this.#note(at);
  }

  /** Calls a second from now on; never more than the highest. */
  setRate(perSecond: number, now: number): void {
    if (perSecond === this.#perSecond) return;
    this.#tokens = Math.min(this.#tokensAt(now), Math.max(1, Math.ceil(perSecond)));
    this.#filledAt = now;
    this.#perSecond = perSecond;
  }

  /** How many calls may have been placed by this steady time, if none is until then. */
  allowed(at: number): number {
    // Sums of fractions fall short of a whole by some billionths.
    const held = this.#most - this.#burst();
    return Math.max(0, Math.min(Math.floor(this.#tokensAt(at) + 1e-6), this.#free(at) - held));
  }

  /** Milliseconds from this steady time until one call may be placed; 0 if it may be now. */
  wait(now: number): number {
    const token = ((1 - this.#tokensAt(now)) * 1_000) / this.#perSecond;
    const slowest = (this.#next + this.#most - this.#burst()) % this.#most;
    return Math.max(0, token, (this.#last[slowest] as number) + WINDOW_MS - now);
  }

  /** Notes that this many calls were placed at this steady time. */
  placed(now: number, calls: number): void {
    this.#tokens = this.#tokensAt(now) - calls;
    this.#filledAt = now;
    for (let index = 0; index < calls; index++) this.#note(now);
  }

  /** Calls that one second may see at the present rate. */
  #burst(): number {
    return Math.max(1, Math.min(this.#most, Math.ceil(this.#perSecond)));
  }

  /** A bucket of one second's calls: what a slow commit held up is made up for, within the window. */
  #tokensAt(at: number): number {
    const elapsed = Math.max(0, at - this.#filledAt);
    return Math.min(this.#burst(), this.#tokens + (elapsed * this.#perSecond) / 1_000);
  }

  #note(at: number): void {
    this.#last[this.#next] = at;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** The oldest slots of the ring that have left the window. */
  #free(now: number): number {
    let free = 0;
    while (free < this.#most) {
      const at = this.#last[(this.#next + free) % this.#most] as number;
      if (now - at < WINDOW_MS) break;
      free += 1;
    }
    return free;
  }
}

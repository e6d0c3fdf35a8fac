/** The slowest pace under congestion, as a share of the limit. */
const LEAST = 1 / 64;
/** One burst of refusals counts once, in ms. */
const CUT_MS = 1_000;
/** How long without congestion until the pace is raised by a quarter, in ms. */
const RAISE_MS = 5_000;
/** How long at the slowest pace, refused all the time, until it makes no sense to go on, in ms. */
const STUCK_MS = 60_000;

/** How much of its pace a broadcast may use: congestion halves it, and it recovers by itself. Times are steady ms. */
export class Throttle {
  #share = 1;
  #changedAt = Number.NEGATIVE_INFINITY;
  #congestedSince: number | null = null;

  /** Of 1. */
  share(now: number): number {
    while (this.#share < 1 && now - this.#changedAt >= RAISE_MS) {
      this.#share = Math.min(1, this.#share * 1.25);
      this.#changedAt += RAISE_MS;
    }
    return this.#share;
  }

  /** The gateway turned a call away. */
  congested(now: number): void {
    this.#congestedSince ??= now;
    if (now - this.#changedAt < CUT_MS) return;
    this.#share = Math.max(LEAST, this.share(now) / 2);
    this.#changedAt = now;
  }

  /** The gateway took a call. */
  taken(): void {
    this.#congestedSince = null;
  }

  /** Whether the gateway has taken no call for long although hardly any was asked of it. */
  stuck(now: number): boolean {
    return this.#congestedSince !== null && this.#share === LEAST && now - this.#congestedSince >= STUCK_MS;
  }
}

/** How many of the latest answered calls are looked at, and how few are too few to judge by. */
const LATEST = 200;
const FEWEST = 20;

/** Watches how many people answered and heard nothing. */
export class Abandoned {
  readonly #percent: number;
  readonly #latest: boolean[] = [];

  /** Of 100 answered calls, how many may meet silence. */
  constructor(percent: number) {
    this.#percent = percent;
  }

  answered(silent: boolean): void {
    this.#latest.push(silent);
    if (this.#latest.length > LATEST) this.#latest.shift();
  }

  get tooMany(): boolean {
    const silent = this.#latest.filter(Boolean).length;
    return this.#latest.length >= FEWEST && silent * 100 > this.#percent * this.#latest.length;
  }
}

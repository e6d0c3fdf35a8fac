const MOST = 1_000;
const LONGEST_TEXT = 40;

/** Remembers what was said of the last texts: lists repeat their junk ('n/a', 'unknown', '0000000000'). */
export class RecentRefusals<T> {
  readonly #byRegion = new Map<string, Map<string, T>>();
  #size = 0;

  find(text: string, region: string): T | undefined {
    return text.length > LONGEST_TEXT ? undefined : this.#byRegion.get(region)?.get(text);
  }

  add(text: string, region: string, verdict: T): void {
    if (text.length > LONGEST_TEXT) return;
    if (this.#size >= MOST) {
      this.#byRegion.clear();
      this.#size = 0;
    }
    let verdicts = this.#byRegion.get(region);
    if (verdicts === undefined) this.#byRegion.set(region, (verdicts = new Map()));
    verdicts.set(text, verdict);
    this.#size++;
  }
}

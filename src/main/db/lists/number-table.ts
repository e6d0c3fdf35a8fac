const FIRST_SLOTS = 4_096;
/** More room than this is made only when it is needed. */
const MOST_EXPECTED = 4_000_000;
const WORD = 4_294_967_296;
/** Numbers whose slots are touched before they are looked up. */
const AHEAD = 1_024;

/**
 * Finds the entry that holds a number: an open-addressing hash table over typed arrays, so that a million numbers
 * take 24 MB. Numbers are E.164 digits as a positive safe integer; entries count from 1 without a gap.
 */
export class NumberTable {
  /** The number in each slot; 0 marks a free one. */
  #numbers: Float64Array;
  /** The entry that holds it. */
  #entries: Uint32Array;
  #size = 0;

  /** `expected`: how many numbers there will be, if that is known. */
  constructor(expected = 0) {
    let slots = FIRST_SLOTS;
    while (slots < 1.5 * Math.min(expected, MOST_EXPECTED)) slots *= 2;
    this.#numbers = new Float64Array(slots);
    this.#entries = new Uint32Array(slots);
  }

  get size(): number {
    return this.#size;
  }

  /** The entry of a number; if there is none yet, the next entry becomes it and 0 is returned. */
  findOrAdd(number: number): number {
    const slot = this.#slotOf(number);
    if (this.#numbers[slot] === number) return this.#entries[slot] as number;
    this.#add(slot, number);
    return 0;
  }

  /** `findOrAdd` of each, in their order. */
  findOrAddAll(numbers: Float64Array): Uint32Array {
    const found = new Uint32Array(numbers.length);
    for (let from = 0; from < numbers.length; from += AHEAD) {
      const to = Math.min(from + AHEAD, numbers.length);
      // Kept for a moment, so that the compiler does not leave the reads out.
      found[from] = this.#touch(numbers, from, to);
      for (let at = from; at < to; at++) found[at] = this.findOrAdd(numbers[at] as number);
    }
    return found;
  }

  /** The entry of a number; 0 if there is none. */
  entryOf(number: number): number {
    const slot = this.#slotOf(number);
    return this.#numbers[slot] === number ? (this.#entries[slot] as number) : 0;
  }

  /** All numbers in ascending order. */
  sorted(): Float64Array {
    const numbers = new Float64Array(this.#size);
    let count = 0;
    for (const number of this.#numbers) if (number !== 0) numbers[count++] = number;
    // oxlint-disable-next-line unicorn/no-array-sort -- in place: a sorted copy of a million would take 8 MB more.
    return numbers.sort();
  }

  /**
   * Brings the slots of these numbers into the processor's cache. The table is larger than that; waiting for one slot
   * after the other would cost most of the time, but nothing here waits.
   */
  #touch(numbers: Float64Array, from: number, to: number): number {
    const [held, entries, mask] = [this.#numbers, this.#entries, this.#numbers.length - 1];
    let touched = 0;
    for (let at = from; at < to; at++) {
      const slot = hashOf(numbers[at] as number) & mask;
      touched += (held[slot] as number) + (entries[slot] as number);
    }
    return touched;
  }

  #add(slot: number, number: number): void {
    this.#size += 1;
    this.#numbers[slot] = number;
    this.#entries[slot] = this.#size;
    // At most three quarters of the slots are ever taken.
    if (this.#size * 4 > this.#numbers.length * 3) this.#grow();
  }

  #slotOf(number: number): number {
    const numbers = this.#numbers;
    const mask = numbers.length - 1;
    let slot = hashOf(number) & mask;
    for (;;) {
      const held = numbers[slot] as number;
      if (held === 0 || held === number) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const [numbers, entries] = [this.#numbers, this.#entries];
    this.#numbers = new Float64Array(numbers.length * 2);
    this.#entries = new Uint32Array(numbers.length * 2);
    for (let old = 0; old < numbers.length; old++) {
      const number = numbers[old] as number;
      if (number === 0) continue;
      const slot = this.#slotOf(number);
      this.#numbers[slot] = number;
      this.#entries[slot] = entries[old] as number;
    }
  }
}

function hashOf(number: number): number {
  const high = Math.floor(number / WORD);
  const hash = Math.imul((number | 0) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

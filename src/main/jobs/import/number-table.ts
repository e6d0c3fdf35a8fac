const FIRST_SLOTS = 4_096;

/**
 * Finds the entry that holds a number: an open-addressing hash table over typed arrays, 12 bytes a slot, so that a
 * million numbers take some 25 MB. Numbers are E.164 digits as a positive safe integer; 0 marks a free slot.
 */
export class NumberTable {
  #numbers = new Float64Array(FIRST_SLOTS);
  #entries = new Uint32Array(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The entry of a number; if there is none yet, `entry` becomes it and 0 is returned. Entries count from 1. */
  findOrAdd(number: number, entry: number): number {
    const slot = this.#slotOf(number);
    if (this.#numbers[slot] === number) return this.#entries[slot] as number;
    this.#numbers[slot] = number;
    this.#entries[slot] = entry;
    this.#size += 1;
    if (this.#size * 10 > this.#numbers.length * 6) this.#grow();
    return 0;
  }

  /** All numbers in ascending order. */
  sorted(): Float64Array {
    const all = new Float64Array(this.#size);
    let count = 0;
    for (const number of this.#numbers) {
      if (number !== 0) all[count++] = number;
    }
    return all.toSorted();
  }

  /** The entry of a number that is in the table. */
  entryOf(number: number): number {
    return this.#entries[this.#slotOf(number)] as number;
  }

  #slotOf(number: number): number {
    const high = Math.floor(number / 4_294_967_296);
    let hash = Math.imul((number | 0) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & this.#mask;
    while (this.#numbers[slot] !== 0 && this.#numbers[slot] !== number) slot = (slot + 1) & this.#mask;
    return slot;
  }

  #grow(): void {
    const [numbers, entries] = [this.#numbers, this.#entries];
    this.#numbers = new Float64Array(numbers.length * 2);
    this.#entries = new Uint32Array(numbers.length * 2);
    this.#mask = this.#numbers.length - 1;
    for (const [index, number] of numbers.entries()) {
      if (number === 0) continue;
      const slot = this.#slotOf(number);
      this.#numbers[slot] = number;
      this.#entries[slot] = entries[index] as number;
    }
  }
}

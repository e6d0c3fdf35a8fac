const FIRST_SLOTS = 4_096;
/** More room than this is made only when it is needed. */
const MOST_EXPECTED = 4_000_000;
const WORD = 4_294_967_296;

/**
 * Finds the entry that holds a number: an open-addressing hash table over typed arrays, so that a million numbers
 * take 16 MB. Numbers are E.164 digits as a positive safe integer; entries count from 1 without a gap.
 */
export class NumberTable {
  /** Entry of each slot; 0 marks a free one. */
  #slots: Uint32Array;
  /** Number of each entry; position 0 is not used. */
  #numbers: Float64Array;
  #size = 0;
  /** The first slot of each number that is looked for; used again and again. */
  #places = new Uint32Array(0);

  /** `expected`: how many numbers there will be, if that is known. */
  constructor(expected = 0) {
    let slots = FIRST_SLOTS;
    while (slots < 1.9 * Math.min(expected, MOST_EXPECTED)) slots *= 2;
    this.#slots = new Uint32Array(slots);
    this.#numbers = new Float64Array(slots / 2);
  }

  get size(): number {
    return this.#size;
  }

  /** The entry of a number; if there is none yet, the next entry becomes it and 0 is returned. */
  findOrAdd(number: number): number {
    const slot = this.#slotOf(number);
    const entry = this.#slots[slot] as number;
    if (entry > 0) return entry;
    this.#size += 1;
    this.#slots[slot] = this.#size;
    this.#numbers[this.#size] = number;
    if (this.#size === this.#numbers.length - 1) this.#grow();
    return 0;
  }

  /** The entry of a number; 0 if there is none. */
  entryOf(number: number): number {
    return this.#slots[this.#slotOf(number)] as number;
  }

  /** All numbers in ascending order. */
  sorted(): Float64Array {
    const numbers = this.#numbers.slice(1, this.#size + 1);
    // oxlint-disable-next-line unicorn/no-array-sort -- in place: a sorted copy of a million would take 8 MB more.
    return numbers.sort();
  }

  /**
   * `findOrAdd` of the first `count` numbers in their order, into `found`. The table is larger than the processor's
   * cache: slots are fetched ahead, many at once, so that none is waited for.
   */
  findOrAddAll(numbers: Float64Array, count: number, found: Uint32Array): void {
    while (this.#size + count >= this.#numbers.length) this.#grow();
    const slots = this.#slots;
    const held = this.#numbers;
    const mask = slots.length - 1;
    if (this.#places.length < count) this.#places = new Uint32Array(count);
    const places = this.#places;
    // No step of this loop depends on what another fetched.
    for (let at = 0; at < count; at++) {
      const slot = hashOf(numbers[at] as number) & mask;
      places[at] = slot;
      found[at] = slots[slot] as number;
    }
    let size = this.#size;
    for (let at = 0; at < count; at++) {
      const number = numbers[at] as number;
      let slot = places[at] as number;
      let entry = slots[slot] as number;
      while (entry !== 0 && held[entry] !== number) {
        slot = (slot + 1) & mask;
        entry = slots[slot] as number;
      }
      found[at] = entry;
      if (entry !== 0) continue;
      size += 1;
      slots[slot] = size;
      held[size] = number;
    }
    this.#size = size;
  }

  #slotOf(number: number): number {
    const slots = this.#slots;
    const numbers = this.#numbers;
    const mask = slots.length - 1;
    let slot = hashOf(number) & mask;
    for (;;) {
      const entry = slots[slot] as number;
      if (entry === 0 || numbers[entry] === number) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** Doubles the room; at most half of the slots are ever taken. */
  #grow(): void {
    const numbers = new Float64Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let entry = 1; entry <= this.#size; entry++) {
      this.#slots[this.#slotOf(numbers[entry] as number)] = entry;
    }
  }
}

function hashOf(number: number): number {
  const high = Math.floor(number / WORD);
  const hash = Math.imul((number | 0) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

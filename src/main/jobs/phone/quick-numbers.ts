import { ANY_DIGIT } from './digit-machine.ts';
import { LONGEST_TEXT, type Reading, readDigits, SEPARATORS, SHORTEST_DIGITS } from './read-digits.ts';
import { REWRITTEN, type SurePlans, UNSURE } from './sure-plans.ts';

/** An international prefix before fifteen digits. */
const MOST_DIGITS = 18;
/** E.164's limit. */
const LONGEST_NUMBER = 15;
const MOST_TABLES = 120_000;
const FIRST_TABLES = 512;
const BASE = 10;
const [ZERO, PLUS] = [48, 43];

/** Where a digit leads: to the table of this number if above 0, or to a leaf: FIRST_LEAF and below. */
const [UNDECIDED, ASK, REFUSED, FIRST_LEAF] = [0, -1, -2, -3];

const SEPARATES = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 128 && SEPARATORS.has(byte) ? 1 : 0));
const POWERS = Float64Array.from({ length: MOST_DIGITS + 1 }, (_, power) => BASE ** power);

export interface QuickRules {
  readonly plans: SurePlans;
  readonly region: string;
  /** The traits of a valid number; undefined if it is never dialled. */
  readonly traitsOf: (reading: Reading) => number | undefined;
  /** Tables of 40 bytes each; numbers that need more are left to `normalise`. */
  readonly mostTables?: number;
}

/**
 * Reads plain phone numbers of one region out of bytes, some ten times as fast as `normalise`, by tables over their
 * digits that grow as numbers come. A table ends where the digits so far decide for all numbers of that length.
 * What it reads is what `normalise` says; what it does not know it leaves to it.
 */
export class QuickNumbers {
  /** E.164 digits, as a number, of what was read last. */
  number = 0;
  /** Traits of what was read last. */
  traits = 0;
  /** Whether what was not read last is known to be no number that may be called: `normalise` refuses it, or says so. */
  refused = false;

  readonly #rules: QuickRules;
  readonly #digits = new Uint8Array(MOST_DIGITS);
  /** By count of digits, without a plus sign and then with one. */
  readonly #roots = new Int32Array(2 * (MOST_DIGITS + 1));
  #tables = new Int32Array(BASE * FIRST_TABLES);
  #tableCount = 1;
  /** What to add to the value of all digits, to strip those in front and put the calling code before. */
  readonly #leafAdds: number[] = [];
  readonly #leafTraits: number[] = [];
  readonly #leaves = new Map<string, number>();

  constructor(rules: QuickRules) {
    this.#rules = rules;
  }

  /**
   * Reads the UTF-8 cell of `bytes` from `from` up to `to`. True: `number` and `traits` are those of `normalise`.
   * False: bad or never dialled, in which case it is `refused`, or not known here (more than 15 digits, other
   * characters); `normalise` has the verdict.
   */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.refused = false;
    if (to - from > LONGEST_TEXT) return false;
    const digits = this.#digits;
    let count = 0;
    let plus = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number;
      const digit = byte - ZERO;
      if (digit >= 0 && digit < BASE) {
        if (count === MOST_DIGITS) return false;
        digits[count++] = digit;
      } else if (byte === PLUS && plus === 0 && count === 0) plus = 1;
      else if (SEPARATES[byte] === 0) return false;
    }
    if (count < SHORTEST_DIGITS) return false;
    const root = plus * (MOST_DIGITS + 1) + count;
    let next = this.#roots[root] as number;
    if (next === UNDECIDED) next = this.#roots[root] = this.#decide(plus === 1, 0, count);
    for (let known = 1; next > UNDECIDED; known++) {
      const entry = next * BASE + (digits[known - 1] as number);
      next = this.#tables[entry] as number;
      if (next === UNDECIDED) {
        next = this.#decide(plus === 1, known, count);
        this.#tables[entry] = next;
      }
    }
    if (next > FIRST_LEAF) {
      this.refused = next === REFUSED;
      return false;
    }
    const leaf = FIRST_LEAF - next;
    this.number = this.#value(count) + (this.#leafAdds[leaf] as number);
    this.traits = this.#leafTraits[leaf] as number;
    return true;
  }

  /** The first `count` digits as a number. Whole 32-bit numbers as far as they go: these are the fastest. */
  #value(count: number): number {
    const digits = this.#digits;
    const half = count < 9 ? count : 9;
    let high = 0;
    for (let at = 0; at < half; at++) high = (high * BASE + (digits[at] as number)) | 0;
    let low = 0;
    for (let at = half; at < count; at++) low = (low * BASE + (digits[at] as number)) | 0;
    return high * (POWERS[count - half] as number) + low;
  }

  /** Where the first `known` of `count` digits lead: to a leaf if they decide, else to a new table. */
  #decide(international: boolean, known: number, count: number): number {
    let text = '';
    for (let at = 0; at < count; at++) text += at < known ? String(this.#digits[at]) : ANY_DIGIT;
    try {
      const reading = readDigits(this.#rules.plans, { international, digits: text }, this.#rules.region);
      return typeof reading === 'string' ? REFUSED : this.#leafOf(reading, text, known);
    } catch (error) {
      if (error === REWRITTEN) return ASK;
      if (error !== UNSURE) throw error;
      return this.#newTable();
    }
  }

  #leafOf(reading: Reading, digits: string, known: number): number {
    const { callingCode, national } = reading;
    const traits = reading.valid ? this.#rules.traitsOf(reading) : undefined;
    if (traits === undefined) return REFUSED;
    if (callingCode.length + national.length > LONGEST_NUMBER) return ASK;
    const stripped = digits.length - national.length;
    if (stripped > known) return this.#newTable();
    const front = Number(digits.slice(0, stripped));
    const unit = BASE ** national.length;
    // INVARIANT: the value of all digits is held exactly.
    if (!Number.isSafeInteger((front + 1) * unit)) return ASK;
    const add = (Number(callingCode) - front) * unit;
    const key = `${traits} ${add}`;
    let leaf = this.#leaves.get(key);
    if (leaf === undefined) {
      leaf = this.#leafAdds.push(add) - 1;
      this.#leafTraits.push(traits);
      this.#leaves.set(key, leaf);
    }
    return FIRST_LEAF - leaf;
  }

  #newTable(): number {
    if (this.#tableCount >= (this.#rules.mostTables ?? MOST_TABLES)) return ASK;
    const table = this.#tableCount++;
    if (this.#tables.length < this.#tableCount * BASE) {
      const grown = new Int32Array(2 * this.#tables.length);
      grown.set(this.#tables);
      this.#tables = grown;
    }
    return table;
  }
}

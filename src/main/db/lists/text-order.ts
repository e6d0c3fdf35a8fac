import { FOLD } from './folded.ts';
import { orderOf } from './stable-order.ts';

/** Bytes that one round of the sort looks at: as digits of base 257 they make a key of less than 2^52. */
const CHUNK = 6;
const BASE = 257;
/** So few texts are compared one with another. */
const FEW = 200;

/** Texts gathered to be put in the order of their folded UTF-8 bytes. */
export class TextColumn {
  #bytes = Buffer.allocUnsafe(65_536);
  #ends = new Uint32Array(4_096);
  #length = 0;
  #count = 0;

  /** Adds the text with the UTF-8 bytes [from, to). */
  add(texts: Uint8Array, from: number, to: number): void {
    const end = this.#length + to - from;
    if (end > this.#bytes.length) {
      const longer = Buffer.allocUnsafe(2 * end);
      longer.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = longer;
    }
    if (this.#count === this.#ends.length) {
      const more = new Uint32Array(2 * this.#count);
      more.set(this.#ends);
      this.#ends = more;
    }
    const bytes = this.#bytes;
    let at = this.#length;
    for (let next = from; next < to; next++) bytes[at++] = FOLD[texts[next] as number] as number;
    this.#length = at;
    this.#ends[this.#count++] = at;
  }

  /** The positions of the texts in ascending order, equal ones as they were added. */
  order(): Uint32Array {
    const all = Uint32Array.from({ length: this.#count }, (_, at) => at);
    const runs: Run[] = [{ from: 0, to: this.#count, depth: 0 }];
    for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
      const part = all.subarray(run.from, run.to);
      if (part.length <= FEW) {
        part.set([...part].toSorted((a, b) => this.#compare(a, b, run.depth) || a - b));
      } else {
        runs.push(...this.#round(part, run));
      }
    }
    return all;
  }

  /** Orders a run by its next bytes; returns the runs that these bytes leave undecided. */
  #round(part: Uint32Array, { from, depth }: Run): Run[] {
    const keys = Float64Array.from(part, (text) => this.#key(text, depth));
    const order = orderOf(keys);
    part.set(order.map((place) => part[place] as number));
    const open: Run[] = [];
    let start = 0;
    for (let at = 1; at <= order.length; at++) {
      const key = keys[order[start] as number] as number;
      if (at < order.length && keys[order[at] as number] === key) continue;
      // A last digit of 0: these texts ended, and are the same.
      if (at - start > 1 && key % BASE !== 0) {
        open.push({ from: from + start, to: from + at, depth: depth + CHUNK });
      }
      start = at;
    }
    return open;
  }

  #key(text: number, depth: number): number {
    const from = (text === 0 ? 0 : (this.#ends[text - 1] as number)) + depth;
    const end = this.#ends[text] as number;
    let key = 0;
    for (let at = from; at < from + CHUNK; at++) {
      key = key * BASE + (at < end ? (this.#bytes[at] as number) + 1 : 0);
    }
    return key;
  }

  #compare(one: number, other: number, depth: number): number {
    return this.#rest(one, depth).compare(this.#rest(other, depth));
  }

  #rest(text: number, depth: number): Buffer {
    const from = text === 0 ? 0 : (this.#ends[text - 1] as number);
    return this.#bytes.subarray(from + depth, this.#ends[text]);
  }
}

interface Run {
  readonly from: number;
  readonly to: number;
  /** Bytes in which all of its texts are the same. */
  readonly depth: number;
}

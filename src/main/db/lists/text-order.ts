import { FOLD } from './folded.ts';
import { orderOf } from './stable-order.ts';

/** Bytes that one round of the sort looks at: as digits of base 257 they make a key of less than 2^52. */
const CHUNK = 6;
const BASE = 257;
/** So few texts are compared one with another. */
const FEW = 12;

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
    const all = new Uint32Array(this.#count);
    for (let at = 0; at < all.length; at++) all[at] = at;
    const runs: Run[] = [{ from: 0, to: this.#count, depth: 0 }];
    for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
      if (run.to - run.from <= FEW) this.#insert(all, run);
      else this.#round(all, run, runs);
    }
    return all;
  }

  /** Orders a run by its next bytes; adds the runs that these bytes leave undecided to `open`. */
  #round(all: Uint32Array, { from, to, depth }: Run, open: Run[]): void {
    const part = all.slice(from, to);
    const keys = new Float64Array(part.length);
    for (let at = 0; at < part.length; at++) keys[at] = this.#key(part[at] as number, depth);
    const order = orderOf(keys);
    let [start, last] = [0, keys[order[0] as number] as number];
    for (let at = 0; at <= order.length; at++) {
      const place = order[at];
      const key = place === undefined ? -1 : (keys[place] as number);
      if (place !== undefined) all[from + at] = part[place] as number;
      if (key === last) continue;
      // A last digit of 0: these texts ended, and are the same.
      if (at - start > 1 && last % BASE !== 0) {
        open.push({ from: from + start, to: from + at, depth: depth + CHUNK });
      }
      [start, last] = [at, key];
    }
  }

  /** Orders a short run; each text goes behind those before it that are not greater. */
  #insert(all: Uint32Array, { from, to, depth }: Run): void {
    for (let at = from + 1; at < to; at++) {
      const text = all[at] as number;
      let place = at;
      for (; place > from && this.#isLess(text, all[place - 1] as number, depth); place--) {
        all[place] = all[place - 1] as number;
      }
      all[place] = text;
    }
  }

  #startOf(text: number): number {
    return text === 0 ? 0 : (this.#ends[text - 1] as number);
  }

  #key(text: number, depth: number): number {
    const from = this.#startOf(text) + depth;
    const end = this.#ends[text] as number;
    let key = 0;
    for (let at = from; at < from + CHUNK; at++) {
      key = key * BASE + (at < end ? (this.#bytes[at] as number) + 1 : 0);
    }
    return key;
  }

  #isLess(one: number, other: number, depth: number): boolean {
    const bytes = this.#bytes;
    let at = this.#startOf(one) + depth;
    let against = this.#startOf(other) + depth;
    const [end, endAgainst] = [this.#ends[one] as number, this.#ends[other] as number];
    while (at < end && against < endAgainst && bytes[at] === bytes[against]) {
      at += 1;
      against += 1;
    }
    if (against === endAgainst) return false;
    return at === end || (bytes[at] as number) < (bytes[against] as number);
  }
}

interface Run {
  readonly from: number;
  readonly to: number;
  /** Bytes in which all of its texts are the same. */
  readonly depth: number;
}

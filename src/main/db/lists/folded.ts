import { type EntryBlock, lengthAt } from './entry-block.ts';

/** Small ASCII letters for capitals, byte by byte; what is no ASCII stays: as SQLite's lower() and LIKE have it. */
export const FOLD: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 65 && byte <= 90 ? byte + 32 : byte,
);

/** The UTF-8 bytes of a text, folded. */
export function folded(text: string): Buffer {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at++) bytes[at] = FOLD[bytes[at] as number] as number;
  return bytes;
}

/** Whether the bytes at a place are `needle` (folded) but for the case of ASCII letters. */
export function foldedAt(texts: Uint8Array, from: number, needle: Uint8Array): boolean {
  for (let at = 0; at < needle.length; at++) {
    if (FOLD[texts[from + at] as number] !== needle[at]) return false;
  }
  return true;
}

/** Walks over the packed cells of a block's texts. Made once for many: it is where the cell is that was last asked. */
export class CellCursor {
  readonly #texts: Uint8Array;
  readonly #ends: Uint32Array;
  from = 0;
  to = 0;

  constructor({ texts, columns }: EntryBlock) {
    this.#texts = texts;
    this.#ends = columns.ends;
  }

  /** Goes to a cell of an entry: 0 is its name, then come its fields. One that is not there is empty. */
  go(entry: number, cell: number): void {
    const end = this.#ends[entry] as number;
    let next = entry === 0 ? 0 : (this.#ends[entry - 1] as number);
    for (let passed = 0; next < end; passed++) {
      const first = this.#texts[next] as number;
      if (first < 128) {
        this.from = next + 1;
        this.to = this.from + first;
      } else {
        const { length, at } = lengthAt(this.#texts, next);
        this.from = at;
        this.to = at + length;
      }
      if (passed === cell) return;
      next = this.to;
    }
    this.from = end;
    this.to = end;
  }
}

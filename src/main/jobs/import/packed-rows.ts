import { Growing, growingSeqs } from '#main/db/lists/growing.ts';
import type { ByteCells } from './byte-cells.ts';

const FIRST_BYTES = 65_536;

/** Whole rows of a file as bytes, for another thread to read. Rows count from 0. */
export interface PackedRows {
  /** UTF-8 of all cells, one after the other. */
  readonly bytes: Uint8Array;
  /** Where each cell ends. */
  readonly cells: Uint32Array;
  /** How many cells there are up to the end of each row. */
  readonly rows: Uint32Array;
}

/** Gathers rows. */
export class RowPacker {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;
  readonly #cells: Growing<Uint32Array> = growingSeqs();
  readonly #rows: Growing<Uint32Array> = growingSeqs();

  /** How many rows were gathered. */
  get count(): number {
    return this.#rows.length;
  }

  add({ bytes, from, to, base, count }: ByteCells): void {
    for (let cell = base; cell < base + count; cell++) {
      const [start, end] = [from[cell] as number, to[cell] as number];
      const length = end - start;
      if (this.#length + length > this.#bytes.length) this.#grow(length);
      bytes.copy(this.#bytes, this.#length, start, end);
      this.#length += length;
      this.#cells.push(this.#length);
    }
    this.#rows.push(this.#cells.length);
  }

  /** The rows so far, in memory of their own; goes on without them. */
  drain(): PackedRows {
    const bytes = Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length);
    this.#length = 0;
    return { bytes, cells: this.#cells.drain(), rows: this.#rows.drain() };
  }

  #grow(length: number): void {
    const longer = Buffer.allocUnsafeSlow(2 * (this.#bytes.length + length));
    longer.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = longer;
  }
}

/** The texts of a row's cells. */
export function textsOf({ bytes, cells, rows }: PackedRows, row: number): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: string[] = [];
  const first = row === 0 ? 0 : (rows[row - 1] as number);
  let from = first === 0 ? 0 : (cells[first - 1] as number);
  for (let cell = first; cell < (rows[row] as number); cell++) {
    const to = cells[cell] as number;
    texts.push(buffer.toString('utf8', from, to));
    from = to;
  }
  return texts;
}

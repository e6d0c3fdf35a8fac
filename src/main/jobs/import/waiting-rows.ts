import { ByteCells } from './byte-cells.ts';

/** So many that looking for their numbers ahead pays, so few that what was looked at is still in the cache. */
export const MOST_WAITING = 512;
const MOST_CELLS = 65_536;

/** Rows of one buffer that wait to be taken together. */
export class WaitingRows {
  count = 0;
  readonly numbers = new Float64Array(MOST_WAITING);
  readonly traits = new Uint16Array(MOST_WAITING);
  /** The number of each row in the file. */
  readonly rows = new Uint32Array(MOST_WAITING);
  /** The row that `show` was asked for last. */
  readonly cells = new ByteCells();
  readonly #starts = new Uint32Array(MOST_WAITING + 1);
  readonly #from = new Int32Array(MOST_CELLS);
  readonly #to = new Int32Array(MOST_CELLS);

  constructor() {
    this.cells.from = this.#from;
    this.cells.to = this.#to;
  }

  /** Whether a row can be added before those that wait are taken. */
  fits({ bytes, count }: ByteCells): boolean {
    if (this.count === 0) return true;
    const used = this.#starts[this.count] as number;
    return this.count < MOST_WAITING && used + count <= MOST_CELLS && bytes === this.cells.bytes;
  }

  add(
    row: number,
    { bytes, from, to, count }: ByteCells,
    { number, traits }: { readonly number: number; readonly traits: number },
  ): void {
    this.cells.bytes = bytes;
    const start = this.#starts[this.count] as number;
    for (let cell = 0; cell < count; cell++) {
      this.#from[start + cell] = from[cell] as number;
      this.#to[start + cell] = to[cell] as number;
    }
    this.numbers[this.count] = number;
    this.traits[this.count] = traits;
    this.rows[this.count] = row;
    this.count += 1;
    this.#starts[this.count] = start + count;
  }

  /** Puts a row into `cells`. */
  show(row: number): void {
    const start = this.#starts[row] as number;
    this.cells.base = start;
    this.cells.count = (this.#starts[row + 1] as number) - start;
  }

  clear(): void {
    this.count = 0;
  }
}

import type { PhoneRules } from '../phone/normalise.ts';
import { NumberTable } from './number-table.ts';
import { type GoodRow, type RefusedRow, type RowPlan, RowReader } from './row-reader.ts';

/** Takes what became of each row: stores it, or shows it in a preview. */
export interface RowSink {
  accepted(row: number, good: GoodRow): unknown;
  /**
   * A row whose number the entry `seq` (counted from 1 in order of acceptance) holds already; its `row` is 0 if the
   * list had it before this file.
   */
  merged(row: number, good: GoodRow, into: { readonly seq: number; readonly row: number }): unknown;
  refused(row: number, refused: RefusedRow, cells: readonly string[]): unknown;
}

/** INVARIANT: read = accepted + merged + refused; the header is not read. */
export interface Counts {
  read: number;
  accepted: number;
  merged: number;
  refused: number;
}

/** Takes records and tells its sink what becomes of each; import and preview are this same code. */
export class ListImport {
  readonly counts: Counts = { read: 0, accepted: 0, merged: 0, refused: 0 };
  readonly numbers = new NumberTable();
  readonly #rows: RowReader;
  readonly #sink: RowSink;
  readonly #header: boolean;
  /** Row of each entry, by seq. */
  #entryRows = new Uint32Array(1_024);
  #record = 0;

  constructor(plan: RowPlan & { readonly header: boolean }, rules: PhoneRules, sink: RowSink) {
    this.#header = plan.header;
    this.#rows = new RowReader(rules, plan);
    this.#sink = sink;
  }

  /** Takes an entry that the list had before, and says whether it is its number's first. */
  carry(number: number): boolean {
    const seq = this.counts.accepted + 1;
    if (this.numbers.findOrAdd(number) > 0) return false;
    this.counts.read += 1;
    this.counts.accepted = seq;
    this.#remember(seq, 0);
    return true;
  }

  /** The row that an entry came from; 0 if the list had it before. */
  rowOf(seq: number): number {
    return this.#entryRows[seq] as number;
  }

  isRow(cells: readonly string[]): boolean {
    return this.#rows.isRow(cells);
  }

  /** Takes one record of the file; the first is the header if there is one. */
  readonly takeRecord = (cells: readonly string[]): void => {
    this.#record += 1;
    if (this.#record === 1 && this.#header) return;
    const row = this.#record;
    this.counts.read += 1;
    const result = this.#rows.read(cells);
    if (result.outcome === 'refused') {
      this.counts.refused += 1;
      this.#sink.refused(row, result, cells);
      return;
    }
    const seq = this.counts.accepted + 1;
    const holder = this.numbers.findOrAdd(result.number);
    if (holder > 0) {
      this.counts.merged += 1;
      this.#sink.merged(row, result, { seq: holder, row: this.#entryRows[holder] as number });
      return;
    }
    this.counts.accepted = seq;
    this.#remember(seq, row);
    this.#sink.accepted(row, result);
  };

  #remember(seq: number, row: number): void {
    if (seq >= this.#entryRows.length) {
      const longer = new Uint32Array(this.#entryRows.length * 2);
      longer.set(this.#entryRows);
      this.#entryRows = longer;
    }
    this.#entryRows[seq] = row;
  }
}

import type { PhoneRules } from '../phone/normalise.ts';
import type { QuickNumbers } from '../phone/quick-numbers.ts';
import type { ByteCells } from './byte-cells.ts';
import { type Mapping, MOST_COLUMNS } from './columns.ts';
import { NumberTable } from './number-table.ts';
import { type GoodRow, type Place, type RefusedRow, type RowPlan, RowReader } from './row-reader.ts';

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

/** A good row whose texts are still the bytes of the file; valid during the call. */
export interface GoodCells {
  readonly cells: ByteCells;
  readonly number: number;
  readonly traits: number;
  readonly place: Place;
}

/** A sink that takes good rows without a text made of every cell, which costs most of an import. */
export interface CellSink extends RowSink {
  acceptedCells(row: number, good: GoodCells): void;
  /** `read`: the row as `merged` gets it. */
  mergedCells(row: number, number: number, into: { seq: number; row: number }, read: () => GoodRow): void;
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
  readonly #cellSink: CellSink | undefined;
  readonly #quick: QuickNumbers;
  readonly #mapping: Mapping;
  readonly #header: boolean;
  /** Row of each entry, by seq. */
  #entryRows = new Uint32Array(1_024);
  #record = 0;

  constructor(plan: RowPlan & { readonly header: boolean }, rules: PhoneRules, sink: RowSink | CellSink) {
    this.#header = plan.header;
    this.#mapping = plan.mapping;
    this.#rows = new RowReader(rules, plan);
    this.#quick = rules.quick(plan.region);
    this.#sink = sink;
    this.#cellSink = 'acceptedCells' in sink ? sink : undefined;
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

  /** Takes one record of the file, as bytes; the first is the header if there is one. */
  readonly takeCells = (cells: ByteCells): void => {
    const isHeader = this.#record === 0 && this.#header;
    if (isHeader || !this.#takenQuickly(cells)) this.takeRecord(cells.texts());
  };

  /** Takes a row whose number is plain and good, and says whether it was such a row. */
  #takenQuickly(cells: ByteCells): boolean {
    const sink = this.#cellSink;
    const { number: column } = this.#mapping;
    const quick = this.#quick;
    if (sink === undefined || column >= cells.count || cells.count > MOST_COLUMNS) return false;
    if (!quick.read(cells.bytes, cells.from[column] as number, cells.to[column] as number)) return false;
    const place = this.#rows.place(cells);
    if ('outcome' in place) return false;
    this.#record += 1;
    this.counts.read += 1;
    const { number, traits } = quick;
    const seq = this.counts.accepted + 1;
    const holder = this.numbers.findOrAdd(number);
    if (holder === 0) {
      this.counts.accepted = seq;
      this.#remember(seq, this.#record);
      sink.acceptedCells(this.#record, { cells, number, traits, place });
    } else {
      this.counts.merged += 1;
      const into = { seq: holder, row: this.#entryRows[holder] as number };
      sink.mergedCells(this.#record, number, into, () => this.#rows.read(cells.texts()) as GoodRow);
    }
    return true;
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

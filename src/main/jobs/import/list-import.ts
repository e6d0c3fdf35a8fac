import type { PhoneRules } from '../phone/normalise.ts';
import type { Mapping } from './columns.ts';
import { CsvScanner } from './csv-scanner.ts';
import { NumberTable } from './number-table.ts';
import { type GoodRow, type RefusedRow, RowReader } from './row-reader.ts';
import type { Source } from './source.ts';

/** Takes what became of each row: stores it, or shows it in a preview. */
export interface RowSink {
  accepted(row: number, good: GoodRow): unknown;
  /** A row whose number the entry `seq` (counted from 1 in order of acceptance) holds already. */
  merged(row: number, good: GoodRow, into: { readonly seq: number; readonly row: number }): unknown;
  refused(row: number, refused: RefusedRow): unknown;
}

/** INVARIANT: read = accepted + merged + refused; the header is not read. */
export interface Counts {
  read: number;
  accepted: number;
  merged: number;
  refused: number;
}

/** Reads text into rows and tells its sink what becomes of each; import and preview are this same code. */
export class ListImport {
  readonly counts: Counts = { read: 0, accepted: 0, merged: 0, refused: 0 };
  readonly numbers = new NumberTable();
  readonly #scanner: CsvScanner;
  readonly #rows: RowReader;
  readonly #sink: RowSink;
  readonly #header: boolean;
  /** Row of each entry, by seq. */
  #entryRows = new Uint32Array(1_024);
  #record = 0;

  constructor(
    plan: { source: Pick<Source, 'delimiter' | 'header'>; mapping: Mapping; region: string },
    rules: PhoneRules,
    sink: RowSink,
  ) {
    this.#header = plan.source.header;
    this.#rows = new RowReader(rules, plan.region, plan.mapping);
    this.#sink = sink;
    this.#scanner = new CsvScanner({
      delimiter: plan.source.delimiter,
      columns: plan.mapping.titles.length,
      looksLikeRow: (cells) => this.#rows.isRow(cells),
    });
  }

  push(text: string): void {
    this.#scanner.push(text, this.takeRecord);
  }

  end(): void {
    this.#scanner.end(this.takeRecord);
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
      this.#sink.refused(row, result);
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

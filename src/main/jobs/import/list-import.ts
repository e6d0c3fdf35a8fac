import type { ListEntry } from '#main/db/lists/entry.ts';
import { EntryBlock } from '#main/db/lists/entry-block.ts';
import { NumberTable } from '#main/db/lists/number-table.ts';
import type { PhoneRules } from '../phone/normalise.ts';
import type { RowBatch } from './row-packer.ts';
import { type GoodRow, type RefusedRow, type RowPlan, RowReader } from './row-reader.ts';

/** What a row with a number that the list has already could add to its entry. */
export type Addition = Pick<ListEntry, 'name' | 'fields' | 'zone' | 'priority'>;

/** Takes what became of each row: stores it, or shows it in a preview. */
export interface RowSink {
  accepted(row: number, good: GoodRow): unknown;
  /**
   * A row whose number the entry `seq` (counted from 1 in order of acceptance) holds already; its `row` is 0 if the
   * list had it before this file.
   */
  merged(
    row: number,
    number: number,
    from: { readonly into: { readonly seq: number; readonly row: number }; readonly read: () => Addition },
  ): unknown;
  refused(row: number, refused: RefusedRow, cells: readonly string[]): unknown;
}

/** A sink that takes the accepted rows of a batch as they are packed. */
export interface BatchSink extends RowSink {
  /** Rows `from` up to, and without, `to` of a batch; the entries get the next seqs. */
  acceptedRun(block: EntryBlock, run: { from: number; to: number; gaps: Uint8Array }): void;
}

/** INVARIANT: read = accepted + merged + refused; the header is not read. */
export interface Counts {
  read: number;
  accepted: number;
  merged: number;
  refused: number;
}

/** Takes records and tells its sink what becomes of each; import and preview are this same code. */
export class ListImport<Sink extends RowSink = RowSink> {
  readonly counts: Counts = { read: 0, accepted: 0, merged: 0, refused: 0 };
  readonly numbers: NumberTable;
  readonly #rows: RowReader;
  readonly #sink: Sink;
  readonly #header: boolean;
  /** Row of each entry, by seq. */
  #entryRows = new Uint32Array(1_024);
  #record = 0;

  /** `expected`: how many numbers there will be, if that is known. */
  constructor(
    plan: RowPlan & { readonly header: boolean; readonly expected?: number },
    rules: PhoneRules,
    sink: Sink,
  ) {
    this.#header = plan.header;
    this.#rows = new RowReader(rules, plan);
    this.#sink = sink;
    this.numbers = new NumberTable(plan.expected);
  }

  /** Takes entries that the list had before; whatever they lack, a row of the file may have. */
  carry(this: ListImport<BatchSink>, block: EntryBlock): void {
    const { numbers, count } = block;
    const gaps = new Uint8Array(count).fill(1);
    for (let from = 0; from < count; ) {
      let to = from;
      while (to < count && numbers[to] !== 0 && this.numbers.findOrAdd(numbers[to] as number) === 0) to += 1;
      if (to > from) {
        this.counts.read += to - from;
        this.#roomFor(this.counts.accepted + to - from + 1);
        this.counts.accepted += to - from;
        this.#sink.acceptedRun(block, { from, to, gaps });
      }
      from = to + 1;
    }
  }

  /** The row that an entry came from; 0 if the list had it before. */
  rowOf(seq: number): number {
    return this.#entryRows[seq] as number;
  }

  isRow(cells: readonly string[]): boolean {
    return this.#rows.isRow(cells);
  }

  /** Takes one record of the file; the first is the header if there is one. */
  takeRecord(cells: readonly string[]): void {
    this.#record += 1;
    if (this.#record > 1 || !this.#header) this.#takeRow(this.#record, cells);
  }

  #takeRow(row: number, cells: readonly string[]): void {
    this.counts.read += 1;
    const result = this.#rows.read(cells);
    if (result.outcome === 'refused') {
      this.counts.refused += 1;
      this.#sink.refused(row, result, cells);
      return;
    }
    const holder = this.numbers.findOrAdd(result.number);
    if (holder > 0) {
      this.#merge(row, result.number, { holder, read: () => result });
      return;
    }
    this.counts.accepted += 1;
    this.#remember(this.counts.accepted, row);
    this.#sink.accepted(row, result);
  }

  #merge(row: number, number: number, { holder, read }: { holder: number; read: () => Addition }): void {
    this.counts.merged += 1;
    this.#sink.merged(row, number, { into: { seq: holder, row: this.#entryRows[holder] as number }, read });
  }

  /** Takes the rows of a batch, in their order among the others. */
  takeBatch(this: ListImport<BatchSink>, { block: packed, gaps }: RowBatch): void {
    const block = EntryBlock.of(packed);
    const { numbers, rows, count } = block;
    this.numbers.touch(numbers);
    // Accepted rows are kept back until one comes that is not.
    let accepted = 0;
    for (let at = 0; at < count; at++) {
      const number = numbers[at] as number;
      const holder = number === 0 ? 0 : this.numbers.findOrAdd(number);
      if (number !== 0 && holder === 0) continue;
      this.#takeRun(block, { from: accepted, to: at, gaps });
      accepted = at + 1;
      const row = rows[at] as number;
      if (number === 0) {
        this.#takeRow(row, block.cells(at));
      } else {
        this.counts.read += 1;
        this.#merge(row, number, { holder, read: () => block.entry(at) as Addition });
      }
    }
    this.#takeRun(block, { from: accepted, to: count, gaps });
  }

  #takeRun(
    this: ListImport<BatchSink>,
    block: EntryBlock,
    run: { from: number; to: number; gaps: Uint8Array },
  ): void {
    const { from, to } = run;
    if (from === to) return;
    const { rows } = block;
    const seq = this.counts.accepted + 1;
    this.#roomFor(seq + to - from);
    for (let at = from; at < to; at++) this.#entryRows[seq + at - from] = rows[at] as number;
    this.counts.read += to - from;
    this.counts.accepted += to - from;
    this.#sink.acceptedRun(block, run);
  }

  #remember(seq: number, row: number): void {
    this.#roomFor(seq);
    this.#entryRows[seq] = row;
  }

  #roomFor(seq: number): void {
    if (seq < this.#entryRows.length) return;
    const longer = new Uint32Array(Math.max(seq + 1, this.#entryRows.length * 2));
    longer.set(this.#entryRows);
    this.#entryRows = longer;
  }
}

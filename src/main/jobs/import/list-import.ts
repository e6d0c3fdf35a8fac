import type { ListEntry } from '#main/db/lists/entry.ts';
import { NumberTable } from '#main/db/lists/number-table.ts';
import type { PhoneRules } from '../phone/normalise.ts';
import type { QuickNumbers } from '../phone/quick-numbers.ts';
import type { ByteCells } from './byte-cells.ts';
import { type Mapping, MOST_COLUMNS } from './columns.ts';
import {
  type GoodRow,
  NO_PLACE,
  type Place,
  type RefusedRow,
  type RowPlan,
  RowReader,
} from './row-reader.ts';
import { MOST_WAITING, WaitingRows } from './waiting-rows.ts';

/** What a row with a number that the list has already could add to its entry. */
export type Addition = Pick<ListEntry, 'name' | 'fields' | 'zone' | 'priority'>;

/** A row whose number an entry has already. */
export interface Merging {
  readonly number: number;
  /** Seq of the entry. */
  readonly seq: number;
  /** The row itself; valid during the call. */
  readonly read: () => Addition;
}

/** Takes what became of each row: packs it, or shows it in a preview. */
export interface RowSink {
  accepted(row: number, good: GoodRow): unknown;
  merged(row: number, merging: Merging): unknown;
  refused(row: number, refused: RefusedRow, cells: readonly string[]): unknown;
}

/** A good row whose texts are still the bytes of the file; one object for all rows, valid during the call. */
export interface GoodCells {
  cells: ByteCells;
  number: number;
  traits: number;
  place: Place;
}

/** A sink that takes good rows without a text made of every cell, which would cost most of an import. */
export interface CellSink extends RowSink {
  acceptedCells(row: number, good: Readonly<GoodCells>): void;
}

/** INVARIANT: read = accepted + merged + refused; the header is not read. */
export interface Counts {
  read: number;
  accepted: number;
  merged: number;
  refused: number;
}

/** How the rows of a file become entries. */
export interface ListPlan extends RowPlan {
  readonly header: boolean;
  /** The numbers of the entries that the list had before, in their order. */
  readonly carried?: Float64Array;
  /** How many rows the file may have. */
  readonly expected?: number;
}

/** Takes records and tells its sink what becomes of each; import and preview are this same code. */
export class ListImport {
  readonly counts: Counts = { read: 0, accepted: 0, merged: 0, refused: 0 };
  readonly #numbers: NumberTable;
  readonly #rows: RowReader;
  readonly #quick: QuickNumbers;
  readonly #mapping: Mapping;
  readonly #sink: RowSink | CellSink;
  readonly #cellSink: CellSink | undefined;
  readonly #header: boolean;
  #record = 0;
  readonly #waiting = new WaitingRows();
  /** The entries that hold the numbers of the rows that wait; 0: none yet. */
  readonly #holders = new Uint32Array(MOST_WAITING);
  readonly #good: GoodCells = { cells: this.#waiting.cells, number: 0, traits: 0, place: NO_PLACE };

  constructor(plan: ListPlan, rules: PhoneRules, sink: RowSink | CellSink) {
    const { header, mapping, region, carried = new Float64Array(0), expected = 0 } = plan;
    this.#header = header;
    this.#mapping = mapping;
    this.#rows = new RowReader(rules, plan);
    this.#quick = rules.quick(region);
    this.#sink = sink;
    this.#cellSink = 'acceptedCells' in sink ? sink : undefined;
    this.#numbers = new NumberTable(carried.length + expected);
    for (const number of carried) this.#numbers.findOrAdd(number);
    this.counts.read = carried.length;
    this.counts.accepted = carried.length;
  }

  readonly isRow = (cells: readonly string[]): boolean => this.#rows.isRow(cells);

  /**
   * Takes one record of the file, as bytes; the first is the header if there is one. Rows with a plain good number
   * wait until there are some: call `settle` before the bytes change.
   */
  readonly takeCells = (cells: ByteCells): void => {
    const { number: column } = this.#mapping;
    const quick = this.#quick;
    const isHeader = this.#header && this.#record === 0 && this.#waiting.count === 0;
    if (
      isHeader ||
      this.#cellSink === undefined ||
      column >= cells.count ||
      cells.count > MOST_COLUMNS ||
      !quick.read(cells.bytes, cells.from[column] as number, cells.to[column] as number)
    ) {
      this.settle();
      this.takeRecord(cells.texts());
      return;
    }
    if (!this.#waiting.fits(cells)) this.settle();
    this.#waiting.add(cells, quick);
  };

  /** Takes the rows that wait. */
  settle(): void {
    const waiting = this.#waiting;
    const { cells, numbers, traits, count } = waiting;
    if (count === 0) return;
    const { zone, priority } = this.#mapping;
    // A row that may yet be refused for its place must not have its number looked up before those in front of it.
    const known = zone < 0 && priority < 0;
    if (known) this.#numbers.findOrAddAll(numbers, count, this.#holders);
    for (let at = 0; at < count; at++) {
      waiting.show(at);
      const number = numbers[at] as number;
      if (known) this.#takeFound(number, traits[at] as number, this.#holders[at] as number);
      else this.#takeGood(cells, number, traits[at] as number);
    }
    waiting.clear();
  }

  /** Takes one record of the file; the first is the header if there is one. */
  takeRecord(cells: readonly string[]): void {
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
    const holder = this.#numbers.findOrAdd(result.number);
    if (holder > 0) {
      this.#merge(row, { number: result.number, holder, read: () => result });
      return;
    }
    this.counts.accepted += 1;
    this.#sink.accepted(row, result);
  }

  /** Takes the row that is shown, whose number is plain and good. */
  #takeGood(cells: ByteCells, number: number, traits: number): void {
    const place = this.#rows.place(cells);
    if ('outcome' in place) {
      this.takeRecord(cells.texts());
      return;
    }
    this.#good.place = place;
    this.#takeFound(number, traits, this.#numbers.findOrAdd(number));
  }

  /** Takes the row that is shown, whose place is known. */
  #takeFound(number: number, traits: number, holder: number): void {
    this.#record += 1;
    this.counts.read += 1;
    const row = this.#record;
    const good = this.#good;
    if (holder > 0) {
      const read = (): Addition => this.#rows.read(good.cells.texts()) as GoodRow;
      this.#merge(row, { number, holder, read });
      return;
    }
    this.counts.accepted += 1;
    good.number = number;
    good.traits = traits;
    this.#cellSink?.acceptedCells(row, good);
  }

  #merge(
    row: number,
    { number, holder, read }: { number: number; holder: number; read: () => Addition },
  ): void {
    this.counts.merged += 1;
    this.#sink.merged(row, { number, seq: holder, read });
  }
}

import { NumberTable } from '#main/db/lists/number-table.ts';
import type { PhoneRules } from '../phone/normalise.ts';
import type { QuickNumbers } from '../phone/quick-numbers.ts';
import { ByteCells } from './byte-cells.ts';
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

/** A row whose number an entry has already. */
export interface Merging {
  readonly number: number;
  /** Seq of the entry. */
  readonly seq: number;
}

/** Takes what became of each row: packs it, or shows it in a preview. Cells are valid during the call. */
export interface RowSink {
  accepted(row: number, good: GoodRow): unknown;
  merged(row: number, merging: Merging, cells: ByteCells): unknown;
  /** `words`: why, if that is known already; else `RowReader.read` has them. */
  refused(row: number, cells: ByteCells, words?: RefusedRow): unknown;
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
  readonly #acceptDoubtful: boolean;
  /** Whether a row may yet be refused for its place when its number is good. */
  readonly #placed: boolean;
  #record = 0;
  /** Of a record that came as texts. */
  readonly #cells = new ByteCells();
  readonly #waiting = new WaitingRows();
  /** The entries that hold the numbers of the rows that wait; 0: none yet. */
  readonly #holders = new Uint32Array(MOST_WAITING);
  readonly #good: GoodCells = { cells: this.#waiting.cells, number: 0, traits: 0, place: NO_PLACE };
  /** One object for all rows. */
  readonly #merging = { number: 0, seq: 0 };

  constructor(plan: ListPlan, rules: PhoneRules, sink: RowSink | CellSink) {
    const { header, mapping, region, carried = new Float64Array(0), expected = 0 } = plan;
    this.#header = header;
    this.#acceptDoubtful = plan.acceptDoubtful ?? false;
    this.#mapping = mapping;
    this.#placed = mapping.zone >= 0 || mapping.priority >= 0;
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
    this.#record += 1;
    const row = this.#record;
    if (row === 1 && this.#header) return;
    const { number: column } = this.#mapping;
    const quick = this.#quick;
    if (this.#cellSink === undefined || column >= cells.count || cells.count > MOST_COLUMNS) {
      this.#takeAny(row, cells);
    } else if (quick.read(cells.bytes, cells.from[column] as number, cells.to[column] as number)) {
      if (!this.#waiting.fits(cells)) this.settle();
      this.#waiting.add(row, cells, quick);
    } else if (quick.refused && !this.#acceptDoubtful) {
      // Refused rows are told of in their order.
      if (this.#placed) this.settle();
      this.#refuse(row, cells);
    } else {
      this.#takeAny(row, cells);
    }
  };

  /** Takes the rows that wait. */
  settle(): void {
    const waiting = this.#waiting;
    const { cells, rows, numbers, traits, count } = waiting;
    if (count === 0) return;
    // A row that may yet be refused for its place must not have its number looked up before those in front of it.
    if (!this.#placed) this.#numbers.findOrAddAll(numbers, count, this.#holders);
    for (let at = 0; at < count; at++) {
      waiting.show(at);
      const row = rows[at] as number;
      this.#good.number = numbers[at] as number;
      this.#good.traits = traits[at] as number;
      if (this.#placed) this.#takeGood(row, cells);
      else this.#takeFound(row, this.#holders[at] as number);
    }
    waiting.clear();
  }

  /** Takes one record of the file as texts; the first is the header if there is one. */
  takeRecord(texts: readonly string[]): void {
    this.#cells.setTexts(texts);
    this.#record += 1;
    if (this.#record > 1 || !this.#header) this.#takeAny(this.#record, this.#cells);
  }

  /** Takes a row whatever is in it, after those that wait. */
  #takeAny(row: number, cells: ByteCells): void {
    this.settle();
    const result = this.#rows.read(cells.texts());
    if (result.outcome === 'refused') {
      this.#refuse(row, cells, result);
      return;
    }
    this.counts.read += 1;
    const seq = this.#numbers.findOrAdd(result.number);
    if (seq > 0) {
      this.counts.merged += 1;
      this.#sink.merged(row, { number: result.number, seq }, cells);
      return;
    }
    this.counts.accepted += 1;
    this.#sink.accepted(row, result);
  }

  #refuse(row: number, cells: ByteCells, words?: RefusedRow): void {
    this.counts.read += 1;
    this.counts.refused += 1;
    this.#sink.refused(row, cells, words);
  }

  /** Takes the row that is shown, whose number is plain and good. */
  #takeGood(row: number, cells: ByteCells): void {
    const place = this.#rows.place(cells);
    if ('outcome' in place) {
      this.#refuse(row, cells, place);
      return;
    }
    this.#good.place = place;
    this.#takeFound(row, this.#numbers.findOrAdd(this.#good.number));
  }

  /** Takes the row that is shown, whose place is known; `seq`: the entry that holds its number already, or 0. */
  #takeFound(row: number, seq: number): void {
    const good = this.#good;
    this.counts.read += 1;
    if (seq > 0) {
      this.counts.merged += 1;
      this.#merging.number = good.number;
      this.#merging.seq = seq;
      this.#sink.merged(row, this.#merging, good.cells);
      return;
    }
    this.counts.accepted += 1;
    this.#cellSink?.acceptedCells(row, good);
  }
}

import { BlockBuilder } from '#main/db/lists/block-builder.ts';
import type { PackedBlock } from '#main/db/lists/entry-block.ts';
import type { PhoneRules } from '../phone/normalise.ts';
import type { QuickNumbers } from '../phone/quick-numbers.ts';
import type { ByteCells } from './byte-cells.ts';
import { type Mapping, MOST_COLUMNS } from './columns.ts';
import { trimmed } from './name-range.ts';
import { type RowPlan, RowReader } from './row-reader.ts';
import { SpareBytes } from './spare-bytes.ts';

/** Rows of a file that follow each other, as far as they can be read without the rows before them. */
export interface RowBatch {
  /**
   * A row whose number is plain and good as the entry that it would become. A row with 0 for its number is to be read
   * by a `RowReader`: its texts are the cells of the record as they are. `rows` are records of the file, from 1.
   */
  readonly block: PackedBlock;
  /** 1 for a row that would become an entry with gaps: a later row with the same number could add something. */
  readonly gaps: Uint8Array;
}

/** Rows in a batch: few enough that it fits into the processor's cache. */
const BATCH_ROWS = 8_192;
const NO_BYTES = new Uint8Array(0);

/** Packs the records of a file into batches. */
export class RowPacker {
  readonly #mapping: Mapping;
  readonly #quick: QuickNumbers;
  readonly #rows: RowReader;
  readonly #builder = new BlockBuilder(1, BATCH_ROWS);
  readonly #gaps = new Uint8Array(BATCH_ROWS);
  #record = 0;
  #batches: RowBatch[] = [];
  readonly #room: SpareBytes;
  readonly #header: boolean;

  /** `room`: where batches are put. */
  constructor(
    plan: RowPlan & { readonly header: boolean },
    rules: PhoneRules,
    room: SpareBytes = new SpareBytes(),
  ) {
    this.#room = room;
    this.#mapping = plan.mapping;
    this.#header = plan.header;
    this.#quick = rules.quick(plan.region);
    this.#rows = new RowReader(rules, plan);
  }

  /** Whether cells are a whole row with a good number. */
  readonly isRow = (cells: readonly string[]): boolean => this.#rows.isRow(cells);

  /** Takes one record; the first is the header if there is one. */
  readonly take = (cells: ByteCells): void => {
    this.#record += 1;
    if (this.#record === 1 && this.#header) return;
    if (!this.#packed(cells)) this.#packCells(cells);
    if (this.#builder.full) this.#close();
  };

  /** The batches that are full; all that there is if it is the end. */
  batches(end = false): RowBatch[] {
    if (end && this.#builder.count > 0) this.#close();
    const batches = this.#batches;
    this.#batches = [];
    return batches;
  }

  #packed(cells: ByteCells): boolean {
    const { number: column, names } = this.#mapping;
    const quick = this.#quick;
    if (column >= cells.count || cells.count > MOST_COLUMNS) return false;
    if (!quick.read(cells.bytes, cells.from[column] as number, cells.to[column] as number)) return false;
    const place = this.#rows.place(cells);
    if ('outcome' in place) return false;
    const builder = this.#builder;
    builder.begin(quick.number, this.#record, quick.traits);
    builder.place(place.zone, place.priority);
    const named = putName(builder, cells, names);
    const filled = putFields(builder, cells, this.#mapping);
    this.#gaps[builder.count] = named && filled && !place.gaps ? 0 : 1;
    builder.finish();
    return true;
  }

  #packCells(cells: ByteCells): void {
    const { bytes, from, to, count } = cells;
    this.#builder.begin(0, this.#record, 0);
    for (let cell = 0; cell < count; cell++) {
      this.#builder.cell(bytes, from[cell] as number, to[cell] as number);
    }
    this.#gaps[this.#builder.count] = 0;
    this.#builder.finishWhole();
  }

  #close(): void {
    const gaps = this.#room.take(this.#builder.count);
    gaps.set(this.#gaps.subarray(0, gaps.length));
    this.#batches.push({ block: this.#builder.take((bytes) => this.#room.take(bytes)), gaps });
  }
}

/** Puts the name of a row first; says whether it has one, or the list has no column for it. */
function putName(builder: BlockBuilder, cells: ByteCells, names: readonly number[]): boolean {
  const [only] = names;
  if (names.length === 1 && only !== undefined && only < cells.count) {
    const range = trimmed(cells.bytes, cells.from[only] as number, cells.to[only] as number);
    if (range !== null) {
      builder.cell(cells.bytes, range.from, range.to);
      return range.to > range.from;
    }
  }
  if (names.length === 0) {
    builder.cell(NO_BYTES, 0, 0);
    return true;
  }
  const name = names
    .map((index) => cells.text(index).trim())
    .filter((part) => part !== '')
    .join(' ');
  const bytes = Buffer.from(name);
  builder.cell(bytes, 0, bytes.length);
  return name !== '';
}

/** Puts the extra fields of a row, then its cells beyond the header; says whether all the fields have something. */
function putFields(builder: BlockBuilder, cells: ByteCells, { fields, titles }: Mapping): boolean {
  const { bytes, from, to, count } = cells;
  let filled = true;
  for (let place = 0; place < fields.length; place++) {
    const column = fields[place] as number;
    if (column < 0 || column >= count) {
      builder.cell(NO_BYTES, 0, 0);
      filled = false;
      continue;
    }
    const [start, end] = [from[column] as number, to[column] as number];
    builder.cell(bytes, start, end);
    if (start === end) filled = false;
  }
  for (let column = titles.length; column < count; column++) {
    builder.cell(bytes, from[column] as number, to[column] as number);
  }
  return filled;
}

import { BlockBuilder } from '#main/db/lists/block-builder.ts';
import type { PackedBlock } from '#main/db/lists/entry-block.ts';
import { growingNumbers, growingSeqs } from '#main/db/lists/growing.ts';
import type { ByteCells } from './byte-cells.ts';
import type { Mapping } from './columns.ts';
import type { CellSink, Counts, GoodCells, Merging } from './list-import.ts';
import { NameRange } from './name-range.ts';
import { RowPacker } from './packed-rows.ts';
import type { Refusal, RowPart } from './row-part.ts';
import type { GoodRow, RefusedRow } from './row-reader.ts';
import { SpareBytes } from './spare-bytes.ts';

const NO_BYTES = new Uint8Array(0);

export interface PartSinkOptions {
  /** How many entries the list had before; whatever they lack, a row may have. */
  readonly carried: number;
  /** How many rows there may be. */
  readonly expected: number;
  /** Where blocks are put. */
  readonly room?: SpareBytes | undefined;
}

/** Gathers what becomes of rows into parts. */
export class PartSink implements CellSink {
  readonly #mapping: Mapping;
  readonly #room: SpareBytes;
  readonly #builder: BlockBuilder;
  /** A byte for each entry: 1 if a later row could add something. */
  #gaps: Uint8Array;
  #blocks: PackedBlock[] = [];
  readonly #merged = {
    rows: growingSeqs(),
    numbers: growingNumbers(),
    seqs: growingSeqs(),
    which: growingSeqs(),
    packed: new RowPacker(),
  };
  readonly #refused = {
    rows: growingSeqs(),
    packed: new RowPacker(),
    which: growingSeqs(),
    numbers: growingNumbers(),
  };
  #values: string[] = [];
  #refusals: Refusal[] = [];
  #places = new Map<string, number>();
  #last = 0;
  #doubtful = 0;

  constructor(mapping: Mapping, { carried, expected, room = new SpareBytes() }: PartSinkOptions) {
    this.#room = room;
    this.#mapping = mapping;
    this.#builder = new BlockBuilder(carried + 1);
    this.#gaps = new Uint8Array(carried + Math.max(expected, 1_024)).fill(1, 0, carried + 1);
  }

  acceptedCells(row: number, { cells, number, traits, place }: Readonly<GoodCells>): void {
    const builder = this.#builder;
    const seq = builder.next;
    builder.begin(number, row, traits);
    builder.place(place.zone, place.priority);
    const named = putName(builder, cells, this.#mapping.names);
    const filled = putFields(builder, cells, this.#mapping);
    builder.finish();
    this.#note(seq, !named || !filled || place.gaps);
  }

  accepted(row: number, good: GoodRow): void {
    const seq = this.#builder.next;
    this.#builder.add({ ...good, row });
    if (good.doubtful) this.#doubtful += 1;
    this.#note(seq, good.gaps);
  }

  merged(row: number, { number, seq }: Merging, cells: ByteCells): void {
    const { rows, numbers, seqs, which, packed } = this.#merged;
    rows.push(row);
    numbers.push(number);
    seqs.push(seq);
    const lacking = this.#gaps[seq] === 1;
    if (lacking) packed.add(cells);
    which.push(lacking ? packed.count : 0);
  }

  refused(row: number, cells: ByteCells, words?: RefusedRow): void {
    const { rows, packed, which, numbers } = this.#refused;
    rows.push(row);
    packed.add(cells);
    which.push(words === undefined ? 0 : this.#placeOf(words));
    numbers.push(words?.number ?? 0);
    this.#values.push(words?.value ?? '');
  }

  /** Which of `#refusals` these words are, from 1. */
  #placeOf({ column, reason, suggestion, cause }: RefusedRow): number {
    // Mostly the same is said as of the row before.
    const last = this.#refusals[this.#last - 1];
    if (last?.reason === reason && last.suggestion === suggestion && last.column === column) {
      return this.#last;
    }
    const key = `${cause}\n${column}\n${reason}\n${suggestion}`;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#refusals.push({ column, reason, suggestion, cause });
      this.#places.set(key, place);
    }
    this.#last = place;
    return place;
  }

  /** What has gathered since the last part. */
  part(counts: Counts, at: number): RowPart {
    if (this.#builder.count > 0) this.#close();
    const [blocks, values, refusals] = [this.#blocks, this.#values, this.#refusals];
    this.#blocks = [];
    this.#values = [];
    this.#refusals = [];
    this.#places = new Map();
    this.#last = 0;
    const { rows, numbers, seqs, which, packed } = this.#merged;
    return {
      blocks,
      merged: {
        rows: rows.drain(),
        numbers: numbers.drain(),
        seqs: seqs.drain(),
        which: which.drain(),
        packed: packed.drain(),
      },
      refused: {
        rows: this.#refused.rows.drain(),
        packed: this.#refused.packed.drain(),
        refusals,
        which: this.#refused.which.drain(),
        values,
        numbers: this.#refused.numbers.drain(),
      },
      counts: { ...counts },
      doubtful: this.#doubtful,
      at,
    };
  }

  #note(seq: number, gaps: boolean): void {
    if (seq >= this.#gaps.length) {
      const longer = new Uint8Array(this.#gaps.length * 2);
      longer.set(this.#gaps);
      this.#gaps = longer;
    }
    this.#gaps[seq] = gaps ? 1 : 0;
    if (this.#builder.full) this.#close();
  }

  #close(): void {
    this.#blocks.push(this.#builder.take((bytes) => this.#room.take(bytes)));
  }
}

const range = new NameRange();

/** Puts the name of a row first; says whether it has one, or the list has no column for it. */
function putName(builder: BlockBuilder, cells: ByteCells, names: readonly number[]): boolean {
  const [only] = names;
  if (names.length === 1 && only !== undefined && only < cells.count) {
    const at = cells.base + only;
    if (range.trim(cells.bytes, cells.from[at] as number, cells.to[at] as number)) {
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
  const { bytes, from, to, base, count } = cells;
  let filled = true;
  for (let place = 0; place < fields.length; place++) {
    const column = fields[place] as number;
    if (column < 0 || column >= count) {
      builder.cell(NO_BYTES, 0, 0);
      filled = false;
      continue;
    }
    const start = from[base + column] as number;
    const end = to[base + column] as number;
    builder.cell(bytes, start, end);
    if (start === end) filled = false;
  }
  for (let column = titles.length; column < count; column++) {
    builder.cell(bytes, from[base + column] as number, to[base + column] as number);
  }
  return filled;
}

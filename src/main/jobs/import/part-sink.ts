import { BlockBuilder } from '#main/db/lists/block-builder.ts';
import type { PackedBlock } from '#main/db/lists/entry-block.ts';
import type { ByteCells } from './byte-cells.ts';
import type { Mapping } from './columns.ts';
import type { Addition, CellSink, Counts, GoodCells, Merging } from './list-import.ts';
import { NameRange } from './name-range.ts';
import type { Refusal, RowPart } from './row-part.ts';
import type { GoodRow, RefusedRow } from './row-reader.ts';
import { SpareBytes } from './spare-bytes.ts';

const NO_BYTES = new Uint8Array(0);

interface Merged {
  readonly row: number;
  readonly number: number;
  readonly seq: number;
  readonly addition: Addition | null;
}

interface Refused {
  readonly row: number;
  readonly which: number;
  readonly value: string;
  readonly number: number;
  readonly cells: string;
}

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
  #merged: Merged[] = [];
  #refused: Refused[] = [];
  #refusals = new Map<string, number>();
  #said: Refusal[] = [];
  #lastSaid = 0;
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

  merged(row: number, { number, seq, read }: Merging): void {
    let addition: Addition | null = null;
    if (this.#gaps[seq] === 1) {
      const { name, fields, zone, priority } = read();
      addition = { name, fields, zone, priority };
    }
    this.#merged.push({ row, number, seq, addition });
  }

  refused(row: number, refused: RefusedRow, cells: readonly string[]): void {
    const { column, value, reason, suggestion, cause, number } = refused;
    // Mostly the same is said as of the row before.
    const last = this.#said[this.#lastSaid];
    if (last?.reason !== reason || last.suggestion !== suggestion || last.column !== column) {
      this.#lastSaid = this.#place({ column, reason, suggestion, cause });
    }
    const which = this.#lastSaid;
    this.#refused.push({ row, which, value, number: number ?? 0, cells: JSON.stringify(cells) });
  }

  /** Where what is said of a row lies in `#said`. */
  #place(refusal: Refusal): number {
    const { column, reason, suggestion, cause } = refusal;
    const key = `${cause}\n${column}\n${reason}\n${suggestion}`;
    let place = this.#refusals.get(key);
    if (place === undefined) this.#refusals.set(key, (place = this.#said.push(refusal) - 1));
    return place;
  }

  /** What has gathered since the last part. */
  part(counts: Counts, at: number): RowPart {
    if (this.#builder.count > 0) this.#close();
    const [blocks, merged, refused] = [this.#blocks, this.#merged, this.#refused];
    const refusals = this.#said;
    this.#blocks = [];
    this.#merged = [];
    this.#refused = [];
    this.#refusals = new Map();
    this.#said = [];
    this.#lastSaid = 0;
    return {
      blocks,
      merged: {
        rows: Uint32Array.from(merged, ({ row }) => row),
        numbers: Float64Array.from(merged, ({ number }) => number),
        seqs: Uint32Array.from(merged, ({ seq }) => seq),
        additions: merged.map(({ addition }) => addition),
      },
      refused: {
        rows: Uint32Array.from(refused, ({ row }) => row),
        refusals,
        which: Uint32Array.from(refused, ({ which }) => which),
        values: refused.map(({ value }) => value),
        numbers: Float64Array.from(refused, ({ number }) => number),
        cells: refused.map(({ cells }) => cells),
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

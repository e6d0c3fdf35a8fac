import type { BlockBuilder } from '#main/db/lists/block-builder.ts';
import type { ByteCells } from './byte-cells.ts';
import type { Mapping } from './columns.ts';
import type { CellSink } from './list-import.ts';
import { trimmed } from './name-range.ts';
import type { GoodRow } from './row-reader.ts';
import type { VersionWriter } from './writer.ts';

/** A sink that stores rows; counts the accepted ones that are possible but not valid. */
export interface StoringSink extends CellSink {
  readonly doubtful: number;
  /** Notes whether a duplicate could add something to the entry that was added last. */
  note(gaps: boolean): void;
}

const NO_BYTES = new Uint8Array(0);

/** Stores what becomes of each row; remembers in a byte per entry whether a duplicate could add something to it. */
export function sinkOf(
  writer: VersionWriter,
  mapping: Mapping,
  { carries }: { readonly carries: boolean },
): StoringSink {
  let gaps = new Uint8Array(1_024);
  let doubtful = 0;
  const { builder } = writer.blocks;
  const column = mapping.titles[mapping.number] as string;
  const shape = {
    fieldCount: mapping.fields.length,
    placed: carries || mapping.zone >= 0 || mapping.priority >= 0,
  };
  const noteAt = (seq: number, has: boolean): void => {
    if (seq >= gaps.length) {
      const longer = new Uint8Array(gaps.length * 2);
      longer.set(gaps);
      gaps = longer;
    }
    gaps[seq] = has ? 1 : 0;
  };
  // oxlint-disable-next-line max-params -- called for every duplicate.
  const merge = (
    row: number,
    number: number,
    into: { seq: number; row: number },
    read: () => GoodRow,
  ): void => {
    let filled = false;
    if (gaps[into.seq] === 1) {
      const merged = writer.fill(into.seq, read(), shape);
      filled = merged.filled;
      gaps[into.seq] = merged.gaps ? 1 : 0;
    }
    const first = into.row === 0 ? 'The list had this number before' : `Row ${into.row} has the same number`;
    writer.addProblem({
      row,
      outcome: 'merged',
      column,
      value: `+${number}`,
      reason: `${first}; it was kept${filled ? ' and what it lacked was filled from this row' : ''}.`,
      suggestion: 'Nothing to do.',
      cause: 'same-number',
    });
  };
  return {
    get doubtful() {
      return doubtful;
    },
    note: (has) => noteAt(writer.nextSeq - 1, has),
    accepted(row, good) {
      noteAt(writer.nextSeq, good.gaps);
      if (good.doubtful) doubtful += 1;
      writer.addEntry(good, row);
    },
    acceptedCells(row, { cells, number, traits, place }) {
      const seq = builder.next;
      builder.begin(number, row, traits);
      builder.place(place.zone, place.priority);
      const named = putName(builder, cells, mapping.names);
      const filled = putFields(builder, cells, mapping);
      builder.finish();
      noteAt(seq, !named || !filled || place.gaps);
      writer.blocks.added();
    },
    merged: (row, good, into) => merge(row, good.number, into, () => good),
    mergedCells: merge,
    refused(row, { column: title, value, reason, suggestion, cause, number }, cells) {
      writer.addProblem({
        row,
        outcome: 'refused',
        column: title,
        value,
        reason,
        suggestion,
        cause,
        number,
        cells,
      });
    },
  };
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

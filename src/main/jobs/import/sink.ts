import type { Mapping } from './columns.ts';
import type { BatchSink } from './list-import.ts';
import type { VersionWriter } from './writer.ts';

/** A sink that stores rows; counts the accepted ones that are possible but not valid. */
export interface StoringSink extends BatchSink {
  readonly doubtful: number;
  /** Notes whether a duplicate could add something to the entry that was added last. */
  note(gaps: boolean): void;
}

/** Stores what becomes of each row; remembers in a byte per entry whether a duplicate could add something to it. */
export function sinkOf(
  writer: VersionWriter,
  mapping: Mapping,
  { carries }: { readonly carries: boolean },
): StoringSink {
  let gaps = new Uint8Array(1_024);
  let doubtful = 0;
  const column = mapping.titles[mapping.number] as string;
  const shape = {
    fieldCount: mapping.fields.length,
    placed: carries || mapping.zone >= 0 || mapping.priority >= 0,
  };
  const roomFor = (seq: number): void => {
    if (seq < gaps.length) return;
    const longer = new Uint8Array(Math.max(seq + 1, gaps.length * 2));
    longer.set(gaps);
    gaps = longer;
  };
  const noteAt = (seq: number, has: boolean): void => {
    roomFor(seq);
    gaps[seq] = has ? 1 : 0;
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
    acceptedRun(block, { from, to, gaps: theirs }) {
      const seq = writer.nextSeq;
      roomFor(seq + to - from);
      gaps.set(theirs.subarray(from, to), seq);
      writer.addRun(block, from, to);
    },
    merged(row, number, { into, read }) {
      let filled = false;
      if (gaps[into.seq] === 1) {
        const merged = writer.fill(into.seq, read(), shape);
        filled = merged.filled;
        gaps[into.seq] = merged.gaps ? 1 : 0;
      }
      const first =
        into.row === 0 ? 'The list had this number before' : `Row ${into.row} has the same number`;
      writer.addProblem({
        row,
        outcome: 'merged',
        column,
        value: `+${number}`,
        reason: `${first}; it was kept${filled ? ' and what it lacked was filled from this row' : ''}.`,
        suggestion: 'Nothing to do.',
        cause: 'same-number',
      });
    },
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

import type { EntryBlock } from '#main/db/lists/entry-block.ts';
import type { Mapping } from './columns.ts';
import type { Addition, BatchSink } from './list-import.ts';
import type { GoodRow, RefusedRow } from './row-reader.ts';
import type { VersionWriter } from './writer.ts';

/** Stores what becomes of each row; remembers in a byte per entry whether a duplicate could add something to it. */
export class StoringSink implements BatchSink {
  /** Accepted rows that are possible but not valid. */
  doubtful = 0;
  readonly #writer: VersionWriter;
  readonly #column: string;
  readonly #shape: { readonly fieldCount: number; readonly placed: boolean };
  #gaps = new Uint8Array(1_024);

  /** `carries`: entries of an earlier version come first; they may have zones and priorities. */
  constructor(writer: VersionWriter, mapping: Mapping, { carries }: { readonly carries: boolean }) {
    this.#writer = writer;
    this.#column = mapping.titles[mapping.number] as string;
    const placed = carries || mapping.zone >= 0 || mapping.priority >= 0;
    this.#shape = { fieldCount: mapping.fields.length, placed };
  }

  accepted(row: number, good: GoodRow): void {
    this.#noteAt(this.#writer.nextSeq, good.gaps);
    if (good.doubtful) this.doubtful += 1;
    this.#writer.addEntry(good, row);
  }

  acceptedRun(
    block: EntryBlock,
    { from, to, gaps }: { readonly from: number; readonly to: number; readonly gaps: Uint8Array },
  ): void {
    const seq = this.#writer.nextSeq;
    this.#roomFor(seq + to - from);
    this.#gaps.set(gaps.subarray(from, to), seq);
    this.#writer.addRun(block, from, to);
  }

  merged(
    row: number,
    number: number,
    { into, read }: { readonly into: { seq: number; row: number }; readonly read: () => Addition },
  ): void {
    let filled = false;
    if (this.#gaps[into.seq] === 1) {
      const merged = this.#writer.fill(into.seq, read(), this.#shape);
      filled = merged.filled;
      this.#gaps[into.seq] = merged.gaps ? 1 : 0;
    }
    const first = into.row === 0 ? 'The list had this number before' : `Row ${into.row} has the same number`;
    const reason = `${first}; it was kept${filled ? ' and what it lacked was filled from this row' : ''}.`;
    this.#writer.addMerged({ row, column: this.#column, number, reason });
  }

  refused(row: number, refused: RefusedRow, cells: readonly string[]): void {
    const { column, value, reason, suggestion, cause, number } = refused;
    this.#writer.addProblem({
      row,
      column,
      value,
      reason,
      suggestion,
      cause,
      number,
      cells,
    });
  }

  #noteAt(seq: number, has: boolean): void {
    this.#roomFor(seq);
    this.#gaps[seq] = has ? 1 : 0;
  }

  #roomFor(seq: number): void {
    if (seq < this.#gaps.length) return;
    const longer = new Uint8Array(Math.max(seq + 1, this.#gaps.length * 2));
    longer.set(this.#gaps);
    this.#gaps = longer;
  }
}

import type { PackedBlock } from '#main/db/lists/entry-block.ts';
import type { Counts } from './list-import.ts';
import type { PackedRows } from './packed-rows.ts';
import type { RefusedRow } from './row-reader.ts';

/** Rows that were merged, in their order, by column. */
export interface MergedRows {
  readonly rows: Uint32Array;
  readonly numbers: Float64Array;
  /** Of the entries that hold the numbers. */
  readonly seqs: Uint32Array;
  /** Which of `packed` the row is, from 1; 0 where the entry lacks nothing that a row could add. */
  readonly which: Uint32Array;
  readonly packed: PackedRows;
}

/** What is said of refused rows; the same is said of many. */
export type Refusal = Pick<RefusedRow, 'column' | 'reason' | 'suggestion' | 'cause'>;

/** Rows that were refused, in their order, by column. */
export interface RefusedRows {
  readonly rows: Uint32Array;
  readonly packed: PackedRows;
  readonly refusals: readonly Refusal[];
  /** Which of `refusals` is said of the row, from 1; 0: whoever stores the row makes the words of what is in it. */
  readonly which: Uint32Array;
  /** The value and the number of a `RefusedRow`, where something is said; 0: no number. */
  readonly values: readonly string[];
  readonly numbers: Float64Array;
}

/** What became of a part of a file. */
export interface RowPart {
  /** The entries, in their order; an entry that a merged row names is in this part or was in one before. */
  readonly blocks: readonly PackedBlock[];
  readonly merged: MergedRows;
  readonly refused: RefusedRows;
  /** From the start of the file up to here; entries that the list had before count as read and accepted. */
  readonly counts: Counts;
  /** Accepted rows that are possible but not valid, up to here. */
  readonly doubtful: number;
  /** How many bytes of the file were read up to here. */
  readonly at: number;
}

/** What goes to another thread with a part, instead of being copied. */
export function buffersOf({ blocks, merged, refused }: RowPart): ArrayBuffer[] {
  const columns = [merged.rows, merged.numbers, merged.seqs, merged.which];
  const others = [refused.rows, refused.which, refused.numbers];
  const rows = [merged.packed, refused.packed].flatMap((packed) => [packed.bytes, packed.cells, packed.rows]);
  const packed = blocks.flatMap(({ fixed, texts }) => [fixed, texts]);
  return [...packed, ...columns, ...others, ...rows].map(({ buffer }) => buffer as ArrayBuffer);
}

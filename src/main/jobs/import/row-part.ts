import type { PackedBlock } from '#main/db/lists/entry-block.ts';
import type { Addition, Counts } from './list-import.ts';
import type { RefusedRow } from './row-reader.ts';

/** Rows that were merged, in their order, by column. */
export interface MergedRows {
  readonly rows: Uint32Array;
  readonly numbers: Float64Array;
  /** Of the entries that hold the numbers. */
  readonly seqs: Uint32Array;
  /** What the row could add to the entry; null where the entry lacks nothing. */
  readonly additions: readonly (Addition | null)[];
}

/** What is said of refused rows; the same is said of many. */
export type Refusal = Pick<RefusedRow, 'column' | 'reason' | 'suggestion' | 'cause'>;

/** Rows that were refused, in their order, by column. */
export interface RefusedRows {
  readonly rows: Uint32Array;
  readonly refusals: readonly Refusal[];
  /** Positions in `refusals`. */
  readonly which: Uint32Array;
  readonly values: readonly string[];
  /** The number that a doubtful row may be accepted as; 0: none. */
  readonly numbers: Float64Array;
  /** JSON of the whole rows. */
  readonly cells: readonly string[];
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
  const columns = [merged.rows, merged.numbers, merged.seqs];
  const others = [refused.rows, refused.which, refused.numbers];
  const packed = blocks.flatMap(({ fixed, texts }) => [fixed, texts]);
  return [...packed, ...columns, ...others].map(({ buffer }) => buffer as ArrayBuffer);
}

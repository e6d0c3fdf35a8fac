import { sql } from 'kysely';
import { changeBlock } from './change-block.ts';
import type { ListEntry } from './entry.ts';
import type { PackedBlock } from './entry-block.ts';

/**
 * A block as it lies in the database. What later rows of a file added to its entries lies beside it, in
 * `number_list_additions`, because by then the block was written: to write a block again for some of its entries
 * would make an import write most of its bytes twice.
 */
export interface StoredBlock extends PackedBlock {
  /** What `packAdditions` made; null: nothing was added. */
  readonly additions: string | null;
}

/** The column `additions` of a row of `number_list_blocks`. */
export const ADDITIONS = `(select a.entries from number_list_additions a
  where a.version_key = number_list_blocks.version_key and a.first = number_list_blocks.first) as additions`;

/** The columns of a `StoredBlock`, of `number_list_blocks`. */
export const STORED_BLOCK = `first, count, fixed, texts, zones, ${ADDITIONS}`;

/** `STORED_BLOCK` for queries of Kysely. */
export const storedBlock = sql.raw(STORED_BLOCK);

/** The block with what was added to its entries. */
export function wholeBlock({ additions, ...block }: StoredBlock): PackedBlock {
  return additions === null ? block : changeBlock(block, unpackAdditions(additions));
}

/** Entries of one block as they are since rows added to them. */
export function packAdditions(entries: readonly ListEntry[]): string {
  return JSON.stringify(entries);
}

/** By seq. */
export function unpackAdditions(packed: string): Map<number, ListEntry> {
  return new Map((JSON.parse(packed) as ListEntry[]).map((entry) => [entry.seq, entry]));
}

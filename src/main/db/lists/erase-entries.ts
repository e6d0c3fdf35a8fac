import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from '../tables/index.ts';
import { changeBlock } from './change-block.ts';
import { EntryBlock } from './entry-block.ts';
import { type StoredBlock, storedBlock, wholeBlock } from './stored-blocks.ts';

type Tx = Transaction<Tables>;

/** An entry in the blocks of a base. */
export interface Place {
  readonly baseKey: number;
  readonly seq: number;
}

/**
 * Takes a number out of the blocks of these versions, so that nothing of its entries is left in them; says where it
 * was. Searches some 10 ms for a million entries.
 */
export async function eraseFromBlocks(tx: Tx, among: RawBuilder<unknown>, number: number): Promise<Place[]> {
  const places: Place[] = [];
  for (const { key, ...stored } of await blocksWith(tx, among, number)) {
    const block = wholeBlock(stored);
    const { numbers } = EntryBlock.of(block);
    const seqs = Array.from(numbers.keys(), (at) => block.first + at).filter(
      (seq) => numbers[seq - block.first] === number,
    );
    if (seqs.length === 0) continue;
    const { fixed, texts, zones } = changeBlock(block, new Map(seqs.map((seq) => [seq, null])));
    await tx
      .updateTable('number_list_blocks')
      .set({ fixed, texts, zones })
      .where('version_key', '=', key)
      .where('first', '=', block.first)
      .execute();
    await tx
      .deleteFrom('number_list_additions')
      .where('version_key', '=', key)
      .where('first', '=', block.first)
      .execute();
    places.push(...seqs.map((seq) => ({ baseKey: key, seq })));
  }
  return places;
}

/** The blocks whose column of numbers has the bytes of this one anywhere: some more than hold it. */
async function blocksWith(
  tx: Tx,
  among: RawBuilder<unknown>,
  number: number,
): Promise<(StoredBlock & { readonly key: number })[]> {
  const bytes = Buffer.from(new Float64Array([number]).buffer);
  const { rows } = await sql<StoredBlock & { readonly key: number }>`
    select version_key as key, ${storedBlock} from number_list_blocks
    where version_key in (${among}) and instr(substr(fixed, 1, count * 8), ${bytes}) > 0`.execute(tx);
  return rows;
}

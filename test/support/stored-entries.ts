import { BlockBuilder } from '#main/db/lists/block-builder.ts';
import { changeBlock } from '#main/db/lists/change-block.ts';
import type { ListEntry } from '#main/db/lists/entry.ts';
import { EntryBlock, type PackedBlock } from '#main/db/lists/entry-block.ts';
import type { RawDatabase } from '#main/db/open.ts';

/** An entry as a test tells it: what it leaves out is empty. */
export type GivenEntry = Partial<Omit<ListEntry, 'seq'>> & Pick<ListEntry, 'number'>;

const EMPTY = { name: '', fields: null, traits: 0, zone: null, priority: null };

/** Stores the entries of a version past the writer, seqs from 1; null leaves a gap, as an erasure does. */
export function storeEntries(db: RawDatabase, key: number, entries: Iterable<GivenEntry | null>): void {
  const insert = db.prepare(
    'insert into number_list_blocks (version_key, first, count, fixed, texts, zones) values (?, ?, ?, ?, ?, ?)',
  );
  db.transaction(() => {
    for (const { first, count, fixed, texts, zones } of packedEntries(entries)) {
      insert.run(key, first, count, fixed, texts, zones);
    }
  })();
}

/** The blocks of such entries. */
export function* packedEntries(entries: Iterable<GivenEntry | null>): Generator<PackedBlock> {
  const builder = new BlockBuilder();
  for (const entry of entries) {
    if (builder.full) yield builder.take();
    if (entry === null) builder.skip();
    else builder.add({ ...EMPTY, row: builder.next + 1, ...entry });
  }
  if (builder.count > 0) yield builder.take();
}

/** The entries that are stored for a version, in order. */
export function storedEntries(db: RawDatabase, key: number): ListEntry[] {
  return storedBlocks(db, key).flatMap((block) => [...EntryBlock.of(block).entries()]);
}

/** Changes stored entries in place, as nothing in the product does. */
export function changeStored(db: RawDatabase, key: number, change: (entry: ListEntry) => ListEntry): void {
  const update = db.prepare(
    'update number_list_blocks set fixed = ?, texts = ?, zones = ? where version_key = ? and first = ?',
  );
  for (const block of storedBlocks(db, key)) {
    const entries = [...EntryBlock.of(block).entries()];
    const { fixed, texts, zones } = changeBlock(
      block,
      new Map(entries.map((entry) => [entry.seq, change(entry)])),
    );
    update.run(fixed, texts, zones, key, block.first);
  }
}

function storedBlocks(db: RawDatabase, key: number): PackedBlock[] {
  return db
    .prepare(
      'select first, count, fixed, texts, zones from number_list_blocks where version_key = ? order by first',
    )
    .all(key) as PackedBlock[];
}

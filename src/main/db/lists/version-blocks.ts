import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables/index.ts';
import { BlockBuilder } from './block-builder.ts';
import { changeBlock } from './change-block.ts';
import type { ListEntry } from './entry.ts';
import { EntryBlock, type PackedBlock } from './entry-block.ts';
import { ADDITIONS, type StoredBlock, wholeBlock } from './stored-blocks.ts';
import { overlayOf, type VersionKeys } from './version-entries.ts';

type Db = Kysely<Tables>;

/** A version by its key, with the base that it lies over. Throws if there is none. */
export async function versionKeys(db: Db, key: number): Promise<VersionKeys> {
  const { base, changes } = await db
    .selectFrom('number_list_versions')
    .select(['base_key as base', 'changes'])
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return { key, baseKey: base ?? key, changes };
}

/** Blocks read by one statement: with their texts some 400 KB, and never more than some 5 MB; without, 600 KB. */
const WHOLE_AT_ONCE = 8;
const COLUMNS_AT_ONCE = 32;

/**
 * The blocks of a version, its own changes laid over those of its base, in the order of seq. What a block says of an
 * entry is so in this version. Without `texts` they have neither names nor fields, which must not be asked for then:
 * that costs a third.
 */
export async function* versionBlocks(
  db: Db,
  version: VersionKeys,
  { texts = true }: { readonly texts?: boolean } = {},
): AsyncGenerator<EntryBlock> {
  const changes = [...(await overlayOf(db, version))];
  let taken = 0;
  const before = (seq: number): typeof changes => {
    const from = taken;
    while (taken < changes.length && (changes[taken] as (typeof changes)[0])[0] < seq) taken += 1;
    return changes.slice(from, taken);
  };
  for await (const block of storedBlocks(db, version.baseKey, texts)) {
    yield* addedBlocks(before(block.first));
    const own = before(block.first + block.count);
    yield EntryBlock.of(own.length === 0 ? block : changeBlock(block, new Map(own)));
  }
  yield* addedBlocks(changes.slice(taken));
}

async function* storedBlocks(db: Db, baseKey: number, texts: boolean): AsyncGenerator<PackedBlock> {
  const limit = texts ? WHOLE_AT_ONCE : COLUMNS_AT_ONCE;
  let next = 1;
  for (;;) {
    const { rows } = await sql<StoredBlock>`
      select first, count, fixed, ${texts ? sql`texts` : sql`x''`} as texts, zones, ${sql.raw(ADDITIONS)}
      from number_list_blocks
      where version_key = ${baseKey} and first >= ${next} order by first limit ${limit}`.execute(db);
    for (const block of rows) {
      next = block.first + block.count;
      yield wholeBlock(block);
    }
    if (rows.length < limit) return;
  }
}

/** Entries where the base has no block: behind its last, mostly. */
function* addedBlocks(added: Iterable<readonly [number, ListEntry | null]>): Generator<EntryBlock> {
  let builder: BlockBuilder | undefined;
  for (const [seq, entry] of added) {
    if (entry === null) continue;
    builder ??= new BlockBuilder(seq);
    for (;;) {
      if (builder.full) yield EntryBlock.of(builder.take());
      if (builder.next >= seq) break;
      builder.skip();
    }
    builder.add(entry);
  }
  if (builder !== undefined && builder.count > 0) yield EntryBlock.of(builder.take());
}

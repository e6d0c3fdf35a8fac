import { versionBlocks, versionKeys } from '#main/db/lists/version-blocks.ts';
import { kyselyOver, type RawDatabase } from '#main/db/open.ts';
import type { BatchSink, ListImport } from './list-import.ts';
import type { VersionWriter } from './writer.ts';

/** The extra fields of a version, by name. */
export function fieldsOfVersion(db: RawDatabase, key: number): string[] {
  const fields = db.prepare('select fields from number_list_versions where key = ?').pluck().get(key);
  return JSON.parse((fields as string | undefined) ?? '[]') as string[];
}

/** Puts the entries of an earlier version first, in their order; some thousands at each step. */
export async function* carryEntries(
  db: RawDatabase,
  onto: number,
  { list, writer }: { list: ListImport<BatchSink>; writer: VersionWriter },
): AsyncGenerator<void> {
  const kysely = kyselyOver(db);
  for await (const block of versionBlocks(kysely, await versionKeys(kysely, onto))) {
    list.carry(block);
    yield;
    if (writer.full) for (const _part of writer.flush()) yield;
  }
}

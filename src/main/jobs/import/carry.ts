import { entriesOf, type VersionKeys } from '#main/db/lists/version-entries.ts';
import { kyselyOver, type RawDatabase } from '#main/db/open.ts';
import type { ListImport } from './list-import.ts';
import type { StoringSink } from './sink.ts';
import type { VersionWriter } from './writer.ts';

/** Entries between two looks at whether to stop. */
const PART = 1_000;

/** The extra fields of a version, by name. */
export function fieldsOfVersion(db: RawDatabase, key: number): string[] {
  const fields = db.prepare('select fields from number_list_versions where key = ?').pluck().get(key);
  return JSON.parse((fields as string | undefined) ?? '[]') as string[];
}

/** Puts the entries of an earlier version first, in their order. Throws what `stop` throws. */
export async function carryEntries(
  db: RawDatabase,
  onto: number,
  { list, writer, sink, stop }: { list: ListImport; writer: VersionWriter; sink: StoringSink; stop(): void },
): Promise<void> {
  const version = versionKeys(db, onto);
  let since = 0;
  for await (const entry of entriesOf(kyselyOver(db), version)) {
    since += 1;
    if (since % PART === 0) {
      stop();
      for (const _part of writer.flush()) stop();
    }
    if (!list.carry(entry.number)) continue;
    writer.addEntry(entry, entry.row);
    // Whatever it lacks, a row of the file may have.
    sink.note(true);
  }
}

/** What a version's entries are put together from. */
function versionKeys(db: RawDatabase, key: number): VersionKeys {
  return db
    .prepare(
      'select key, coalesce(base_key, key) as baseKey, changes from number_list_versions where key = ?',
    )
    .get(key) as unknown as VersionKeys;
}

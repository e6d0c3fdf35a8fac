import type { RawDatabase } from '#main/db/open.ts';
import type { ListImport } from './list-import.ts';
import type { StoringSink } from './sink.ts';
import type { NewEntry, VersionWriter } from './writer.ts';

/** Entries between two looks at whether to stop. */
const PART = 1_000;

/** The extra fields of a version, by name. */
export function fieldsOfVersion(db: RawDatabase, key: number): string[] {
  const fields = db.prepare('select fields from number_list_versions where key = ?').pluck().get(key);
  return JSON.parse((fields as string | undefined) ?? '[]') as string[];
}

/** Puts the entries of an earlier version first, in their order; a part at each step. */
export function* carryEntries(
  db: RawDatabase,
  onto: number,
  { list, writer, sink }: { list: ListImport; writer: VersionWriter; sink: StoringSink },
): Generator<void> {
  const read = db.prepare(
    `select seq, number, name, row, fields, traits, zone, priority from number_list_version_entries
     where version_key = ? and seq > ? order by seq limit ${PART}`,
  );
  let last = 0;
  for (;;) {
    const entries = read.all(onto, last) as unknown as (NewEntry & { seq: number; row: number })[];
    for (const entry of entries) {
      last = entry.seq;
      if (!list.carry(entry.number)) continue;
      writer.addEntry(entry, entry.row);
      // Whatever it lacks, a row of the file may have.
      sink.note(true);
    }
    writer.flush();
    if (entries.length < PART) return;
    yield;
  }
}

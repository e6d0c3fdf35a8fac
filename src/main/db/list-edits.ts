import { sql, type Transaction } from 'kysely';
import type { ListEntry } from './lists/entry.ts';
import { lastSeq } from './lists/version-entries.ts';
import type { ReadyVersion } from './number-lists.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;

/** An entry as a version made by an edit has it. */
export interface EditedEntry extends ListEntry {
  /** Seq of the problem that it mends. */
  readonly problem: number | null;
}

/** What an edit does to a version. */
export interface Edit {
  /** Entries added or replaced, by seq. */
  readonly put: readonly EditedEntry[];
  /** Seqs of entries that are taken out. */
  readonly remove: readonly number[];
  /** How much the counts change. */
  readonly accepted: number;
  readonly refused: number;
  readonly doubtful: number;
  /** What was done, for the list of versions. */
  readonly note: string;
}

interface Made {
  readonly id: string;
  readonly now: number;
  readonly by: string;
}

/** The key that the next version gets. */
export async function nextVersionKey(tx: Tx): Promise<number> {
  const last = await tx
    .selectFrom('number_list_versions')
    .select((eb) => eb.fn.max('key').as('key'))
    .executeTakeFirst();
  return (last?.key ?? 0) + 1;
}

/** The ordinal that a list's next version gets; versions that failed have used theirs up. */
export async function nextOrdinal(tx: Tx, list: string): Promise<number> {
  const last = await tx
    .selectFrom('number_list_versions')
    .select((eb) => eb.fn.max('ordinal').as('ordinal'))
    .where('list_id', '=', list)
    .executeTakeFirst();
  return (last?.ordinal ?? 0) + 1;
}

/** The seq that an entry added to a version gets. */
export async function nextSeq(tx: Tx, version: ReadyVersion): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select max(seq) as last from number_list_changes where version_key = ${version.key}`.execute(tx);
  return Math.max(await lastSeq(tx, version.baseKey), rows[0]?.last ?? 0) + 1;
}

/**
 * Makes the next version of a list: its version in use with an edit laid over it. The versions before stay as they
 * are. Returns the new ordinal.
 * INVARIANT: numbers put in are in the version no other time; the caller has looked.
 */
export async function addEditedVersion(
  tx: Tx,
  { version, edit, list }: { version: ReadyVersion; edit: Edit; list: string },
  made: Made,
): Promise<number> {
  const key = await nextVersionKey(tx);
  const ordinal = await nextOrdinal(tx, list);
  await sql`
    insert into number_list_versions (id, realm_id, list_id, ordinal, key, base_key, made_by, made_from, note,
      source_name, read_count, accepted, merged, refused, doubtful, scrubbed, dense, fields, mapping, consent_source,
      consent_at, job_id, created_at, created_by)
    select ${made.id}, realm_id, list_id, ${ordinal}, ${key}, ${version.baseKey}, 'edit', ${version.ordinal},
      ${edit.note}, source_name, read_count + ${edit.accepted + edit.refused}, accepted + ${edit.accepted}, merged,
      refused + ${edit.refused}, doubtful + ${edit.doubtful}, scrubbed, dense, fields, mapping, consent_source,
      consent_at, '', ${made.now}, ${made.by}
    from number_list_versions where key = ${version.key}`.execute(tx);
  await sql`
    insert into number_list_changes (version_key, seq, removed, number, name, row, fields, traits, zone, priority,
      problem)
    select ${key}, seq, removed, number, name, row, fields, traits, zone, priority, problem
    from number_list_changes where version_key = ${version.key}`.execute(tx);
  for (const entry of edit.put) await put(tx, key, entry);
  if (edit.remove.length > 0) {
    // A removed entry keeps nothing but its place; what it mended stays mended.
    await sql`
      insert into number_list_changes (version_key, seq, removed, number, name, row, fields, traits, zone, priority,
        problem)
      select ${key}, value, 1, -value, '', 0, null, 0, null, null, null
      from json_each(${JSON.stringify(edit.remove)}) where true
      on conflict do update set removed = 1, number = excluded.number, name = '', row = 0, fields = null, traits = 0,
        zone = null, priority = null`.execute(tx);
  }
  await sql`
    update number_list_versions set changes = (select count(*) from number_list_changes where version_key = ${key})
    where key = ${key}`.execute(tx);
  return ordinal;
}

async function put(tx: Tx, key: number, entry: EditedEntry): Promise<void> {
  const values = { version_key: key, removed: 0, ...entry };
  const { seq: _seq, problem, ...rest } = entry;
  await tx
    .insertInto('number_list_changes')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['version_key', 'seq']).doUpdateSet((eb) => ({
        ...rest,
        removed: 0,
        // An entry that mended a row goes on mending it, however it is edited.
        problem: problem ?? eb.ref('number_list_changes.problem'),
      })),
    )
    .execute();
}

import { sql } from 'kysely';
import type { Database } from './open.ts';

const DAY = 86_400_000;

/**
 * Removes the lists whose days are over, counted from their last import; a list that an unfinished broadcast uses
 * waits for that. Their rows are out of sight at once; `expiredVersions` names those to be deleted. Returns how many.
 */
export async function removeExpiredLists(db: Database, now: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update number_lists set deleted_at = ${now}, updated_at = ${now}, version = version + 1
    where retention_days is not null and deleted_at is null and state = 'ready'
      and (select max(v.created_at) from number_list_versions v
        where v.list_id = number_lists.id and v.made_by <> 'edit' and v.state = 'ready')
        + retention_days * ${DAY} <= ${now}
      and not exists (select 1 from broadcasts b
        where b.list_id = number_lists.id and b.state <> 'finished' and b.deleted_at is null)`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Keys of versions of expired lists that still have rows. */
export async function expiredVersions(db: Database): Promise<number[]> {
  const { rows } = await sql<{ key: number }>`
    select v.key from number_list_versions v join number_lists l on l.id = v.list_id
    where l.retention_days is not null and l.deleted_at is not null and (
      exists (select 1 from number_list_blocks b where b.version_key = v.key)
      or exists (select 1 from number_list_problems p where p.version_key = v.key)
      or exists (select 1 from number_list_changes c where c.version_key = v.key))`.execute(db);
  return rows.map(({ key }) => key);
}

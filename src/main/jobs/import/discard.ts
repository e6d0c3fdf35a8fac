import type { RawDatabase } from '#main/db/open.ts';

/**
 * Tables with rows of a version, what orders them, and how many are deleted in one transaction: so few that other
 * writers wait for milliseconds only.
 */
const BULK_TABLES = [
  // Before the blocks: what still has blocks is found again.
  ['number_list_additions', 'first', 1_000],
  // A block is some 1,000 entries.
  ['number_list_blocks', 'first', 128],
  ['number_list_problems', 'seq', 20_000],
  ['number_list_changes', 'seq', 20_000],
] as const;

/**
 * Takes back an import that did not reach its end. A list that it would have made is gone for everybody at once (one
 * small transaction; the row stays as a tombstone in state 'failed'); a list that was there before stays as it was.
 * Then what was written is deleted. A version that is ready is left alone.
 */
export function discardImport(db: RawDatabase, versionKey: number, now: number): void {
  db.transaction(() => {
    const failed = db
      .prepare(`update number_list_versions set state = 'failed' where key = ? and state = 'importing'`)
      .run(versionKey);
    if (failed.changes === 0) return;
    db.prepare(
      `update number_lists set state = 'failed', deleted_at = coalesce(deleted_at, ?), updated_at = ?,
         version = version + 1
       where state = 'importing' and id = (select list_id from number_list_versions where key = ?)`,
    ).run(now, now, versionKey);
  }).immediate();
  const state = db.prepare('select state from number_list_versions where key = ?').pluck().get(versionKey);
  if (state === 'ready') return;
  deleteVersionRows(db, versionKey);
}

function deleteVersionRows(db: RawDatabase, versionKey: number): void {
  for (const _part of deletionOf(db, versionKey));
}

/** Deletes the rows of a version, some at each step. */
export function* deletionOf(db: RawDatabase, versionKey: number): Generator<void> {
  for (const [table, order, most] of BULK_TABLES) {
    const some = db.prepare(
      `delete from ${table} where version_key = @key and ${order} <= (
         select max(${order}) from (
           select ${order} from ${table} where version_key = @key order by ${order} limit ${most}))`,
    );
    while (some.run({ key: versionKey }).changes > 0) yield;
  }
}

/**
 * Takes back the imports of these jobs, and any other whose job has ended, so that nothing half-done remains after a
 * crash. Call it when none of them runs. Returns how many lists were taken back.
 */
export function discardUnfinishedImports(
  db: RawDatabase,
  jobIds: readonly string[],
  now: number = Date.now(),
): number {
  const keys = db
    .prepare(
      `select v.key from number_list_versions v join number_lists l on l.id = v.list_id
       left join jobs j on j.id = v.job_id
       where v.state = 'importing'
         and (v.job_id in (select value from json_each(?)) or j.state not in ('queued', 'running'))`,
    )
    .pluck()
    .all(JSON.stringify(jobIds)) as number[];
  for (const key of keys) discardImport(db, key, now);
  return keys.length;
}

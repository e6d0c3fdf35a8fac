import type { RawDatabase } from '#main/db/open.ts';

/** Blocks deleted in one transaction: some milliseconds. */
const BLOCKS_AT_ONCE = 1_000;

/** Deletes the blocks of a source that do not count: of an earlier file, or of an import that was cut off. */
export function dropOthers(db: RawDatabase, source: number): void {
  const some = db.prepare(
    `delete from do_not_call_blocks where key in (
       select b.key from do_not_call_blocks b join do_not_call_sources s on s.key = b.source_key
       where b.source_key = ? and b.batch <> s.batch limit ${BLOCKS_AT_ONCE})`,
  );
  while (some.run(source).changes > 0);
}

/** Deletes what imports that a crash cut off have left behind; call it when none runs. */
export function dropUnfinishedDoNotCall(db: RawDatabase): void {
  const sources = db.prepare('select key from do_not_call_sources where job_id is not null').pluck().all();
  for (const source of sources) dropOthers(db, source as number);
}

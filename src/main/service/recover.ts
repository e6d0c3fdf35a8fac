import type { Database } from '../db/open.ts';

/**
 * Deals with jobs that a crash or a closed console cut off: exports go on where they stood; imports left nothing and
 * are marked so; broadcasts are suspended until a person resumes them. Returns the jobs to start again.
 */
export async function recover(db: Database, _folder: string, now: number): Promise<readonly string[]> {
  const cut = await db
    .selectFrom('jobs')
    .select(['id', 'kind'])
    .where('state', 'in', ['queued', 'running', 'interrupted'])
    .execute();
  const again = cut.filter((job) => job.kind === 'export-raw-log').map((job) => job.id);
  const lost = cut.filter((job) => job.kind !== 'export-raw-log').map((job) => job.id);
  if (again.length > 0) {
    await db.updateTable('jobs').set({ state: 'interrupted' }).where('id', 'in', again).execute();
  }
  if (lost.length > 0) {
    await db
      .updateTable('jobs')
      .set({ state: 'failed', ended_at: now, message: 'The console closed while this ran.' })
      .where('id', 'in', lost)
      .execute();
  }
  return again;
}

import type { Database, RawDatabase } from '../db/open.ts';
import { recoverBroadcasts } from '../jobs/broadcast/recover.ts';
import { discardUnfinishedImports } from '../jobs/import/discard.ts';

/**
 * Deals with jobs that a crash or a closed console cut off: exports go on where they stood; of imports nothing
 * remains but a job that says so; running broadcasts are suspended until a person resumes them, scheduled ones wait
 * again. Returns the jobs to start.
 */
export async function recover(raw: RawDatabase, db: Database, now: number): Promise<readonly string[]> {
  const left = raw.prepare(`select 1 from jobs where state in ('queued', 'running', 'interrupted') limit 1`);
  if (left.get() === undefined) return [];
  const { waiting } = recoverBroadcasts(raw, now);
  const cut = await db
    .selectFrom('jobs')
    .select(['id', 'kind'])
    .where('state', 'in', ['queued', 'running', 'interrupted'])
    .execute();
  const goesOn = (job: (typeof cut)[number]): boolean =>
    job.kind === 'export-raw-log' || job.kind === 'export-list' || waiting.includes(job.id);
  const again = cut.filter(goesOn).map((job) => job.id);
  const lost = cut.filter((job) => !goesOn(job));
  discardUnfinishedImports(
    raw,
    lost.filter((job) => job.kind === 'import-number-list').map((job) => job.id),
  );
  for (const job of lost) {
    const message =
      job.kind === 'broadcast'
        ? 'Suspended: the console closed while it ran.'
        : 'The console closed while this ran. Nothing of it was kept; import the file again.';
    await db
      .updateTable('jobs')
      .set({ state: job.kind === 'broadcast' ? 'cancelled' : 'failed', ended_at: now, message })
      .where('id', '=', job.id)
      .execute();
  }
  if (again.length > 0) {
    await db.updateTable('jobs').set({ state: 'interrupted' }).where('id', 'in', again).execute();
  }
  return again;
}

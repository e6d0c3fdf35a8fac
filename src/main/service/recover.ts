import type { Database, RawDatabase } from '../db/open.ts';
import { recoverBroadcasts } from '../jobs/broadcast/recover.ts';
import { dropUnfinishedDoNotCall } from '../jobs/do-not-call/drop-unfinished.ts';
import { discardUnfinishedImports } from '../jobs/import/discard.ts';
import type { JobKind } from '../jobs/job.ts';

const IMPORT_LOST = 'The console closed while this ran. Nothing of it was kept; import the file again.';
const LOST: Readonly<Record<JobKind, string>> = {
  broadcast: 'Suspended: the console closed while it ran.',
  'import-number-list': IMPORT_LOST,
  'import-do-not-call': IMPORT_LOST,
  'make-number-list': 'The console closed while this ran. Nothing of it was kept; do it again.',
  // These go on.
  'export-raw-log': '',
  'export-list': '',
  'import-dialog-log': '',
  'erase-client': '',
};

/** Jobs that save where they are, and go on from there. */
const GOES_ON: ReadonlySet<string> = new Set([
  'export-raw-log',
  'export-list',
  'import-dialog-log',
  'erase-client',
]);

/**
 * Deals with jobs that a crash or a closed console cut off: exports, imports of logs and erasures go on
 * where they stood; of imports of number lists nothing remains but a job that says so; running broadcasts are suspended until a person resumes them, scheduled ones wait
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
  const goesOn = (job: (typeof cut)[number]): boolean => GOES_ON.has(job.kind) || waiting.includes(job.id);
  const again = cut.filter(goesOn).map((job) => job.id);
  const lost = cut.filter((job) => !goesOn(job));
  discardUnfinishedImports(
    raw,
    lost
      .filter(({ kind }) => kind === 'import-number-list' || kind === 'make-number-list')
      .map(({ id }) => id),
  );
  if (lost.some(({ kind }) => kind === 'import-do-not-call')) dropUnfinishedDoNotCall(raw);
  for (const job of lost) {
    await db
      .updateTable('jobs')
      .set({
        state: job.kind === 'broadcast' ? 'cancelled' : 'failed',
        ended_at: now,
        message: LOST[job.kind],
      })
      .where('id', '=', job.id)
      .execute();
  }
  if (again.length > 0) {
    await db.updateTable('jobs').set({ state: 'interrupted' }).where('id', 'in', again).execute();
  }
  return again;
}

import type { RawDatabase } from '#main/db/open.ts';
import type { JobHandle, Progress } from '#main/jobs/job.ts';

/** What a test's job handle is told, and what it answers. */
export interface ExportJob extends JobHandle {
  readonly seen: Progress[];
  /** The last point that was saved. */
  saved: unknown;
  stop: 'cancel' | 'close' | null;
  /** Called before each answer to `cancelled` or `closing`. */
  beforeAsk: () => void;
  /** Called after each saved point. */
  afterSave: () => void;
}

/** A job handle without a thread, a clock or a service. */
export function exportJob(
  place: { readonly folder: string; readonly db: RawDatabase },
  resume: unknown = null,
): ExportJob {
  const job: ExportJob = {
    id: 'job-1',
    folder: place.folder,
    db: place.db,
    resume,
    seen: [],
    saved: null,
    stop: null,
    beforeAsk: () => {},
    afterSave: () => {},
    cancelled: () => job.stop !== null,
    closing: () => {
      job.beforeAsk();
      return job.stop === 'close';
    },
    now: () => 0,
    newId: () => 'id',
    progress: (progress) => job.seen.push(progress),
    saveResume: (point) => {
      job.saved = structuredClone(point);
      job.afterSave();
    },
    changed: () => {},
    ask: () => Promise.reject(new Error('This job asks nothing.')),
    onMessage: () => {},
  };
  return job;
}

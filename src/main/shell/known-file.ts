import type { Job } from '#shared/operations/jobs.ts';
import type { Page } from '#shared/page.ts';
import type { Reply } from '#shared/reply.ts';

/** Asks the service as the window that wants to know. */
export type Ask = (operation: 'jobs.list' | 'exports.list', input: object) => Promise<Reply<unknown>>;

/**
 * Whether a file is one that the person's own jobs or the exports they may see made: the only files, beside those
 * they chose, whose folder a window may have opened.
 */
export async function isKnownFile(file: string, ask: Ask): Promise<boolean> {
  const jobs = await ask('jobs.list', { limit: 200 });
  if (jobs.ok && (jobs.value as readonly Job[]).some((job) => job.result?.['file'] === file)) return true;
  const exports = await ask('exports.list', { limit: 1000 });
  if (!exports.ok) return false;
  const { file: files, manifest } = (exports.value as Page<{ file: string; manifest: string }>).columns;
  return files.includes(file) || manifest.includes(file);
}

import type { JobEnd, JobResult } from '../job.ts';

const COUNT = new Intl.NumberFormat('en-US');
const MEGABYTES = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** How much an export has written, in words. */
export function written(rows: number, bytes: number): string {
  return `${counted(rows, 'row')}, ${MEGABYTES.format(bytes / 1_000_000)} MB`;
}

/** How an export ended, with a sentence for the person. */
export function endOf(state: 'done' | 'cancelled' | 'interrupted', result: JobResult): JobEnd {
  return { state, message: sentence(state, result), result };
}

function sentence(state: JobEnd['state'], { rows, bytes, file, files }: JobResult): string {
  if (state === 'interrupted') return 'The export goes on when Rolecall is started again.';
  if (state === 'cancelled') return 'The export was cancelled; the unfinished files were removed.';
  const much = written(Number(rows), Number(bytes));
  return files === 1
    ? `The export is done: ${much} in ${file}.`
    : `The export is done: ${much} in ${counted(Number(files), 'file')}, listed in ${file}.`;
}

function counted(count: number, what: string): string {
  return `${COUNT.format(count)} ${what}${count === 1 ? '' : 's'}`;
}

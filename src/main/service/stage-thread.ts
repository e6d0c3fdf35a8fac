import { Worker } from 'node:worker_threads';
import { ImportFault } from '../jobs/import/fault.ts';
import type { Staged } from '../jobs/import/staging.ts';
import type { StageEnd, StageStart } from '../jobs/messages.ts';

/** Memory that a workbook may take while it is read, in MB; the rest of the console goes on whatever it holds. */
const MOST_MEMORY = 3_000;

/** Writes a workbook or vCards anew in a thread of its own. Throws ImportFault where they can't be read. */
export function stageInThread(entry: URL, stage: StageStart['stage']): Promise<Staged> {
  const start: StageStart = { stage };
  const worker = new Worker(entry, {
    workerData: start,
    name: 'look at a file',
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', (end: StageEnd) => {
      if ('fault' in end) reject(new ImportFault(end.fault));
      else resolve(end.staged);
    });
    worker.once('error', (error) => {
      const full = (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(
        full
          ? new ImportFault(
              'The workbook is too large to be read as one. Open it and save the sheet as "CSV UTF-8".',
            )
          : error,
      );
    });
    worker.once('exit', () => reject(new Error('The thread that looked at a file ended without a word.')));
  });
}

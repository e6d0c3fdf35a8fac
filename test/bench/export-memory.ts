// Exports a log in a process of its own, in a thread as the console gives one to each job, and prints how many bytes of
// memory the process had at most, and by how many that grew. Arguments: workspace folder, file to write, account.
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openRaw } from '#main/db/open.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import { JOB_LIMITS } from '#main/jobs/messages.ts';
import { exportJob } from '#test/support/export-job.ts';

const LOOK_EVERY = 10;

async function work([folder = '', file = '', account = '']: readonly string[]): Promise<void> {
  const job = exportJob({ folder, db: openRaw(join(folder, 'rolecall.db')) });
  const end = await exportRawLog(
    { account, projects: {}, file, profile: 'spreadsheet', overwrite: true, filter: {} },
    job,
  );
  job.db.close();
  parentPort?.postMessage(end);
}

function watch(): void {
  const before = process.memoryUsage.rss();
  // `resourceUsage().maxRSS` would count what the parent process held when it made this one.
  let most = before;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, LOOK_EVERY);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: process.argv.slice(2),
    resourceLimits: JOB_LIMITS,
  });
  worker.on('message', ({ state, result }: { state: string; result: Record<string, number> }) => {
    look();
    clearInterval(timer);
    process.stdout.write(JSON.stringify({ state, rows: result['rows'], growth: most - before, most }));
  });
}

if (isMainThread) watch();
else await work(workerData as string[]);

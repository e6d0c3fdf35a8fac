// export in a fresh process/worker, as the console has it
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { openRaw } from '#main/db/open.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import { JOB_LIMITS } from '#main/jobs/messages.ts';
import { exportJob } from '#test/support/export-job.ts';
import { BOOKING, CLAIMS, NORTH } from '#test/support/export-workspace.ts';

if (isMainThread) {
  new Worker(new URL(import.meta.url), { workerData: process.argv.slice(2), resourceLimits: JOB_LIMITS });
} else {
  const [home, w] = workerData as string[];
  const folder = join(home!, 'workspace');
  const job = exportJob({ folder, db: openRaw(join(folder, 'rolecall.db')) });
  const filter = w === 'tenth' ? { channel: 'whatsapp' as const, direction: 'in' as const } : {};
  for (let i = 0; i < 4; i++) {
    const u = process.cpuUsage();
    await exportRawLog(
      {
        account: NORTH,
        projects: { [BOOKING]: 'Booking', [CLAIMS]: 'Claims' },
        file: join(home!, 'w.csv'),
        profile: 'spreadsheet',
        overwrite: true,
        filter,
      },
      job,
    );
    const x = process.cpuUsage(u);
    console.log('user', x.user / 1000, 'sys', x.system / 1000, 'rss', process.memoryUsage.rss() / 1e6);
  }
}

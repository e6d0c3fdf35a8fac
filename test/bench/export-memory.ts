// Exports a log in a process of its own and prints how many bytes of memory it had at most, and
// by how many that grew.
// Arguments: workspace folder, file to write, account.
import { join } from 'node:path';
import { openRaw } from '#main/db/open.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import { exportJob } from '#test/support/export-job.ts';

const [folder = '', file = '', account = ''] = process.argv.slice(2);
const job = exportJob({ folder, db: openRaw(join(folder, 'rolecall.db')) });
const before = process.memoryUsage.rss();
// `resourceUsage().maxRSS` would count what the parent process held when it made this one.
let most = before;
job.beforeAsk = () => {
  most = Math.max(most, process.memoryUsage.rss());
};
const end = await exportRawLog(
  { account, projects: {}, file, profile: 'spreadsheet', overwrite: true, filter: {} },
  job,
);
process.stdout.write(
  JSON.stringify({ state: end.state, rows: end.result['rows'], growth: most - before, most }),
);

// Runs one export in a process of its own that kills itself at the n-th chance, so that nothing gets to tidy up.
// Arguments: workspace folder, file of the saved point, params as JSON, and the chance at which to die (0: never).
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRaw } from '#main/db/open.ts';
import { runExport } from '#main/jobs/export/export-raw-log.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import { exportJob } from './export-job.ts';

const [folder = '', savedFile = '', params = '', dieAt = '0'] = process.argv.slice(2);
let chances = 0;
function chance(): void {
  chances += 1;
  if (chances === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
}

const resume: unknown = existsSync(savedFile) ? JSON.parse(readFileSync(savedFile, 'utf8')) : null;
const job = exportJob({ folder, db: openRaw(join(folder, 'rolecall.db')) }, resume);
job.beforeAsk = chance;
job.afterSave = () => {
  chance();
  writeFileSync(`${savedFile}.new`, JSON.stringify(job.saved));
  renameSync(`${savedFile}.new`, savedFile);
  chance();
};
const end = await runExport(JSON.parse(params) as ExportParams, job, { pageRows: 50, saveBytes: 20_000 });
process.stdout.write(JSON.stringify({ end, chances }));

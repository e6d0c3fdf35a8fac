// Runs one export in a process of its own that kills itself at the n-th chance, so that nothing gets to tidy up. Each
// call that changes a file is two chances: just before it and just after; so is each saved point.
// Arguments: workspace folder, file of the saved point, params as JSON, and the chance at which to die (0: never).
import fs, { existsSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { openRaw } from '#main/db/open.ts';
import { runExport } from '#main/jobs/export/export-raw-log.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import { exportJob } from './export-job.ts';

const [folder = '', savedFile = '', params = '', dieAt = '0'] = process.argv.slice(2);
const { renameSync, writeFileSync } = fs;
let chances = 0;
function chance(): void {
  chances += 1;
  if (chances === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
}

const CHANGING = ['openSync', 'writeSync', 'fsyncSync', 'ftruncateSync', 'renameSync', 'rmSync'] as const;
for (const name of CHANGING) {
  const real = fs[name] as (...given: unknown[]) => unknown;
  const risky = (...given: unknown[]): unknown => {
    chance();
    const result = real(...given);
    chance();
    return result;
  };
  Object.assign(fs, { [name]: risky });
}
syncBuiltinESMExports();

const resume: unknown = existsSync(savedFile) ? JSON.parse(readFileSync(savedFile, 'utf8')) : null;
const job = exportJob({ folder, db: openRaw(join(folder, 'rolecall.db')) }, resume);
job.afterSave = () => {
  chance();
  writeFileSync(`${savedFile}.new`, JSON.stringify(job.saved));
  renameSync(`${savedFile}.new`, savedFile);
  chance();
};
const end = await runExport(JSON.parse(params) as ExportParams, job, { pageRows: 50, saveBytes: 20_000 });
process.stdout.write(JSON.stringify({ end, chances }));

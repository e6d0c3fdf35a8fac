// Runs one import in a process of its own that kills itself at the n-th chance, so that nothing gets to tidy up.
// Arguments: workspace folder, kind of job, job id, params as JSON, and the chance at which to die (0: never).
import { join } from 'node:path';
import { openRaw } from '#main/db/open.ts';
import { importDoNotCall } from '#main/jobs/do-not-call/import-do-not-call.ts';
import { importNumberList } from '#main/jobs/import/import-number-list.ts';
import { jobHandle } from './job-handle.ts';

const [folder = '', kind = '', id = '', params = '{}', dieAt = '0'] = process.argv.slice(2);
let chances = 0;
const cancelWhen = (): boolean => {
  chances += 1;
  if (chances === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
  return false;
};
const { handle } = jobHandle({ db: openRaw(join(folder, 'rolecall.db')), folder, id, cancelWhen });
const run = kind === 'do-not-call' ? importDoNotCall : importNumberList;
const end = await run(JSON.parse(params) as never, handle);
cancelWhen();
process.stdout.write(JSON.stringify({ end, chances }));

// Runs one import of a dialog log in a process of its own that kills itself at the n-th chance, so that nothing gets
// to tidy up. Arguments: workspace folder, params as JSON, and the chance at which to die (0: never).
import { join } from 'node:path';
import { openLogStore } from '#main/db/logs/store.ts';
import { openRaw } from '#main/db/open.ts';
import { runLogImport } from '#main/jobs/log-import/import-dialog-log.ts';
import type { LogImportParams } from '#main/jobs/log-import/params.ts';
import { jobHandle } from './job-handle.ts';

const [folder = '', given = '', dieAt = '0'] = process.argv.slice(2);
const params = JSON.parse(given) as LogImportParams;
const db = openRaw(join(folder, 'rolecall.db'));
let chances = 0;
function chance(): void {
  chances += 1;
  if (chances === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
}

// Within transactions too: whatever was not committed is gone.
for (const table of ['log_import_problems', 'log_clients']) {
  db.exec(`create temp trigger chance_${table} after insert on main.${table} begin select chance(); end`);
}
db.function('chance', () => {
  chance();
  return null;
});
const kept = db.prepare('select resume from jobs where id = ?').pluck().get(params.import) as string | null;
const { handle } = jobHandle({
  db,
  folder,
  id: params.import,
  resume: kept === null ? null : JSON.parse(kept),
});
const save = db.prepare('update jobs set resume = ? where id = ?');
const end = await runLogImport(
  params,
  {
    ...handle,
    closing: () => {
      chance();
      return false;
    },
    saveResume: (point) => {
      chance();
      save.run(JSON.stringify(point), params.import);
      chance();
    },
  },
  {
    batchRows: 60,
    openStore: (place) => {
      const store = openLogStore(place);
      return {
        ...store,
        append: (batch, mark) => {
          chance();
          const done = store.append(batch, mark);
          chance();
          return done;
        },
      };
    },
  },
);
process.stdout.write(JSON.stringify({ end, chances }));

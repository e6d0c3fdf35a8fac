// A thread that reads pages of a log again and again until it is told to end, as a busy service does.
import { parentPort, workerData } from 'node:worker_threads';
import { openLogStore } from '#main/db/logs/store.ts';
import { NORTH } from '#test/support/export-workspace.ts';

const store = openLogStore(workerData as string);
let open = true;
parentPort?.on('message', () => {
  open = false;
});
let offset = 0;
function turn(): void {
  if (!open) {
    store.close();
    parentPort?.close();
    return;
  }
  offset += 20_000;
  const scopes = [{ account: NORTH, projects: null }];
  const filter = offset % 60_000 === 0 ? { search: 'order' } : {};
  store.page({ scopes, filter, direction: 'desc', offset: offset % 500_000, limit: 100 });
  setImmediate(turn);
}
turn();

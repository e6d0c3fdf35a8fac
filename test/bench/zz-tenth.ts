import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLogStore } from '#main/db/logs/store.ts';
import { openRaw } from '#main/db/open.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import { exportJob } from '#test/support/export-job.ts';
import { BOOKING, CLAIMS, NORTH } from '#test/support/export-workspace.ts';
import { byFastCsv, bySqlite3, byStringify, Duck, readOnly, type Task } from './export-rivals.ts';

const home = process.argv[2]!;
const which = process.argv[3] ?? 'tenth';
const only = process.argv[4];
const folder = join(home, 'workspace');
const raw = openRaw(join(folder, 'rolecall.db'));
const store = openLogStore(folder);
const PROJECTS = { [BOOKING]: 'Booking', [CLAIMS]: 'Claims' };
const filter = which === 'tenth' ? { channel: 'whatsapp' as const, direction: 'in' as const } : {};
const task: Task = {
  store,
  folder,
  query: { scope: { account: NORTH, projects: null }, filter },
  projects: PROJECTS,
  out: join(home, which),
};
async function byRolecall(t: Task) {
  const end = await exportRawLog(
    {
      account: NORTH,
      projects: PROJECTS,
      file: `${t.out}.csv`,
      overwrite: true,
      filter: t.query.filter as never,
      profile: 'spreadsheet',
    },
    exportJob({ folder, db: raw }),
  );
  return end.result['rows'];
}
const full = {
  ...task,
  query: { scope: { account: NORTH, projects: null }, filter: {} },
  out: join(home, 'full'),
};
if (!existsSync(join(home, 'full.csv'))) await byRolecall(full);
const duck = await Duck.open(join(home, `d${process.pid}.duckdb`), join(home, 'full.csv'));
const rivals: Record<string, () => unknown> = {
  reading: () => readOnly(task),
  exporting: () => byRolecall(task),
  sqlite3: () => bySqlite3(task),
  duckdb: () => duck.copy(task),
  stringify: () => byStringify(task),
  fastCsv: () => byFastCsv(task),
};
const best: Record<string, [number, number]> = {};
for (let round = 0; round < 4; round++)
  for (const [name, work] of Object.entries(rivals)) {
    if (only && !only.split(',').includes(name)) continue;
    const u = process.cpuUsage();
    const t = performance.now();
    await work();
    const { user, system } = process.cpuUsage(u);
    const [w, c] = best[name] ?? [1e9, 1e9];
    best[name] = [Math.min(w, performance.now() - t), Math.min(c, (user + system) / 1000)];
  }
for (const [name, [w, c]] of Object.entries(best))
  console.log(
    name.padEnd(10),
    'wall',
    w.toFixed(0),
    'cpu',
    c.toFixed(0),
    'ratio wall',
    (w / (best['exporting']?.[0] ?? 1)).toFixed(2),
    'cpu',
    ((best['exporting']?.[1] ?? 1) / c).toFixed(2),
  );
store.close();

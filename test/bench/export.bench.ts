import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogQuery } from '#main/db/logs/page.ts';
import type { LogFilter } from '#main/db/logs/rows.ts';
import { type LogStore, openLogStore } from '#main/db/logs/store.ts';
import type { RawDatabase } from '#main/db/open.ts';
import { generateLogs } from '#main/demo/logs.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import { exportJob } from '#test/support/export-job.ts';
import { BOOKING, CLAIMS, fillLog, makeExportWorkspace, NORTH } from '#test/support/export-workspace.ts';
import { NODE_FLAGS } from '../../scripts/node-flags.mjs';
import { type BenchLine, percentile } from './bench-line.ts';
import {
  byFastCsv,
  bySqlite3,
  byStringify,
  Duck,
  HAS_SQLITE3,
  readOnly,
  type Task,
} from './export-rivals.ts';

/** The issue's, or what the environment says. */
const ROWS = Number(process.env['ROLECALL_BENCH_EXPORT'] ?? 5_000_000);
const ROUNDS = 3;
const SLOW = 15_000;
const MANY = `${ROWS.toLocaleString('en')} log rows`;
const NOW = Date.UTC(2026, 5, 10, 13, 20);
const DAY = 86_400_000;
const PROJECTS = { [BOOKING]: 'Booking', [CLAIMS]: 'Claims' };
const SCOPE = { account: NORTH, projects: null };

/** Figures of the raw-log export, against others on the same rows in the same run, and of log pages. */
export async function run(): Promise<BenchLine[]> {
  const home = mkdtempSync(join(tmpdir(), 'rolecall-bench-export-'));
  const { folder, raw } = await makeExportWorkspace(join(home, 'workspace'));
  const projects = Object.entries(PROJECTS).map(([id, name]) => ({ id, name }));
  fillLog(folder, generateLogs({ seed: 1, now: NOW, accounts: [{ id: NORTH, projects }], rows: ROWS }));
  const store = openLogStore(folder);
  const task = {
    store,
    folder,
    query: { scope: SCOPE, filter: {} },
    projects: PROJECTS,
    out: join(home, 'log'),
  };
  let duck: Duck | undefined;
  try {
    await byRolecall(task, raw);
    duck = await Duck.open(join(home, 'log.duckdb'), csvOf(task));
    const filter = tenthOf(store);
    const tenth = { ...task, query: { scope: SCOPE, filter }, out: join(home, 'tenth') };
    const share = `${((store.plan(tenth.query).total / ROWS) * 100).toFixed(0)} %`;
    return [
      ...(await comparison(MANY, task, { raw, duck })),
      ...(await comparison(
        `a filtered tenth of them (${share}: ${Object.values(filter).join(', ')})`,
        tenth,
        { raw, duck },
      )),
      memoryLine(task),
      ...pageLines(store),
    ];
  } finally {
    duck?.close();
    store.close();
    raw.close();
    rmSync(home, { recursive: true, force: true });
  }
}

const csvOf = ({ out }: Task) => `${out}.csv`;

/** The filter by channel and direction that comes nearest to a tenth of all rows. */
function tenthOf(store: LogStore): LogFilter & ExportParams['filter'] {
  const channels = ['voice', 'web', 'sms', 'whatsapp', 'telegram'] as const;
  const filters = channels.flatMap((channel) =>
    (['in', 'out'] as const).map((direction) => ({ channel, direction })),
  );
  const off = (filter: LogFilter) => Math.abs(store.plan({ scope: SCOPE, filter }).total - ROWS / 10);
  return filters.toSorted((one, other) => off(one) - off(other))[0] as (typeof filters)[number];
}

async function byRolecall(task: Task, raw: RawDatabase): Promise<void> {
  const filter = task.query.filter as ExportParams['filter'];
  const asked = { account: NORTH, projects: PROJECTS, file: csvOf(task), overwrite: true, filter };
  const end = await exportRawLog(
    { ...asked, profile: 'spreadsheet' },
    exportJob({ folder: task.folder, db: raw }),
  );
  if (end.result['rows'] !== task.store.plan(task.query).total) throw new Error(end.message);
}

interface Cost {
  /** Ms by the clock, and of processors. */
  readonly wall: number;
  readonly cpu: number;
}

async function costOf(work: () => unknown): Promise<Cost> {
  // Nobody is to pay for what the one before threw away.
  globalThis.gc?.();
  const before = process.cpuUsage();
  const begin = performance.now();
  await work();
  const wall = performance.now() - begin;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1_000 };
}

/** All rivals in turn, round by round, and the best of each: what else the machine does makes nobody faster. */
async function comparison(
  what: string,
  task: Task,
  { raw, duck }: { raw: RawDatabase; duck: Duck },
): Promise<BenchLine[]> {
  const rivals: Record<string, () => unknown> = {
    reading: () => readOnly(task),
    exporting: () => byRolecall(task, raw),
    ...(HAS_SQLITE3 ? { sqlite3: () => bySqlite3(task) } : {}),
    duckdb: () => duck.copy(task),
    stringify: () => byStringify(task),
    fastCsv: () => byFastCsv(task),
  };
  const costs = new Map<string, Cost[]>(Object.keys(rivals).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(rivals)) {
      const known = costs.get(name) ?? [];
      // Two rounds of the slowest tell enough.
      if (known.length < 2 || known.every(({ wall }) => wall < SLOW)) known.push(await costOf(work));
    }
  }
  const of = (name: string, kind: keyof Cost) =>
    Math.min(...(costs.get(name) ?? []).map((cost) => cost[kind]));
  const own = of('exporting', 'wall');
  const atMost = (name: string, kind: keyof Cost, [most, words]: [number, string]): BenchLine => {
    const ratio = of('exporting', kind) / of(name, kind);
    const took = `${(of('exporting', kind) / 1_000).toFixed(2)} s to ${(of(name, kind) / 1_000).toFixed(2)} s`;
    const asked = `at most ${most} times`;
    return {
      name: `Export of ${what}: ${words}`,
      asked,
      measured: `${ratio.toFixed(2)} times (${took})`,
      ok: ratio <= most,
    };
  };
  const faster = (name: string, least: number, words: string): BenchLine => {
    const ratio = of(name, 'wall') / own;
    const took = `${(own / 1_000).toFixed(2)} s to ${(of(name, 'wall') / 1_000).toFixed(2)} s`;
    const asked = `at least ${least} times as fast`;
    return {
      name: `Export of ${what}: to ${words}`,
      asked,
      measured: `${ratio.toFixed(2)} times as fast (${took})`,
      ok: ratio >= least,
    };
  };
  const absent = {
    name: `Export of ${what}: to the sqlite3 command line`,
    asked: 'at least 1.15 times as fast',
    measured: 'not measured: sqlite3 is not installed here',
    ok: true,
  };
  return [
    atMost('reading', 'wall', [2.5, 'cost to that of reading the same pages']),
    faster('stringify', 2.5, 'csv-stringify'),
    faster('fastCsv', 2, '@fast-csv/format'),
    HAS_SQLITE3 ? faster('sqlite3', 1.15, 'the sqlite3 command line, with the same ISO times') : absent,
    atMost('duckdb', 'cpu', [1.2, "processor time to that of DuckDB's COPY"]),
  ];
}

const mb = (bytes: number) => `${(bytes / 1_000_000).toFixed(0)} MB`;

function memoryLine(task: Task): BenchLine {
  const script = fileURLToPath(new URL('export-memory.ts', import.meta.url));
  const given = [task.folder, csvOf(task), NORTH];
  const child = spawnSync(process.execPath, [...NODE_FLAGS, script, ...given], { encoding: 'utf8' });
  const { rows, growth, most } = JSON.parse(child.stdout) as Record<'rows' | 'growth' | 'most', number>;
  return {
    name: `Export of ${MANY}: peak memory of the whole process`,
    asked: 'under 250 MB',
    measured: `${mb(most)}, ${mb(growth)} of them since the export began`,
    ok: rows === ROWS && most < 250_000_000,
  };
}

/** The index-th look at a page; each asks for something else, so that none is answered from an earlier one. */
type Look = (index: number) => Pick<LogQuery, 'filter' | 'direction' | 'offset'>;

const newest: Look = (index) => ({ filter: { to: NOW - index * 977 }, direction: 'desc', offset: 0 });

const mixed: Look = (index) => {
  const from = NOW - DAY * 80 + index * 60_013;
  const filter = {
    ...(index % 2 === 0 ? { from, to: from + DAY * (10 + (index % 60)) } : {}),
    ...(index % 3 === 0 ? { channel: ['sms', 'web', 'telegram'][(index / 3) % 3] } : {}),
    ...(index % 5 === 0 ? { direction: 'in' } : {}),
    ...(index % 7 === 0 ? { client: `+1${200 + (index % 50) * 13}5550112` } : {}),
    ...(index % 11 === 0 ? { project: CLAIMS } : {}),
  };
  const offset = index % 4 === 0 ? (index * 7_919) % 100_000 : 0;
  return { filter, offset, direction: index % 2 === 0 ? 'desc' : 'asc' };
};

function pageTimes(store: LogStore, look: Look, times: number): number[] {
  return Array.from({ length: times }, (_, index) => {
    const begin = performance.now();
    store.page({ scopes: [SCOPE], limit: 100, ...look(index) });
    return performance.now() - begin;
  });
}

function pageLines(store: LogStore): BenchLine[] {
  const line = (name: string, look: Look): BenchLine => {
    const p95 = percentile(pageTimes(store, look, 200), 0.95);
    return { name, asked: 'p95 under 20 ms', measured: `${p95.toFixed(2)} ms`, ok: p95 < 20 };
  };
  return [
    line(`Newest page of 100 out of ${MANY}`, newest),
    line(`Page of 100 out of ${MANY}, filtered, both ways, far down`, mixed),
  ];
}

import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'csv-stringify/sync';
import { timeOf } from '#main/db/logs/months.ts';
import type { LogQuery } from '#main/db/logs/page.ts';
import { type LogStore, openLogStore } from '#main/db/logs/store.ts';
import { generateLogs } from '#main/demo/logs.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import { exportJob } from '#test/support/export-job.ts';
import { BOOKING, CLAIMS, fillLog, makeExportWorkspace, NORTH } from '#test/support/export-workspace.ts';
import { type BenchLine, median, percentile } from './bench-line.ts';

const ROWS = 1_000_000;
const ROUNDS = 5;
const PAGE_ROWS = 2_000;
const NOW = Date.UTC(2026, 5, 10, 13, 20);
const DAY = 86_400_000;
const PROJECTS = { [BOOKING]: 'Booking', [CLAIMS]: 'Claims' };
const QUERY = { scope: { account: NORTH, projects: null }, filter: {} };

/** Figures of the raw-log export and of log pages over a million rows. */
export async function run(): Promise<BenchLine[]> {
  const home = mkdtempSync(join(tmpdir(), 'rolecall-bench-export-'));
  const { folder, raw } = await makeExportWorkspace(join(home, 'workspace'));
  const projects = Object.entries(PROJECTS).map(([id, name]) => ({ id, name }));
  const accounts = [{ id: NORTH, projects }];
  fillLog(folder, generateLogs({ seed: 1, now: NOW, accounts, rows: ROWS }));
  const store = openLogStore(folder);
  const file = join(home, 'export.csv');
  try {
    const costs: Record<'reading' | 'exporting' | 'stringify', number[]> = {
      reading: [],
      exporting: [],
      stringify: [],
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      costs.reading.push(await timed(() => readOnly(store)));
      costs.exporting.push(
        await timed(async () => {
          const asked = { account: NORTH, projects: PROJECTS, file, overwrite: true, filter: {} };
          const end = await exportRawLog(
            { ...asked, profile: 'spreadsheet' },
            exportJob({ folder, db: raw }),
          );
          if (end.result['rows'] !== ROWS) throw new Error(end.message);
        }),
      );
      costs.stringify.push(await timed(() => byStringify(store, join(home, 'stringify.csv'))));
    }
    return [...exportLines(costs), memoryLine(folder, file), ...pageLines(store)];
  } finally {
    store.close();
    raw.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function timed(work: () => void | Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function readOnly(store: LogStore): void {
  let rows = 0;
  for (const month of store.plan(QUERY).months) {
    const scan = store.scan(QUERY, { month, after: -1 });
    for (let page = scan.next(PAGE_ROWS); page.length > 0; page = scan.next(PAGE_ROWS)) rows += page.length;
    scan.close();
  }
  if (rows !== ROWS) throw new Error(`${rows} rows were read.`);
}

/** The same rows read and written as csv-stringify's users would, without hash, sync or a safe name. */
function byStringify(store: LogStore, file: string): void {
  const out = openSync(file, 'w');
  for (const month of store.plan(QUERY).months) {
    const scan = store.scan(QUERY, { month, after: -1 });
    const word = (id: number) => scan.wordOf(id);
    for (let page = scan.next(PAGE_ROWS); page.length > 0; page = scan.next(PAGE_ROWS)) {
      const records = page.map(
        ([
          key,
          id,
          project,
          channel,
          client,
          session,
          direction,
          speaker,
          text,
          intent,
          confidence,
          extra,
        ]) => {
          const time = new Date(timeOf(scan.monthStart, key)).toISOString();
          const name = PROJECTS[word(project)];
          const said = [word(channel), client, session, word(direction), speaker, text, word(intent)];
          return [id, time, NORTH, word(project), name, ...said, confidence, extra];
        },
      );
      writeSync(out, stringify(records, { record_delimiter: 'windows', escape_formulas: true }));
    }
    scan.close();
  }
  closeSync(out);
}

function exportLines(costs: Record<'reading' | 'exporting' | 'stringify', number[]>): BenchLine[] {
  const cost = {
    reading: median(costs.reading),
    exporting: median(costs.exporting),
    stringify: median(costs.stringify),
  };
  const toReading = cost.exporting / cost.reading;
  const toStringify = cost.stringify / cost.exporting;
  const seconds = (cost.exporting / 1_000).toFixed(2);
  return [
    {
      name: 'Export of 1,000,000 log rows, to reading the same pages',
      asked: 'at most 4 times the cost (later 2.5)',
      measured: `${toReading.toFixed(2)} times (${seconds} s)`,
      ok: toReading <= 4,
    },
    {
      name: 'Export of 1,000,000 log rows, to csv-stringify',
      asked: 'faster (later 2.5 times as fast)',
      measured: `${toStringify.toFixed(2)} times as fast`,
      ok: toStringify > 1,
    },
  ];
}

function memoryLine(folder: string, file: string): BenchLine {
  const script = fileURLToPath(new URL('export-memory.ts', import.meta.url));
  const child = spawnSync(process.execPath, [script, folder, file, NORTH], { encoding: 'utf8' });
  const { rows, growth } = JSON.parse(child.stdout) as { rows: number; growth: number };
  return {
    name: 'Export of 1,000,000 log rows, peak memory growth',
    asked: 'under 150 MB',
    measured: `${(growth / 1_000_000).toFixed(0)} MB`,
    ok: rows === ROWS && growth < 150_000_000,
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

const search: Look = (index) => ({ filter: { search: `order A-${index}` }, direction: 'desc', offset: 0 });

function pageTimes(store: LogStore, look: Look, times: number): number[] {
  return Array.from({ length: times }, (_, index) => {
    const begin = performance.now();
    store.page({ scopes: [QUERY.scope], limit: 100, ...look(index) });
    return performance.now() - begin;
  });
}

function pageLines(store: LogStore): BenchLine[] {
  const line = (name: string, look: Look): BenchLine => {
    const p95 = percentile(pageTimes(store, look, 200), 0.95);
    return { name, asked: 'p95 under 20 ms', measured: `${p95.toFixed(2)} ms`, ok: p95 < 20 };
  };
  return [
    line('Newest page of 100 out of 1,000,000 log rows', newest),
    line('Page of 100 out of 1,000,000 log rows, filtered, both ways, far down', mixed),
    {
      name: 'First page of a text search in 1,000,000 log rows',
      asked: 'no figure until there is an index for it',
      measured: `${median(pageTimes(store, search, 5)).toFixed(0)} ms`,
      ok: true,
    },
  ];
}

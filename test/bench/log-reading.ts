// Reads a log as the service's thread does, and tells its figures. Its data: the folder of a workspace with one account's log.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { monthsOf } from '#main/db/logs/files.ts';
import { spanOf } from '#main/db/logs/months.ts';
import type { LogFilter } from '#main/db/logs/rows.ts';
import { type LogStore, openLogStore } from '#main/db/logs/store.ts';
import { openRaw } from '#main/db/open.ts';
import { BOOKING, CLAIMS, NORTH } from '#test/support/export-workspace.ts';
import { type BenchLine, count, limit, percentile, seconds } from './bench-line.ts';

const ALL = [{ account: NORTH, projects: null }];

/** Ms that each of the questions took, each asked of a store that has not heard it before. */
function timed(questions: readonly (() => unknown)[]): number[] {
  return questions.map((question) => {
    const began = performance.now();
    question();
    return performance.now() - began;
  });
}

function page(
  store: LogStore,
  filter: LogFilter,
  more: { offset?: number; direction?: 'asc' | 'desc' } = {},
) {
  return store.page({ scopes: ALL, filter, direction: 'desc', offset: 0, limit: 100, ...more });
}

function readingFigures(folder: string): BenchLine[] {
  const store = openLogStore(folder);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const { total } = page(store, {});
  const lines = [
    ...pageFigures(store, total),
    ...searchFigures(store, folder),
    ...statisticsFigures(store, folder),
  ];
  const growth = process.memoryUsage.rss() - before;
  store.close();
  return [
    ...lines,
    limit('Memory growth of all that reading, with the caches of every month', 'under 150 MB', {
      measured: growth / 1e6,
      limit: 150,
      unit: 'MB',
    }),
  ];
}

const at = (index: number) => Date.UTC(2025, index % 12, 1 + (index % 28), index % 24, 17);

function pageFigures(store: LogStore, total: number): BenchLine[] {
  const newest = timed(Array.from({ length: 200 }, () => () => page(store, {})));
  const clients = page(store, {}, { offset: 5_000 }).columns.client;
  const filters: LogFilter[] = Array.from({ length: 240 }, (_, index) => {
    const kind = index % 6;
    if (kind === 0) return { client: clients[index % clients.length] ?? '' };
    if (kind === 1) return { tag: ['complaint', 'training', 'follow up'][index % 3] ?? '' };
    if (kind === 2) return { channel: 'telegram', from: at(index), to: at(index) + 20 * 86_400_000 };
    if (kind === 3) return { project: index % 4 === 1 ? BOOKING : CLAIMS, direction: 'in', from: at(index) };
    if (kind === 4) return { to: at(index) };
    return { channel: 'sms', direction: 'out', project: CLAIMS, to: at(index) };
  });
  const filtered = timed(filters.map((filter) => () => page(store, filter)));
  const start = timed(Array.from({ length: 200 }, (_, index) => () => page(store, {}, { offset: index })));
  const end = timed(
    Array.from({ length: 200 }, (_, index) => () => page(store, {}, { offset: total - 100 - index })),
  );
  const [near, far] = [percentile(start, 0.5), percentile(end, 0.5)];
  return [
    limit(`Newest page of ${count(total)} rows, p95`, 'under 10 ms', {
      measured: percentile(newest, 0.95),
      limit: 10,
      unit: 'ms',
    }),
    limit('Page by indexed filters, each asked for the first time, p95', 'under 50 ms', {
      measured: percentile(filtered, 0.95),
      limit: 50,
      unit: 'ms',
    }),
    {
      name: 'Page at the far end against page at the start, medians',
      asked: 'at most 1.5 times',
      measured: `${(far / near).toFixed(2)} times (${far.toFixed(2)} ms and ${near.toFixed(2)} ms)`,
      ok: far <= 1.5 * near,
    },
  ];
}

const WORDS = [
  'order',
  'card',
  'money',
  'thank',
  'заказ',
  '注文',
  'Straße',
  'delivered',
  'A-5',
  'closing',
  'agent',
];
const ABSENT = ['qzxjvk', 'zyzzyva', 'kumquat tree', 'нетслова', '存在しない'];

function searchFigures(store: LogStore, folder: string): BenchLine[] {
  // Every question is new: a year of words, with the numbers that orders have.
  const needles = Array.from({ length: 300 }, (_, index) =>
    index % 3 === 0
      ? `A-${10_000 + index * 7}`
      : index % 3 === 1
        ? `${WORDS[index % WORDS.length]}${' '.repeat(index % 2)}`.trimEnd()
        : `${ABSENT[index % ABSENT.length]}${index}`,
  );
  const costs: number[] = [];
  const found = timed(
    needles.map((search) => () => {
      const used = process.cpuUsage();
      page(store, { search });
      const { user, system } = process.cpuUsage(used);
      costs.push((user + system) / 1_000);
    }),
  );
  const absent = timed(ABSENT.map((search) => () => toTheEnd(store, `${search}x`)));
  const like = timed(ABSENT.slice(0, 2).map((search) => () => searchByLike(folder, `${search}x`)));
  const ratio = percentile(like, 0.5) / percentile(absent, 0.5);
  return [
    limit(
      `First page of a text search, p99 (processor time ${percentile(costs, 0.99).toFixed(1)} ms)`,
      'under 10 ms',
      {
        measured: percentile(found, 0.99),
        limit: 10,
        unit: 'ms',
      },
    ),
    {
      name: `Search for a word that is not there against LIKE (${seconds(percentile(like, 0.5))})`,
      asked: 'at least 50 times as fast',
      measured: `${Math.round(ratio)} times`,
      ok: ratio >= 50,
    },
  ];
}

/** Asks on until the whole log was searched. */
function toTheEnd(store: LogStore, search: string): void {
  while (page(store, { search }).more === true);
}

function searchByLike(folder: string, search: string): number {
  let found = 0;
  for (const month of monthsOf(folder, NORTH)) {
    const raw = openRaw(join(folder, 'logs', NORTH, `${month}.sqlite`), { readonly: true });
    found += raw
      .prepare('select key from messages where text like ? order by key desc limit 100')
      .all(`%${search}%`).length;
    raw.close();
  }
  return found;
}

function statisticsFigures(store: LogStore, folder: string): BenchLine[] {
  const months = monthsOf(folder, NORTH).map(spanOf);
  const figures = timed(months.map((span) => () => store.figures(ALL, span)));
  const flows = timed(months.map((span) => () => store.flow(ALL, { span, steps: 5 })));
  return [
    limit('Statistics of a month, the slowest of all months', 'under 500 ms', {
      measured: Math.max(...figures),
      limit: 500,
      unit: 'ms',
    }),
    limit('User flow of a month, the slowest of all months', 'under 500 ms', {
      measured: Math.max(...flows),
      limit: 500,
      unit: 'ms',
    }),
  ];
}

parentPort?.postMessage(readingFigures(workerData as string));

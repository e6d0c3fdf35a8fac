import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogFilter, LogRow, LogScope } from '#main/db/logs/rows.ts';
import { type LogStore, openLogStore } from '#main/db/logs/store.ts';
import { generateLogs } from '#main/demo/logs.ts';
import { rowsOf } from '#shared/page.ts';
import { BOOKING, CLAIMS, NORTH, SHOP, SOUTH } from '#test/support/export-workspace.ts';

const NOW = Date.UTC(2026, 5, 10, 13, 20);
const ACCOUNTS = [
  {
    id: NORTH,
    projects: [
      { id: BOOKING, name: 'Booking' },
      { id: CLAIMS, name: 'Claims' },
    ],
  },
  { id: SOUTH, projects: [{ id: SHOP, name: 'Shop' }] },
];

let folder: string;
let store: LogStore;
const all: (LogRow & { account: string })[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-page-'));
  store = openLogStore(folder);
  for (const batch of generateLogs({ seed: 3, now: NOW, accounts: ACCOUNTS, rows: 4_000 })) {
    const rows = batch.rows.map((row, index) => ({ ...row, tags: tagsOf(index) }));
    store.append({ account: batch.account, rows });
    for (const row of rows) all.push({ ...row, account: batch.account });
  }
});

afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function tagsOf(index: number): string[] {
  return [...(index % 2 === 1 ? ['odd'] : []), ...(index % 97 === 0 ? ['rare'] : [])];
}

const is = (asked: string | undefined, value: string) => asked === undefined || asked === value;

/** The same question, answered by looking at every row. */
function expected(scopes: readonly LogScope[], filter: LogFilter) {
  const { from = 0, to = Infinity, channel, direction, project, client, tag, search } = filter;
  return all.filter(
    (row) =>
      scopes.some(
        ({ account, projects }) => account === row.account && (projects?.has(row.project) ?? true),
      ) &&
      row.at >= from &&
      row.at < to &&
      is(channel, row.channel) &&
      is(direction, row.direction) &&
      is(project, row.project) &&
      is(client, row.client) &&
      (tag === undefined || row.tags?.includes(tag) === true) &&
      row.text.toLowerCase().includes((search ?? '').toLowerCase()),
  );
}

const north = fc.constantFrom(null, new Set([BOOKING]), new Set([CLAIMS]), new Set<string>());
const scopes = fc.oneof(
  north.map((projects): LogScope[] => [{ account: NORTH, projects }]),
  north.map((projects): LogScope[] => [
    { account: NORTH, projects },
    { account: SOUTH, projects: null },
  ]),
);
const time = fc.integer({ min: NOW - 95 * 86_400_000, max: NOW + 86_400_000 });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 2 });
const filters = fc.record({
  from: maybe(time),
  to: maybe(time),
  channel: maybe(fc.constantFrom('voice', 'telegram', 'pigeon')),
  direction: maybe(fc.constantFrom('in', 'out')),
  project: maybe(fc.constantFrom(BOOKING, SHOP)),
  client: maybe(fc.nat(3_999).map((index) => all[index]?.client ?? '')),
  search: maybe(fc.constantFrom('order', 'ЗАКАЗ', 'A-1', 'nothing like it', 'e', 'or')),
  tag: maybe(fc.constantFrom('odd', 'rare', 'unheard')),
});

describe('a page of the log', () => {
  it('is the window of what every row, looked at one by one, would give', () => {
    const windows = fc.record({
      direction: fc.constantFrom('asc' as const, 'desc' as const),
      offset: fc.nat(4_100),
      limit: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(scopes, filters, windows, (some, filter, { direction, offset, limit }) => {
        const page = store.page({ scopes: some, filter, direction, offset, limit });
        const rows = expected(some, filter).toSorted((one, other) => one.at - other.at);
        if (direction === 'desc') rows.reverse();
        if (page.more === true) expect(page.total).toBeLessThanOrEqual(rows.length);
        else expect(page.total).toBe(rows.length);
        expect(rowsOf(page).map(({ at }) => at)).toEqual(
          rows.slice(offset, offset + limit).map(({ at }) => at),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('shows every row exactly once over all pages', () => {
    const some = ACCOUNTS.map(({ id }) => ({ account: id, projects: null }));
    const seen: unknown[] = [];
    for (let offset = 0; offset < 4_000; offset += 333) {
      const page = store.page({ scopes: some, filter: {}, direction: 'desc', offset, limit: 333 });
      seen.push(...page.columns.id);
    }
    expect(new Set(seen).size).toBe(4_000);
    expect(seen.length).toBe(4_000);
  });

  it('carries every column as it came', () => {
    const some = ACCOUNTS.map(({ id }) => ({ account: id, projects: null }));
    const page = store.page({ scopes: some, filter: {}, direction: 'desc', offset: 0, limit: 1_000 });
    const byId = new Map(all.map((row) => [row.id, row]));
    for (const message of rowsOf(page)) {
      const { extra: _, ...row } = byId.get(message.id) ?? ({} as LogRow);
      expect(message).toEqual({ tags: [], ...row });
    }
  });
});

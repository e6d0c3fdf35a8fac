import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeLogStore } from '#main/db/logs/open-stores.ts';
import { NewerLogError } from '#main/db/logs/schema.ts';
import { type LogStore, logStoreOf, openLogStore } from '#main/db/logs/store.ts';
import { openRaw } from '#main/db/open.ts';
import { rowsOf } from '#shared/page.ts';
import { BOOKING, CLAIMS, logRow, NORTH, SHOP, SOUTH } from '#test/support/export-workspace.ts';

const MAY = Date.UTC(2026, 4, 1);
const JUNE = Date.UTC(2026, 5, 1);

let folder: string;
let store: LogStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-logs-'));
  store = openLogStore(folder);
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function list(query: Partial<Parameters<LogStore['page']>[0]> = {}) {
  const all = [
    { account: NORTH, projects: null },
    { account: SOUTH, projects: null },
  ];
  return store.page({ scopes: all, filter: {}, direction: 'desc', offset: 0, limit: 100, ...query });
}

const found = (search: string) => rowsOf(list({ filter: { search } })).map(({ text }) => text);
const said = (id: string, at: number, more = {}) => logRow({ id, at, session: 's', ...more });

/** Messages of a month of 2026, with ids from a number on. */
function numbered(month: number, from: number, many: number) {
  return Array.from({ length: many }, (_, index) =>
    logRow({ id: `m-${from + index}`, at: Date.UTC(2026, month, 2) + index }),
  );
}

/** Messages that came in, and before them one that went out. */
function orders(start: number, many: number, part: string) {
  return Array.from({ length: many }, (_, index) => {
    const direction = index === 0 ? ('out' as const) : ('in' as const);
    return logRow({ id: `${part}${index}`, at: start + index, text: 'in the order', direction });
  });
}

describe('appending to the log', () => {
  it('keeps one file per account and UTC month', () => {
    store.append({
      account: NORTH,
      rows: [logRow({ id: 'a', at: JUNE - 1 }), logRow({ id: 'b', at: JUNE })],
    });
    const files = readdirSync(join(folder, 'logs', NORTH)).filter((name) => name.endsWith('.sqlite'));
    expect(files).toEqual(['2026-05.sqlite', '2026-06.sqlite']);
  });

  it('adds nothing when the same rows come twice', () => {
    const rows = [logRow({ id: 'a', at: MAY }), logRow({ id: 'b', at: MAY + 5 })];
    expect(store.append({ account: NORTH, rows })).toEqual({ added: 2, known: 0 });
    const again = [...rows, logRow({ id: 'c', at: MAY + 5 })];
    expect(store.append({ account: NORTH, rows: again })).toEqual({ added: 1, known: 2 });
    expect(list().total).toBe(3);
  });

  it('leaves a known message as it was when it comes with another text', () => {
    store.append({ account: NORTH, rows: [logRow({ id: 'a', at: MAY, text: 'first' })] });
    store.append({ account: NORTH, rows: [logRow({ id: 'a', at: MAY + 9, text: 'second' })] });
    expect(rowsOf(list())).toMatchObject([{ id: 'a', at: MAY, text: 'first' }]);
  });

  it('takes a message that comes again with a time of another month for the same one', () => {
    const april = Date.UTC(2026, 3, 30);
    store.append({ account: NORTH, rows: [logRow({ id: 'a', at: MAY, text: 'first' })] });
    const again = [logRow({ id: 'a', at: april, text: 'first' }), logRow({ id: 'b', at: april })];
    const differing: string[] = [];
    const mark = { id: 'import', differs: ({ id }: { id: string }) => differing.push(id) };
    expect(store.append({ account: NORTH, rows: again }, mark)).toEqual({ added: 1, known: 1 });
    expect(differing).toEqual(['a']);
    expect(rowsOf(list())).toMatchObject([
      { id: 'a', at: MAY, text: 'first' },
      { id: 'b', at: april },
    ]);
    // The same id in another account's log is another message.
    expect(store.append({ account: SOUTH, rows: again }).added).toBe(2);
  });

  it('knows the ids of large months as well, those that were just added too', () => {
    expect(store.append({ account: NORTH, rows: numbered(3, 0, 7_000) }).added).toBe(7_000);
    expect(store.append({ account: NORTH, rows: numbered(4, 6_000, 8_000) }).added).toBe(7_000);
    expect(store.append({ account: NORTH, rows: numbered(3, 6_990, 7_020) }).added).toBe(10);
    expect(store.append({ account: NORTH, rows: numbered(5, 0, 14_030) }).added).toBe(20);
    expect(list().total).toBe(14_030);
  });

  it('keeps the order of arrival within one millisecond', () => {
    const rows = ['a', 'b', 'c'].map((id) => logRow({ id, at: MAY + 7 }));
    store.append({ account: NORTH, rows });
    store.append({ account: NORTH, rows: [logRow({ id: 'd', at: MAY + 7 })] });
    expect(rowsOf(list({ direction: 'asc' })).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(rowsOf(list()).map(({ at }) => at)).toEqual([MAY + 7, MAY + 7, MAY + 7, MAY + 7]);
  });

  it('refuses a time that is no whole millisecond of the years 1970 to 9999', () => {
    for (const at of [-1, 1.5, Number.NaN, 253_402_300_800_000]) {
      expect(() => store.append({ account: NORTH, rows: [logRow({ id: 'a', at })] })).toThrow(RangeError);
      expect(() =>
        store.append({ account: NORTH, rows: [logRow({ id: 'b', at: MAY }), logRow({ id: 'a', at })] }),
      ).toThrow(RangeError);
    }
    expect(list().total).toBe(0);
  });

  it('adds none of a month when one row of it fails', () => {
    const broken = { ...logRow({ id: 'b', at: MAY, project: SHOP }), text: null as unknown as string };
    expect(() => store.append({ account: NORTH, rows: [logRow({ id: 'a', at: MAY }), broken] })).toThrow();
    store.append({ account: NORTH, rows: [logRow({ id: 'c', at: MAY, project: SHOP })] });
    expect(rowsOf(list()).map(({ id, project }) => [id, project])).toEqual([['c', SHOP]]);
  });

  it('refuses an account id that would lead out of the log folder', () => {
    expect(() => store.append({ account: '../x', rows: [logRow({ id: 'a', at: MAY })] })).toThrow(/folder/);
  });
});

describe('reading the log', () => {
  it('has nothing to show where there is no log', () => {
    expect(list()).toMatchObject({ total: 0, rows: 0 });
    expect(store.dialog(NORTH, BOOKING, 'x')).toEqual([]);
  });

  it('shows what another connection added since the last look', () => {
    store.append({ account: NORTH, rows: [logRow({ id: 'a', at: MAY })] });
    expect(list().total).toBe(1);
    const other = openLogStore(folder);
    other.append({ account: NORTH, rows: [logRow({ id: 'b', at: MAY + 1, channel: 'sms' })] });
    other.close();
    expect(rowsOf(list()).map(({ id, channel }) => [id, channel])).toEqual([
      ['b', 'sms'],
      ['a', 'web'],
    ]);
  });

  it('shows only the projects that are covered, in rows, counts and search hits', () => {
    const rows = [
      logRow({ id: 'a', at: MAY, text: 'secret' }),
      logRow({ id: 'b', at: MAY + 1, project: CLAIMS, text: 'secret' }),
    ];
    store.append({ account: NORTH, rows });
    store.append({ account: SOUTH, rows: [logRow({ id: 'c', at: MAY, project: SHOP, text: 'secret' })] });
    const scopes = [{ account: NORTH, projects: new Set([CLAIMS]) }];
    for (const filter of [{}, { search: 'SECRET' }, { client: 'web-1' }, { project: CLAIMS }]) {
      const page = list({ scopes, filter });
      expect(page.total).toBe(1);
      expect(rowsOf(page).map(({ id }) => id)).toEqual(['b']);
    }
    expect(list({ scopes, filter: { project: BOOKING } }).total).toBe(0);
    expect(list({ scopes: [] }).total).toBe(0);
  });

  it('finds text in any language whatever its case, and takes wildcards literally', () => {
    const texts = ['Order 100%', 'ÄRGER mit Straße', 'где ЗАКАЗ', 'مرحبا', 'a_b', '東京'];
    store.append({
      account: NORTH,
      rows: texts.map((text, index) => logRow({ id: text, at: MAY + index, text })),
    });
    expect(found('oRDER')).toEqual(['Order 100%']);
    expect(found('ärger')).toEqual(['ÄRGER mit Straße']);
    expect(found('Заказ')).toEqual(['где ЗАКАЗ']);
    expect(found('حبا')).toEqual(['مرحبا']);
    expect(found('京')).toEqual(['東京']);
    expect(found('0%')).toEqual(['Order 100%']);
    expect(found('_')).toEqual(['a_b']);
    expect(found('%')).toEqual(['Order 100%']);
    expect(found('nowhere')).toEqual([]);
  });

  it('counts what is found only as far as was asked, and tells when there is more', () => {
    const rows = Array.from({ length: 2_500 }, (_, index) =>
      logRow({ id: `m${index}`, at: MAY + index, text: index % 2 === 0 ? 'even numbers' : 'odd' }),
    );
    store.append({ account: NORTH, rows });
    const first = list({ filter: { search: 'EVEN' } });
    expect(first).toMatchObject({ rows: 100, more: true });
    expect(first.total).toBeGreaterThan(100);
    expect(rowsOf(first)[0]?.id).toBe('m2498');
    const last = list({ filter: { search: 'even' }, offset: 1_200 });
    expect(last).toMatchObject({ total: 1_250, rows: 50, more: false });
    expect(rowsOf(last).at(-1)?.id).toBe('m0');
    expect(list({ filter: { search: 'EVEN' }, direction: 'asc', offset: 1_249 }).rows).toBe(1);
  });

  it('goes on from page to page until all months are searched, however few messages match', () => {
    store.append({ account: NORTH, rows: [...orders(MAY, 9_000, 'may'), ...orders(JUNE, 1_001, 'june')] });
    const filter = { search: 'order', direction: 'out' } as const;
    const pages = [list({ filter })];
    while (pages.at(-1)?.more === true && pages.length < 10) pages.push(list({ filter }));
    expect(pages.length).toBeGreaterThan(1);
    expect(rowsOf(pages.at(-1) as ReturnType<typeof list>).map(({ id }) => id)).toEqual(['june0', 'may0']);
  });

  it('finds messages by tag, and counts tags of the projects that are seen', () => {
    store.append({
      account: NORTH,
      rows: [
        logRow({ id: 'a', at: MAY, tags: ['vip', 'new'] }),
        logRow({ id: 'b', at: MAY + 1, tags: ['vip'], project: CLAIMS }),
        logRow({ id: 'c', at: MAY + 2 }),
      ],
    });
    expect(rowsOf(list({ filter: { tag: 'vip' } })).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(list({ filter: { tag: 'vip', project: CLAIMS } }).total).toBe(1);
    expect(list({ filter: { tag: 'vip', search: 'text of a' } }).total).toBe(1);
    const change = { account: NORTH, project: BOOKING, message: 'c', at: MAY + 2, most: 2 };
    expect(store.tag({ ...change, add: ['vip', 'odd'], remove: [] })).toEqual(['vip', 'odd']);
    expect(store.tag({ ...change, add: ['third'], remove: [] })).toBe('too-many');
    expect(store.tag({ ...change, add: [], remove: ['vip'] })).toEqual(['odd']);
    expect(store.tag({ ...change, project: CLAIMS, add: ['x'], remove: [] })).toBe('no-message');
    expect(store.tag({ ...change, at: JUNE, add: ['x'], remove: [] })).toBe('no-message');
    const booking = [{ account: NORTH, projects: new Set([BOOKING]) }];
    const counts = [...store.tagCounts(booking)].filter(([, many]) => many > 0);
    expect(new Map(counts)).toEqual(
      new Map([
        ['new', 1],
        ['odd', 1],
        ['vip', 1],
      ]),
    );
  });

  it('gives a dialog oldest first, across months, and only of its project', () => {
    const rows = [said('b', JUNE + 1), said('a', JUNE - 1), said('x', JUNE, { project: CLAIMS })];
    store.append({ account: NORTH, rows });
    const dialog = store.dialog(NORTH, BOOKING, 's');
    expect(dialog.map(({ id, at, account }) => [id, at, account])).toEqual([
      ['a', JUNE - 1, NORTH],
      ['b', JUNE + 1, NORTH],
    ]);
  });

  it('serves more months than it keeps connections', () => {
    for (let month = 0; month < 70; month += 1) {
      store.append({ account: NORTH, rows: [logRow({ id: `m${month}`, at: Date.UTC(2020, month, 3) })] });
    }
    expect(list({ offset: 60 })).toMatchObject({ total: 70, rows: 10 });
    expect(rowsOf(list({ offset: 69 })).map(({ id }) => id)).toEqual(['m0']);
  });

  it('refuses a file of a newer version and leaves it as it is', () => {
    store.append({ account: NORTH, rows: [logRow({ id: 'a', at: MAY })] });
    store.close();
    const raw = openRaw(join(folder, 'logs', NORTH, '2026-05.sqlite'));
    raw.pragma('user_version = 99');
    raw.close();
    expect(() => list()).toThrow(NewerLogError);
    expect(() => store.append({ account: NORTH, rows: [logRow({ id: 'b', at: MAY })] })).toThrow(
      NewerLogError,
    );
  });

  it('is one store per folder for handlers until it is closed', () => {
    const one = logStoreOf(folder);
    expect(logStoreOf(folder)).toBe(one);
    closeLogStore(folder);
    expect(logStoreOf(folder)).not.toBe(one);
    closeLogStore(folder);
  });
});

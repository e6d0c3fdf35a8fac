import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyAt } from '#main/db/logs/months.ts';
import { openLogStore } from '#main/db/logs/store.ts';
import { openRaw } from '#main/db/open.ts';
import { rowsOf } from '#shared/page.ts';
import { BOOKING, logRow, NORTH } from '#test/support/export-workspace.ts';

const MAY = Date.UTC(2026, 4, 1);

/** The layout of version 1, as it was. */
const VERSION_1 = `
  create table words (id integer primary key, word text not null unique) strict;
  create table messages (
    key integer primary key,
    message_id text not null unique,
    project integer not null references words (id),
    channel integer not null references words (id),
    client text not null,
    session text not null,
    direction integer not null references words (id),
    speaker text not null,
    text text not null,
    intent integer not null references words (id),
    confidence real,
    extra text not null
  ) strict;
  create index messages_client on messages (client);
  create index messages_session on messages (session);
  create table counts (
    hour integer not null,
    project integer not null,
    channel integer not null,
    direction integer not null,
    messages integer not null,
    primary key (hour, project, channel, direction)
  ) strict, without rowid;
  insert into words values (1, '${BOOKING}'), (2, 'web'), (3, 'in'), (4, ''), (5, 'order.status');
  insert into messages values
    (0, 'a', 1, 2, 'web-1', 's', 3, 'client', 'Where is my ORDER?', 5, 0.9, ''),
    (${keyAt(0, 5)}, 'b', 1, 2, 'web-1', 's', 3, 'client', 'Hallo Straße', 4, null, '');
  insert into counts values (0, 1, 2, 3, 2);
  pragma user_version = 1;
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-older-'));
  mkdirSync(join(folder, 'logs', NORTH), { recursive: true });
  const raw = openRaw(join(folder, 'logs', NORTH, '2026-05.sqlite'));
  raw.exec(VERSION_1);
  raw.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

const found = (search: string) => {
  const store = openLogStore(folder);
  const scopes = [{ account: NORTH, projects: null }];
  const page = store.page({ scopes, filter: { search }, direction: 'desc', offset: 0, limit: 10 });
  store.close();
  return rowsOf(page).map(({ id }) => id);
};

it('a file of the first layout is searched and read as if it had always had an index', () => {
  expect(found('order')).toEqual(['a']);
  expect(found('straße')).toEqual(['b']);
  expect(found('')).toEqual(['b', 'a']);
});

it('a file of the first layout takes further rows, and its dialogs go on', () => {
  const store = openLogStore(folder);
  const rows = [logRow({ id: 'c', at: MAY + 9, session: 's', intent: 'goodbye', text: 'And my order?' })];
  expect(store.append({ account: NORTH, rows: [...rows, logRow({ id: 'a', at: MAY })] })).toEqual({
    added: 1,
    known: 1,
  });
  store.close();
  expect(found('order')).toEqual(['c', 'a']);
  const raw = openRaw(join(folder, 'logs', NORTH, '2026-05.sqlite'), { readonly: true });
  const dialogs = raw.prepare('select session, messages, path from dialogs').all();
  const goodbye = raw.prepare(`select id from words where word = 'goodbye'`).pluck().get();
  raw.close();
  expect(dialogs).toEqual([{ session: 's', messages: 3, path: `5 ${String(goodbye)}` }]);
});

it('a file of the second layout gets what it lacks when it is read', () => {
  expect(found('order')).toEqual(['a']);
  const file = join(folder, 'logs', NORTH, '2026-05.sqlite');
  const indexes = () => {
    const raw = openRaw(file);
    const names = raw.prepare(`select name from pragma_index_list('messages')`).pluck().all();
    raw.close();
    return names;
  };
  expect(indexes()).toContain('messages_kind');
  const raw = openRaw(file);
  raw.exec('drop index messages_kind; pragma user_version = 2');
  raw.close();
  expect(found('straße')).toEqual(['b']);
  expect(indexes()).toContain('messages_kind');
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow } from '#main/db/logs/rows.ts';
import { openLogStore } from '#main/db/logs/store.ts';
import { type Page, rowsOf } from '#shared/page.ts';
import { logRow } from '#test/support/export-workspace.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';
import { DIALOG_PLATFORM } from '../documents/dialog-platform.ts';

/** Where a role is held, and the projects that lie there. */
const PLACES = {
  account: { node: 'north-a', projects: ['north-a1', 'north-a2'] },
  project: { node: 'north-a1', projects: ['north-a1'] },
  elsewhere: { node: 'north-b', projects: [] },
} as const;
type Place = keyof typeof PLACES;

const ROLES = Object.keys(DIALOG_PLATFORM);
const PEOPLE = ROLES.flatMap((role) => (Object.keys(PLACES) as Place[]).map((place) => ({ role, place })));
const FROM = Date.UTC(2026, 3, 30);
const SPAN = { from: FROM, to: FROM + 10 * 86_400_000 };
/** In one project only, so that whoever may not see it must not find it. */
const SECRET = 'plover';

let test: TestService;
let world: World;
let out: string;
let rows: LogRow[];

const emailOf = (role: string, place: string) => `${role}-${place}@x.example`.toLowerCase();
const nodeOf = (name: string) => world.nodes[name] as string;
const sorted = (some: Iterable<string>) => [...some].toSorted();

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'rolecall-surfaces-'));
  test = await testService();
  const people = PEOPLE.map(({ role, place }) => ({
    email: emailOf(role, place),
    node: 'north-a',
    roles: [['J', role, PLACES[place].node] as const],
  }));
  const both = {
    email: 'both@x.example',
    node: 'north-a',
    roles: [['J', 'ANALYST', 'north-a'] as const, ['J', 'RAWLOGS_ANALYTIC', 'north-a'] as const],
  };
  world = await testWorld(test, [...people, both]);
  const make = (name: string, many: number) =>
    Array.from({ length: many }, (_, index) =>
      logRow({
        id: `${name}-${index}`,
        project: nodeOf(name),
        at: FROM + index * 7_200_000,
        client: `client-${name}-${index % 5}`,
        session: `session-${name}-${index % 9}`,
        channel: index % 2 === 0 ? 'web' : 'sms',
        intent: index % 3 === 0 ? `intent-${name}` : '',
        text: name === 'north-a2' && index % 4 === 0 ? `${SECRET} ${index}` : `word ${index}`,
        tags: index % 6 === 0 ? [`tag-${name}`, 'common'] : [],
      }),
    );
  rows = [...make('north-a1', 61), ...make('north-a2', 37)];
  const logs = openLogStore(test.folder);
  logs.append({ account: nodeOf('north-a'), rows });
  logs.close();
  const seen = new Map(rows.map((row) => [`${row.project} ${row.client}`, row]));
  for (const [index, { project, client, channel, at }] of [...seen.values()].entries()) {
    await test.service.writer
      .insertInto('log_clients')
      .values({
        id: `00000000-0000-7000-b000-${String(index).padStart(12, '0')}`,
        realm_id: nodeOf('north'),
        account_id: nodeOf('north-a'),
        node_id: project,
        client,
        channel,
        first_at: at,
        last_at: at,
        version: 1,
      })
      .execute();
  }
  for (const { email } of [...people, both]) await test.signIn(email);
});

afterAll(async () => {
  await test.close();
  rmSync(out, { recursive: true, force: true });
});

/** What the document lets a role see by a permission: the rows of the projects that lie where it is held. */
function admitted(role: string, place: Place, permission: string): LogRow[] {
  const projects: string[] = PLACES[place].projects.map(nodeOf);
  return DIALOG_PLATFORM[role]?.includes(permission) === true
    ? rows.filter(({ project }) => projects.includes(project))
    : [];
}

/** The rows of every page of a list; none if it is refused. */
async function listed(as: string, name: string, input: Record<string, unknown>) {
  const all: Record<string, unknown>[] = [];
  for (;;) {
    const reply = await test.raw(as, name, { ...input, offset: all.length, limit: 40 });
    if (!reply.ok) return { rows: [], total: 0 };
    const page = reply.value as Page;
    all.push(...rowsOf(page));
    if (page.rows === 0 || all.length >= page.total) return { rows: all, total: page.total };
  }
}

describe.each(PEOPLE)('$role at the $place', ({ role, place }) => {
  const as = emailOf(role, place);
  const may = (permission: string) => admitted(role, place, permission);

  it('lists and counts the messages that the document admits, filtered or not', async () => {
    const seen = may('dialogLogs.view');
    const whole = await listed(as, 'dialogLogs.list', {});
    expect(sorted(whole.rows.map(({ id }) => String(id)))).toEqual(sorted(seen.map(({ id }) => id)));
    expect(whole.total).toBe(seen.length);
    for (const name of ['north-a1', 'north-a2']) {
      const project = nodeOf(name);
      const some = await listed(as, 'dialogLogs.list', { project, channel: 'web' });
      expect(some.total).toBe(seen.filter((row) => row.project === project && row.channel === 'web').length);
      const dialog = await test.raw(as, 'dialogLogs.dialog', { project, session: `session-${name}-1` });
      expect(dialog.ok).toBe(seen.some((row) => row.project === project));
    }
  });

  it('finds by text what it lists, and nothing else', async () => {
    const seen = may('dialogLogs.view');
    for (const search of [SECRET, 'word 1', 'ov']) {
      const found = await listed(as, 'dialogLogs.list', { search });
      const expected = seen.filter(({ text }) => text.includes(search));
      expect(sorted(found.rows.map(({ id }) => String(id)))).toEqual(sorted(expected.map(({ id }) => id)));
    }
  });

  it('sees tags, and counts of them, where the document admits it', async () => {
    const counted = may('tags.view');
    const named = may('dialogLogs.tag');
    const reply = await test.raw(as, 'dialogLogs.tags', {});
    const tags = reply.ok ? (reply.value as { tag: string; messages: number | null }[]) : [];
    const words = new Map(tags.map(({ tag, messages }) => [tag, messages]));
    const expected = new Map<string, number | null>();
    for (const tag of named.flatMap((row) => row.tags ?? [])) expected.set(tag, null);
    for (const tag of counted.flatMap((row) => row.tags ?? [])) {
      expected.set(tag, counted.filter((row) => row.tags?.includes(tag)).length);
    }
    expect(words).toEqual(expected);
    const found = await listed(as, 'dialogLogs.list', { tag: 'common' });
    const both = may('dialogLogs.view').filter(
      (row) => counted.includes(row) && row.tags?.includes('common'),
    );
    expect(found.total).toBe(both.length);
  });

  it('is shown figures and flows of the projects that the document admits, and of their rows alone', async () => {
    const surfaces = [
      ['projects.overview', 'projectOverview.view', {}],
      ['projects.statistics', 'projectStatistics.view', {}],
      ['userFlow.get', 'userFlow.view', {}],
    ] as const;
    for (const [operation, permission] of surfaces) {
      for (const name of ['north-a', 'north-a1', 'north-a2']) {
        const reply = await test.raw(as, operation, { node: nodeOf(name), ...SPAN });
        const inside = name === 'north-a' ? rows : rows.filter(({ project }) => project === nodeOf(name));
        const seen = may(permission);
        const allowed = inside.length > 0 && inside.every((row) => seen.includes(row));
        // A project's node is the narrowest that a figure is asked of: an account takes the right to all of it.
        if (!reply.ok) {
          expect(allowed, `${operation} of ${name}: ${reply.error.message}`).toBe(false);
          continue;
        }
        const value = reply.value as { messages?: number; dialogs: number; steps?: { intent: string }[][] };
        const own = inside.filter((row) => seen.includes(row));
        expect(value.dialogs).toBe(new Set(own.map(({ session }) => session)).size);
        if (value.messages !== undefined) expect(value.messages).toBe(own.length);
        const intents = new Set((value.steps ?? []).flat().map(({ intent }) => intent));
        for (const intent of intents) expect(own.some((row) => row.intent === intent)).toBe(true);
      }
    }
  });

  it('lists the clients of the projects that the document admits', async () => {
    const { rows: clients, total } = await listed(as, 'clients.list', {});
    const expected = new Set(may('clients.view').map(({ client }) => client));
    expect(sorted(clients.map(({ client }) => String(client)))).toEqual(sorted(expected));
    expect(total).toBe(expected.size);
  });

  it('downloads the raw log of the accounts that the document admits, whole, and not by what it may not see', async () => {
    const file = join(out, `${as}.csv`);
    const node = nodeOf('north-a');
    const reply = await test.call(as, 'exports.rawLog', { node, file, profile: 'raw' });
    const seen = may('rawLogs.export');
    expect(reply.ok).toBe(place === 'account' && seen.length > 0);
    if (!reply.ok) return;
    await test.service.jobs.ended(reply.value.job);
    const read: string[][] = parse(readFileSync(file), { from: 2 });
    expect(sorted(read.map(([id]) => id as string))).toEqual(sorted(rows.map(({ id }) => id)));
    const tagged = await test.call(as, 'exports.rawLog', { node, file: `${file}.2`, tag: 'common' });
    expect(tagged.ok).toBe(may('tags.view').length > 0);
  });
});

describe('who holds both the list and the download', () => {
  it('exports from each exactly what the list shows', async () => {
    const as = 'both@x.example';
    const filter = { tag: 'common', channel: 'web' } as const;
    const list = await listed(as, 'dialogLogs.list', filter);
    expect(list.total).toBeGreaterThan(0);
    const one = join(out, 'both-list.csv');
    const other = join(out, 'both-raw.csv');
    const byList = await test.call(as, 'listExports.start', {
      list: 'dialogLogs.list',
      input: { ...filter, node: nodeOf('north-a') },
      columns: [{ field: 'id', title: 'id' }],
      file: one,
      profile: 'raw',
    });
    const raw = await test.call(as, 'exports.rawLog', {
      node: nodeOf('north-a'),
      file: other,
      profile: 'raw',
      ...filter,
    });
    if (!byList.ok) throw new Error(byList.error.message);
    if (!raw.ok) throw new Error(raw.error.message);
    await test.service.jobs.ended(byList.value.job);
    await test.service.jobs.ended(raw.value.job);
    const ids = sorted(list.rows.map(({ id }) => String(id)));
    for (const file of [one, other]) {
      const read: string[][] = parse(readFileSync(file), { from: 2 });
      expect(sorted(read.map(([id]) => id as string))).toEqual(ids);
    }
    const history = await test.call(as, 'exports.list', {});
    expect(history.ok && rowsOf(history.value)[0]).toMatchObject({
      rows: list.total,
      filter: 'web, tagged “common”',
    });
  });
});

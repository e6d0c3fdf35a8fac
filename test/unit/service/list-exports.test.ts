import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLogStore } from '#main/db/logs/store.ts';
import type { InputOf } from '#shared/operations/index.ts';
import { type Page, rowsOf } from '#shared/page.ts';
import { sha256Of } from '#test/support/export-desk.ts';
import { logRow } from '#test/support/export-workspace.ts';
import { recordMaker } from '#test/support/records.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';
import { DIALOG_PLATFORM } from '../../documents/dialog-platform.ts';

type Start = InputOf<'listExports.start'>;

const ROLES = Object.keys(DIALOG_PLATFORM);
const BOTH = 'both@x.example';

let test: TestService;
let world: World;
let out: string;
let files = 0;
let list: string;

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'rolecall-lists-'));
  test = await testService();
  world = await testWorld(test, [
    ...ROLES.map((role) => ({
      email: `${role}@x.example`,
      node: 'north-a',
      roles: [['J', role, 'north-a'] as const],
    })),
    {
      email: BOTH,
      node: 'north-a',
      roles: [
        ['J', 'ANALYST', 'north-a'],
        ['J', 'ANALYST', 'north-b'],
        ['J', 'RAWLOGS_ANALYTIC', 'north-a'],
      ],
    },
  ]);
  list = await recordMaker(test).list(world.nodes['north-a'] as string, world.nodes['north'] as string);
  const logs = openLogStore(test.folder);
  const project = world.nodes['north-a1'] as string;
  const rows = Array.from({ length: 2_500 }, (_, index) =>
    logRow({
      id: `m${index}`,
      project,
      at: Date.UTC(2026, 4, 1) + index,
      client: '+12025550100',
      text: `=cmd ${index}`,
    }),
  );
  logs.append({ account: world.nodes['north-a'] as string, rows });
  logs.close();
  for (const email of [...ROLES.map((role) => `${role}@x.example`), BOTH]) await test.signIn(email);
});

afterAll(async () => {
  await test.close();
  rmSync(out, { recursive: true, force: true });
});

/** What each list is asked with, and one of its columns. */
const LISTS: readonly (readonly [list: string, input: () => Record<string, unknown>, field: string])[] = [
  ['users.list', () => ({ node: world.nodes['north-a'] }), 'email'],
  ['numberLists.list', () => ({ node: world.nodes['north-a'] }), 'name'],
  ['numberLists.entries', () => ({ id: list }), 'number'],
  ['broadcasts.list', () => ({ node: world.nodes['north-a'] }), 'name'],
  ['dialogLogs.list', () => ({ node: world.nodes['north-a'] }), 'id'],
  ['exports.list', () => ({ node: world.nodes['north-a'] }), 'file'],
  ['exportSchedules.list', () => ({ node: world.nodes['north-a'] }), 'file'],
  ['audit.list', () => ({}), 'operation'],
];

function request(name: string, input: Record<string, unknown>, columns: Start['columns']): Start {
  files += 1;
  return { list: name, input, columns, file: join(out, `list-${files}.csv`), profile: 'raw' };
}

async function exported(as: string, asked: Start) {
  const reply = await test.call(as, 'listExports.start', asked);
  if (!reply.ok) throw new Error(reply.error.message);
  await test.service.jobs.ended(reply.value.job);
  const job = await test.call(as, 'jobs.get', { id: reply.value.job });
  if (!job.ok) throw new Error(job.error.message);
  return job.value;
}

const time = (at: unknown) => (typeof at === 'number' ? new Date(at).toISOString() : '');

describe('exporting a list', () => {
  for (const [name, input, field] of LISTS) {
    it(`${name}: who sees it exports it, and nobody else`, async () => {
      for (const role of ROLES) {
        const as = `${role}@x.example`;
        const seen = await test.raw(as, name, input());
        const reply = await test.call(
          as,
          'listExports.start',
          request(name, input(), [{ field, title: 'T' }]),
        );
        // No role of the document both reads the dialog log and downloads it raw.
        const may = seen.ok && name !== 'dialogLogs.list';
        expect(reply.ok, `${role} ${name}`).toBe(may);
        if (!reply.ok && !seen.ok) expect(reply.error.code, role).toBe(seen.error.code);
        if (!reply.ok && seen.ok) expect(reply.error.code, role).toBe('denied');
        if (reply.ok) await test.service.jobs.ended(reply.value.job);
      }
    });
  }

  it('writes the columns that were asked for, as the list shows them, with a manifest', async () => {
    const asked = request('users.list', { sort: { by: 'name', direction: 'desc' } }, [
      { field: 'email', title: 'E-mail' },
      { field: 'active', title: 'Active' },
      { field: 'lastSignIn', title: 'Last, seen', as: 'time' },
    ]);
    const job = await exported('ADMINISTRATOR@x.example', asked);
    const page = await test.call('ADMINISTRATOR@x.example', 'users.list', asked.input as never);
    const rows = page.ok ? rowsOf(page.value as Page) : [];
    const read: string[][] = parse(readFileSync(asked.file));
    expect(read[0]).toEqual(['E-mail', 'Active', 'Last, seen']);
    expect(read.slice(1)).toEqual(
      rows.map((row) => [row['email'], String(row['active']), time(row['lastSignIn'])]),
    );
    expect(rows.length).toBeGreaterThan(ROLES.length - 1);
    const manifest = JSON.parse(readFileSync(`${asked.file}.manifest.json`, 'utf8')) as Record<
      string,
      unknown
    >;
    expect(manifest).toMatchObject({
      list: 'users.list',
      rows: rows.length,
      askedBy: 'ADMINISTRATOR@x.example',
      files: [{ rows: rows.length, sha256: sha256Of(asked.file) }],
    });
    expect(job).toMatchObject({ state: 'done', result: { sha256: sha256Of(asked.file), file: asked.file } });
  });

  it('exports a dialog log of several pages for who may do both, at the account where they may', async () => {
    const columns: Start['columns'] = [
      { field: 'id', title: 'Id' },
      { field: 'client', title: 'Client', as: 'phone' },
      { field: 'text', title: 'Text' },
    ];
    const node = world.nodes['north-a'] as string;
    const asked: Start = { ...request('dialogLogs.list', { node }, columns), profile: 'dialer' };
    await exported(BOTH, asked);
    const read: string[][] = parse(readFileSync(asked.file));
    expect(read.length).toBe(2_501);
    expect(new Set(read.map(([id]) => id)).size).toBe(2_501);
    expect(read[1]?.slice(1)).toEqual(['+12025550100', "'=cmd 2499"]);
    for (const other of [
      { node: world.nodes['north-b'] as string },
      { node: world.nodes['north'] as string },
      {},
    ]) {
      const reply = await test.call(BOTH, 'listExports.start', request('dialogLogs.list', other, columns));
      expect(reply).toMatchObject({ ok: false, error: { code: 'denied' } });
    }
  });

  it('refuses what is no list, a column that is not there, and input that the list does not take', async () => {
    const as = 'ADMINISTRATOR@x.example';
    const columns = [{ field: 'email', title: 'E-mail' }];
    const code = async (asked: Start) => {
      const reply = await test.call(as, 'listExports.start', asked);
      return reply.ok ? 'started' : reply.error.code;
    };
    expect(await code(request('users.create', {}, columns))).toBe('unknown-operation');
    expect(await code(request('session.me', {}, columns))).toBe('unknown-operation');
    expect(await code(request('users.list', { nonsense: 1 }, columns))).toBe('invalid-input');
    const job = await exported(as, request('users.list', {}, [{ field: 'passwordHash', title: 'X' }]));
    expect(job).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('no column "passwordHash"'),
    });
    expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('ends and leaves nothing when the person may not see the list any more', async () => {
    const node = world.nodes['north-a'] as string;
    const asked = request('dialogLogs.list', { node }, [{ field: 'id', title: 'Id' }]);
    const started = await test.call(BOTH, 'listExports.start', asked);
    if (!started.ok) throw new Error(started.error.message);
    const { id } = await test.service.writer
      .selectFrom('assignments')
      .select('id')
      .where('person_id', '=', world.persons[BOTH] as string)
      .where('node_id', '=', node)
      .executeTakeFirstOrThrow();
    const taken = await test.call('ADMINISTRATOR@x.example', 'assignments.revoke', { id });
    expect(taken).toMatchObject({ ok: true });
    await test.service.jobs.ended(started.value.job);
    const job = await test.service.writer
      .selectFrom('jobs')
      .select(['state', 'message'])
      .where('id', '=', started.value.job)
      .executeTakeFirstOrThrow();
    expect(job.state).toBe('failed');
    expect(readdirSync(out).filter((name) => asked.file.endsWith(name.replace(/\.part$/, '')))).toEqual([]);
  });

  it('is in the audit trail with the list and what it was asked with', async () => {
    const row = await test.service.writer
      .selectFrom('command_log')
      .select(['arguments', 'verdict'])
      .where('operation', '=', 'listExports.start')
      .where('verdict', '=', 'refused')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(row.arguments)).toMatchObject({ list: expect.any(String), columns: expect.any(Array) });
  });
});

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '#shared/operation.ts';
import { operations } from '#shared/operations/index.ts';
import type { DemoPerson } from '#shared/operations/workspace.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { PERMISSION_IDS } from '#shared/policy/permissions.ts';
import { NODE_FLAGS } from '../../../scripts/node-flags.mjs';

const CLI = fileURLToPath(new URL('../../../src/main/cli/main.ts', import.meta.url));

interface Run {
  readonly code: number | null;
  readonly reply: {
    readonly ok: boolean;
    readonly value?: Record<string, unknown>;
    readonly error?: { readonly code: string; readonly message: string };
    readonly job?: { readonly state: string; readonly result: Record<string, number | string> };
  };
  readonly stderr: string;
}

let folder: string;
let workspace: string;
let people: readonly DemoPerson[];

function cli(args: readonly string[], password?: string) {
  const env = { ...process.env, ...(password === undefined ? {} : { ROLECALL_PASSWORD: password }) };
  return spawnSync(process.execPath, [...NODE_FLAGS, CLI, ...args], { encoding: 'utf8', env });
}

function as(role: string, operation: string, input: object): Run {
  const person = people.find((one) => one.roles.length === 1 && one.roles[0]?.role === role) as DemoPerson;
  const args = [operation, '--workspace', workspace, '--as', person.email, '--input', JSON.stringify(input)];
  const { status, stdout, stderr } = cli(args, person.password);
  return { code: status, reply: JSON.parse(stdout) as Run['reply'], stderr };
}

const account = (): string => people[0]?.roles[0]?.node as string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-cli-'));
  workspace = join(folder, 'workspace');
  const { stdout } = cli(['demo', '--workspace', workspace, '--seed', '11']);
  people = JSON.parse(stdout) as DemoPerson[];
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line', () => {
  it('makes a demo workspace with a person for every role and prints it again when asked again', () => {
    const roles = new Set(people.flatMap((person) => person.roles.map(({ role }) => role)));
    const signingIn = BUILT_IN_PACKS.flatMap((pack) => pack.roles.filter((role) => role.signIn)).map(
      ({ id }) => id,
    );
    expect([...roles].toSorted()).toEqual([...new Set(signingIn)].toSorted());
    for (const person of people) {
      expect(Object.keys(person).toSorted()).toEqual(['email', 'name', 'password', 'roles']);
      for (const role of person.roles)
        expect(Object.keys(role).toSorted()).toEqual(['node', 'realm', 'role']);
    }
    const { stdout } = cli(['demo', '--workspace', workspace, '--seed', '11']);
    expect(JSON.parse(stdout)).toEqual(people);
  });

  it('carries the main job as three persons, each refused what is not theirs', () => {
    const file = join(folder, 'messy.csv');
    writeFileSync(
      file,
      'Name;Phone\n"Müller, Ana";+1 212 555 0123\nBob;(415) 555-0132\nBob again;4155550132\nNobody;call me\n',
    );
    const imported = as('DIALER_ADMIN', 'numberLists.import', { node: account(), name: 'From a file', file });
    expect(imported.code, imported.stderr).toBe(0);
    expect(imported.reply.job).toMatchObject({
      state: 'done',
      result: { read: 4, accepted: 2, merged: 1, refused: 1 },
    });
    const list = imported.reply.value?.['id'] as string;

    const created = as('DIALER_ADMIN', 'broadcasts.create', {
      node: account(),
      name: 'Called from a terminal',
      list,
      callsPerSecond: 50,
    });
    expect(created.code, created.stderr).toBe(0);
    const broadcast = created.reply.value?.['id'] as string;
    const notMine = as('DIALER_ADMIN', 'broadcasts.start', { id: broadcast });
    expect(notMine).toMatchObject({ code: 1, reply: { ok: false, error: { code: 'denied' } } });

    const started = as('DIALER_VERIFIED', 'broadcasts.start', { id: broadcast });
    expect(started.code, started.stderr).toBe(0);
    expect(started.reply.job).toMatchObject({ state: 'done' });
    expect(as('DIALER_VERIFIED', 'numberLists.list', {})).toMatchObject({ code: 1, reply: { ok: false } });
    const after = as('DIALER_USER', 'broadcasts.get', { id: broadcast });
    expect(after.reply.value).toMatchObject({ state: 'finished', total: 2, done: 2 });

    const log = join(folder, 'log.csv');
    const exported = as('RAWLOGS_ANALYTIC', 'exports.rawLog', { node: account(), file: log });
    expect(exported.code, exported.stderr).toBe(0);
    const hash = createHash('sha256').update(readFileSync(log)).digest('hex');
    expect(exported.reply.job?.result['sha256']).toBe(hash);
    expect(as('RAWLOGS_ANALYTIC', 'dialogLogs.list', {})).toMatchObject({ code: 1, reply: { ok: false } });
  }, 120_000);

  it('shows pages as rows', () => {
    const users = as('ADMINISTRATOR', 'users.list', { limit: 2 });
    expect(users.code).toBe(0);
    const rows = users.reply.value?.['rows'] as Record<string, unknown>[];
    expect(rows).toHaveLength(2);
    expect(rows[0]).toHaveProperty('email');
  });

  it('lists every declared operation with its guard and danger', () => {
    const list = JSON.parse(cli(['operations', '--json']).stdout) as Record<string, unknown>[];
    expect(list.map((one) => String(one['name'])).toSorted()).toEqual(Object.keys(operations).toSorted());
    for (const one of list) {
      expect(Object.keys(one).toSorted()).toEqual(['danger', 'kind', 'name', 'permission', 'title']);
    }
  });

  it('lists the permissions that guard no operation yet, with the packs that speak of them', () => {
    const list = JSON.parse(cli(['operations', '--missing', '--json']).stdout) as {
      readonly permission: string;
      readonly packs: readonly string[];
    }[];
    const declared: readonly Operation[] = Object.values(operations);
    const guards = new Set<string>(
      declared.flatMap(({ permission }) =>
        typeof permission === 'object' ? Object.values(permission.byScope) : [permission],
      ),
    );
    const missing = new Set(list.map((one) => one.permission));
    for (const id of PERMISSION_IDS) expect(missing.has(id), id).toBe(!guards.has(id));
    for (const { permission, packs } of list) expect(packs.length, permission).toBeGreaterThan(0);
    expect(list.find((one) => one.permission === 'broadcastGroups.create')?.packs).toEqual(['E']);
    expect(cli(['operations', '--missing']).stdout.split('\n')).toHaveLength(list.length + 1);
  });

  it.each([
    ['a wrong password', ['users.list', '--as', 'nobody@larkspur.example'], 'x', 1, /not right/],
    ['no password', ['users.list', '--as', 'nobody@larkspur.example'], undefined, 1, /ROLECALL_PASSWORD/],
    ['an unknown operation', ['users.fly'], undefined, 1, /no operation called/],
    ['input that is no JSON', ['users.list', '--input', '{'], undefined, 1, /not JSON/],
    [
      'an input file that is not there',
      ['users.list', '--input', '@/nowhere/x.json'],
      undefined,
      1,
      /no such file/,
    ],
    ['an operation of the window', ['files.reveal', '--input', '{}'], undefined, 1, /needs a window/],
    ['nobody signed in', ['users.list'], undefined, 1, /Sign in first/],
    ['an unknown option', ['users.list', '--colour'], undefined, 2, /no option --colour/],
    ['--missing where nothing can be', ['users.list', '--missing'], undefined, 2, /goes with operations/],
    ['a demo over a real folder without --workspace', ['demo'], undefined, 2, /Name the folder/],
  ])('answers %s in a sentence and with exit code', (_what, args, password, code, message) => {
    const run = cli([...args, ...(args[0] === 'demo' ? [] : ['--workspace', workspace])], password);
    expect(run.status).toBe(code);
    expect(run.stdout + run.stderr).toMatch(message);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLogStore } from '#main/db/logs/store.ts';
import { findOperation, type InputOf, type OperationName, operations } from '#shared/operations/index.ts';
import type { Reply } from '#shared/reply.ts';
import { DIALOG_PLATFORM, OWN_RECORD_ONLY } from '../documents/dialog-platform.ts';
import { type RecordMaker, recordMaker } from '../support/records.ts';
import { type TestService, testService, testWorld, type World } from '../support/service.ts';

const MISSING = '00000000-0000-7000-9000-999999999999';
const ROLES = Object.keys(DIALOG_PLATFORM);
const PLACES = ['own', 'sibling', 'other realm', 'missing'] as const;
type PlaceName = (typeof PLACES)[number];

/** Where an operation is tried: a node with its realm, or ids that nobody has. */
interface Place {
  readonly node: string;
  readonly realm: string;
  readonly project: string;
  readonly missing: boolean;
  /** The asking person's own id. */
  readonly self: string;
  readonly make: RecordMaker;
  readonly folder: string;
}

type GuardedName = {
  [N in OperationName]: (typeof operations)[N]['permission'] extends 'anyone' | 'signed-in' ? never : N;
}[OperationName];

let files = 0;
const list = (at: Place): Promise<string> =>
  at.missing ? Promise.resolve(MISSING) : at.make.list(at.node, at.realm);
const edited = (at: Place): Promise<string> =>
  at.missing ? Promise.resolve(MISSING) : at.make.editedList(at.node, at.realm);
const source = (at: Place): Promise<string> =>
  at.missing ? Promise.resolve(MISSING) : at.make.source(at.node, at.realm);
const broadcast = (at: Place, state: 'draft' | 'running' | 'suspended'): Promise<string> =>
  at.missing ? Promise.resolve(MISSING) : at.make.broadcast(at.node, at.realm, state);
const person = (at: Place, active = true): Promise<string> =>
  at.missing ? Promise.resolve(MISSING) : at.make.person(at.node, at.realm, active);
const csv = (at: Place): string => {
  const file = join(at.folder, 'few.csv');
  writeFileSync(file, 'phone,name\n+12125550101,Ann\n');
  return file;
};
const password = { password: 'quiet-harbor-93-lamp', repeat: 'quiet-harbor-93-lamp' };
const names = (id: string) => ({ firstName: 'A', lastName: 'B', email: `${id}@y.example` });

/** An input that succeeds for who may, at a place; an operation without one does not compile. */
const INPUTS: { readonly [N in GuardedName]: (at: Place) => Promise<InputOf<N>> | InputOf<N> } = {
  'audit.list': ({ node }) => ({ node }),
  'broadcasts.attempts': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.create': async (at) => ({ node: at.node, name: `New ${++files}`, list: await list(at) }),
  'broadcasts.edit': async (at) => ({
    id: await broadcast(at, 'draft'),
    version: 1,
    name: `Edited ${++files}`,
    list: await list(at),
  }),
  'broadcasts.finish': async (at) => ({ id: await broadcast(at, 'suspended') }),
  'broadcasts.get': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.list': ({ node }) => ({ node }),
  'broadcasts.outcomes': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.resume': async (at) => ({ id: await broadcast(at, 'suspended') }),
  'broadcasts.start': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.suspend': async (at) => ({ id: await broadcast(at, 'running') }),
  'dialogLogs.dialog': ({ project }) => ({ project, session: 'session-1' }),
  'dialogLogs.list': ({ node }) => ({ node }),
  'doNotCall.add': async (at) => ({ id: await source(at), numbers: '+12125550177' }),
  'doNotCall.check': ({ node }) => ({ node, number: '+12125550101' }),
  'doNotCall.create': ({ node }) => ({ node, name: `Source ${++files}` }),
  'doNotCall.edit': async (at) => ({ id: await source(at), version: 1, name: `Source ${++files}` }),
  'doNotCall.get': async (at) => ({ id: await source(at) }),
  'doNotCall.import': async (at) => ({ id: await source(at), file: csv(at) }),
  'doNotCall.list': ({ node }) => ({ node }),
  'doNotCall.numbers': async (at) => ({ id: await source(at) }),
  'doNotCall.remove': async (at) => ({ id: await source(at), version: 1 }),
  'doNotCall.removeNumbers': async (at) => ({ id: await source(at), numbers: ['+12125550177'] }),
  'exports.list': ({ node }) => ({ node }),
  'exports.rawLog': (at) => ({ node: at.node, file: join(at.folder, `log-${++files}.csv`) }),
  'numberLists.acceptRows': async (at) => ({ id: await list(at), version: 1 }),
  'numberLists.addEntry': async (at) => ({ id: await list(at), version: 1, number: '+12125550199' }),
  'numberLists.addSegment': async (at) => ({ id: await list(at), name: 'A', filter: { regions: ['US'] } }),
  'numberLists.differences': async (at) => ({ id: await edited(at), from: 1, to: 2 }),
  'numberLists.editEntry': async (at) => ({ id: await list(at), version: 1, seq: 1, number: '+12125550198' }),
  'numberLists.entry': async (at) => ({ id: await list(at), seq: 1 }),
  'numberLists.erase': ({ node }) => ({ node, number: '+12125550188' }),
  'numberLists.exportRefused': async (at) => ({
    id: await list(at),
    file: join(at.folder, `refused-${++files}.csv`),
  }),
  'numberLists.fixRow': async (at) => ({ id: await list(at), version: 1, problem: 1, value: '+12125550197' }),
  'numberLists.goBack': async (at) => ({ id: await edited(at), version: 1, ordinal: 2 }),
  'numberLists.importMore': async (at) => ({ id: await list(at), version: 1, file: csv(at) }),
  'numberLists.merge': async (at) => ({ lists: [await list(at), await list(at)], name: `Merged ${++files}` }),
  'numberLists.removeEntries': async (at) => ({ id: await list(at), version: 1, seqs: [2] }),
  'numberLists.removeSegment': async (at) => ({ id: await list(at), segment: MISSING }),
  'numberLists.segments': async (at) => ({ id: await list(at) }),
  'numberLists.setRetention': async (at) => ({ id: await list(at), version: 1, days: 30 }),
  'numberLists.split': async (at) => ({ id: await list(at), parts: 2 }),
  'numberLists.undoImport': async (at) => ({ id: await list(at), version: 1 }),
  'numberLists.versions': async (at) => ({ id: await list(at) }),
  'numberLists.entries': async (at) => ({ id: await list(at) }),
  'numberLists.get': async (at) => ({ id: await list(at) }),
  'numberLists.import': (at) => ({ node: at.node, name: `Import ${++files}`, file: csv(at) }),
  'numberLists.list': ({ node }) => ({ node }),
  'numberLists.preview': (at) => ({ node: at.node, file: csv(at) }),
  'numberLists.problems': async (at) => ({ id: await list(at) }),
  'numberLists.remove': async (at) => ({ id: await list(at), version: 1 }),
  'numberLists.rename': async (at) => ({ id: await list(at), version: 1, name: `Renamed ${++files}` }),
  'profile.edit': (at) => ({ id: at.self, version: 1, firstName: 'A', lastName: 'B' }),
  'profile.view': (at) => ({ id: at.self }),
  'users.assignableRoles': ({ node }) => ({ node }),
  'users.create': (at) => ({ node: at.node, ...names(`new-${++files}`), access: [], ...password }),
  'users.edit': async (at) => {
    const id = await person(at);
    return { id, version: 1, ...names(`edited-${++files}`) };
  },
  'users.get': async (at) => ({ id: await person(at) }),
  'users.list': ({ node }) => ({ node }),
  'users.setPassword': async (at) => ({ id: await person(at), ...password }),
  'users.switchOff': async (at) => ({ id: await person(at), version: 1 }),
  'users.switchOn': async (at) => ({ id: await person(at, false), version: 1 }),
};

const MESSAGE = {
  id: 'message-1',
  at: Date.UTC(2026, 4, 1),
  channel: 'web',
  client: 'client-1',
  session: 'session-1',
  direction: 'in',
  speaker: 'client',
  text: 'Hello',
  intent: '',
  confidence: null,
  extra: '',
};

let test: TestService;
let world: World;
let make: RecordMaker;
let folder: string;

beforeAll(async () => {
  test = await testService();
  world = await testWorld(
    test,
    ROLES.map((role) => ({
      email: `${role}@x.example`,
      node: 'north-a',
      roles: [['J', role, 'north-a']] as const,
    })),
  );
  make = recordMaker(test);
  const logs = openLogStore(test.folder);
  logs.append({
    account: world.nodes['north-a'] as string,
    rows: [{ ...MESSAGE, project: world.nodes['north-a1'] as string }],
  });
  logs.close();
  folder = mkdtempSync(join(tmpdir(), 'rolecall-matrix-'));
  for (const role of ROLES) await test.signIn(`${role}@x.example`);
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

function placeOf(name: PlaceName, role: string): Place {
  const self = name === 'own' ? (world.persons[`${role}@x.example`] as string) : MISSING;
  const node = (key: string): string => world.nodes[key] as string;
  const common = { make, folder, self, missing: false };
  switch (name) {
    case 'own':
      return { ...common, node: node('north-a'), realm: node('north'), project: node('north-a1') };
    case 'sibling':
      return { ...common, node: node('north-b'), realm: node('north'), project: node('north-b') };
    case 'other realm':
      return { ...common, node: node('south-a'), realm: node('south'), project: node('south-a') };
    case 'missing':
      return { ...common, node: MISSING, realm: MISSING, project: MISSING, missing: true };
  }
}

function expected(name: OperationName, role: string, place: PlaceName): 'allowed' | 'denied' | 'not-found' {
  const operation = findOperation(name);
  const ways = [operation?.permission as string, ...(operation?.minimalFor ?? [])];
  const held = DIALOG_PLATFORM[role] ?? [];
  if (!ways.some((permission) => held.includes(permission))) return 'denied';
  return place === 'own' ? 'allowed' : 'not-found';
}

function verdict(reply: Reply<unknown>): string {
  if (reply.ok) return 'allowed';
  return reply.error.code;
}

describe('every operation as every role of the dialog platform', () => {
  for (const name of Object.keys(INPUTS) as GuardedName[]) {
    for (const place of PLACES) {
      it(`${name} at ${place}`, async () => {
        const seen: Record<string, string> = {};
        const wanted: Record<string, string> = {};
        for (const role of ROLES) {
          const at = placeOf(place, role);
          const input = await INPUTS[name](at);
          const reply = await test.raw(`${role}@x.example`, name, input);
          seen[role] = verdict(reply);
          wanted[role] = expected(name, role, place);
        }
        expect(seen).toEqual(wanted);
      });
    }
  }

  it('a right over the own record does not reach another person of the same account', async () => {
    const permissions = [...OWN_RECORD_ONLY];
    for (const role of ROLES) {
      const other = await make.person(world.nodes['north-a'] as string, world.nodes['north'] as string, true);
      const reply = await test.raw(`${role}@x.example`, 'profile.view', { id: other });
      expect(reply.ok, role).toBe(false);
      const holds = permissions.every((permission) => DIALOG_PLATFORM[role]?.includes(permission));
      const seesUsers = DIALOG_PLATFORM[role]?.includes('users.view') === true;
      expect(verdict(reply), role).toBe(holds && !seesUsers ? 'not-found' : 'denied');
    }
  });

  it('asking what one may do tells nothing of records that are not one’s to see', async () => {
    const there = await make.broadcast(
      world.nodes['south-a'] as string,
      world.nodes['south'] as string,
      'running',
    );
    for (const role of ROLES) {
      for (const operation of [
        'broadcasts.get',
        'broadcasts.suspend',
        'broadcasts.start',
        'broadcasts.edit',
      ]) {
        const ask = (id: string) =>
          test.call(`${role}@x.example`, 'access.check', { asks: [{ operation, kind: 'broadcast', id }] });
        expect(await ask(there), `${role} ${operation}`).toEqual(await ask(MISSING));
      }
    }
  });

  it('asking what one may do agrees with the door', async () => {
    const id = await make.broadcast(
      world.nodes['north-a'] as string,
      world.nodes['north'] as string,
      'draft',
    );
    for (const role of ROLES) {
      const asks = [{ operation: 'broadcasts.get', kind: 'broadcast', id }];
      const asked = await test.call(`${role}@x.example`, 'access.check', { asks });
      const done = await test.call(`${role}@x.example`, 'broadcasts.get', { id });
      expect(asked.ok && asked.value[0]?.allowed, role).toBe(done.ok);
      if (asked.ok && !done.ok) expect(asked.value[0]?.message, role).toBe(done.error.message);
    }
  });

  it('DIALER_VERIFIED sees of the job of a broadcast that it runs, and nothing of how far it is', async () => {
    const id = await make.broadcast(
      world.nodes['north-a'] as string,
      world.nodes['north'] as string,
      'draft',
    );
    const started = await test.call('DIALER_VERIFIED@x.example', 'broadcasts.start', { id });
    expect(started).toMatchObject({ ok: true });
    if (!started.ok) return;
    await test.service.jobs.ended(started.value.job);
    const job = await test.call('DIALER_VERIFIED@x.example', 'jobs.get', { id: started.value.job });
    expect(job).toMatchObject({
      ok: true,
      value: { state: 'done', done: 0, total: null, result: null, message: '' },
    });
  });

  it('DIALER_VERIFIED sees of a broadcast its id, name and state and nothing else', async () => {
    const id = await make.broadcast(
      world.nodes['north-a'] as string,
      world.nodes['north'] as string,
      'draft',
    );
    const reply = await test.call('DIALER_VERIFIED@x.example', 'broadcasts.get', { id });
    expect(reply.ok).toBe(true);
    if (!reply.ok) return;
    const { id: shown, name, state, node, version, ...rest } = reply.value;
    expect({ shown, state, node, version }).toEqual({
      shown: id,
      state: 'draft',
      node: world.nodes['north-a'],
      version: 1,
    });
    expect(name).not.toBe('');
    expect(Object.values(rest).every((value) => value === null)).toBe(true);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLogStore } from '#main/db/logs/store.ts';
import type { Guard } from '#shared/operation.ts';
import { findOperation, type OperationName } from '#shared/operations/index.ts';
import type { Reply } from '#shared/reply.ts';
import { DIALOG_PLATFORM, OWN_RECORD_ONLY } from '../documents/dialog-platform.ts';
import { type RecordMaker, recordMaker } from '../support/records.ts';
import { type TestService, testService, testWorld, type World } from '../support/service.ts';
import { INPUTS } from './inputs/index.ts';
import { type GuardedName, MISSING, type Place } from './inputs/place.ts';

const ROLES = Object.keys(DIALOG_PLATFORM);
const PLACES = ['own', 'sibling', 'other realm', 'missing'] as const;
type PlaceName = (typeof PLACES)[number];

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
  const colleague = name === 'own' ? (world.persons['INITIAL@x.example'] as string) : null;
  const common = { make, folder, self, colleague, missing: false, kindBelow: 'project' };
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
  const guard = operation?.permission as Guard;
  const ways: string[] = [
    ...(typeof guard === 'object' ? Object.values(guard.byScope) : [guard]),
    ...(operation?.minimalFor ?? []),
  ];
  const held = DIALOG_PLATFORM[role] ?? [];
  if (!ways.some((permission) => held.includes(permission))) return 'denied';
  // A command of many is let in, and each of its items decided.
  if (operation?.reach === 'each') return 'allowed';
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
          if (name === 'session.viewAs') await test.raw(`${role}@x.example`, 'session.stopViewing', {});
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

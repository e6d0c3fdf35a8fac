import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSecret } from '#main/db/secrets.ts';
import { CalleeFarm } from '#main/jobs/gateways/farm/farm.ts';
import type { InputOf } from '#shared/operations/index.ts';
import { CONTRACT_TIMES } from '#test/support/gateway-contract.ts';
import { type RecordMaker, recordMaker } from '#test/support/records.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';

const ADMIN = 'ada@x.example';
const DIALER = 'dora@x.example';
const STARTER = 'vera@x.example';
const SECRET = 'correct horse battery';

let test: TestService;
let world: World;
let farm: CalleeFarm;
let maker: RecordMaker;

beforeAll(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: ADMIN, node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
    { email: DIALER, node: 'north-a', roles: [['J', 'DIALER_ADMIN', 'north-a']] },
    { email: STARTER, node: 'north-a', roles: [['J', 'DIALER_VERIFIED', 'north-a']] },
  ]);
  maker = recordMaker(test);
  for (const email of [ADMIN, DIALER, STARTER]) await test.signIn(email);
  farm = await CalleeFarm.open({ ...CONTRACT_TIMES, credentials: { user: 'dialer', secret: SECRET } });
});
afterAll(async () => {
  await farm.close();
  await test.close();
});

const node = (): string => world.nodes['north-a'] as string;

async function trunk(changes: Partial<InputOf<'gateways.create'>> = {}): Promise<string> {
  const reply = await test.call(ADMIN, 'gateways.create', {
    node: node(),
    name: 'Trunk',
    kind: 'sip',
    host: '127.0.0.1',
    port: farm.port,
    user: 'dialer',
    secret: SECRET,
    ...changes,
  });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.id;
}

describe('a gateway', () => {
  it('answers when it is tried, and a wrong password is told in a sentence', async () => {
    const good = await test.call(ADMIN, 'gateways.check', { id: await trunk() });
    expect(good).toMatchObject({ ok: true, value: { fault: null } });
    const bad = await test.call(ADMIN, 'gateways.check', { id: await trunk({ secret: 'wrong' }) });
    expect(bad).toMatchObject({
      ok: true,
      value: { fault: '127.0.0.1 refuses the user name or the password of this gateway. Enter them again.' },
    });
  });

  it('keeps its password to itself: no list, no audit trail, no database file holds it', async () => {
    const id = await trunk();
    const edited = await test.call(ADMIN, 'gateways.edit', {
      id,
      version: 1,
      name: 'Trunk 2',
      kind: 'sip',
      host: '127.0.0.1',
      port: farm.port,
      user: 'dialer',
    });
    expect(edited).toMatchObject({ ok: true, value: { version: 2 } });
    const lists = await Promise.all([
      test.call(ADMIN, 'gateways.list', {}),
      test.call(DIALER, 'gateways.choices', { node: node() }),
      test.call(ADMIN, 'audit.list', {}),
    ]);
    expect(JSON.stringify(lists)).not.toContain(SECRET);
    const log = await test.service.writer.selectFrom('command_log').select('arguments').execute();
    expect(JSON.stringify(log)).not.toContain(SECRET);
    expect(JSON.stringify(log)).toContain('(redacted)');
    for (const file of ['rolecall.db', 'rolecall.db-wal']) {
      expect(readFileSync(join(test.folder, file)).includes(SECRET)).toBe(false);
    }
    expect(statSync(join(test.folder, 'secrets.key')).mode & 0o077).toBe(0);
    const row = await test.service.writer
      .selectFrom('gateways')
      .select('secret')
      .where('id', '=', id)
      .executeTakeFirst();
    const key = readFileSync(join(test.folder, 'secrets.key'));
    expect(openSecret({ key }, row?.secret as Uint8Array)).toBe(SECRET);
    expect(await test.call(ADMIN, 'gateways.check', { id })).toMatchObject({
      ok: true,
      value: { fault: null },
    });
  });

  it('without what its kind needs is refused by field', async () => {
    const reply = await test.call(ADMIN, 'gateways.create', {
      node: node(),
      name: 'A',
      kind: 'asterisk',
      host: 'sip:x',
    });
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(!reply.ok && reply.error.fields?.map(({ path }) => path).toSorted()).toEqual([
      'dialString',
      'host',
    ]);
  });

  it('is not DIALER_ADMIN’s to see or set up, but to choose', async () => {
    expect(await test.call(DIALER, 'gateways.list', {})).toMatchObject({ ok: false });
    const choices = await test.call(DIALER, 'gateways.choices', { node: node() });
    expect(choices.ok && choices.value.length).toBeGreaterThan(0);
  });
});

describe('a broadcast over a gateway', () => {
  it('that does not answer suspends itself and says why; nobody was called', async () => {
    const list = await maker.list(node(), world.nodes['north'] as string);
    const gateway = await trunk({ port: 9 });
    const prompt = await maker.prompt(node(), world.nodes['north'] as string);
    const made = await test.call(DIALER, 'broadcasts.create', {
      node: node(),
      name: 'A',
      list,
      gateway,
      prompt,
    });
    if (!made.ok) throw new Error(made.error.message);
    const { id } = made.value;
    const started = await test.call(STARTER, 'broadcasts.start', { id });
    if (!started.ok) throw new Error(started.error.message);
    await test.service.jobs.ended(started.value.job);
    const now = await test.call(DIALER, 'broadcasts.get', { id });
    expect(now).toMatchObject({
      ok: true,
      value: { state: 'suspended', suspendedBecause: 'gateway-down', done: 0, gateway: 'sip' },
    });
    expect(now.ok && now.value.suspendedNote).toContain('Nothing listens at 127.0.0.1:9.');
  });

  it('without a prompt, or with a caller id that nobody verified, is not started', async () => {
    const list = await maker.list(node(), world.nodes['north'] as string);
    const settings = { node: node(), list, gateway: await trunk() };
    const caller = await maker.callerId(node(), world.nodes['north'] as string);
    const refused = await test.call(DIALER, 'broadcasts.create', {
      ...settings,
      name: 'B',
      callers: [caller],
    });
    expect(refused).toMatchObject({ ok: false, error: { fields: [{ path: 'callers' }] } });
    const made = await test.call(DIALER, 'broadcasts.create', { ...settings, name: 'B' });
    if (!made.ok) throw new Error(made.error.message);
    const reply = await test.call(STARTER, 'broadcasts.start', { id: made.value.id });
    expect(reply).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    const preflight = await test.call(DIALER, 'broadcasts.preflight', { id: made.value.id });
    const faults = preflight.ok ? preflight.value.items.filter(({ verdict }) => verdict === 'fault') : [];
    expect(faults.map(({ item }) => item)).toEqual(['prompt']);
    expect(faults[0]?.fix).not.toBe('');
  });

  it('stops as soon as who started it may not start broadcasts any more', async () => {
    const list = await maker.list(node(), world.nodes['north'] as string);
    const made = await test.call(DIALER, 'broadcasts.create', {
      node: node(),
      name: 'C',
      list,
      startAt: test.clock.now + 86_400_000,
    });
    if (!made.ok) throw new Error(made.error.message);
    const started = await test.call(STARTER, 'broadcasts.start', { id: made.value.id });
    if (!started.ok) throw new Error(started.error.message);
    const person = world.persons[STARTER] as string;
    const off = await test.call(ADMIN, 'users.switchOff', { id: person, version: 1 });
    expect(off.ok).toBe(true);
    await test.service.jobs.ended(started.value.job);
    expect(await test.call(DIALER, 'broadcasts.get', { id: made.value.id })).toMatchObject({
      ok: true,
      value: { state: 'suspended', suspendedBecause: 'starter' },
    });
  });
});

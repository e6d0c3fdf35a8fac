import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PeopleWorld, peopleWorld } from '../../support/people-world.ts';
import { type RecordMaker, recordMaker } from '../../support/records.ts';
import { PASSWORD, type TestService, testService } from '../../support/service.ts';

let test: TestService;
let world: PeopleWorld;
let make: RecordMaker;
const ROOT = 'root@x.example';
const ADMIN = 'admin@x.example';
const J = (role: string) => ({ pack: 'J', role, node: 'north-a' });
const WORKER = 'worker@x.example';

beforeEach(async () => {
  test = await testService();
  world = peopleWorld(test);
  make = recordMaker(test);
  await world.realm('north', 'J');
  await world.node('north-a', 'north', 'account');
  await world.person(ROOT, 'platform', {
    roles: [{ pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' }],
  });
  await world.person(ADMIN, 'north-a', { roles: [J('ADMINISTRATOR')] });
  await world.person(WORKER, 'north-a', { roles: [J('ANALYST')] });
  await world.person('boss@x.example', 'north-a', {
    roles: [{ pack: 'console', role: 'AUDITOR', node: 'north' }],
  });
  await world.person('model@x.example', 'north-a', { roles: [J('ADMINISTRATOR')] });
  await world.ready(ROOT, ADMIN, WORKER);
});
afterEach(() => test.close());

const one = (email: string) => ({ id: world.id(email), version: 1 });
const set = (email: string) => ({ id: world.id(email), password: PASSWORD, repeat: PASSWORD });

describe('acting on the whole of a person', () => {
  it('who has a role that one may not give is refused: password, switching off and on, deleting', async () => {
    const boss = one('boss@x.example');
    for (const [operation, input] of [
      ['users.setPassword', set('boss@x.example')],
      ['users.switchOff', boss],
    ] as const) {
      expect(await test.raw(ADMIN, operation, input), operation).toMatchObject({
        ok: false,
        error: { reason: 'exceeds-own' },
      });
    }
    expect(await test.call(ROOT, 'users.setPassword', set(WORKER))).toMatchObject({
      ok: false,
      error: { reason: 'exceeds-own' },
    });
  });

  it('whose roles those could give whom one appoints is allowed, but for the password', async () => {
    expect(await test.call(ROOT, 'users.switchOff', one(WORKER))).toMatchObject({ ok: true });
    const again = { id: world.id(WORKER), version: 2 };
    expect(await test.call(ROOT, 'users.switchOn', again)).toMatchObject({ ok: true });
  });

  it('switched on again gives back no role that one may not give', async () => {
    const db = test.service.writer;
    await db.updateTable('persons').set({ active: 0 }).where('id', '=', world.id('boss@x.example')).execute();
    await world.ready(ADMIN);
    expect(await test.call(ADMIN, 'users.switchOn', one('boss@x.example'))).toMatchObject({
      ok: false,
      error: { reason: 'exceeds-own' },
    });
  });
});

describe('setting a password', () => {
  it('ends the open sessions of that person, and not one’s own', async () => {
    expect(await test.call(ADMIN, 'users.setPassword', set(WORKER))).toEqual({
      ok: true,
      value: { sessionsEnded: 1 },
    });
    expect(await test.call(WORKER, 'jobs.list', {})).toMatchObject({
      ok: false,
      error: { code: 'not-signed-in' },
    });
    expect(await test.call(ADMIN, 'users.setPassword', set(ADMIN))).toMatchObject({ ok: true });
    expect(await test.call(ADMIN, 'jobs.list', {})).toMatchObject({ ok: true });
  });

  it('of one’s own ends one’s other sessions', async () => {
    const other = { id: 'window:elsewhere', kind: 'command-line' } as const;
    await test.service.dispatch(other, 'session.signIn', { email: WORKER, password: PASSWORD });
    const change = { current: PASSWORD, password: 'quiet-harbor-93-lamp', repeat: 'quiet-harbor-93-lamp' };
    expect(await test.call(WORKER, 'session.changePassword', change)).toMatchObject({ ok: true });
    expect(await test.call(WORKER, 'jobs.list', {})).toMatchObject({ ok: true });
    expect(await test.service.dispatch(other, 'jobs.list', {})).toMatchObject({ ok: false });
  });
});

describe('switching many', () => {
  it('gives a result for each', async () => {
    const reply = await test.call(ADMIN, 'users.switchMany', {
      active: false,
      users: [one(WORKER), one('boss@x.example'), one(WORKER)],
    });
    expect(reply).toMatchObject({
      ok: true,
      value: { done: 1, results: [{ ok: true }, { ok: false }, { ok: false }] },
    });
  });
});

describe('deleting a user', () => {
  it('takes their roles, ends their sessions and frees the address', async () => {
    expect(await test.call(ROOT, 'users.delete', one('model@x.example'))).toMatchObject({ ok: true });
    expect(await test.call(ROOT, 'users.get', { id: world.id('model@x.example') })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    const again = { node: world.id('north-a'), firstName: 'A', lastName: 'B', email: 'model@x.example' };
    expect(await test.call(ADMIN, 'users.invite', again)).toMatchObject({ ok: true });
    const list = await test.call(ROOT, 'assignments.list', { person: world.id('model@x.example') });
    expect(list).toMatchObject({ ok: true, value: { total: 0 } });
  });

  it('is nothing that ADMINISTRATOR’s document speaks of', async () => {
    expect(await test.call(ADMIN, 'users.delete', one(WORKER))).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
  });
});

describe('the fate of what a person owns', () => {
  it('counts what the asker may see, and nothing else', async () => {
    const db = test.service.writer;
    const list = await make.list(world.id('north-a'), world.id('north'));
    await db
      .updateTable('number_lists')
      .set({ created_by: world.id(WORKER) })
      .where('id', '=', list)
      .execute();
    await world.person('dialer@x.example', 'north-a', {
      roles: [
        { pack: 'J', role: 'USER', node: 'north-a' },
        { pack: 'J', role: 'DIALER_USER', node: 'north-a' },
      ],
    });
    await world.ready('dialer@x.example', ADMIN, WORKER);
    const fate = (as: string) => test.call(as, 'users.fate', { id: world.id(WORKER) });
    expect(await fate('dialer@x.example')).toMatchObject({
      ok: true,
      value: { numberLists: 1, sessions: 1, assignments: 1, lastAt: [] },
    });
    // ADMINISTRATOR sees people and no number lists.
    expect(await fate(ADMIN)).toMatchObject({ ok: true, value: { numberLists: 0 } });
  });

  it('names where they are the last who can give roles', async () => {
    const db = test.service.writer;
    await db.updateTable('persons').set({ active: 0 }).where('id', '=', world.id(ROOT)).execute();
    await db
      .updateTable('persons')
      .set({ active: 0 })
      .where('id', '=', world.id('model@x.example'))
      .execute();
    await world.ready(ADMIN);
    expect(await test.call(ADMIN, 'users.fate', { id: world.id(ADMIN) })).toMatchObject({
      ok: true,
      value: { lastAt: [{ nodeName: 'north-a', role: 'ADMINISTRATOR' }] },
    });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#shared/page.ts';
import { type PeopleWorld, peopleWorld } from '../../support/people-world.ts';
import { type TestService, testService } from '../../support/service.ts';

let test: TestService;
let world: PeopleWorld;
const X = (role: string) => ({ pack: 'X', role, node: 'shop' });
const DAY = 86_400_000;

const J = (role: string, node = 'north-a') => ({ pack: 'J', role, node });

beforeEach(async () => {
  test = await testService();
  world = peopleWorld(test);
  await world.realm('north', 'J');
  await world.node('north-a', 'north', 'account');
  await world.node('north-a1', 'north-a', 'project');
  await world.node('north-b', 'north', 'account');
  await world.realm('texting', 'X');
  await world.node('shop', 'texting', 'account', ['Chat', 'Blast']);
  await world.node('line-1', 'shop', 'line');
  await world.node('line-2', 'shop', 'line');
  await world.node('other shop', 'texting', 'account', ['Chat']);
  await world.node('other line', 'other shop', 'line');
  await world.person('root@x.example', 'platform', {
    roles: [{ pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' }],
  });
  await world.person('admin@x.example', 'north-a', { roles: [J('ADMINISTRATOR')] });
  await world.person('second@x.example', 'north-a', { roles: [J('ADMINISTRATOR')] });
  await world.person('worker@x.example', 'north-a', { roles: [J('ANALYST')] });
  await world.person('b@x.example', 'north-b', { roles: [J('ADMINISTRATOR', 'north-b')] });
  await world.person('seller@x.example', 'shop', { roles: [{ pack: 'X', role: 'Admin', node: 'shop' }] });
  await world.person('clerk@x.example', 'shop', { roles: [{ pack: 'X', role: 'Standard', node: 'shop' }] });
  await world.ready(
    'root@x.example',
    'admin@x.example',
    'b@x.example',
    'worker@x.example',
    'seller@x.example',
  );
});
afterEach(() => test.close());

const id = (name: string): string => world.id(name);
const item = (person: string, role: string) => ({ person: id(person), ...J(role), node: id('north-a') });
const grant = (as: string, person: string, role: ReturnType<typeof J>, more: object = {}) =>
  test.call(as, 'assignments.grant', {
    person: id(person),
    ...role,
    node: id(role.node),
    ...more,
  });
const revoke = (as: string, name: string) => test.call(as, 'assignments.revoke', { id: id(name) });
const edit = (as: string, name: string, more: object) =>
  test.call(as, 'assignments.edit', { id: id(name), version: 1, ...more });
const rolesOf = async (person: string): Promise<string[]> => {
  const list = await test.call('root@x.example', 'assignments.list', { person: id(person) });
  return list.ok ? rowsOf(list.value).map(({ role }) => role) : [];
};

describe('giving a role', () => {
  it('by ADMINISTRATOR of the account takes effect at the next call of an open session', async () => {
    expect((await test.call('worker@x.example', 'numberLists.list', {})).ok).toBe(false);
    expect(await grant('admin@x.example', 'worker@x.example', J('DIALER_ADMIN'))).toMatchObject({ ok: true });
    expect((await test.call('worker@x.example', 'numberLists.list', {})).ok).toBe(true);
  });

  it('by ANALYST is refused', async () => {
    expect(await grant('worker@x.example', 'second@x.example', J('ANALYST'))).toMatchObject({
      ok: false,
      error: { code: 'denied', reason: 'no-role-grants' },
    });
  });

  it('at another account answers as if the scope did not exist', async () => {
    const there = await grant('admin@x.example', 'worker@x.example', J('ANALYST', 'north-b'));
    expect(there).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('to a person of another account answers as if there were none', async () => {
    const hidden = await grant('admin@x.example', 'b@x.example', J('ANALYST'));
    const missing = await test.call('admin@x.example', 'assignments.grant', {
      person: '00000000-0000-7000-9000-999999999999',
      ...J('ANALYST'),
      node: id('north-a'),
    });
    expect(hidden).toEqual(missing);
    expect(hidden).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it.each([
    ['to oneself', 'admin@x.example', J('ANALYST'), {}, 'own-assignments'],
    [
      'of a role that is given at other kinds of scope',
      'worker@x.example',
      J('DIALER_USER', 'north-a1'),
      {},
      'no-such-role',
    ],
    [
      'of a role of the workspace',
      'worker@x.example',
      { pack: 'console', role: 'AUDITOR', node: 'north-a' },
      {},
      'no-such-role',
    ],
    [
      'of a role of another pack',
      'worker@x.example',
      { pack: 'X', role: 'Standard', node: 'north-a' },
      {},
      'no-such-role',
    ],
    [
      'with lines for a role that knows none',
      'worker@x.example',
      J('OPERATOR'),
      { lines: ['line-1'] },
      undefined,
    ],
  ])('%s is refused', async (_what, person, role, more, reason) => {
    const lines = 'lines' in more ? { lines: more.lines.map(id) } : {};
    const reply = await grant('admin@x.example', person, role, lines);
    expect(reply.ok).toBe(false);
    if (!reply.ok) expect(reply.error.reason).toBe(reason);
  });

  it('that is had already is refused, and one that has ended is replaced', async () => {
    expect(await grant('admin@x.example', 'worker@x.example', J('ANALYST'))).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    const until = test.clock.now + DAY;
    await edit('admin@x.example', 'worker@x.example ANALYST north-a', { until });
    test.clock.now += 2 * DAY;
    expect(await grant('admin@x.example', 'worker@x.example', J('ANALYST'))).toMatchObject({ ok: true });
    expect(await rolesOf('worker@x.example')).toEqual(['ANALYST']);
  });

  it('that has ended, or ends before it begins, is refused at that field', async () => {
    const { now } = test.clock;
    for (const times of [{ until: now - 1 }, { from: now + 2 * DAY, until: now + DAY }]) {
      const reply = await grant('admin@x.example', 'worker@x.example', J('OPERATOR'), times);
      expect(reply).toMatchObject({ ok: false, error: { fields: [{ path: 'until' }] } });
    }
  });

  it('by the workspace’s administrator who holds nothing of the platform goes as far as appointing', async () => {
    expect(await grant('root@x.example', 'worker@x.example', J('ADMINISTRATOR'))).toMatchObject({ ok: true });
    expect(await grant('root@x.example', 'worker@x.example', J('DIALER_ADMIN'))).toMatchObject({
      ok: false,
      error: { reason: 'exceeds-own' },
    });
  });
});

describe('lines and products', () => {
  it('are scopes below the node and products of the account, and nothing else', async () => {
    await world.person('new@x.example', 'shop');
    const good = { lines: [id('line-1')], products: ['Chat'] };
    const bad = [
      { lines: [id('other line')] },
      { lines: [id('shop')] },
      { products: ['Fax'] },
      { queues: ['sales'] },
    ];
    for (const more of bad) {
      const reply = await grant('seller@x.example', 'new@x.example', X('Standard'), more);
      expect(reply, JSON.stringify(more)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    }
    expect(await grant('seller@x.example', 'new@x.example', X('Standard'), good)).toMatchObject({ ok: true });
    expect(await grant('seller@x.example', 'new@x.example', X('Admin'), good)).toMatchObject({ ok: false });
  });

  it('are set by who manages access to them, and not on one’s own assignment', async () => {
    const clerk = id('clerk@x.example Standard shop');
    const lines = { id: clerk, version: 1, lines: [id('line-2')] };
    expect(await test.call('seller@x.example', 'lineAccess.set', lines)).toMatchObject({ ok: true });
    const products = { id: clerk, version: 2, products: ['Blast'] };
    expect(await test.call('seller@x.example', 'productAccess.set', products)).toMatchObject({ ok: true });
    const list = await test.call('seller@x.example', 'assignments.list', { person: id('clerk@x.example') });
    expect(list.ok && rowsOf(list.value)[0]).toMatchObject({ lines: [id('line-2')], products: ['Blast'] });
    await test.signIn('clerk@x.example');
    expect(await test.call('clerk@x.example', 'lineAccess.set', { ...lines, version: 3 })).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
  });

  it('from a stale version are a conflict', async () => {
    const set = { id: id('clerk@x.example Standard shop'), version: 1, lines: [] };
    expect(await test.call('seller@x.example', 'lineAccess.set', set)).toMatchObject({ ok: true });
    expect(await test.call('seller@x.example', 'lineAccess.set', set)).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
  });
});

describe('one’s own assignments', () => {
  it('can be narrowed and dropped, and never widened', async () => {
    const own = 'admin@x.example ADMINISTRATOR north-a';
    const { now } = test.clock;
    expect(await edit('admin@x.example', own, { until: now + DAY })).toMatchObject({ ok: true });
    for (const wider of [{ until: now + 2 * DAY }, { until: null }, { products: ['Chat'] }]) {
      const reply = await test.call('admin@x.example', 'assignments.edit', {
        id: id(own),
        version: 2,
        ...wider,
      });
      expect(reply, JSON.stringify(wider)).toMatchObject({ ok: false, error: { reason: 'own-assignments' } });
    }
    expect(await revoke('admin@x.example', own)).toMatchObject({ ok: true });
    expect(await test.call('admin@x.example', 'assignments.list', {})).toMatchObject({
      ok: false,
      error: { code: 'not-signed-in' },
    });
  });
});

describe('taking a role', () => {
  it('ends an open session that has no role left', async () => {
    expect(await revoke('admin@x.example', 'worker@x.example ANALYST north-a')).toMatchObject({ ok: true });
    expect(await test.call('worker@x.example', 'jobs.list', {})).toMatchObject({
      ok: false,
      error: { code: 'not-signed-in' },
    });
  });

  it('that one could not give is refused', async () => {
    // The workspace's administrator appoints administrators; other roles are the account's to give and take.
    expect(await revoke('root@x.example', 'worker@x.example ANALYST north-a')).toMatchObject({
      ok: false,
      error: { reason: 'exceeds-own' },
    });
  });

  it('that no pack has any more is anybody’s who gives roles there', async () => {
    await world.assign('worker@x.example', J('EMPEROR'));
    await world.ready('admin@x.example');
    expect(await revoke('admin@x.example', 'worker@x.example EMPEROR north-a')).toMatchObject({ ok: true });
  });

  it('is possible in an archived scope, where nothing else is', async () => {
    const db = test.service.writer;
    await db.updateTable('nodes').set({ archived_at: 5 }).where('id', '=', id('north-b')).execute();
    await world.ready('root@x.example');
    const name = 'b@x.example ADMINISTRATOR north-b';
    expect(await edit('root@x.example', name, { until: test.clock.now + DAY })).toMatchObject({
      ok: false,
      error: { reason: 'wrong-state' },
    });
    expect(await revoke('root@x.example', name)).toMatchObject({ ok: true });
  });
});

describe('many at once', () => {
  it('are single decisions with a result for each', async () => {
    const reply = await test.call('admin@x.example', 'assignments.grantMany', {
      items: [
        item('worker@x.example', 'OPERATOR'),
        item('admin@x.example', 'OPERATOR'),
        item('b@x.example', 'OPERATOR'),
        item('second@x.example', 'OPERATOR'),
      ],
    });
    expect(reply).toMatchObject({
      ok: true,
      value: { done: 2, results: [{ ok: true }, { ok: false }, { ok: false }, { ok: true }] },
    });
    const log = await test.call('root@x.example', 'audit.list', { operation: 'assignments.grant' });
    expect(log).toMatchObject({ ok: true, value: { total: 4 } });
  });

  it('taken from both administrators leave one of them', async () => {
    await world.person('lead@x.example', 'north', { roles: [] });
    const both = ['admin@x.example', 'second@x.example'].map((who) => id(`${who} ADMINISTRATOR north-a`));
    // Without the workspace's administrator, who covers everything.
    const db = test.service.writer;
    await db.updateTable('persons').set({ active: 0 }).where('id', '=', id('root@x.example')).execute();
    await world.ready('admin@x.example', 'second@x.example');
    const reply = await test.call('second@x.example', 'assignments.revokeMany', { ids: both });
    expect(reply).toMatchObject({ ok: true, value: { done: 1, results: [{ ok: true }, { ok: false }] } });
  });

  it('copied from a person give what one may give of what one sees', async () => {
    await world.person('model@x.example', 'north-a', {
      roles: [J('OPERATOR'), J('ANALYST', 'north-b'), { ...J('DIALER_USER'), until: 5 }],
    });
    await world.ready('admin@x.example', 'root@x.example');
    const reply = await test.call('admin@x.example', 'assignments.copy', {
      from: id('model@x.example'),
      to: [id('worker@x.example'), id('admin@x.example')],
    });
    expect(reply).toMatchObject({ ok: true, value: { done: 1, results: [{ ok: true }, { ok: false }] } });
    expect((await rolesOf('worker@x.example')).toSorted()).toEqual(['ANALYST', 'OPERATOR']);
  });
});

describe('the list of assignments', () => {
  it('shows those at covered scopes with where they stand in time', async () => {
    const { now } = test.clock;
    await world.assign('worker@x.example', { ...J('OPERATOR'), until: 5 });
    await world.assign('worker@x.example', { ...J('USER'), from: now + DAY });
    await world.assign('worker@x.example', J('USER', 'north-b'));
    await world.ready('admin@x.example');
    const list = await test.call('admin@x.example', 'assignments.list', { person: id('worker@x.example') });
    const rows = list.ok ? rowsOf(list.value) : [];
    expect(rows.map(({ role, state }) => `${role} ${state}`).toSorted()).toEqual([
      'ANALYST in-force',
      'OPERATOR ended',
      'USER waiting',
    ]);
  });
});

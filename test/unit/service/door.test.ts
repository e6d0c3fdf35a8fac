import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, type TestService, testService, testWorld, type World } from '../../support/service.ts';

let test: TestService;
let world: World;

beforeEach(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: 'admin@x.example', node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
    { email: 'reader@x.example', node: 'north-a', roles: [['J', 'ANALYST', 'north-a']] },
    { email: 'audit@x.example', node: 'platform', roles: [['console', 'AUDITOR', 'platform']] },
    { email: 'bare@x.example', node: 'north-a', roles: [] },
  ]);
});
afterEach(() => test.close());

const signIn = (email: string, password: string) =>
  test.raw('somebody', 'session.signIn', { email, password });

describe('the door', () => {
  it.each([
    ['an unknown operation', 'broadcasts.explode', {}, 'unknown-operation'],
    ['a name that is no own property', 'constructor', {}, 'unknown-operation'],
    ['an extra field', 'users.list', { colour: 'red' }, 'invalid-input'],
    ['a wrong type', 'users.list', { offset: '7' }, 'invalid-input'],
    ['an id that is none', 'users.get', { id: "1' or 1=1" }, 'invalid-input'],
    ['an array for an object', 'users.list', [], 'invalid-input'],
    ['a missing field', 'users.get', {}, 'invalid-input'],
    ['a page that is too long', 'users.list', { limit: 100_000 }, 'invalid-input'],
    ['an oversized payload', 'users.list', { search: 'x'.repeat(2_000_000) }, 'too-large'],
    ['a forged id', 'users.get', { id: '00000000-0000-7000-9000-123456789abc' }, 'not-found'],
  ])('answers %s with a plain message', async (_what, operation, input, code) => {
    await test.signIn('admin@x.example');
    const reply = await test.raw('admin@x.example', operation, input);
    expect(reply).toMatchObject({ ok: false, error: { code } });
    if (!reply.ok) expect(reply.error.message).toMatch(/[a-z].*\.$/);
  });

  it('asks a stranger to sign in, whatever they ask and however wrongly', async () => {
    for (const input of [{}, { id: 'nonsense' }]) {
      const reply = await test.raw('stranger', 'users.get', input);
      expect(reply).toMatchObject({ ok: false, error: { code: 'not-signed-in' } });
    }
  });

  it('logs a command in the transaction of its change, without its secrets', async () => {
    await test.signIn('admin@x.example');
    await test.call('admin@x.example', 'users.create', {
      node: world.nodes['north-a'] as string,
      firstName: 'Nia',
      lastName: 'Field',
      email: 'nia@x.example',
      access: [],
      password: 'quiet-harbor-93-lamp',
      repeat: 'quiet-harbor-93-lamp',
    });
    await test.signIn('audit@x.example');
    const list = await test.call('audit@x.example', 'audit.list', { operation: 'users.create' });
    expect(list).toMatchObject({ ok: true, value: { total: 1 } });
    if (!list.ok) return;
    const { columns } = list.value;
    expect(columns.person[0]).toBe('admin@x.example');
    expect(columns.verdict[0]).toBe('done');
    expect(columns.policy[0]).toContain('J@1');
    expect(columns.arguments[0]).toContain('nia@x.example');
    expect(columns.arguments[0]).not.toContain('quiet-harbor');
  });

  it('logs a sign-in as the act of the person who signed in', async () => {
    await test.signIn('audit@x.example');
    const list = await test.call('audit@x.example', 'audit.list', { operation: 'session.signIn' });
    expect(list.ok && list.value.columns.person[0]).toBe('audit@x.example');
  });

  it('logs a refused command with its reason', async () => {
    await test.signIn('reader@x.example');
    await test.call('reader@x.example', 'users.switchOff', {
      id: world.persons['admin@x.example'] as string,
      version: 1,
    });
    await test.signIn('audit@x.example');
    const list = await test.call('audit@x.example', 'audit.list', { verdict: 'refused' });
    expect(list).toMatchObject({ ok: true, value: { total: 1 } });
    if (list.ok) expect(list.value.columns.reason[0]).toBe('no-role-grants');
  });
});

describe('signing in', () => {
  it('answers a wrong password, an unknown address and an inactive person alike', async () => {
    await test.signIn('admin@x.example');
    const id = world.persons['reader@x.example'] as string;
    await test.call('admin@x.example', 'users.switchOff', { id, version: 1 });
    const replies = [
      await signIn('admin@x.example', 'not-the-password-1'),
      await signIn('nobody@x.example', PASSWORD),
      await signIn('reader@x.example', PASSWORD),
      await signIn('bare@x.example', PASSWORD),
    ];
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(replies[0]).toMatchObject({ ok: false, error: { code: 'denied' } });
  });

  it('is delayed after five failures, ever longer, and remembers across a restart', async () => {
    for (let attempt = 0; attempt < 5; attempt++) await signIn('admin@x.example', 'not-the-password-1');
    const locked = await signIn('admin@x.example', PASSWORD);
    expect(locked).toMatchObject({ ok: false, error: { code: 'locked', retryAfter: 15 } });
    test = await test.reopen();
    expect(await signIn('admin@x.example', PASSWORD)).toMatchObject({ ok: false, error: { code: 'locked' } });
    test.clock.now += 16_000;
    await signIn('admin@x.example', 'not-the-password-1');
    expect(await signIn('admin@x.example', PASSWORD)).toMatchObject({
      ok: false,
      error: { code: 'locked', retryAfter: 30 },
    });
    test.clock.now += 31_000;
    expect(await signIn('admin@x.example', PASSWORD)).toMatchObject({ ok: true });
    expect(await signIn('admin@x.example', 'not-the-password-1')).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
  });

  it('counts failures of an address that nobody has, too', async () => {
    for (let attempt = 0; attempt < 5; attempt++) await signIn('ghost@x.example', 'not-the-password-1');
    expect(await signIn('ghost@x.example', PASSWORD)).toMatchObject({ ok: false, error: { code: 'locked' } });
  });

  it('ends with signing out', async () => {
    await test.signIn('admin@x.example');
    expect(await test.call('admin@x.example', 'session.signOut', {})).toMatchObject({ ok: true });
    expect(await test.call('admin@x.example', 'session.me', {})).toEqual({ ok: true, value: null });
  });
});

describe('a new workspace', () => {
  it('takes its first person as administrator, once', async () => {
    const empty = await testService();
    const input = {
      name: 'Mine',
      realm: 'Dialogs',
      account: 'First',
      firstName: 'Ada',
      lastName: 'Stone',
      email: 'ada@x.example',
      password: 'quiet-harbor-93-lamp',
      repeat: 'quiet-harbor-93-lamp',
    };
    expect(await empty.call('w', 'workspace.status', {})).toMatchObject({
      ok: true,
      value: { state: 'empty' },
    });
    expect(await empty.call('w', 'workspace.create', { ...input, repeat: 'x' })).toMatchObject({ ok: false });
    expect(await empty.call('w', 'workspace.create', input)).toMatchObject({ ok: true });
    expect(await empty.call('w', 'workspace.create', input)).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
    const me = await empty.call('w', 'session.signIn', { email: input.email, password: input.password });
    expect(me.ok && me.value.roles.map((role) => role.role).toSorted()).toEqual([
      'ADMINISTRATOR',
      'WORKSPACE_ADMIN',
    ]);
    const roles = await empty.call('w', 'users.list', {});
    expect(roles).toMatchObject({ ok: true, value: { total: 1 } });
    await empty.close();
  });
});

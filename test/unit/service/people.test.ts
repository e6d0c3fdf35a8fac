import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, type TestService, testService, testWorld, type World } from '../../support/service.ts';

let test: TestService;
let world: World;

beforeEach(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: 'admin@x.example', node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
    { email: 'reader@x.example', node: 'north-a', roles: [['J', 'ANALYST', 'north-a']] },
    { email: 'other@x.example', node: 'south-a', roles: [['J', 'ADMINISTRATOR', 'south-a']] },
    { email: 'root@x.example', node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
  ]);
});
afterEach(() => test.close());

const node = (name: string): string => world.nodes[name] as string;
const person = (email: string): string => world.persons[email] as string;

function newUser(more: object = {}) {
  return {
    node: node('north-a'),
    firstName: 'Nia',
    lastName: 'Field',
    email: 'nia@x.example',
    access: [{ pack: 'J', role: 'DIALER_ADMIN' }],
    password: 'quiet-harbor-93-lamp',
    repeat: 'quiet-harbor-93-lamp',
    ...more,
  };
}

describe('adding a user', () => {
  it('by ADMINISTRATOR of the account gives a person who can sign in with the roles given', async () => {
    await test.signIn('admin@x.example');
    const reply = await test.call('admin@x.example', 'users.create', newUser());
    expect(reply).toMatchObject({ ok: true });
    const signedIn = await test.call('nia', 'session.signIn', {
      email: ' NIA@x.example ',
      password: 'quiet-harbor-93-lamp',
    });
    expect(signedIn).toMatchObject({ ok: true, value: { roles: [{ role: 'DIALER_ADMIN' }] } });
  });

  it('by ANALYST is refused with the roles that may', async () => {
    await test.signIn('reader@x.example');
    const reply = await test.call('reader@x.example', 'users.create', newUser());
    expect(reply).toMatchObject({ ok: false, error: { code: 'denied', reason: 'no-role-grants' } });
    if (!reply.ok) expect(reply.error.message).toContain('ADMINISTRATOR');
  });

  it('by ADMINISTRATOR of another account is answered as if the account did not exist', async () => {
    await test.signIn('other@x.example');
    const elsewhere = await test.call('other@x.example', 'users.create', newUser());
    const nowhere = await test.call(
      'other@x.example',
      'users.create',
      newUser({ node: '00000000-0000-7000-9000-999999999999' }),
    );
    expect(elsewhere).toEqual(nowhere);
    expect(elsewhere).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it.each([
    ['a short password', { password: 'short', repeat: 'short' }, 'password'],
    ['a common password', { password: 'qwerty123456', repeat: 'qwerty123456' }, 'password'],
    ['the own name', { password: 'field-of-wheat-31', repeat: 'field-of-wheat-31' }, 'password'],
    ['a wrong repetition', { repeat: 'quiet-harbor-93-lamb' }, 'repeat'],
    ['an address without @', { email: 'nia' }, 'email'],
    ['an address in use', { email: 'READER@x.example' }, 'email'],
    ['a role that does not exist', { access: [{ pack: 'J', role: 'EMPEROR' }] }, 'access'],
    ['a role of the workspace', { access: [{ pack: 'console', role: 'WORKSPACE_ADMIN' }] }, 'access'],
  ])('with %s is refused at that field and adds nobody', async (_what, change, field) => {
    await test.signIn('admin@x.example');
    const reply = await test.call('admin@x.example', 'users.create', newUser(change));
    expect(reply.ok).toBe(false);
    if (!reply.ok) expect(reply.error.fields?.map((fault) => fault.path)).toContain(field);
    const list = await test.call('admin@x.example', 'users.list', {});
    expect(list).toMatchObject({ ok: true, value: { total: 2 } });
  });
});

describe('editing a user', () => {
  it('from a stale version is a conflict that shows both sides and saves nothing', async () => {
    await test.signIn('admin@x.example');
    const id = person('reader@x.example');
    const mine = { id, version: 1, firstName: 'Rea', lastName: 'Der', email: 'reader@x.example' };
    expect(await test.call('admin@x.example', 'users.edit', mine)).toMatchObject({
      ok: true,
      value: { version: 2 },
    });
    const stale = await test.call('admin@x.example', 'users.edit', { ...mine, firstName: 'Late' });
    expect(stale).toMatchObject({
      ok: false,
      error: { code: 'conflict', theirs: { firstName: 'Rea', version: 2 }, yours: { firstName: 'Late' } },
    });
  });

  it('cannot give oneself a role', async () => {
    await test.signIn('admin@x.example');
    const reply = await test.call('admin@x.example', 'users.edit', {
      id: person('admin@x.example'),
      version: 1,
      firstName: 'Test',
      lastName: 'admin',
      email: 'admin@x.example',
      access: [
        { pack: 'J', role: 'ADMINISTRATOR' },
        { pack: 'J', role: 'RAWLOGS_ANALYTIC' },
      ],
    });
    expect(reply).toMatchObject({ ok: false, error: { reason: 'own-assignments' } });
  });

  it('takes effect in an open session at its next call', async () => {
    await test.signIn('admin@x.example');
    await test.signIn('reader@x.example');
    expect(await test.call('reader@x.example', 'dialogLogs.list', {})).toMatchObject({ ok: true });
    await test.call('admin@x.example', 'users.edit', {
      id: person('reader@x.example'),
      version: 1,
      firstName: 'Test',
      lastName: 'reader',
      email: 'reader@x.example',
      access: [{ pack: 'J', role: 'INITIAL' }],
    });
    expect(await test.call('reader@x.example', 'dialogLogs.list', {})).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
  });
});

describe('switching a user off', () => {
  it('ends the open session at once and keeps the person out', async () => {
    await test.signIn('admin@x.example');
    await test.signIn('reader@x.example');
    const ended: unknown[] = [];
    test.service.subscribe((event, only) => {
      if (event.type === 'session' && event.ended) ended.push(only);
    });
    const reply = await test.call('admin@x.example', 'users.switchOff', {
      id: person('reader@x.example'),
      version: 1,
    });
    expect(reply).toMatchObject({ ok: true, value: { sessionsEnded: 1 } });
    expect(ended).toEqual([['window:reader@x.example']]);
    expect(await test.call('reader@x.example', 'jobs.list', {})).toMatchObject({
      ok: false,
      error: { code: 'not-signed-in' },
    });
    const again = await test.raw('reader@x.example', 'session.signIn', {
      email: 'reader@x.example',
      password: PASSWORD,
    });
    expect(again).toMatchObject({ ok: false, error: { code: 'denied' } });
  });

  it('is refused for the last person who can give roles there', async () => {
    await test.signIn('root@x.example');
    const reply = await test.call('root@x.example', 'users.switchOff', {
      id: person('root@x.example'),
      version: 1,
    });
    expect(reply).toMatchObject({ ok: false, error: { reason: 'last-manager' } });
  });

  it('who is off already is refused because of that state', async () => {
    await test.signIn('admin@x.example');
    await test.call('admin@x.example', 'users.switchOff', { id: person('reader@x.example'), version: 1 });
    const again = await test.call('admin@x.example', 'users.switchOff', {
      id: person('reader@x.example'),
      version: 2,
    });
    expect(again).toMatchObject({ ok: false, error: { code: 'denied', reason: 'wrong-state' } });
  });
});

describe('the list of users', () => {
  it('shows ADMINISTRATOR the own account and nobody else', async () => {
    await test.signIn('admin@x.example');
    const list = await test.call('admin@x.example', 'users.list', {});
    expect(list).toMatchObject({ ok: true, value: { total: 2 } });
    if (list.ok) expect(list.value.columns.email.toSorted()).toEqual(['admin@x.example', 'reader@x.example']);
  });

  it('filters by name, by e-mail, and to active users', async () => {
    await test.signIn('root@x.example');
    const count = async (filter: object): Promise<number> => {
      const list = await test.call('root@x.example', 'users.list', filter);
      return list.ok ? list.value.total : -1;
    };
    expect(await count({})).toBe(4);
    expect(await count({ name: 'READ' })).toBe(1);
    expect(await count({ email: 'other@' })).toBe(1);
    expect(await count({ email: '%' })).toBe(0);
    await test.call('root@x.example', 'users.switchOff', { id: person('reader@x.example'), version: 1 });
    expect(await count({ activeOnly: true })).toBe(3);
  });
});

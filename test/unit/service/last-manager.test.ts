import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PeopleWorld, peopleWorld } from '../../support/people-world.ts';
import { type TestService, testService } from '../../support/service.ts';

let test: TestService;
let world: PeopleWorld;
const DAY = 86_400_000;

beforeEach(async () => {
  test = await testService();
  world = peopleWorld(test);
});
afterEach(() => test.close());

const id = (name: string): string => world.id(name);
const ROOT = (node = 'portal') => ({ pack: 'E', role: 'Root', node });
const refused = { ok: false, error: { reason: 'last-manager' } };

/** Two Roots of a realm and nobody above. */
async function portal(...roots: readonly string[]): Promise<void> {
  await world.realm('portal', 'E');
  await world.node('server', 'portal', 'server');
  for (const email of roots) await world.person(email, 'portal', { roles: [ROOT()] });
}

const revoke = (as: string, whose: string) =>
  test.call(as, 'assignments.revoke', { id: id(`${whose} Root portal`) });
const until = (as: string, whose: string, time: number | null) =>
  test.call(as, 'assignments.edit', { id: id(`${whose} Root portal`), version: 1, until: time });

describe('the last person who can manage assignments', () => {
  it('cannot drop the role, end it, or be switched off or deleted', async () => {
    await portal('a@x.example');
    await world.ready('a@x.example');
    expect(await revoke('a@x.example', 'a@x.example')).toMatchObject(refused);
    expect(await until('a@x.example', 'a@x.example', test.clock.now + DAY)).toMatchObject(refused);
    const self = { id: id('a@x.example'), version: 1 };
    expect(await test.call('a@x.example', 'users.switchOff', self)).toMatchObject(refused);
    const edit = { ...self, firstName: 'A', lastName: 'B', email: 'a@x.example', access: [] };
    expect(await test.call('a@x.example', 'users.edit', edit)).toMatchObject(refused);
  });

  it.each([
    ['who is switched off', { active: false }],
    ['who was only invited', { invited: true }],
  ])('is not replaced by somebody %s', async (_what, more) => {
    await portal('a@x.example');
    await world.person('b@x.example', 'portal', { roles: [ROOT()], ...more });
    await world.ready('a@x.example');
    expect(await revoke('a@x.example', 'a@x.example')).toMatchObject(refused);
  });

  it('is not replaced by somebody whose time is limited, or has not come', async () => {
    await portal('a@x.example');
    const soon = test.clock.now + DAY;
    await world.person('b@x.example', 'portal', { roles: [{ ...ROOT(), until: soon }] });
    await world.person('c@x.example', 'portal', { roles: [{ ...ROOT(), from: soon }] });
    await world.ready('a@x.example', 'b@x.example');
    expect(await revoke('a@x.example', 'a@x.example')).toMatchObject(refused);
    expect(await until('b@x.example', 'a@x.example', soon)).toMatchObject(refused);
  });

  it('may go once there is another', async () => {
    await portal('a@x.example', 'b@x.example');
    await world.ready('a@x.example', 'b@x.example');
    expect(await until('a@x.example', 'b@x.example', test.clock.now + DAY)).toMatchObject({ ok: true });
    expect(await revoke('b@x.example', 'a@x.example')).toMatchObject(refused);
    expect(await revoke('a@x.example', 'b@x.example')).toMatchObject({ ok: true });
  });
});

describe('the last Root', () => {
  it('stays, although the workspace’s administrator can appoint another', async () => {
    await portal('a@x.example');
    await world.person('root@x.example', 'platform', {
      roles: [{ pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' }],
    });
    await world.ready('root@x.example');
    const reply = await revoke('root@x.example', 'a@x.example');
    expect(reply).toMatchObject(refused);
    if (!reply.ok) expect(reply.error.message).toContain('last Root');
    const off = { id: id('a@x.example'), version: 1 };
    expect(await test.call('root@x.example', 'users.switchOff', off)).toMatchObject(refused);
  });

  it('of one realm is not replaced by the Root of another', async () => {
    await portal('a@x.example');
    await world.realm('second portal', 'E');
    await world.person('b@x.example', 'second portal', { roles: [ROOT('second portal')] });
    await world.person('root@x.example', 'platform', {
      roles: [{ pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' }],
    });
    await world.ready('root@x.example');
    expect(await revoke('root@x.example', 'a@x.example')).toMatchObject(refused);
  });
});

describe('the last administrator of a realm', () => {
  const A = { pack: 'J', role: 'ADMINISTRATOR', node: 'a' };

  it('stays, although the workspace’s administrator stands above', async () => {
    await world.realm('dialogs', 'J');
    await world.node('a', 'dialogs', 'account');
    await world.node('b', 'dialogs', 'account');
    await world.person('admin@x.example', 'a', { roles: [A] });
    await world.person('root@x.example', 'platform', {
      roles: [{ pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' }],
    });
    await world.ready('root@x.example');
    const take = () =>
      test.call('root@x.example', 'assignments.revoke', { id: id('admin@x.example ADMINISTRATOR a') });
    expect(await take()).toMatchObject(refused);
    expect(await test.call('root@x.example', 'nodes.archive', { id: id('a'), version: 1 })).toMatchObject(
      refused,
    );
    await world.person('other@x.example', 'b', { roles: [{ ...A, node: 'b' }] });
    await world.ready('root@x.example');
    expect(await take()).toMatchObject({ ok: true });
  });
});

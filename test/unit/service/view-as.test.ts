import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceEvent } from '#shared/events.ts';
import { type TestService, testService, testWorld, type World } from '../../support/service.ts';

const ADMIN = 'admin@x.example';
const ANALYST = 'analyst@x.example';
const OTHER_ADMIN = 'other-admin@x.example';
const SECOND = 'second@x.example';
const BOSS = 'boss@x.example';

let test: TestService;
let world: World;

const idOf = (email: string): string => world.persons[email] as string;
const view = (as: string, whom: string) => test.call(as, 'session.viewAs', { id: idOf(whom) });
const me = async (as: string) => {
  const reply = await test.call(as, 'session.me', {});
  return reply.ok ? reply.value : null;
};

beforeEach(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: ADMIN, node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
    { email: ANALYST, node: 'north-a', roles: [['J', 'ANALYST', 'north-a']] },
    { email: SECOND, node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
    { email: OTHER_ADMIN, node: 'north-b', roles: [['J', 'ADMINISTRATOR', 'north-b']] },
    { email: BOSS, node: 'north-a', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
  ]);
  for (const email of [ADMIN, SECOND, ANALYST, BOSS]) await test.signIn(email);
});
afterEach(() => test.close());

describe('looking at the console as another person', () => {
  it('shows what that person may do, and who is looking', async () => {
    const own = await me(ANALYST);
    const reply = await view(ADMIN, ANALYST);
    expect(reply).toMatchObject({
      ok: true,
      value: { person: { id: idOf(ANALYST) }, viewedBy: { id: idOf(ADMIN), email: ADMIN } },
    });
    const seen = await me(ADMIN);
    expect(seen?.operations).toEqual(own?.operations);
    expect(own?.viewedBy).toBe(null);
  });

  it('refuses what the other may not see although the one who looks may', async () => {
    await view(ADMIN, ANALYST);
    expect(await test.call(ADMIN, 'users.list', {})).toMatchObject({ ok: false, error: { code: 'denied' } });
  });

  it('changes nothing, whatever is asked for', async () => {
    await view(ADMIN, ANALYST);
    const edit = { id: idOf(ANALYST), version: 1, firstName: 'X', lastName: 'Y' };
    expect(await test.call(ADMIN, 'profile.edit', edit)).toMatchObject({
      ok: false,
      error: { code: 'denied', reason: 'viewing' },
    });
    const person = await test.service.writer
      .selectFrom('persons')
      .select('first_name')
      .where('id', '=', idOf(ANALYST))
      .executeTakeFirst();
    expect(person?.first_name).toBe('Test');
  });

  it('ends when asked to, with the rights of before', async () => {
    await view(ADMIN, ANALYST);
    const back = await test.call(ADMIN, 'session.stopViewing', {});
    expect(back).toMatchObject({ ok: true, value: { person: { id: idOf(ADMIN) }, viewedBy: null } });
    expect(await test.call(ADMIN, 'users.list', {})).toMatchObject({ ok: true });
  });

  it('is in the audit trail as the act of the one who looked, with what was tried', async () => {
    await view(ADMIN, ANALYST);
    await test.call(ADMIN, 'profile.edit', { id: idOf(ANALYST), version: 1, firstName: 'X', lastName: 'Y' });
    await test.call(ADMIN, 'session.stopViewing', {});
    const log = await test.service.writer
      .selectFrom('command_log')
      .select(['operation', 'person_id as person', 'verdict', 'target'])
      .where('operation', 'in', ['session.viewAs', 'profile.edit', 'session.stopViewing'])
      .orderBy('at')
      .orderBy('id')
      .execute();
    expect(log.map(({ operation, verdict }) => [operation, verdict])).toEqual([
      ['session.viewAs', 'done'],
      ['profile.edit', 'refused'],
      ['session.stopViewing', 'done'],
    ]);
    expect(log.every(({ person }) => person === idOf(ADMIN))).toBe(true);
    expect(log[0]?.target).toContain(idOf(ANALYST));
  });

  it('is refused for oneself, for somebody elsewhere and for somebody with a role that one may not give', async () => {
    expect(await view(ADMIN, ADMIN)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(await view(ADMIN, OTHER_ADMIN)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await view(ADMIN, BOSS)).toMatchObject({ ok: false, error: { reason: 'exceeds-own' } });
    expect(await view(ANALYST, ADMIN)).toMatchObject({ ok: false, error: { code: 'denied' } });
  });

  it('ends by itself when the rights of either change, and says so to the window', async () => {
    const events: ServiceEvent[] = [];
    test.service.subscribe((event) => events.push(event));
    await view(ADMIN, ANALYST);
    const person = await test.call(SECOND, 'users.get', { id: idOf(ANALYST) });
    if (!person.ok) throw new Error(person.error.message);
    const { id, version, firstName, lastName, email } = person.value;
    const access = [
      { pack: 'J', role: 'ANALYST' },
      { pack: 'J', role: 'OPERATOR' },
    ];
    const edited = await test.call(SECOND, 'users.edit', { id, version, firstName, lastName, email, access });
    expect(edited).toMatchObject({ ok: true });
    expect(await me(ADMIN)).toMatchObject({ person: { id: idOf(ADMIN) }, viewedBy: null });
    expect(events).toContainEqual({ type: 'session', ended: false, message: null });
  });
});

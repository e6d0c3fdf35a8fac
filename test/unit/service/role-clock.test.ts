import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceEvent } from '#shared/events.ts';
import { type TestService, testService, testWorld, type World } from '../../support/service.ts';

const ADMIN = 'admin@x.example';
const GUEST = 'guest@x.example';
const HOUR = 3_600_000;

let test: TestService;
let world: World;
const events: (readonly [ServiceEvent, readonly string[] | null])[] = [];

beforeEach(async () => {
  // Timers alone are false: the service takes its time from `test.clock`.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  test = await testService();
  world = await testWorld(test, [
    { email: ADMIN, node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
    { email: GUEST, node: 'north-a', roles: [['J', 'ANALYST', 'north-a']] },
  ]);
});
afterEach(async () => {
  vi.useRealTimers();
  events.length = 0;
  await test.close();
});

async function limit(times: { valid_from: number | null; valid_until: number | null }): Promise<void> {
  await test.service.writer
    .updateTable('assignments')
    .set(times)
    .where('person_id', '=', world.persons[GUEST] as string)
    .execute();
  Object.assign(test, await test.reopen());
  test.service.subscribe((event, only) => events.push([event, only]));
}

function pass(time: number): void {
  test.clock.now += time;
  vi.advanceTimersByTime(time);
}

describe('a role that is given for a time', () => {
  it('signs a person out when their last role ends, although they ask for nothing', async () => {
    await limit({ valid_from: null, valid_until: test.clock.now + HOUR });
    await test.signIn(GUEST);
    events.length = 0;
    pass(HOUR / 2);
    expect(events).toEqual([]);
    pass(HOUR);
    expect(events).toContainEqual([
      { type: 'session', ended: true, message: expect.stringContaining('signed out') },
      [`window:${GUEST}`],
    ]);
    expect(await test.call(GUEST, 'session.me', {})).toEqual({ ok: true, value: null });
  });

  it('is refused at the next call even where no timer rang', async () => {
    await limit({ valid_from: null, valid_until: test.clock.now + HOUR });
    await test.signIn(GUEST);
    test.clock.now += 2 * HOUR;
    expect(await test.call(GUEST, 'dialogLogs.list', {})).toMatchObject({
      ok: false,
      error: { code: 'not-signed-in' },
    });
  });

  it('counts from its first moment on', async () => {
    await limit({ valid_from: test.clock.now + HOUR, valid_until: null });
    await expect(test.signIn(GUEST)).rejects.toThrow('not right');
    pass(HOUR);
    await test.signIn(GUEST);
  });

  it('waits for a time that is farther away than a timer can count', async () => {
    const year = 365 * 24 * HOUR;
    await limit({ valid_from: null, valid_until: test.clock.now + year });
    await test.signIn(GUEST);
    events.length = 0;
    for (let month = 0; month < 11; month++) pass(year / 12);
    expect(events).toEqual([]);
    pass(year / 12);
    expect(events[0]?.[0]).toMatchObject({ type: 'session', ended: true });
  });
});

import { describe, expect, it } from 'vitest';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { recoverBroadcast, recoverBroadcasts } from '#main/jobs/broadcast/recover.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';

async function crashed(startAt?: number) {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const list = addList(at, { numbers: fictionalNumbers({ seed: 9, count: 120 }) });
  const settings = { callsPerSecond: 40, attempts: 2, ...(startAt === undefined ? {} : { startAt }) };
  const { id } = await desk.do('broadcasts.create', {
    node: at.account,
    name: 'Notice',
    list: list.id,
    ...settings,
  });
  const { job } = await desk.do('broadcasts.start', { id });
  await desk.clock.pass(1_500);
  const live = desk.dialled.filter((call) => call.endedAt === null).map((call) => call.number);
  desk.crash();
  return { at, desk, id, job, live };
}

describe('after a crash', () => {
  it('a running broadcast is suspended and its live attempts are interrupted', async () => {
    const { at, desk, id, live } = await crashed();
    const recovered = recoverBroadcasts(at.raw, desk.clock.now());
    expect(live.length).toBeGreaterThan(0);
    expect(recovered).toEqual({ suspended: 1, interrupted: live.length, waiting: [] });
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'crash' });
    expect(desk.counts(id)).toMatchObject({ live: 0, interrupted: live.length });
  });

  it('recovering twice changes nothing more', async () => {
    const { at, desk, id } = await crashed();
    recoverBroadcasts(at.raw, desk.clock.now());
    const before = [desk.state(id), desk.counts(id), desk.rows('select * from broadcast_attempts')];
    expect(recoverBroadcasts(at.raw, desk.clock.now())).toEqual({
      suspended: 0,
      interrupted: 0,
      waiting: [],
    });
    expect([desk.state(id), desk.counts(id), desk.rows('select * from broadcast_attempts')]).toEqual(before);
  });

  it('resume calls the waiting numbers and never the interrupted ones', async () => {
    const { at, desk, id, live } = await crashed();
    recoverBroadcasts(at.raw, desk.clock.now());
    const before = desk.dialled.length;
    await desk.do('broadcasts.resume', { id });
    await desk.clock.pass(120_000);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
    const later = desk.dialled.slice(before).map((call) => call.number);
    expect(later.filter((number) => live.includes(number))).toEqual([]);
    expect(new Set(desk.dialled.map((call) => call.number)).size).toBe(120);
    const attempts = desk.dialled.map((call) => `${call.number}/${call.attempt}`);
    expect(new Set(attempts).size).toBe(attempts.length);
  });

  it('a scheduled broadcast whose time is to come names its job', async () => {
    const { at, desk, id, job } = await crashed(1_800_000_600_000);
    expect(recoverBroadcasts(at.raw, desk.clock.now())).toEqual({
      suspended: 0,
      interrupted: 0,
      waiting: [job],
    });
    desk.startJob(job);
    await desk.clock.pass(660_000);
    expect(desk.state(id).state).toBe('finished');
  });

  it('a scheduled broadcast whose time has passed is suspended, not called late', async () => {
    const { at, desk, id } = await crashed(1_800_000_005_000);
    expect(recoverBroadcasts(at.raw, desk.clock.now())).toMatchObject({ suspended: 1, waiting: [] });
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'console-closed' });
    expect(desk.dialled).toEqual([]);
  });
});

describe('when only the thread dies', () => {
  it('its broadcast is suspended', async () => {
    const { at, desk, id, job, live } = await crashed();
    recoverBroadcast(at.raw, id, { job, now: desk.clock.now() });
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'crash' });
    expect(desk.counts(id)).toMatchObject({ live: 0, interrupted: live.length });
  });

  it('the next run ends what nobody knows of any more', async () => {
    const { at, desk, id, live } = await crashed();
    at.raw.exec(`update broadcasts set state = 'suspended'`);
    await desk.do('broadcasts.resume', { id });
    await desk.clock.pass(120_000);
    expect(desk.state(id).state).toBe('finished');
    expect(desk.counts(id)).toMatchObject({ live: 0, interrupted: live.length });
  });

  it('a fault in a gateway counts as a failed call and a fault in the engine suspends', async () => {
    const at = await broadcastDatabase();
    const desk = new TestConsole(at);
    const { id } = await desk.do('broadcasts.create', {
      node: at.account,
      name: 'Notice',
      list: addList(at).id,
    });
    desk.onDial = () => {
      throw new Error('The gateway is gone.');
    };
    const { job } = await desk.do('broadcasts.start', { id });
    await desk.clock.pass(500);
    expect(desk.rows(`select distinct outcome from broadcast_attempts`)).toEqual([{ outcome: 'failed' }]);
    const engine = desk.engines.get(job);
    if (engine !== undefined) {
      engine.job.progress = () => {
        throw new Error('A fault.');
      };
    }
    await desk.clock.pass(500);
    expect(engine?.failure).toBeInstanceOf(Error);
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'crash' });
  });
});

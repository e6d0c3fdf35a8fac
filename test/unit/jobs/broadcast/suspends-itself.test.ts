import { describe, expect, it } from 'vitest';
import { addOwnNumber } from '#main/db/do-not-call.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { Throttle } from '#main/jobs/broadcast/throttle.ts';
import type { InputOf } from '#shared/operations/index.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase, testId } from '#test/support/broadcast-job.ts';

type Settings = Partial<InputOf<'broadcasts.create'>>;

async function started(
  count: number,
  settings: Settings = {},
  numbers = fictionalNumbers({ seed: 4, count }),
) {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const list = addList(at, { numbers });
  const { id } = await desk.do('broadcasts.create', {
    node: at.account,
    name: 'Notice',
    list: list.id,
    callsPerSecond: 50,
    lines: 200,
    attempts: 1,
    ...settings,
  });
  await desk.do('broadcasts.start', { id });
  return { at, desk, id };
}

const endingIn = (ending: string, count: number) =>
  fictionalNumbers({ seed: 4, count: 36_700 })
    .filter((number) => String(number).endsWith(ending))
    .slice(0, count);

describe('congestion', () => {
  it('halves the pace once a second at most, and it recovers', () => {
    const throttle = new Throttle();
    for (let now = 0; now < 1_000; now += 50) throttle.congested(now);
    expect(throttle.share(1_000)).toBe(0.5);
    throttle.congested(1_500);
    expect(throttle.share(1_500)).toBe(0.25);
    expect(throttle.share(1_500 + 60_000)).toBe(1);
  });

  it('uses up no attempt: every number is called exactly once when it is over', async () => {
    const { desk, id } = await started(200);
    await desk.clock.pass(1_000);
    desk.fault = 'congestion';
    await desk.clock.pass(8_000);
    const placed = desk.dialled.length;
    await desk.clock.pass(4_000);
    expect(desk.dialled).toHaveLength(placed);
    desk.fault = null;
    await desk.clock.pass(120_000);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
    expect(desk.dialled).toHaveLength(200);
    expect(new Set(desk.dialled.map(({ number, attempt }) => `${number} ${attempt}`)).size).toBe(200);
    expect(desk.rows(`select 1 from broadcast_attempts where outcome = 'not-placed'`).length).toBeGreaterThan(
      0,
    );
  });

  it('that never ends suspends the broadcast', async () => {
    const { desk, id } = await started(200);
    desk.fault = 'congestion';
    await desk.clock.pass(300_000);
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'congestion' });
    expect(desk.counts(id)).toMatchObject({ done: 0, live: 0 });
  });
});

describe('a gateway that is down', () => {
  it('for a moment holds calls back, and longer suspends the broadcast with what it says', async () => {
    const { desk, id } = await started(400);
    await desk.clock.pass(1_000);
    desk.fault = 'down';
    await desk.clock.pass(200);
    const dials = desk.dials;
    await desk.clock.pass(5_000);
    expect(desk.dials).toBe(dials);
    expect(desk.state(id).state).toBe('running');
    await desk.clock.pass(20_000);
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'gateway-down' });
    expect(desk.rows('select suspended_note as note from broadcasts')).toEqual([
      { note: 'The practice gateway was told to be down.' },
    ]);
  });
});

/** True every so many times. */
function every(times: number): () => boolean {
  let asked = 0;
  return () => ++asked % times === 0;
}

describe('people who answer and hear nothing', () => {
  it('as long as they are few enough, do not stop it', async () => {
    const { desk, id } = await started(300, { abandonedPercent: 10 });
    desk.mute = every(11);
    await desk.clock.pass(120_000);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
  });

  it('above the limit suspend it with the reason, and a resume goes on where it stood', async () => {
    const { desk, id } = await started(300, { abandonedPercent: 10, callsPerSecond: 10 });
    desk.mute = every(5);
    await desk.clock.pass(120_000);
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'abandoned' });
    expect(desk.rows('select suspended_note as note from broadcasts')).toEqual([
      { note: 'More than 10 % of the people who answered heard nothing.' },
    ]);
    expect(desk.dialled.length).toBeLessThan(300);
    desk.mute = () => false;
    await desk.do('broadcasts.resume', { id });
    await desk.clock.pass(120_000);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
    expect(new Set(desk.dialled.map(({ number }) => number)).size).toBe(300);
    expect(desk.dialled).toHaveLength(300);
  });
});

describe('a callee who presses 9', () => {
  it('is not called again by any broadcast of the account, and the call ends at once', async () => {
    const numbers = [...endingIn('0189', 3), ...endingIn('0191', 3)];
    const { at, desk, id } = await started(6, {}, numbers);
    await desk.clock.pass(20_000);
    expect(desk.state(id).state).toBe('finished');
    const out = endingIn('0189', 3).toSorted((a, b) => a - b);
    expect(desk.rows('select number from do_not_call_numbers order by number')).toEqual(
      out.map((number) => ({ number })),
    );
    expect(desk.rows(`select keys, talk from broadcast_attempts where keys <> ''`)).toHaveLength(3);
    const list = addList(at, { numbers });
    const again = await desk.do('broadcasts.create', { node: at.account, name: 'Again', list: list.id });
    const before = desk.dials;
    await desk.do('broadcasts.start', { id: again.id });
    await desk.clock.pass(60_000);
    const called = desk.dialled.slice(before).map(({ number }) => Number(number.slice(1)));
    expect(called.filter((number) => out.includes(number))).toEqual([]);
    expect(desk.counts(again.id)).toMatchObject({ total: 6, done: 3, not_called: 3 });
  });

  it('while a number waits elsewhere, is left out there at the moment of dialling', async () => {
    const { at, desk, id } = await started(100, { callsPerSecond: 1 });
    await desk.clock.pass(2_000);
    const waiting = desk.rows(`select number from broadcast_numbers where state = 'waiting'`) as {
      number: number;
    }[];
    const number = waiting[0]?.number as number;
    const wish = { node: at.account, number, reason: '' };
    addOwnNumber(at.raw, wish, { now: desk.clock.now(), newId: testId });
    await desk.clock.pass(200_000);
    expect(desk.dialled.map((call) => call.number)).not.toContain(`+${number}`);
    expect(desk.counts(id)).toMatchObject({ not_called: 1, done: 99 });
  });
});

async function withCallers(cap: number) {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const callers = ['a', 'b'].map((name, index) => {
    const id = `00000000-0000-7000-b000-00000000000${name}`;
    at.raw
      .prepare(
        `insert into caller_ids (id, realm_id, node_id, number, name, verified_at, evidence, created_at, created_by,
           updated_at, version) values (?, ?, ?, ?, ?, 1, 'contract', 0, '', 0, 1)`,
      )
      .run(id, at.realm, at.account, 12_025_550_100 + index, name);
    return id;
  });
  const list = addList(at, { numbers: endingIn('0191', 12) });
  const settings = { node: at.account, name: 'Notice', list: list.id, callers, callerCap: cap, attempts: 2 };
  const { id } = await desk.do('broadcasts.create', { ...settings, callsPerSecond: 50 });
  await desk.do('broadcasts.start', { id });
  return { at, desk, id };
}

describe('caller ids', () => {
  it('a callee sees the same number at every attempt', async () => {
    const { desk, id } = await withCallers(1_000);
    await desk.clock.pass(60_000);
    expect(desk.state(id).state).toBe('finished');
    const seen = desk.rows(
      'select number_seq, count(distinct caller_id) as n, count(*) as calls from broadcast_attempts group by 1',
    );
    expect(seen).toHaveLength(12);
    expect(seen.every(({ n, calls }) => n === 1 && calls === 2)).toBe(true);
    expect(desk.rows('select distinct caller_id from broadcast_attempts')).toHaveLength(2);
  });

  it('none is shown more often a day than its cap, and calling goes on the next day', async () => {
    const { desk, id } = await withCallers(4);
    await desk.clock.pass(120_000);
    expect(desk.dials).toBe(8);
    expect(desk.state(id).state).toBe('running');
    desk.clock.epoch += 86_400_000;
    await desk.clock.pass(60_000);
    expect(desk.dials).toBe(16);
    const most = desk.rows('select max(calls) as most from caller_id_days');
    expect(most).toEqual([{ most: 4 }]);
  });
});

describe('a copy of a finished broadcast', () => {
  it('calls the numbers that were not called, and no others', async () => {
    const { desk, id } = await started(100, { callsPerSecond: 5 });
    await desk.clock.pass(4_000);
    await desk.do('broadcasts.finish', { id });
    await desk.clock.pass(10_000);
    const first = new Set(desk.dialled.map(({ number }) => number));
    const copy = await desk.do('broadcasts.copy', { id, name: 'The rest' });
    await desk.do('broadcasts.start', { id: copy.id });
    await desk.clock.pass(120_000);
    expect(desk.state(copy.id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
    const second = desk.dialled.slice(first.size).map(({ number }) => number);
    expect(second.filter((number) => first.has(number))).toEqual([]);
    expect(first.size + second.length).toBe(100);
    expect(await desk.ask('broadcasts.copy', { id: copy.id, name: 'Nothing' })).toMatchObject({ ok: false });
  });
});

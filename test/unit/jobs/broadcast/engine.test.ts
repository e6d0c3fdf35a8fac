import { describe, expect, it } from 'vitest';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';

interface Settings {
  readonly callsPerSecond?: number;
  readonly lines?: number;
  readonly attempts?: number;
  readonly startAt?: number;
  readonly machine?: 'off' | 'hang-up';
  readonly retries?: { outcome: 'machine'; afterSeconds: number }[];
}

async function started(numbers: readonly number[], settings: Settings = {}) {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const list = addList(at, { numbers });
  const { id } = await desk.do('broadcasts.create', {
    node: at.account,
    name: 'Notice',
    list: list.id,
    ...settings,
  });
  const { job } = await desk.do('broadcasts.start', { id });
  return { at, desk, id, job, list };
}

const many = (count: number) => fictionalNumbers({ seed: 4, count });
/** Fictional numbers with a scripted ending. */
const ending = (suffix: string, count: number) =>
  fictionalNumbers({ seed: 4, count: 36_700 })
    .filter((number) => String(number).endsWith(suffix))
    .slice(0, count);

describe('a running broadcast', () => {
  it('calls every number and finishes as completed', async () => {
    const { desk, id, job } = await started(many(60));
    await desk.clock.pass(60_000);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
    expect(new Set(desk.dialled.map((call) => call.number)).size).toBe(60);
    expect(desk.counts(id)).toMatchObject({ total: 60, done: 60, live: 0, not_called: 0, interrupted: 0 });
    expect(desk.engines.get(job)?.end).toMatchObject({ state: 'done', result: { numbers: 60, called: 60 } });
  });

  it('holds its pace within two percent and never exceeds it in any second', async () => {
    const { desk } = await started(many(4_000), { callsPerSecond: 100, lines: 1_000, attempts: 1 });
    await desk.clock.pass(20_000);
    const times = desk.dialled.map((call) => call.at);
    expect(Math.abs(times.length / 20 - 100)).toBeLessThan(2);
    times.forEach((at, index) => {
      expect((times[index + 100] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(1_000);
    });
  });

  it('never has more live calls than lines', async () => {
    const { desk } = await started(many(200), { callsPerSecond: 50, lines: 7 });
    let most = 0;
    desk.onDial = () => {
      most = Math.max(most, desk.dialled.filter((call) => call.endedAt === null).length);
    };
    await desk.clock.pass(30_000);
    expect(most).toBe(7);
  });

  it('calls busy and unanswered numbers again after all first attempts, and no others', async () => {
    const [busy, silent] = [ending('0191', 2), ending('0192', 2)];
    const others = [...ending('0190', 3), ...ending('0193', 2), ...ending('0194', 2), ...ending('0195', 2)];
    const { desk, id } = await started([...busy, ...silent, ...others], { callsPerSecond: 50, attempts: 3 });
    await desk.clock.pass(60_000);
    const again = desk.dialled.filter((call) => call.attempt > 1);
    expect(new Set(again.map((call) => call.number))).toEqual(
      new Set([...busy, ...silent].map((n) => `+${n}`)),
    );
    expect(desk.dialled.filter((call) => call.number === `+${busy[0]}`).map((call) => call.attempt)).toEqual([
      1, 2, 3,
    ]);
    expect(desk.dialled.slice(0, 13).every((call) => call.attempt === 1)).toBe(true);
    expect(desk.state(id).state).toBe('finished');
  });

  it('plays to answering machines as to anybody, unless it is to hang up on them', async () => {
    const numbers = [...ending('0187', 3), ...ending('0190', 2)];
    const kept = await started(numbers, { callsPerSecond: 50 });
    await kept.desk.clock.pass(60_000);
    expect(kept.desk.rows('select outcome from broadcast_outcomes')).toEqual([{ outcome: 'answered' }]);
    const cut = await started(numbers, { callsPerSecond: 50, machine: 'hang-up' });
    await cut.desk.clock.pass(60_000);
    expect(cut.desk.rows('select outcome, numbers from broadcast_outcomes order by 1')).toEqual([
      { outcome: 'answered', numbers: 2 },
      { outcome: 'machine', numbers: 3 },
    ]);
    expect(cut.desk.counts(cut.id)).toMatchObject({ answered: 2, done: 5 });
    expect(cut.desk.dialled).toHaveLength(5);
  });

  it('calls machines again if the retry table says so', async () => {
    const retries = [{ outcome: 'machine' as const, afterSeconds: 60 }];
    const settings = { attempts: 3, machine: 'hang-up' as const, retries };
    const { desk, id } = await started(ending('0187', 1), settings);
    await desk.clock.pass(60_000);
    expect(desk.dialled.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(desk.state(id).state).toBe('finished');
  });

  it('tells live calls and lines at most four times a second', async () => {
    const { desk, job } = await started(many(500), { callsPerSecond: 20 });
    await desk.clock.pass(10_000);
    const told = desk.engines.get(job)?.job.progresses ?? [];
    expect(told.length).toBeGreaterThan(30);
    expect(told.length).toBeLessThanOrEqual(41);
    expect(told.at(-1)?.message).toMatch(/^\d+ of 20 lines in use \(practice: nobody is called\)$/);
  });

  it('has sums that agree with its rows', async () => {
    const { desk, id } = await started(many(80), { callsPerSecond: 30 });
    await desk.clock.pass(3_000);
    await desk.do('broadcasts.suspend', { id });
    await desk.clock.pass(10_000);
    const sums = desk.rows(
      'select outcome, numbers from broadcast_outcomes where numbers > 0 order by outcome',
    );
    expect(sums).toEqual(
      desk.rows(
        'select last_outcome as outcome, count(*) as numbers from broadcast_numbers where last_outcome is not null group by 1 order by 1',
      ),
    );
    const [slots] = desk.rows('select sum(attempts) as n from broadcast_slots');
    expect(slots?.['n']).toBe(desk.counts(id)['attempts']);
  });

  it('has an attempt in the database before it is dialled', async () => {
    const { desk } = await started(many(20));
    const stored: unknown[] = [];
    desk.onDial = () =>
      stored.push(desk.rows('select count(*) as n from broadcast_attempts where outcome is null')[0]?.['n']);
    await desk.clock.pass(200);
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.every((count) => Number(count) >= 1)).toBe(true);
  });
});

describe('a suspended broadcast', () => {
  it('places no further attempt, lets live calls end and records them', async () => {
    const { desk, id } = await started(many(200), { callsPerSecond: 50 });
    await desk.clock.pass(2_000);
    await desk.do('broadcasts.suspend', { id });
    const placed = desk.dialled.length;
    expect(desk.dialled.some((call) => call.endedAt === null)).toBe(true);
    await desk.clock.pass(20_000);
    expect(desk.dialled).toHaveLength(placed);
    expect(desk.counts(id)).toMatchObject({ live: 0, attempts: placed });
    expect(desk.rows('select 1 from broadcast_attempts where outcome is null')).toEqual([]);
  });

  it('places no further attempt even if the message to its engine is lost', async () => {
    const { desk, id, job } = await started(many(200), { callsPerSecond: 50 });
    await desk.clock.pass(2_000);
    desk.deaf = true;
    await desk.do('broadcasts.suspend', { id });
    const placed = desk.dialled.length;
    await desk.clock.pass(20_000);
    expect(desk.dialled).toHaveLength(placed);
    expect(desk.engines.get(job)?.end?.state).toBe('cancelled');
  });

  it('is suspending until its live calls have ended, and then goes on with the waiting numbers when resumed', async () => {
    const { desk, id } = await started(many(100), { callsPerSecond: 50, attempts: 1 });
    await desk.clock.pass(1_000);
    expect((await desk.do('broadcasts.suspend', { id })).state).toBe('suspending');
    expect(await desk.ask('broadcasts.resume', { id })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    await desk.clock.pass(10_000);
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'person' });
    await desk.do('broadcasts.resume', { id });
    await desk.clock.pass(60_000);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
    expect(desk.dialled).toHaveLength(100);
    expect(new Set(desk.dialled.map((call) => call.number)).size).toBe(100);
  });

  it('keeps to its lines and its pace over a suspend and resume', async () => {
    const { desk, id } = await started(many(300), { callsPerSecond: 20, lines: 5, attempts: 1 });
    await desk.clock.pass(1_000);
    let most = 0;
    desk.onDial = () => {
      most = Math.max(most, desk.dialled.filter((call) => call.endedAt === null).length);
    };
    for (let turn = 0; turn < 5; turn++) {
      await desk.do('broadcasts.suspend', { id });
      await desk.clock.pass(8_000);
      await desk.do('broadcasts.resume', { id });
      await desk.clock.pass(300);
    }
    const times = desk.dialled.map((call) => call.at);
    times.forEach((at, index) => {
      expect((times[index + 20] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(1_000);
    });
    expect(most).toBeLessThanOrEqual(5);
  });
});

describe('a finished broadcast', () => {
  it('lets live calls end and leaves the rest as not called', async () => {
    const { desk, id } = await started(many(200), { callsPerSecond: 50 });
    await desk.clock.pass(1_000);
    await desk.do('broadcasts.finish', { id });
    const placed = desk.dialled.length;
    await desk.clock.pass(20_000);
    expect(desk.dialled).toHaveLength(placed);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'stopped' });
    expect(desk.counts(id)).toMatchObject({ done: placed, not_called: 200 - placed, live: 0 });
    expect(desk.rows(`select 1 from broadcast_numbers where state not in ('done', 'not-called')`)).toEqual(
      [],
    );
  });

  it('refuses every further command', async () => {
    const { desk, id } = await started(many(3));
    await desk.do('broadcasts.finish', { id });
    for (const name of [
      'broadcasts.start',
      'broadcasts.suspend',
      'broadcasts.resume',
      'broadcasts.finish',
    ] as const) {
      expect(await desk.ask(name, { id })).toMatchObject({ ok: false, error: { code: 'conflict' } });
    }
  });
});

describe('when the console closes', () => {
  it('a running broadcast hangs up, records the calls and is suspended', async () => {
    const { desk, id, job } = await started(many(200), { callsPerSecond: 50 });
    await desk.clock.pass(2_000);
    desk.engines.get(job)?.job.close();
    await desk.clock.pass(100);
    expect(desk.engines.get(job)?.end?.state).toBe('interrupted');
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'console-closed' });
    expect(desk.counts(id)).toMatchObject({ live: 0 });
    expect(desk.dialled.every((call) => call.endedAt !== null)).toBe(true);
  });

  it('a scheduled broadcast keeps its start time', async () => {
    const { desk, id, job } = await started(many(5), { startAt: 1_800_000_600_000 });
    desk.engines.get(job)?.job.close();
    await desk.clock.pass(100);
    expect(desk.engines.get(job)?.end?.state).toBe('interrupted');
    expect(desk.state(id).state).toBe('scheduled');
  });
});

describe('a cancelled job', () => {
  it('suspends its broadcast', async () => {
    const { desk, id, job } = await started(many(200), { callsPerSecond: 50 });
    await desk.clock.pass(1_000);
    desk.engines.get(job)?.job.cancel();
    await desk.clock.pass(20_000);
    expect(desk.engines.get(job)?.end?.state).toBe('cancelled');
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'person' });
  });
});

describe('a scheduled broadcast', () => {
  const startAt = 1_800_000_600_000;

  it('calls nobody before its start time and everybody after it', async () => {
    const { desk, id } = await started(many(5), { startAt });
    expect(desk.state(id).state).toBe('scheduled');
    await desk.clock.pass(599_000);
    expect(desk.dialled).toEqual([]);
    await desk.clock.pass(60_000);
    expect(desk.dialled[0]?.at).toBeGreaterThanOrEqual(startAt);
    expect(desk.state(id).state).toBe('finished');
  });

  it('runs at once when started again', async () => {
    const { desk, id } = await started(many(5), { startAt });
    await desk.do('broadcasts.start', { id });
    await desk.clock.pass(60_000);
    expect(desk.dialled.filter((call) => call.attempt === 1)).toHaveLength(5);
    expect([...desk.engines.values()].every((engine) => engine.end !== null)).toBe(true);
  });

  it('goes back to draft when edited, and its job ends without a call', async () => {
    const { desk, id, job, list } = await started(many(5), { startAt });
    const edited = await desk.do('broadcasts.edit', {
      id,
      version: 2,
      name: 'Other',
      list: list.id,
      startAt,
    });
    expect(edited.state).toBe('draft');
    await desk.clock.pass(700_000);
    expect(desk.dialled).toEqual([]);
    expect(desk.engines.get(job)?.end?.state).toBe('cancelled');
    expect(desk.rows('select 1 from broadcast_numbers')).toEqual([]);
  });

  it('is suspended instead of called if its list has been removed meanwhile', async () => {
    const { desk, id, list } = await started(many(5), { startAt });
    desk.at.raw.prepare('update number_lists set deleted_at = 1 where id = ?').run(list.id);
    await desk.clock.pass(700_000);
    expect(desk.dialled).toEqual([]);
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'list-removed' });
    expect(await desk.ask('broadcasts.resume', { id })).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
  });

  it('is suspended instead of called if its list has been emptied meanwhile, until the list has its numbers back', async () => {
    const { desk, id, list } = await started(many(5), { startAt });
    const { raw } = desk.at;
    raw
      .prepare(
        `insert into number_list_versions (id, realm_id, list_id, ordinal, key, source_name, read_count, accepted,
           job_id, created_at, created_by)
         values ('emptied', ?, ?, 2, 900, '', 0, 0, '', 0, ?)`,
      )
      .run(desk.at.realm, list.id, desk.at.person);
    const current = raw.prepare('update number_lists set current_version = ? where id = ?');
    current.run(2, list.id);
    const now = await desk.ask('broadcasts.start', { id });
    expect(now).toMatchObject({ ok: false, error: { message: expect.stringContaining('was emptied') } });
    await desk.clock.pass(700_000);
    expect(desk.dialled).toEqual([]);
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'list-emptied' });
    expect([...desk.engines.values()].at(-1)?.end?.message).toBe(
      'It suspended itself: its number list was emptied; 5 of 5 numbers are still to be called.',
    );
    const refused = await desk.ask('broadcasts.resume', { id });
    expect(refused).toMatchObject({ ok: false, error: { message: expect.stringContaining('was emptied') } });
    current.run(1, list.id);
    await desk.do('broadcasts.resume', { id });
    await desk.clock.pass(60_000);
    expect(desk.dialled.filter((call) => call.attempt === 1)).toHaveLength(5);
  });

  it('that named a version calls that version, whatever the list holds by then', async () => {
    const { desk, id, list } = await started(many(5), { startAt });
    const version = desk.rows('select id from number_list_versions')[0]?.['id'] as string;
    await desk.do('broadcasts.edit', {
      id,
      version: 2,
      name: 'Notice',
      list: list.id,
      listVersion: version,
      startAt,
    });
    await desk.do('broadcasts.start', { id });
    expect(await desk.do('broadcasts.get', { id })).toMatchObject({ listOrdinal: 1, total: 5 });
    desk.at.raw
      .prepare(
        `insert into number_list_versions (id, realm_id, list_id, ordinal, key, source_name, read_count, accepted,
           job_id, created_at, created_by)
         values ('emptied', ?, ?, 2, 900, '', 0, 0, '', 0, ?)`,
      )
      .run(desk.at.realm, list.id, desk.at.person);
    desk.at.raw.prepare('update number_lists set current_version = 2').run();
    await desk.clock.pass(700_000);
    expect(desk.dialled.filter((call) => call.attempt === 1)).toHaveLength(5);
  });

  it('can be suspended and resumed before its time', async () => {
    const { desk, id } = await started(many(5), { startAt });
    await desk.do('broadcasts.suspend', { id });
    const { state } = await desk.do('broadcasts.resume', { id });
    expect(state).toBe('scheduled');
    await desk.clock.pass(660_000);
    expect(desk.state(id).state).toBe('finished');
  });
});

describe('when the clock of the machine is changed', () => {
  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('an hour %s, pace and retries go on', async (_way, by) => {
    const { desk, id } = await started([...ending('0191', 20), ...ending('0190', 20)], {
      callsPerSecond: 10,
    });
    await desk.clock.pass(3_000);
    desk.clock.epoch += by;
    const before = desk.dialled.length;
    await desk.clock.pass(1_000);
    expect(desk.dialled.length - before).toBeGreaterThanOrEqual(9);
    await desk.clock.pass(10_000);
    expect(desk.dialled).toHaveLength(60);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
  });

  it('back, a resumed broadcast goes on', async () => {
    const { desk, id } = await started(many(100), { callsPerSecond: 10 });
    await desk.clock.pass(3_000);
    await desk.do('broadcasts.suspend', { id });
    await desk.clock.pass(8_000);
    desk.clock.epoch -= 3_600_000;
    await desk.do('broadcasts.resume', { id });
    const before = desk.dialled.length;
    await desk.clock.pass(3_000);
    expect(desk.dialled.length - before).toBeGreaterThanOrEqual(18);
  });
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogStore } from '#main/db/logs/store.ts';
import { rowsOf } from '#shared/page.ts';
import { logRow } from '#test/support/export-workspace.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';

const DAY = 86_400_000;
const RHEA = 'rhea@x.example';
const ADA = 'ada@x.example';

let test: TestService;
let world: World;
let out: string;

beforeEach(async () => {
  out = mkdtempSync(join(tmpdir(), 'rolecall-nightly-'));
  test = await testService();
  world = await testWorld(test, [
    { email: RHEA, node: 'north-a', roles: [['J', 'RAWLOGS_ANALYTIC', 'north-a']] },
    { email: ADA, node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
  ]);
  const logs = openLogStore(test.folder);
  const project = world.nodes['north-a1'] as string;
  // A message at noon of each day from May 25 to June 20.
  const rows = Array.from({ length: 27 }, (_, day) =>
    logRow({ id: `m${day}`, project, at: Date.UTC(2026, 4, 25 + day, 12), text: `said on day ${day}` }),
  );
  logs.append({ account: world.nodes['north-a'] as string, rows });
  logs.close();
  await test.signIn(RHEA);
  await test.signIn(ADA);
});

afterEach(async () => {
  await test.close();
  rmSync(out, { recursive: true, force: true });
});

async function schedule(more: object = {}): Promise<string> {
  const input = { node: world.nodes['north-a'] as string, file: join(out, 'log.csv'), keepDays: 3, ...more };
  const reply = await test.call(RHEA, 'exportSchedules.create', input);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.id;
}

const csvs = () => readdirSync(out).filter((name) => !name.endsWith('.json'));
const at = (day: number, hour = 2) => {
  test.clock.now = Date.UTC(2026, 5, day, hour);
};
async function only() {
  const reply = await test.call(RHEA, 'exportSchedules.list', {});
  if (!reply.ok) throw new Error(reply.error.message);
  return rowsOf(reply.value)[0];
}
const runs = () =>
  test.service.writer
    .selectFrom('command_log')
    .select(['person_id', 'verdict', 'reason', 'arguments'])
    .where('operation', '=', 'exportSchedules.run')
    .orderBy('at')
    .execute();

// Each day is a job with a thread of its own.
describe('a nightly export', { timeout: 180_000 }, () => {
  it('is made once the hour has come, for the day before, and once', async () => {
    const id = await schedule();
    await test.service.schedules.look();
    expect(csvs()).toEqual([]);
    at(2, 0);
    await test.service.schedules.look();
    expect(csvs()).toEqual([]);
    at(2, 1);
    await test.service.schedules.look();
    at(2, 5);
    await test.service.schedules.look();
    expect(csvs()).toEqual(['log-2026-06-01.csv']);
    const text = readFileSync(join(out, 'log-2026-06-01.csv'), 'utf8');
    expect(text.split('\r\n').length).toBe(3);
    expect(text).toContain('2026-06-01T12:00:00.000Z');
    expect(await only()).toMatchObject({ id, lastDay: '2026-06-01', problem: '' });
    const log = await runs();
    expect(log.map(({ person_id, verdict }) => [person_id, verdict])).toEqual([
      [world.persons[RHEA], 'done'],
    ]);
    const history = await test.call(RHEA, 'exports.list', {});
    expect(history.ok && rowsOf(history.value)[0]).toMatchObject({
      day: '2026-06-01',
      rows: 1,
      createdBy: 'Test rhea',
      state: 'done',
    });
  });

  it('makes up for nights that the machine slept through, as far as their files would be kept', async () => {
    await schedule();
    at(9);
    await test.service.schedules.look();
    expect(csvs()).toEqual(['log-2026-06-06.csv', 'log-2026-06-07.csv', 'log-2026-06-08.csv']);
  });

  it('makes each night once, however often the machine sleeps for some days and wakes', async () => {
    await schedule({ keepDays: 30 });
    for (const day of [3, 4, 9, 9, 12]) {
      at(day);
      // A machine that wakes looks more than once.
      await Promise.all([test.service.schedules.look(), test.service.schedules.look()]);
      await test.service.schedules.look();
    }
    const made = (await runs()).map((run) => (JSON.parse(run.arguments) as { day: string }).day);
    const days = Array.from({ length: 11 }, (_, day) => `2026-06-${String(day + 1).padStart(2, '0')}`);
    expect(made).toEqual(days);
    expect(csvs()).toEqual(days.map((day) => `log-${day}.csv`));
  });

  it('makes up for them after a start too, and never twice', async () => {
    await schedule();
    at(3);
    await test.service.schedules.look();
    test = await test.reopen();
    at(4);
    await test.service.schedules.look();
    expect(csvs()).toEqual(['log-2026-06-01.csv', 'log-2026-06-02.csv', 'log-2026-06-03.csv']);
    expect((await runs()).length).toBe(3);
  });

  it('removes files of days that are kept no longer, but none that was changed since', async () => {
    await schedule();
    at(4);
    await test.service.schedules.look();
    writeFileSync(join(out, 'log-2026-06-01.csv'), 'notes of somebody');
    at(6);
    await test.service.schedules.look();
    expect(csvs()).toEqual([
      'log-2026-06-01.csv',
      'log-2026-06-03.csv',
      'log-2026-06-04.csv',
      'log-2026-06-05.csv',
    ]);
    expect(existsSync(join(out, 'log-2026-06-02.csv.manifest.json'))).toBe(false);
    const history = await test.call(RHEA, 'exports.list', {});
    const removed = history.ok ? rowsOf(history.value).filter(({ removedAt }) => removedAt !== null) : [];
    expect(removed.map(({ day }) => day)).toEqual(['2026-06-02', '2026-06-01']);
  });

  it('is refused, and the refusal logged, when its owner lost the right, and says so', async () => {
    await schedule();
    await test.service.writer
      .updateTable('assignments')
      .set({ deleted_at: 1 })
      .where('person_id', '=', world.persons[RHEA] as string)
      .execute();
    test = await test.reopen();
    at(3);
    await test.service.schedules.look();
    await test.service.schedules.look();
    expect(csvs()).toEqual([]);
    const log = await runs();
    expect(log.map(({ person_id, verdict }) => [person_id, verdict])).toEqual([
      [world.persons[RHEA], 'refused'],
    ]);
    const row = await test.service.writer.selectFrom('export_schedules').select('problem').executeTakeFirst();
    expect(row?.problem).toMatch(/^2026-06-01: /);
  });

  it('is refused when its owner was switched off', async () => {
    await schedule();
    const id = world.persons[RHEA] as string;
    expect(await test.call(ADA, 'users.switchOff', { id, version: 1 })).toMatchObject({ ok: true });
    at(3);
    await test.service.schedules.look();
    expect(csvs()).toEqual([]);
    expect((await runs()).map(({ verdict, reason }) => [verdict, reason])).toEqual([['refused', 'inactive']]);
  });

  it('says what went wrong when its folder is gone, and makes up for it a night later', async () => {
    await schedule();
    rmSync(out, { recursive: true });
    at(2);
    await test.service.schedules.look();
    expect((await only())?.problem).toContain('There is no folder');
    mkdirSync(out);
    at(3);
    await test.service.schedules.look();
    expect(csvs()).toEqual(['log-2026-06-01.csv', 'log-2026-06-02.csv']);
    expect((await only())?.problem).toBe('');
  });

  it('takes a day as its zone has it', async () => {
    await schedule({ zone: 'Pacific/Auckland', hour: 0, localTimes: true });
    // Midnight of June 3 in Auckland, which is 12 hours ahead: a message at noon UTC is the next day's first.
    test.clock.now = Date.UTC(2026, 5, 2, 12);
    await test.service.schedules.look();
    expect(csvs()).toEqual(['log-2026-06-01.csv', 'log-2026-06-02.csv']);
    const text = readFileSync(join(out, 'log-2026-06-02.csv'), 'utf8');
    expect(text).toContain('2026-06-02T00:00:00.000+12:00');
    expect(text.split('\r\n').length).toBe(3);
  });

  it('ends when it is removed; its files stay', async () => {
    const id = await schedule();
    at(2);
    await test.service.schedules.look();
    expect(await test.call(RHEA, 'exportSchedules.remove', { id, version: 1 })).toMatchObject({ ok: true });
    at(2 + 5);
    await test.service.schedules.look();
    expect(csvs()).toEqual(['log-2026-06-01.csv']);
  });

  it('can be made by hand for a day that is over', async () => {
    const id = await schedule();
    const run = (day: string) => test.call(RHEA, 'exportSchedules.run', { id, day });
    expect(await run('2026-06-01')).toMatchObject({
      ok: false,
      error: { message: 'This day is not over yet.' },
    });
    for (let times = 0; times < 2; times += 1) {
      const reply = await run('2026-05-30');
      if (!reply.ok) throw new Error(reply.error.message);
      await test.service.jobs.ended(reply.value.job);
    }
    expect(csvs()).toEqual(['log-2026-05-30.csv']);
    writeFileSync(join(out, 'log-2026-05-29.csv'), 'notes of somebody');
    expect(await run('2026-05-29')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('There is a file') },
    });
  });
});

describe('an export that runs when its person loses the right', () => {
  it('ends and leaves nothing', async () => {
    const project = world.nodes['north-a1'] as string;
    const logs = openLogStore(test.folder);
    const rows = Array.from({ length: 60_000 }, (_, index) =>
      logRow({ id: `x${index}`, project, at: Date.UTC(2026, 3, 1) + index * 1_000 }),
    );
    logs.append({ account: world.nodes['north-a'] as string, rows });
    logs.close();
    const file = join(out, 'big.csv');
    const started = await test.call(RHEA, 'exports.rawLog', { node: world.nodes['north-a'] as string, file });
    if (!started.ok) throw new Error(started.error.message);
    const id = world.persons[RHEA] as string;
    expect(await test.call(ADA, 'users.switchOff', { id, version: 1 })).toMatchObject({ ok: true });
    await test.service.jobs.ended(started.value.job);
    const job = await test.service.writer.selectFrom('jobs').select('state').executeTakeFirstOrThrow();
    expect(job.state).toBe('cancelled');
    expect(readdirSync(out)).toEqual([]);
  });
});

describe('the days of a schedule', () => {
  it('have the length that their zone gives them', async () => {
    const { Days } = await import('#main/jobs/export/days.ts');
    const days = await Days.load();
    const hours = (zone: string, day: string) => {
      const { from, to } = days.span(zone, day);
      return (to - from) / 3_600_000;
    };
    expect(hours('Europe/Berlin', '2026-03-29')).toBe(23);
    expect(hours('Europe/Berlin', '2026-10-25')).toBe(25);
    expect(hours('UTC', '2026-03-29')).toBe(24);
    expect(days.span('UTC', '2026-03-29').from % DAY).toBe(0);
    expect(days.lastDue({ zone: 'UTC', hour: 3 }, Date.UTC(2026, 2, 1, 2, 59))).toBe('2026-02-27');
    expect(days.lastDue({ zone: 'UTC', hour: 3 }, Date.UTC(2026, 2, 1, 3))).toBe('2026-02-28');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLogStore } from '#main/db/logs/store.ts';
import { clockOf } from '#main/handlers/clock-of-zone.ts';
import { logRow } from '#test/support/export-workspace.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';

const SUPPORT = 'support@x.example';
const ANALYST = 'analyst@x.example';
const OTHER = 'other@x.example';
const MAY = Date.UTC(2026, 4, 1);
const HOUR = 3_600_000;

let test: TestService;
let world: World;

beforeAll(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: SUPPORT, node: 'north-a', roles: [['J', 'TECH_SUPPORT', 'north-a']] },
    { email: ANALYST, node: 'north-a', roles: [['J', 'ANALYST', 'north-a1']] },
    { email: OTHER, node: 'north-b', roles: [['J', 'ANALYST', 'north-b']] },
  ]);
  const store = openLogStore(test.folder);
  const said = (id: string, at: number, more: Parameters<typeof logRow>[0] | object = {}) =>
    logRow({ project: world.nodes['north-a1'] as string, session: `s-${id}`, ...more, id, at: MAY + at });
  store.append({
    account: world.nodes['north-a'] as string,
    rows: [
      said('1', 23 * HOUR, { client: 'ann', intent: 'order' }),
      said('2', 23 * HOUR + 5, { client: 'ann', session: 's-1', direction: 'out' }),
      said('3', 23 * HOUR + 9, { client: 'ann', session: 's-1', intent: 'bill' }),
      said('4', 30 * HOUR, { client: 'ann', channel: 'sms' }),
      said('5', 31 * HOUR, { client: 'ben', project: world.nodes['north-a2'] as string }),
    ],
  });
  store.close();
  for (const person of [SUPPORT, ANALYST, OTHER]) await test.signIn(person);
});

afterAll(() => test.close());

const asked = (node: string, zone = 'UTC') => ({
  node: world.nodes[node] as string,
  from: MAY,
  to: MAY + 3 * 24 * HOUR,
  zone,
});

describe('figures of projects', () => {
  it('count what was said by day of the reader’s own zone', async () => {
    const overview = await test.call(SUPPORT, 'projects.overview', asked('north-a1'));
    expect(overview).toMatchObject({
      ok: true,
      value: {
        messages: 4,
        dialogs: 2,
        clients: 1,
        returning: 1,
        days: [
          { day: '2026-05-01', incoming: 2, outgoing: 1, dialogs: 1 },
          { day: '2026-05-02', incoming: 1, outgoing: 0, dialogs: 1 },
          { day: '2026-05-03', incoming: 0, outgoing: 0, dialogs: 0 },
        ],
        channels: [
          { channel: 'web', messages: 3, dialogs: 1 },
          { channel: 'sms', messages: 1, dialogs: 1 },
        ],
      },
    });
    const berlin = await test.call(SUPPORT, 'projects.overview', asked('north-a1', 'Europe/Berlin'));
    expect(berlin.ok && berlin.value.days.map(({ dialogs }) => dialogs)).toEqual([0, 2, 0, 0]);
    expect(await test.call(SUPPORT, 'projects.overview', asked('north-a1', 'Nowhere/City'))).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
  });

  it('count by hour, weekday and length', async () => {
    const statistics = await test.call(ANALYST, 'projects.statistics', asked('north-a1'));
    if (!statistics.ok) throw new Error(statistics.error.message);
    const { hours, weekdays, lengths, averageLength } = statistics.value;
    expect(hours[23]).toEqual({ hour: 23, messages: 3, dialogs: 1 });
    expect(weekdays.map(({ messages }) => messages)).toEqual([0, 0, 0, 0, 0, 3, 1]);
    expect(lengths.filter(({ dialogs }) => dialogs > 0)).toEqual([
      { from: 1, dialogs: 1 },
      { from: 3, dialogs: 1 },
    ]);
    expect(averageLength).toBe(2);
  });

  it('show how dialogs move through intents', async () => {
    const { zone: _, ...span } = asked('north-a1');
    const flow = await test.call(ANALYST, 'userFlow.get', span);
    expect(flow).toMatchObject({
      ok: true,
      value: {
        dialogs: 2,
        withIntent: 1,
        moves: [{ step: 0, from: 'order', to: 'bill', dialogs: 1 }],
      },
    });
  });

  it('are of the projects that the person may see, and no others', async () => {
    expect(await test.call(ANALYST, 'projects.statistics', asked('north-a2'))).toMatchObject({ ok: false });
    expect(await test.call(ANALYST, 'projects.statistics', asked('north-a'))).toMatchObject({ ok: false });
    expect(await test.call(OTHER, 'projects.statistics', asked('north-a1'))).toMatchObject({ ok: false });
    expect(await test.call(SUPPORT, 'projects.statistics', asked('north-a'))).toMatchObject({
      ok: true,
      value: { messages: 5, dialogs: 3, clients: 2, returning: 1 },
    });
    const names = await test.call(ANALYST, 'projects.list', {});
    expect(names.ok && [...names.value.columns.id]).toEqual([world.nodes['north-a1']]);
  });
});

describe('the clock of a zone', () => {
  it('knows half hours, summer time and days of 23 and 25 hours', () => {
    expect(clockOf('Asia/Kolkata')?.read(Date.UTC(2026, 0, 1, 18, 45))).toEqual({
      day: '2026-01-02',
      hour: 0,
      weekday: 5,
    });
    const berlin = clockOf('Europe/Berlin');
    expect(berlin?.read(Date.UTC(2026, 2, 29, 0, 59)).hour).toBe(1);
    expect(berlin?.read(Date.UTC(2026, 2, 29, 1)).hour).toBe(3);
    expect(berlin?.days(Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23))).toEqual(['2026-10-25']);
  });
});

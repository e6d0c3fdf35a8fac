import { describe, expect, it } from 'vitest';
import { addOwnNumber, DoNotCall } from '#main/db/do-not-call.ts';
import { eraseNumber } from '#main/db/erase-number.ts';
import { zonesOf } from '#main/db/number-zones.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { InputOf } from '#shared/operations/index.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, type BroadcastDatabase, broadcastDatabase, testId } from '#test/support/broadcast-job.ts';
import { changeStored } from '#test/support/stored-entries.ts';

const DAY = 86_400_000;
const NUMBERS = fictionalNumbers({ seed: 4, count: 40 });

async function withList(numbers: readonly number[] = NUMBERS) {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  return { at, desk, list: addList(at, { numbers }) };
}

async function draft(
  desk: TestConsole,
  list: string,
  settings: Partial<InputOf<'broadcasts.create'>> = {},
): Promise<string> {
  const { id } = await desk.do('broadcasts.create', {
    node: desk.at.account,
    name: 'Notice',
    list,
    callsPerSecond: 10,
    lines: 200,
    attempts: 1,
    ...settings,
  });
  return id;
}

/** A source at a node whose data is good for a day. */
function addSource({ raw, realm }: BroadcastDatabase, node: string, refreshedAt: number): void {
  raw
    .prepare(
      `insert into do_not_call_sources (id, realm_id, node_id, key, kind, name, fresh_days, refreshed_at, created_at,
         created_by, updated_at) values (?, ?, ?, 50, 'national', 'Register', 1, ?, 0, '', 0)`,
    )
    .run(testId(), realm, node, refreshedAt);
}

const called = (desk: TestConsole) => desk.dialled.map(({ number }) => Number(number.slice(1)));

describe('do-not-call data', () => {
  it('of the account and of everything above it is left out, for as long as it says', async () => {
    const { at, desk, list } = await withList();
    const [first, second, third] = NUMBERS as [number, number, number];
    const made = { now: desk.clock.now(), newId: testId };
    addOwnNumber(at.raw, { node: at.account, number: first, reason: '' }, made);
    addOwnNumber(at.raw, { node: PLATFORM_ID, number: second, reason: '' }, made);
    addOwnNumber(at.raw, { node: at.otherAccount, number: third, reason: '' }, made);
    const id = await draft(desk, list.id);
    await desk.do('broadcasts.start', { id });
    await desk.clock.pass(60_000);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
    expect(called(desk)).toHaveLength(38);
    expect(called(desk)).toContain(third);
    expect(called(desk)).not.toContain(first);
    expect(called(desk)).not.toContain(second);
  });

  it('that ends before a scheduled start leaves nobody out', async () => {
    const { at, desk, list } = await withList(NUMBERS.slice(0, 2));
    const now = desk.clock.now();
    const [number] = NUMBERS as [number];
    addOwnNumber(at.raw, { node: at.account, number, reason: '' }, { now, newId: testId });
    at.raw.prepare('update do_not_call_numbers set until = ?').run(now + 5_000);
    const id = await draft(desk, list.id, { startAt: now + 10_000 });
    await desk.do('broadcasts.start', { id });
    await desk.clock.pass(60_000);
    expect(desk.state(id).state).toBe('finished');
    expect(called(desk)).toContain(number);
  });

  it('that is out of date keeps a broadcast from being started', async () => {
    const { at, desk, list } = await withList();
    addSource(at, at.account, desk.clock.now() - 2 * DAY);
    const id = await draft(desk, list.id);
    expect(await desk.ask('broadcasts.start', { id })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('out of date') },
    });
    const { items } = await desk.do('broadcasts.preflight', { id });
    expect(items.find(({ item }) => item === 'do-not-call')).toMatchObject({ verdict: 'fault' });
  });

  it('that goes out of date meanwhile suspends a broadcast', async () => {
    const { at, desk, list } = await withList();
    addSource(at, PLATFORM_ID, desk.clock.now() - DAY + 2_000);
    const id = await draft(desk, list.id);
    await desk.do('broadcasts.start', { id });
    await desk.clock.pass(30_000);
    expect(desk.state(id)).toMatchObject({ state: 'suspended', suspended_because: 'do-not-call' });
    const before = called(desk).length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(40);
  });

  it('holds who pressed 9 from then on, at the account', async () => {
    const wishing = fictionalNumbers({ seed: 4, count: 36_700 }).find((n) => String(n).endsWith('0189'));
    const { at, desk, list } = await withList([wishing as number]);
    await desk.do('broadcasts.start', { id: await draft(desk, list.id) });
    await desk.clock.pass(30_000);
    const now = desk.clock.now();
    expect(new DoNotCall(at.raw, at.account).find(wishing as number, now)).toMatchObject({ kind: 'own' });
    expect(new DoNotCall(at.raw, at.otherAccount).find(wishing as number, now)).toBeNull();
  });
});

describe('a number that is erased while its call is live', () => {
  it('is not called again, neither as a retry nor by a copy', async () => {
    const busy = fictionalNumbers({ seed: 4, count: 36_700 }).find((n) => String(n).endsWith('0191'));
    const { at, desk, list } = await withList([busy as number]);
    const id = await draft(desk, list.id, { attempts: 3 });
    await desk.do('broadcasts.start', { id });
    for (let waited = 0; desk.dials === 0 && waited < 100; waited += 1) await desk.clock.pass(50);
    await at.db
      .transaction()
      .execute((tx) => eraseNumber(tx, { node: at.account, number: busy as number, now: desk.clock.now() }));
    await desk.clock.pass(60_000);
    expect(desk.state(id).state).toBe('finished');
    expect(called(desk)).toEqual([busy]);
    expect(desk.rows('select number from broadcast_numbers').every(({ number }) => Number(number) < 0)).toBe(
      true,
    );
  });
});

describe('the entries of a list', () => {
  it('are called by priority, then in their order', async () => {
    const { at, desk, list } = await withList(NUMBERS.slice(0, 4));
    changeStored(at.raw, list.key, (entry) => ({
      ...entry,
      priority: [null, null, 2, 1][entry.seq - 1] ?? null,
    }));
    await desk.do('broadcasts.start', { id: await draft(desk, list.id, { callsPerSecond: 1 }) });
    await desk.clock.pass(30_000);
    const [a, b, c, d] = NUMBERS;
    expect(called(desk)).toEqual([d, c, a, b]);
  });

  it('that say their zone are called by it, the others by their numbers', async () => {
    const { at, desk, list } = await withList([12_125_550_101, 12_125_550_102]);
    desk.zonesOf = zonesOf;
    changeStored(at.raw, list.key, (entry) => ({ ...entry, zone: entry.seq === 2 ? 'Asia/Tokyo' : null }));
    await desk.do('broadcasts.start', { id: await draft(desk, list.id) });
    await desk.clock.pass(5_000);
    expect(
      desk.rows(`select z.zones from broadcast_numbers n
        join broadcast_zones z on z.broadcast_key = n.broadcast_key and z.zone_key = n.zone_key order by n.seq`),
    ).toEqual([{ zones: '["America/New_York"]' }, { zones: '["Asia/Tokyo"]' }]);
  });
});

async function withSegment(zone: string) {
  const { at, desk, list } = await withList([12_125_550_101, 13_105_550_101, 12_125_550_102]);
  const segment = testId();
  at.raw
    .prepare(
      `insert into number_list_segments (id, realm_id, node_id, list_id, name, filter, created_at, created_by,
         updated_at) values (?, ?, ?, ?, 'East', ?, 0, '', 0)`,
    )
    .run(segment, at.realm, at.account, list.id, JSON.stringify({ zone }));
  return { at, desk, list, segment };
}

describe('a broadcast to a segment', () => {
  it('calls the numbers that belong to it, and no others', async () => {
    const { desk, list, segment } = await withSegment('America/New_York');
    const id = await draft(desk, list.id, { segment });
    expect(await desk.do('broadcasts.get', { id })).toMatchObject({ segment, segmentName: 'East' });
    await desk.do('broadcasts.start', { id });
    await desk.clock.pass(30_000);
    expect(desk.state(id).state).toBe('finished');
    expect(called(desk).toSorted((a, b) => a - b)).toEqual([12_125_550_101, 12_125_550_102]);
  });

  it('is not started once the segment was removed, or while nobody belongs to it', async () => {
    const { at, desk, list, segment } = await withSegment('Asia/Tokyo');
    const id = await draft(desk, list.id, { segment });
    expect(await desk.ask('broadcasts.start', { id })).toMatchObject({ ok: false });
    expect(desk.rows('select 1 from broadcast_numbers')).toEqual([]);
    at.raw.prepare('update number_list_segments set deleted_at = 1').run();
    expect(await desk.ask('broadcasts.start', { id })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('segment was removed') },
    });
  });

  it('is refused for a segment of another list', async () => {
    const { at, desk, segment } = await withSegment('Asia/Tokyo');
    const other = addList(at, { numbers: NUMBERS });
    const input = { node: at.account, name: 'Notice', list: other.id, segment };
    expect(await desk.ask('broadcasts.create', input)).toMatchObject({
      ok: false,
      error: { fields: [{ path: 'segment' }] },
    });
  });
});

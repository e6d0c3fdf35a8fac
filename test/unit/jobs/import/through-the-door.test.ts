import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '#shared/operations/jobs.ts';
import { rowsOf } from '#shared/page.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';

const ADMIN = 'ana@example.com';
const USER = 'uli@example.com';

describe('importing through the door, in a job thread', () => {
  let test: TestService;
  let world: World;

  beforeAll(async () => {
    test = await testService();
    world = await testWorld(test, [
      { email: ADMIN, node: 'north-a', roles: [['J', 'DIALER_ADMIN', 'north-a']] },
      { email: USER, node: 'north-a', roles: [['J', 'DIALER_USER', 'north-a']] },
    ]);
    await test.signIn(ADMIN);
    await test.signIn(USER);
  }, 20_000);
  afterAll(() => test.close());

  const node = (name: string): string => world.nodes[name] as string;

  function write(name: string, text: string): string {
    const file = join(test.folder, name);
    writeFileSync(file, text);
    return file;
  }

  async function ended(id: string): Promise<Job> {
    for (;;) {
      const reply = await test.call(ADMIN, 'jobs.get', { id });
      if (!reply.ok) throw new Error(reply.error.message);
      if (!['queued', 'running'].includes(reply.value.state)) return reply.value;
      await sleep(20);
    }
  }

  it('a DIALER_ADMIN imports a list that a DIALER_USER of the account then reads', {
    timeout: 20_000,
  }, async () => {
    const file = write('list.csv', 'Phone;Name\n4155552671;Ana\n911;Bob\n+14155552671;Cid\n4155552672;Di\n');
    const ask = { node: node('north-a'), name: 'Spring', file };
    expect(await test.call(USER, 'numberLists.import', ask)).toMatchObject({ error: { code: 'denied' } });
    const preview = await test.call(ADMIN, 'numberLists.preview', { node: ask.node, file });
    expect(preview).toMatchObject({ ok: true, value: { delimiter: ';', rows: { length: 4 } } });

    const reply = await test.call(ADMIN, 'numberLists.import', ask);
    if (!reply.ok) throw new Error(reply.error.message);
    expect(await ended(reply.value.job)).toMatchObject({
      state: 'done',
      message: 'Imported 2 of 4 rows: 1 merged, 1 refused.',
      result: { read: 4, accepted: 2, merged: 1, refused: 1 },
    });
    const entries = await test.call(USER, 'numberLists.entries', { id: reply.value.id });
    if (!entries.ok) throw new Error(entries.error.message);
    expect(rowsOf(entries.value).map(({ number, name }) => [number, name])).toEqual([
      ['+14155552671', 'Ana'],
      ['+14155552672', 'Di'],
    ]);
    // Of an account that she may not see she is not even told that it exists.
    const elsewhere = { ...ask, node: node('north-b') };
    expect(await test.call(ADMIN, 'numberLists.import', elsewhere)).toMatchObject({
      error: { code: 'not-found' },
    });
  });

  it('a cancelled import leaves no list behind', { timeout: 20_000 }, async () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => `+1415${2_000_000 + index},Name ${index}`);
    const file = write('long.csv', `Phone,Name\n${rows.join('\n')}\n`);
    const reply = await test.call(ADMIN, 'numberLists.import', { node: node('north-a'), name: 'Long', file });
    if (!reply.ok) throw new Error(reply.error.message);
    expect(await test.call(ADMIN, 'jobs.cancel', { id: reply.value.job })).toMatchObject({ ok: true });
    expect(await ended(reply.value.job)).toMatchObject({ state: 'cancelled' });
    const lists = await test.call(ADMIN, 'numberLists.list', { search: 'Long' });
    expect(lists).toMatchObject({ ok: true, value: { total: 0 } });
  });
});

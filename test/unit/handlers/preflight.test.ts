import { describe, expect, it } from 'vitest';
import { type Asker, EVERYTHING, TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';
import { recordMaker } from '#test/support/records.ts';
import { testService, testWorld } from '#test/support/service.ts';

async function prepared() {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const list = addList(at);
  const { id } = await desk.do('broadcasts.create', { node: at.account, name: 'Notice', list: list.id });
  return { at, desk, list, id };
}

describe('preflight', () => {
  it('warns while another broadcast calls the same list, and names it to who may see it', async () => {
    const { at, desk, id, list } = await prepared();
    const sameList = async (asker?: Asker) => {
      const { items } = await desk.do('broadcasts.preflight', { id }, asker);
      return items.find(({ item }) => item === 'same-list');
    };
    const other = await desk.do('broadcasts.create', {
      node: at.account,
      name: 'Second call',
      list: list.id,
    });
    expect(await sameList()).toBeUndefined();
    await desk.do('broadcasts.start', { id: other.id });
    expect(await sameList()).toMatchObject({
      verdict: 'warning',
      message: expect.stringContaining('“Second call”'),
    });
    const elsewhere = { holds: EVERYTHING.holds, nodes: [at.otherAccount] };
    expect((await sameList(elsewhere))?.message).not.toContain('Second call');
    await desk.do('broadcasts.finish', { id: other.id });
    await desk.clock.pass(60_000);
    expect(await sameList()).toBeUndefined();
    expect(await desk.ask('broadcasts.start', { id })).toMatchObject({ ok: true });
  });

  it('says so where nobody may start broadcasts, and to DIALER_ADMIN that somebody else may', async () => {
    const test = await testService();
    const world = await testWorld(test, [
      { email: 'dora@x.example', node: 'north-a', roles: [['J', 'DIALER_ADMIN', 'north-a']] },
      { email: 'dana@x.example', node: 'north-b', roles: [['J', 'DIALER_ADMIN', 'north-b']] },
      { email: 'vera@x.example', node: 'north-a', roles: [['J', 'DIALER_VERIFIED', 'north-a']] },
    ]);
    const make = recordMaker(test);
    const starter = async (email: string, account: string) => {
      await test.signIn(email);
      const realm = world.nodes['north'] as string;
      const id = await make.broadcast(world.nodes[account] as string, realm, 'draft');
      const reply = await test.call(email, 'broadcasts.preflight', { id });
      return reply.ok ? reply.value.items.find(({ item }) => item === 'starter') : reply.error;
    };
    expect(await starter('dora@x.example', 'north-a')).toMatchObject({ verdict: 'warning' });
    expect(await starter('dana@x.example', 'north-b')).toMatchObject({
      verdict: 'fault',
      message: 'Nobody may start broadcasts at this account.',
    });
    expect(await starter('vera@x.example', 'north-a')).toMatchObject({ verdict: 'ok' });
    await test.close();
  });
});

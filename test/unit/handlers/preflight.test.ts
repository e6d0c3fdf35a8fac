import { describe, expect, it } from 'vitest';
import { type Asker, EVERYTHING, TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';

async function prepared() {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const list = addList(at);
  const { id } = await desk.do('broadcasts.create', { node: at.account, name: 'Notice', list: list.id });
  return { at, desk, list, id };
}

describe('a start', () => {
  it('is preceded by a warning while another broadcast calls the same list, named to who may see it', async () => {
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
});

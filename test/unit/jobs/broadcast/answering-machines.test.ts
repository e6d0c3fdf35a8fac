import { describe, expect, it } from 'vitest';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';

interface Settings {
  readonly callsPerSecond?: number;
  readonly attempts?: number;
  readonly machine?: 'off' | 'hang-up';
  readonly retries?: { outcome: 'machine'; afterSeconds: number }[];
}

async function started(numbers: readonly number[], settings: Settings) {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const list = addList(at, { numbers });
  const draft = { node: at.account, name: 'Notice', list: list.id, ...settings };
  const { id } = await desk.do('broadcasts.create', draft);
  await desk.do('broadcasts.start', { id });
  return { desk, id };
}

/** Fictional numbers with a scripted ending. */
const ending = (suffix: string, count: number) =>
  fictionalNumbers({ seed: 4, count: 36_700 })
    .filter((number) => String(number).endsWith(suffix))
    .slice(0, count);

describe('answering machines', () => {
  it('are played to as to anybody, unless it is to hang up on them', async () => {
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

  it('are called again if the retry table says so', async () => {
    const retries = [{ outcome: 'machine' as const, afterSeconds: 60 }];
    const settings = { attempts: 3, machine: 'hang-up' as const, retries };
    const { desk, id } = await started(ending('0187', 1), settings);
    await desk.clock.pass(60_000);
    expect(desk.dialled.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(desk.state(id).state).toBe('finished');
  });

  it('are kept with the draft, which says so when it is opened again', async () => {
    const { desk, id } = await started(ending('0190', 1), { machine: 'hang-up' });
    expect(await desk.do('broadcasts.get', { id })).toMatchObject({ machine: 'hang-up' });
  });
});

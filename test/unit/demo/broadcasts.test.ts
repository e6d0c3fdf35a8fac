import { describe, expect, it } from 'vitest';
import { addDemoBroadcasts } from '#main/demo/broadcasts.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { recoverBroadcasts } from '#main/jobs/broadcast/recover.ts';
import { rowsOf } from '#shared/page.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase, testId } from '#test/support/broadcast-job.ts';

const NOW = 1_800_000_000_000;

async function demo() {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const lists = [300, 150].map((count, index) => {
    const list = addList(at, { numbers: fictionalNumbers({ seed: index, count }) });
    const row = at.raw.prepare('select id from number_list_versions where key = ?').get(list.key) as {
      id: string;
    };
    return { id: list.id, versionId: row.id, versionKey: list.key };
  });
  const made = addDemoBroadcasts(at.raw, {
    seed: 7,
    now: NOW,
    realm: at.realm,
    node: at.account,
    createdBy: at.person,
    startedBy: at.person,
    lists,
    newId: testId,
  });
  return { at, desk, made };
}

describe('the demo broadcasts', () => {
  it('are drafts, suspended for each reason, and finished both ways', async () => {
    const { desk } = await demo();
    const rows = desk.rows(
      'select distinct state, suspended_because as because, finished_how as how from broadcasts order by 1, 2, 3',
    );
    expect(rows).toEqual([
      { state: 'draft', because: null, how: null },
      { state: 'finished', because: null, how: 'completed' },
      { state: 'finished', because: null, how: 'stopped' },
      { state: 'suspended', because: 'console-closed', how: null },
      { state: 'suspended', because: 'crash', how: null },
      { state: 'suspended', because: 'person', how: null },
    ]);
  });

  it('have a past that lies before now, with sums that agree with their rows', async () => {
    const { at, desk, made } = await demo();
    expect(
      desk.rows(`select 1 from broadcast_attempts where ended_at >= ${NOW} or ended_at < started_at`),
    ).toEqual([]);
    for (const id of Object.values(made.ids)) {
      const counts = desk.counts(id) as Record<string, number> | undefined;
      if (counts === undefined) continue;
      const numbers = at.raw.prepare(
        'select count(*) as n from broadcast_numbers where broadcast_key = ? and state = ?',
      );
      const having = (state: string) => (numbers.get(counts['broadcast_key'], state) as { n: number }).n;
      expect(counts).toMatchObject({
        done: having('done'),
        interrupted: having('interrupted'),
        not_called: having('not-called'),
        live: 0,
      });
      const { overTime, stats, totals } = await desk.do('broadcasts.outcomes', { id });
      const tries = stats.filter(({ kind }) => kind === 'try');
      expect(tries.reduce((sum, one) => sum + one.attempts, 0)).toBe(counts['attempts']);
      expect(stats.filter(({ kind }) => kind === 'hour').length).toBeGreaterThan(0);
      const byRow = at.raw
        .prepare(
          `select last_outcome as outcome, count(*) as numbers from broadcast_numbers
           where broadcast_key = ? and last_outcome is not null group by 1`,
        )
        .all(counts['broadcast_key']);
      expect(totals.filter(({ numbers: some }) => some > 0)).toEqual(expect.arrayContaining(byRow));
      const attempts = overTime.reduce(
        (sum, one) => sum + one.answered + one.busy + one.noAnswer + one.other,
        0,
      );
      expect(attempts).toBe(counts['attempts']);
      expect(rowsOf(await desk.do('broadcasts.attempts', { id, limit: 1000 }))).toHaveLength(attempts);
    }
  });

  it('stand after a restart as before', async () => {
    const { at } = await demo();
    expect(recoverBroadcasts(at.raw, NOW)).toEqual({ suspended: 0, interrupted: 0, waiting: [] });
  });

  it('include one that runs once it is resumed', async () => {
    const { desk, made } = await demo();
    await desk.do('broadcasts.resume', { id: made.toRun });
    await desk.clock.pass(600_000);
    expect(desk.state(made.toRun)).toMatchObject({ state: 'finished', finished_how: 'completed' });
  });
});

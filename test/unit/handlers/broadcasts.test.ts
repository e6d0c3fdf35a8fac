import { describe, expect, it } from 'vitest';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { rowsOf } from '#shared/page.ts';
import { type Asker, EVERYTHING, TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';
import { changeStored, storedEntries } from '#test/support/stored-entries.ts';

const ADMIN: Asker = { holds: ['numberLists.view', 'broadcasts.create', 'broadcasts.view'] };
const VERIFIED: Asker = {
  holds: ['broadcasts.start', 'broadcasts.suspend', 'broadcasts.finish'],
  minimal: true,
};
const MISSING = '01890000-0000-7000-8000-00000000dead';

async function prepared() {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const list = addList(at);
  const created = await desk.do(
    'broadcasts.create',
    { node: at.account, name: 'Notice', list: list.id },
    ADMIN,
  );
  return { at, desk, list, id: created.id };
}

describe('creating a broadcast', () => {
  it('stores a draft with the declared defaults', async () => {
    const { desk, id, list } = await prepared();
    expect(await desk.do('broadcasts.get', { id })).toMatchObject({
      state: 'draft',
      name: 'Notice',
      list: list.id,
      listName: 'List 1',
      callsPerSecond: 5,
      lines: 20,
      attempts: 2,
      total: 10,
      done: 0,
      gateway: 'practice',
      createdBy: 'Dana Reyes',
      version: 1,
    });
  });

  it('takes a list of a project of the account', async () => {
    const { at, desk } = await prepared();
    const list = addList(at, { node: at.project });
    expect(await desk.ask('broadcasts.create', { node: at.account, name: 'A', list: list.id })).toMatchObject(
      { ok: true },
    );
  });

  it.each([
    ['of another account', 'no such number list'],
    ['of the account above', 'no such number list'],
    ['that does not exist', 'no such number list'],
    ['that has been removed', 'no such number list'],
    ['that is still being imported', 'still being imported'],
    ['without numbers', 'no numbers to call'],
  ])('refuses a list %s', async (which, message) => {
    const { at, desk, list: ready } = await prepared();
    const lists: Record<string, () => string> = {
      'of another account': () => addList(at, { node: at.otherAccount }).id,
      'of the account above': () => ready.id,
      'that does not exist': () => MISSING,
      'that has been removed': () => {
        at.raw.prepare('update number_lists set deleted_at = 1 where id = ?').run(ready.id);
        return ready.id;
      },
      'that is still being imported': () => addList(at, { state: 'importing' }).id,
      'without numbers': () => addList(at, { numbers: [] }).id,
    };
    const node = which === 'of the account above' ? at.project : at.account;
    const reply = await desk.ask('broadcasts.create', {
      node,
      name: 'A',
      list: (lists[which] as () => string)(),
    });
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input', fields: [{ path: 'list' }] } });
    expect(!reply.ok && reply.error.message).toContain(message);
  });

  it('refuses a list that the person may not see, in the words for one that does not exist', async () => {
    const { at, desk, list } = await prepared();
    const blind: Asker = { holds: ['broadcasts.create', 'broadcasts.view'] };
    const hidden = await desk.ask('broadcasts.create', { node: at.account, name: 'A', list: list.id }, blind);
    const missing = await desk.ask(
      'broadcasts.create',
      { node: at.account, name: 'A', list: MISSING },
      blind,
    );
    expect(hidden).toEqual(missing);
  });
});

describe('editing a broadcast', () => {
  it('changes a draft', async () => {
    const { desk, id, list } = await prepared();
    const reply = await desk.do('broadcasts.edit', {
      id,
      version: 1,
      name: 'Better',
      list: list.id,
      lines: 3,
    });
    expect(reply).toEqual({ state: 'draft', version: 2 });
    expect(await desk.do('broadcasts.get', { id })).toMatchObject({ name: 'Better', lines: 3 });
  });

  it('on a stale version is a conflict that shows both sides and changes nothing', async () => {
    const { desk, id, list } = await prepared();
    await desk.do('broadcasts.edit', { id, version: 1, name: 'Theirs', list: list.id });
    const reply = await desk.ask('broadcasts.edit', { id, version: 1, name: 'Yours', list: list.id });
    expect(reply).toMatchObject({
      ok: false,
      error: {
        code: 'conflict',
        theirs: { name: 'Theirs', version: 2, lines: 20 },
        yours: { name: 'Yours', version: 1 },
      },
    });
    expect((await desk.do('broadcasts.get', { id })).name).toBe('Theirs');
  });

  it('is refused once it runs', async () => {
    const { desk, id, list } = await prepared();
    await desk.do('broadcasts.start', { id });
    const reply = await desk.ask('broadcasts.edit', { id, version: 2, name: 'Late', list: list.id });
    expect(reply).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });
});

describe('starting a broadcast', () => {
  it('freezes the numbers of the list in its order', async () => {
    const { desk, id, list } = await prepared();
    expect(await desk.do('broadcasts.start', { id, version: 1 }, VERIFIED)).toMatchObject({
      state: 'running',
      version: 2,
    });
    expect(desk.rows('select seq, number, name from broadcast_numbers order by seq')).toEqual(
      storedEntries(desk.at.raw, list.key).map(({ seq, number, name }) => ({ seq, number, name })),
    );
    expect(desk.rows('select list_version_id from broadcasts')[0]?.['list_version_id']).toBe(
      desk.rows('select id from number_list_versions')[0]?.['id'],
    );
  });

  it('refuses to hold a number twice', async () => {
    const { desk, id, list } = await prepared();
    changeStored(desk.at.raw, list.key, (entry) => ({
      ...entry,
      number: entry.seq < 3 ? 12015550100 : entry.number,
    }));
    await expect(desk.ask('broadcasts.start', { id })).rejects.toThrow('UNIQUE');
    expect(desk.rows('select 1 from broadcast_numbers')).toEqual([]);
  });

  it('adds a job about the broadcast', async () => {
    const { at, desk, id } = await prepared();
    const { job } = await desk.do('broadcasts.start', { id });
    expect(desk.rows('select id, kind, title, node_id, subject_id, unit, total from jobs')).toEqual([
      {
        id: job,
        kind: 'broadcast',
        title: 'Voice broadcast: Notice',
        node_id: at.account,
        subject_id: id,
        unit: 'numbers',
        total: 10,
      },
    ]);
  });

  it('refuses a list that was removed or emptied since, and starts nothing', async () => {
    const { at, desk, id, list } = await prepared();
    at.raw.prepare('update number_lists set deleted_at = 1 where id = ?').run(list.id);
    expect(await desk.ask('broadcasts.start', { id })).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    at.raw.prepare('update number_lists set deleted_at = null where id = ?').run(list.id);
    at.raw.exec('update number_list_versions set read_count = 0, accepted = 0');
    expect(await desk.ask('broadcasts.start', { id })).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    expect(desk.rows('select 1 from jobs')).toEqual([]);
    expect(desk.rows('select 1 from broadcast_numbers')).toEqual([]);
    expect(desk.state(id).state).toBe('draft');
  });

  it('on a stale version is a conflict that shows a DIALER_VERIFIED user no more than the minimal row', async () => {
    const { desk, id } = await prepared();
    const reply = await desk.ask('broadcasts.start', { id, version: 9 }, VERIFIED);
    expect(reply).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(!reply.ok && reply.error.theirs).toEqual({ name: 'Notice', state: 'draft', version: 1 });
  });

  it('with a start time in the past runs at once', async () => {
    const { at, desk, list } = await prepared();
    const { id } = await desk.do('broadcasts.create', {
      node: at.account,
      name: 'A',
      list: list.id,
      startAt: 5,
    });
    expect((await desk.do('broadcasts.start', { id })).state).toBe('running');
  });
});

describe('suspending and finishing', () => {
  it('say so to the job', async () => {
    const { desk, id } = await prepared();
    const { job } = await desk.do('broadcasts.start', { id });
    const heard: string[] = [];
    desk.engines.get(job)?.job.onMessage((message) => heard.push(message));
    await desk.do('broadcasts.suspend', { id });
    await desk.do('broadcasts.finish', { id });
    expect(heard).toEqual(['suspend', 'finish']);
    expect(await desk.do('broadcasts.get', { id })).toMatchObject({
      state: 'finished',
      suspendedBecause: null,
    });
  });

  it('at once end in a legal state', async () => {
    const { desk, id } = await prepared();
    await desk.do('broadcasts.start', { id });
    const replies = await Promise.all([
      desk.ask('broadcasts.finish', { id }, VERIFIED),
      desk.ask('broadcasts.suspend', { id }, VERIFIED),
    ]);
    expect(replies.map((reply) => reply.ok)).toEqual([true, false]);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'stopped' });
  });
});

describe('the list of broadcasts', () => {
  it('shows a DIALER_VERIFIED user the minimal row only', async () => {
    const { at, desk, id } = await prepared();
    const rows = rowsOf(await desk.do('broadcasts.list', {}, VERIFIED));
    const empty = { nodeName: null, listName: null, total: null, done: null, answered: null, gateway: null };
    expect(rows).toEqual([
      {
        id,
        name: 'Notice',
        state: 'draft',
        node: at.account,
        version: 1,
        ...empty,
        createdAt: null,
        createdBy: null,
      },
    ]);
    const got = await desk.do('broadcasts.get', { id }, VERIFIED);
    const shown = Object.entries(got).filter(([, value]) => value !== null);
    expect(Object.fromEntries(shown)).toEqual({
      id,
      name: 'Notice',
      state: 'draft',
      node: at.account,
      version: 1,
    });
  });

  it('shows each row as far as the person may see it', async () => {
    const { at, desk } = await prepared();
    const list = addList(at, { node: at.otherAccount });
    await desk.do('broadcasts.create', { node: at.otherAccount, name: 'Other', list: list.id });
    const here: Asker = { holds: ['broadcasts.view', 'broadcasts.start'], nodes: [at.account] };
    const page = await desk.do('broadcasts.list', {}, here);
    expect(rowsOf(page).map((row) => [row.name, row.gateway])).toEqual([['Notice', 'practice']]);
    expect((await desk.do('broadcasts.list', {}, { holds: [] })).total).toBe(0);
  });

  it('names no number list to whoever may not see number lists', async () => {
    const { desk, id } = await prepared();
    const viewer: Asker = { holds: ['broadcasts.view'] };
    expect((await desk.do('broadcasts.get', { id }, viewer)).listName).toBeNull();
    expect((await desk.do('broadcasts.get', { id }, ADMIN)).listName).toBe('List 1');
  });

  it('filters by state and name, and sorts', async () => {
    const { at, desk, list } = await prepared();
    for (const name of ['beta', 'Alpha', '100% sure']) {
      await desk.do('broadcasts.create', { node: at.account, name, list: list.id });
    }
    const names = async (input: Parameters<typeof desk.do<'broadcasts.list'>>[1]) =>
      rowsOf(await desk.do('broadcasts.list', input)).map((row) => row.name);
    expect(await names({ sort: { by: 'name' } })).toEqual(['100% sure', 'Alpha', 'beta', 'Notice']);
    expect(await names({ search: '%' })).toEqual(['100% sure']);
    expect(await names({ state: 'running' })).toEqual([]);
    expect(await names({ node: at.otherAccount })).toEqual([]);
    expect(await names({ sort: { by: 'name', direction: 'desc' }, limit: 1, offset: 1 })).toEqual(['beta']);
  });
});

async function called() {
  const at = await broadcastDatabase();
  const desk = new TestConsole(at);
  const other = addList(at);
  const list = addList(at, { numbers: fictionalNumbers({ seed: 3, count: 300 }) });
  for (const which of [other, list]) {
    const name = which === list ? 'Notice' : 'Other';
    const settings = { callsPerSecond: 20, lines: 100 };
    const { id } = await desk.do('broadcasts.create', {
      node: at.account,
      name,
      list: which.id,
      ...settings,
    });
    await desk.do('broadcasts.start', { id });
    await desk.clock.pass(120_000);
    if (which === list) return { desk, id };
  }
  throw new Error('unreachable');
}

describe('attempts and outcomes', () => {
  it('lists attempts newest first, of this broadcast only', async () => {
    const { desk, id } = await called();
    const page = await desk.do('broadcasts.attempts', { id, limit: 1000 });
    const rows = rowsOf(page);
    expect(page.total).toBe(desk.counts(id)['attempts']);
    expect(rows).toHaveLength(page.total);
    expect(rows.map((row) => row.startedAt)).toEqual(
      rows.map((row) => row.startedAt).toSorted((a, b) => b - a),
    );
    expect(rows[0]).toMatchObject({
      number: expect.stringMatching(/^\+1\d{10}$/),
      name: expect.stringMatching(/^Callee/),
    });
  });

  it('pages, filters, searches and sorts them alike', async () => {
    const { desk, id } = await called();
    const all = rowsOf(await desk.do('broadcasts.attempts', { id, limit: 1000, sort: { by: 'startedAt' } }));
    const busy = await desk.do('broadcasts.attempts', { id, outcome: 'busy', limit: 1000 });
    expect(busy.total).toBe(all.filter((row) => row.outcome === 'busy').length);
    const second = rowsOf(
      await desk.do('broadcasts.attempts', { id, limit: 7, offset: 7, sort: { by: 'startedAt' } }),
    );
    expect(second).toEqual(all.slice(7, 14));
    const byNumber = rowsOf(
      await desk.do('broadcasts.attempts', { id, limit: 5, offset: 20, sort: { by: 'number' } }),
    );
    const sorted = all.toSorted((a, b) => a.number.localeCompare(b.number) || a.attempt - b.attempt);
    expect(byNumber).toEqual(sorted.slice(20, 25));
    const again = rowsOf(
      await desk.do('broadcasts.attempts', { id, limit: 5, offset: 20, sort: { by: 'number' } }),
    );
    expect(again).toEqual(byNumber);
    const one = all[40] as (typeof all)[number];
    const spaced = `${one.number.slice(2, 5)} ${one.number.slice(5, 8)}-${one.number.slice(8)}`;
    const found = rowsOf(await desk.do('broadcasts.attempts', { id, search: spaced }));
    expect(new Set(found.map((row) => row.number))).toEqual(new Set([one.number]));
  });

  it('sums outcomes by number, and attempts over time in at most 60 buckets', async () => {
    const { desk, id } = await called();
    const sums = await desk.do('broadcasts.outcomes', { id });
    expect(sums.totals.reduce((sum, { numbers }) => sum + numbers, 0)).toBe(300);
    const counted = sums.overTime.reduce(
      (sum, one) => sum + one.answered + one.busy + one.noAnswer + one.other,
      0,
    );
    expect(counted).toBe(desk.counts(id)['attempts']);
    expect(sums.overTime.length).toBeLessThanOrEqual(60);
    expect(sums.notCalled).toBe(0);
  });

  it('covers days of calling with at most 60 buckets', async () => {
    const { desk, id } = await called();
    const { key } = desk.rows(`select key from broadcasts where id = '${id}'`)[0] as { key: number };
    desk.at.raw.prepare('insert into broadcast_slots values (?, ?, ?, 5)').run(key, 190_000_000, 'answered');
    const { overTime } = await desk.do('broadcasts.outcomes', { id });
    expect(overTime.length).toBeLessThanOrEqual(60);
    expect(overTime.at(-1)?.answered).toBe(5);
  });

  it('of a broadcast that was never started are empty', async () => {
    const { desk, id } = await prepared();
    expect(await desk.do('broadcasts.outcomes', { id }, EVERYTHING)).toEqual({
      totals: [],
      notCalled: 0,
      overTime: [],
      stats: [],
      pace: { lastMinute: 0, endsAt: null, opensAt: null },
    });
    expect((await desk.do('broadcasts.attempts', { id })).total).toBe(0);
  });
});

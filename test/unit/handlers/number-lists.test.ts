import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tables } from '#main/db/tables/index.ts';
import type { Context, NewJob, PreparedHandler, Tx } from '#main/handlers/handler.ts';
import { numberListHandlers } from '#main/handlers/number-lists.ts';
import { importNumberList } from '#main/jobs/import/import-number-list.ts';
import { type StageKind, stage } from '#main/jobs/import/staging.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { type InputOf, type OutputOf, operations } from '#shared/operations/index.ts';
import type { numberListOperations } from '#shared/operations/number-lists.ts';
import { rowsOf } from '#shared/page.ts';
import type { Reply } from '#shared/reply.ts';
import { jobHandle } from '#test/support/job-handle.ts';
import { ACCOUNT, jobId, ListWorkspace, PERSON, REALM } from '#test/support/number-lists.ts';

type Name = keyof typeof numberListOperations;
type AnyRun = (tx: Tx, input: unknown, context: Context) => Promise<Reply<unknown>>;

const ELSEWHERE = '01900000-0000-7000-8000-00000000000f';

describe('number list handlers', () => {
  let at: ListWorkspace;
  let db: Kysely<Tables>;
  let ids = 0;
  let covered: string[] = [ACCOUNT];
  let mayRead = true;
  const jobs: NewJob[] = [];

  beforeAll(async () => {
    at = await ListWorkspace.make();
    db = at.kysely();
  });
  afterAll(() => at.remove());

  const context = (): Context =>
    ({
      now: 1_700_000_000_000,
      actor: { id: PERSON, email: 'ana@example.com' },
      minimal: false,
      folder: at.folder,
      newId: () => `01990000-0000-7000-8000-${String(++ids).padStart(12, '0')}`,
      visible: () => ({ nodes: covered, own: null }),
      holds: (_permission: string, node: string) => covered.includes(node),
      mayUseFile: () => mayRead,
      stage: (file: string, kind: StageKind) => stage(at.folder, file, kind),
      addJob: (job: NewJob) => Promise.resolve(jobId(1_000 + jobs.push(job))),
      touch: () => undefined,
    }) as unknown as Context;

  /** Asks as the door does: input parsed, one transaction, output checked. */
  async function ask<N extends Name>(name: N, input: InputOf<N>): Promise<Reply<OutputOf<N>>> {
    const parsed = operations[name].input.parse(input) as never;
    const handler = numberListHandlers[name] as unknown as AnyRun | PreparedHandler<Name, unknown>;
    const reply = await db.transaction().execute(async (tx) => {
      if (typeof handler === 'function') return handler(tx, parsed, context());
      const prepared = await handler.prepare(tx, parsed, context());
      return handler.run(tx, parsed, { ...context(), prepared });
    });
    if (reply.ok) expect(operations[name].output.safeParse(reply.value).error).toBeUndefined();
    return reply as Reply<OutputOf<N>>;
  }

  async function value<N extends Name>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    const reply = await ask(name, input);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value;
  }

  function bad(file: string, more = {}): Promise<Reply<unknown>> {
    return ask('numberLists.import', { node: ACCOUNT, name: 'Bad', file, ...more });
  }

  /** A list as a person makes it: the command, then its job. */
  async function imported(name: string, content: string): Promise<string> {
    const { id } = await value('numberLists.import', {
      node: ACCOUNT,
      name,
      file: at.file(`${name}.csv`, content),
    });
    const end = await importNumberList(jobs.at(-1)?.params as never, jobHandle({ db: at.db }).handle);
    expect(end.state).toBe('done');
    return id;
  }

  const sanFrancisco = {
    region: 'US',
    type: 'fixed-line-or-mobile',
    zones: 'America/Los_Angeles',
    priority: null,
  };

  it('imports a file: a list that is importing, then ready with its entries and report', async () => {
    const file = at.file(
      'first.csv',
      'Phone,Name,City\n4155552671,Ana,Graz\n911,Bob,\n4155552671,Cid,\n4155552670,Di,Linz\n',
    );
    const { id, job } = await value('numberLists.import', { node: ACCOUNT, name: 'First', file });
    expect(jobs.at(-1)).toMatchObject({
      kind: 'import-number-list',
      subject: id,
      unit: 'bytes',
      realm: REALM,
    });
    expect(await value('numberLists.get', { id })).toMatchObject({ state: 'importing', entries: 0, job });
    expect(await value('numberLists.entries', { id })).toMatchObject({ total: 0, rows: 0 });

    await importNumberList(jobs.at(-1)?.params as never, jobHandle({ db: at.db }).handle);
    expect(await value('numberLists.get', { id })).toEqual({
      id,
      name: 'First',
      node: ACCOUNT,
      nodeName: 'Account',
      state: 'ready',
      entries: 2,
      refused: 1,
      merged: 1,
      createdAt: 1_700_000_000_000,
      createdBy: 'Ana Ruiz',
      version: 2,
      region: 'US',
      source: 'first.csv',
      ordinal: 1,
      madeBy: 'import',
      versions: 1,
      canUndo: true,
      read: 4,
      carried: 0,
      scrubbed: 0,
      doubtful: 0,
      consentSource: '',
      consentAt: null,
      retentionDays: null,
      fields: ['City'],
      job,
    });
    expect(rowsOf(await value('numberLists.entries', { id }))).toEqual([
      { seq: 1, number: '+14155552671', name: 'Ana', row: 2, fields: 'City: Graz', ...sanFrancisco },
      { seq: 2, number: '+14155552670', name: 'Di', row: 5, fields: 'City: Linz', ...sanFrancisco },
    ]);
    expect(rowsOf(await value('numberLists.problems', { id }))).toMatchObject([
      { row: 3, outcome: 'refused', column: 'Phone', value: '911' },
      { row: 4, outcome: 'merged', value: '+14155552671' },
    ]);
    const refused = await value('numberLists.problems', { id, outcome: 'refused' });
    expect(rowsOf(refused).map(({ row }) => row)).toEqual([3]);
  });

  it('sorts and searches entries, never mixing lists', async () => {
    const lines = Array.from(
      { length: 300 },
      (_, index) => `415555${2000 + ((index * 7) % 300)},Name ${index % 10}`,
    );
    const id = await imported('Sorted', `Phone,Name\n${lines.join('\n')}\n`);
    await imported('Other', 'Phone,Name\n4155559999,Zed\n');
    for (let look = 0; look < 3; look++) {
      const byNumber = await value('numberLists.entries', {
        id,
        sort: { by: 'number', direction: 'desc' },
        limit: 2,
      });
      expect(byNumber.total).toBe(300);
      expect(byNumber.columns.number).toEqual(['+14155552299', '+14155552298']);
      const deep = await value('numberLists.entries', { id, sort: { by: 'name' }, offset: 299, limit: 10 });
      expect(rowsOf(deep)).toMatchObject([{ name: 'Name 9' }]);
      const found = await value('numberLists.entries', { id, search: '(415) 555-2017' });
      expect(found.columns.number).toEqual(['+14155552017']);
      const named = await value('numberLists.entries', { id, search: 'name 3' });
      expect(named.total).toBe(30);
    }
    const last = await value('numberLists.entries', { id, sort: { by: 'row', direction: 'desc' }, limit: 1 });
    expect(rowsOf(last)).toMatchObject([{ row: 301, seq: 300 }]);
  });

  it('lists only lists at nodes that the person sees, below the asked scope', async () => {
    const all = await value('numberLists.list', { sort: { by: 'name' } });
    expect(all.columns.name).toEqual(['First', 'Other', 'Sorted']);
    expect((await value('numberLists.list', { search: 'sort' })).columns.name).toEqual(['Sorted']);
    expect((await value('numberLists.list', { node: REALM })).total).toBe(3);
    covered = [];
    expect((await value('numberLists.list', {})).total).toBe(0);
    covered = [PLATFORM_ID];
    expect((await value('numberLists.list', {})).total).toBe(3);
    covered = [ACCOUNT];
    expect((await value('numberLists.list', { node: ELSEWHERE })).total).toBe(0);
  });

  it('previews a file through the import, and says what is wrong with one', async () => {
    const file = at.file('preview.csv', 'Phone;Name\n4155552671;Ana\n911;Bob\n');
    expect(await value('numberLists.preview', { node: ACCOUNT, file })).toMatchObject({
      encoding: 'utf-8',
      delimiter: ';',
      header: true,
      rows: [
        { row: 2, outcome: 'accepted', number: '+14155552671', name: 'Ana' },
        { row: 3, outcome: 'refused', number: '911' },
      ],
    });
    expect(
      await ask('numberLists.preview', { node: ACCOUNT, file: at.file('p.csv', 'PK\x03\x04') }),
    ).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', fields: [{ path: 'file', message: expect.stringContaining('Excel') }] },
    });
  });

  it('refuses files that are missing, empty, not chosen or not named in full, and wrong columns', async () => {
    const good = at.file('good.csv', 'Phone\n4155552671\n');
    expect(await bad('/nowhere/at/all.csv')).toMatchObject({ error: { fields: [{ path: 'file' }] } });
    expect(await bad('good.csv')).toMatchObject({ error: { code: 'invalid-input' } });
    expect(await bad(at.file('empty.csv', ''))).toMatchObject({
      error: { message: expect.stringMatching(/empty/) },
    });
    expect(await bad(good, { columns: ['name'] })).toMatchObject({
      error: { fields: [{ path: 'columns' }] },
    });
    expect(await bad(good, { node: REALM })).toMatchObject({ error: { fields: [{ path: 'node' }] } });
    mayRead = false;
    expect(await bad(good)).toMatchObject({ error: { code: 'denied' } });
    mayRead = true;
  });

  it('wants a name of its own at the account, whatever the case, until the list is removed', async () => {
    const again = () =>
      ask('numberLists.import', {
        node: ACCOUNT,
        name: 'FIRST',
        file: at.file('again.csv', 'Phone\n4155552671\n'),
      });
    expect(await again()).toMatchObject({ ok: false, error: { fields: [{ path: 'name' }] } });
    const [list] = rowsOf(await value('numberLists.list', { search: 'First' }));
    const { id, version } = list as { id: string; version: number };
    expect(await ask('numberLists.rename', { id, version, name: 'other' })).toMatchObject({
      error: { fields: [{ path: 'name' }] },
    });
    expect(await value('numberLists.rename', { id, version, name: 'first!' })).toEqual({
      version: version + 1,
    });
    expect(await again()).toMatchObject({ ok: true });
  });

  it('shows both sides of a stale change', async () => {
    const id = await imported('Stale', 'Phone\n4155552671\n');
    await value('numberLists.rename', { id, version: 2, name: 'Renamed' });
    expect(await ask('numberLists.rename', { id, version: 2, name: 'Mine' })).toMatchObject({
      ok: false,
      error: {
        code: 'conflict',
        theirs: { name: 'Renamed', version: 3 },
        yours: { name: 'Mine', version: 2 },
      },
    });
    expect(await ask('numberLists.remove', { id, version: 2 })).toMatchObject({
      error: { code: 'conflict' },
    });
  });

  it('removes a list unless it is being imported or a broadcast still needs it', async () => {
    const id = await imported('Gone', 'Phone\n4155552671\n');
    at.db
      .prepare(
        `insert into broadcasts (id, realm_id, node_id, key, name, state, list_id, seed, gateway, calls_per_second,
           lines, attempts, created_at, created_by, updated_at, version)
         values (?, ?, ?, 1, 'Calls', 'draft', ?, 1, 'practice', 1, 1, 1, 0, ?, 0, 1)`,
      )
      .run(jobId(7), REALM, ACCOUNT, id, PERSON);
    expect(await ask('numberLists.remove', { id, version: 2 })).toMatchObject({
      ok: false,
      error: { code: 'conflict', message: expect.stringContaining('"Calls"') },
    });
    at.db.prepare("update broadcasts set state = 'finished'").run();
    expect(await value('numberLists.remove', { id, version: 2 })).toEqual({ version: 3 });
    expect(await ask('numberLists.get', { id })).toMatchObject({ error: { code: 'not-found' } });
    expect(await value('numberLists.entries', { id })).toMatchObject({ total: 0 });
    const { id: running } = await value('numberLists.import', {
      node: ACCOUNT,
      name: 'Running',
      file: at.file('running.csv', 'Phone\n4155552671\n'),
    });
    expect(await ask('numberLists.remove', { id: running, version: 1 })).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('Cancel its import') },
    });
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOwnNumber, DoNotCall, doNotCallOutOfDate, scrubVersion } from '#main/db/do-not-call.ts';
import { eraseNumber } from '#main/db/erase-number.ts';
import { ErasedNumbers } from '#main/db/erased-numbers.ts';
import { BLOCK_NUMBERS, blockHas, crossOut, packNumbers, unpackNumbers } from '#main/db/number-blocks.ts';
import { importDoNotCall } from '#main/jobs/do-not-call/import-do-not-call.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { jobHandle } from '#test/support/job-handle.ts';
import { ACCOUNT, ListWorkspace, REALM } from '#test/support/number-lists.ts';

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;

const ascending = (most: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 999_999_999_999_999 }), { maxLength: most })
    .map((numbers) => Float64Array.from(numbers).toSorted());

describe('packed numbers', () => {
  it('come out as they went in, whatever their distances', () => {
    fc.assert(
      fc.property(ascending(300), (numbers) => {
        if (numbers.length === 0) return;
        const into = new Float64Array(BLOCK_NUMBERS);
        const count = unpackNumbers(numbers[0] as number, packNumbers(numbers), into);
        expect([...into.subarray(0, count)]).toEqual([...numbers]);
      }),
    );
  });

  it('are found, and no others', () => {
    fc.assert(
      fc.property(ascending(200), fc.integer({ min: 1, max: 999_999_999_999_999 }), (numbers, other) => {
        if (numbers.length === 0) return;
        const data = packNumbers(numbers);
        for (const number of numbers) expect(blockHas(numbers[0] as number, data, number)).toBe(true);
        expect(blockHas(numbers[0] as number, data, other)).toBe(numbers.includes(other));
      }),
      { numRuns: 50 },
    );
  });

  it('cross out of a list what a set of them would', () => {
    fc.assert(
      fc.property(ascending(300), ascending(300), fc.integer({ min: 1, max: 40 }), (list, filed, size) => {
        const some = Float64Array.from(
          new Set([...filed, ...list.filter((_, at) => at % 3 === 0)]),
        ).toSorted();
        const blocks = Array.from({ length: Math.ceil(some.length / size) }, (_, at) => {
          const part = some.subarray(at * size, (at + 1) * size);
          return { first: part[0] as number, last: part.at(-1) as number, data: packNumbers(part) };
        });
        const hits: number[] = [];
        crossOut(list, blocks, (at) => hits.push(list[at] as number));
        const set = new Set(some);
        expect(hits).toEqual([...list].filter((number) => set.has(number)));
      }),
    );
  });
});

describe('do-not-call data', () => {
  let at: ListWorkspace;
  let ids = 0;
  const newId = () => `01990000-0000-7000-8000-${String(++ids).padStart(12, '0')}`;

  beforeAll(async () => {
    at = await ListWorkspace.make();
  });
  afterAll(() => at.remove());

  function source(key: number, node: string, { kind = 'customer', freshDays = null as number | null } = {}) {
    at.db
      .prepare(
        `insert into do_not_call_sources (id, realm_id, node_id, key, kind, name, fresh_days, refreshed_at, job_id,
           created_at, created_by, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0)`,
      )
      .run(newId(), REALM, node, key, kind, `Source ${key}`, freshDays, NOW, `job ${key}`);
  }

  const importInto = (key: number, file: string, job: Partial<Parameters<typeof jobHandle>[0]> = {}) =>
    importDoNotCall(
      { source: key, name: 'file.csv', file, region: 'US' },
      { ...jobHandle({ db: at.db, folder: at.folder, ...job }).handle, id: `job ${key}` },
    );

  it('counts for its node and everything below it, until it runs out', async () => {
    source(1, REALM);
    source(2, ACCOUNT);
    source(3, PLATFORM_ID);
    const add = at.db.prepare(
      `insert into do_not_call_numbers (source_key, number, until, reason, added_at, added_by)
       values (?, ?, ?, '', 0, '')`,
    );
    add.run(1, 14155552671, null);
    add.run(2, 14155552672, NOW + DAY);
    add.run(3, 14155552673, null);
    const account = new DoNotCall(at.db, ACCOUNT);
    expect(account.find(14155552671, NOW)).toMatchObject({ name: 'Source 1', until: null });
    expect(account.find(14155552672, NOW)).toMatchObject({ name: 'Source 2', until: NOW + DAY });
    expect(account.find(14155552672, NOW + DAY)).toBeNull();
    expect(account.find(14155552673, NOW)).toMatchObject({ name: 'Source 3' });
    expect(new DoNotCall(at.db, REALM).find(14155552672, NOW)).toBeNull();
    expect(account.find(14155552674, NOW)).toBeNull();
  });

  it('gives a callee’s wish a place at once, and only one', () => {
    const wish = { node: ACCOUNT, number: 14155550142, reason: 'Pressed 9' };
    addOwnNumber(at.db, wish, { now: NOW, newId });
    addOwnNumber(at.db, wish, { now: NOW + 1, newId });
    expect(new DoNotCall(at.db, ACCOUNT).find(14155550142, NOW)).toMatchObject({ kind: 'own', until: null });
    expect(at.db.prepare("select entered from do_not_call_sources where kind = 'own'").pluck().all()).toEqual(
      [1],
    );
  });

  it('takes the place of an earlier file as a whole: every row is counted, and what is no number is named', async () => {
    source(10, ACCOUNT, { kind: 'national' });
    const first = at.file('first.csv', '4155552680\n(415) 555-2681\n4155552680\nnobody\n+19005552671\n');
    const end = await importInto(10, first);
    expect(end).toMatchObject({ state: 'done', result: { read: 5, kept: 3, same: 1, refused: 1 } });
    expect(end.message).toContain('in rows 4');
    const check = new DoNotCall(at.db, ACCOUNT);
    expect(check.find(14155552680, NOW)).toMatchObject({ name: 'Source 10', kind: 'national' });
    await importInto(10, at.file('second.csv', '4155552690\n'));
    expect(check.find(14155552680, NOW)).toBeNull();
    expect(check.find(14155552690, NOW)).not.toBeNull();
    expect(at.db.prepare('select count(*) from do_not_call_blocks where source_key = 10').pluck().get()).toBe(
      1,
    );
  });

  it('leaves the earlier file in force when the next one is cancelled, or holds no number', async () => {
    const many = at.file(
      'many.csv',
      `${Array.from({ length: 20_000 }, (_, n) => 4152000000 + n).join('\n')}\n`,
    );
    let asked = 0;
    const cancelled = await importInto(10, many, { cancelWhen: () => (asked += 1) > 2 });
    expect(cancelled).toMatchObject({ state: 'cancelled', message: expect.stringMatching(/earlier data/) });
    const none = await importInto(10, at.file('none.csv', 'a,b\nc,d\n'));
    expect(none.state).toBe('failed');
    const check = new DoNotCall(at.db, ACCOUNT);
    expect(check.find(14155552690, NOW)).not.toBeNull();
    expect(check.find(14152000000, NOW)).toBeNull();
    expect(at.db.prepare('select count(*) from do_not_call_blocks where source_key = 10').pluck().get()).toBe(
      1,
    );
  });

  it('scrubs an import: the rows are refused with the source’s name, and the counts still add up', async () => {
    const file = at.file(
      'scrub.csv',
      'Phone,Name\n4155552690,Ana\n4155552671,Bob\n4155552699,Cid\n4155552690,Di\n',
    );
    const { params, end } = await at.import(file, { node: ACCOUNT });
    expect(end.result).toEqual({ read: 4, accepted: 1, merged: 1, refused: 2, scrubbed: 2, doubtful: 0 });
    expect(at.entries(params)).toMatchObject([{ number: 14155552699, name: 'Cid', row: 4 }]);
    expect(at.problems(params).map(({ row, outcome, reason }) => [row, outcome, reason])).toEqual([
      [5, 'merged', expect.stringContaining('Row 2 has the same number')],
      [3, 'refused', 'This number must not be called: it is in "Source 1".'],
      [2, 'refused', 'This number must not be called: it is in "Source 10".'],
    ]);
  });

  it('scrubs a version as its numbers alone, with the counts of each source', async () => {
    const file = at.file(
      'freeze.csv',
      `Phone\n${[71, 72, 99, 98].map((end) => `41555526${end}`).join('\n')}\n`,
    );
    const { params } = await at.import(file);
    const numbers = Float64Array.from(at.entries(params), ({ number }) => number).toSorted();
    const one = new DoNotCall(at.db, ACCOUNT).scrub(numbers, NOW);
    const db = at.kysely();
    const two = await db
      .transaction()
      .execute((tx) => scrubVersion(tx, { node: ACCOUNT, versionKey: params.version, now: NOW }));
    expect([...one.numbers]).toEqual([14155552671, 14155552672]);
    expect([...two.numbers]).toEqual([...one.numbers]);
    expect(two.sources.filter(({ count }) => count > 0)).toEqual(
      one.sources.filter(({ count }) => count > 0),
    );
  });

  it('tells which sources should have been renewed', async () => {
    source(20, ACCOUNT, { kind: 'national', freshDays: 30 });
    const check = new DoNotCall(at.db, ACCOUNT);
    expect(check.outOfDate(NOW + 29 * DAY)).toEqual([]);
    expect(check.outOfDate(NOW + 30 * DAY)).toMatchObject([{ name: 'Source 20', since: NOW + 30 * DAY }]);
    const db = at.kysely();
    expect(
      await db.transaction().execute((tx) => doNotCallOutOfDate(tx, ACCOUNT, NOW + 31 * DAY)),
    ).toHaveLength(1);
  });

  it('erases a number everywhere but keeps it uncalled, by a hash that says nothing without the key', async () => {
    const file = at.file('erase.csv', 'Phone,Name\n4155553001,Ana\n415.555.3002x,Bob\n4155553002,Cid\n');
    const { params } = await at.import(file);
    addOwnNumber(at.db, { node: ACCOUNT, number: 14155553002, reason: '' }, { now: NOW, newId });
    const db = at.kysely();
    const erased = await db
      .transaction()
      .execute((tx) => eraseNumber(tx, { node: ACCOUNT, number: 14155553002, now: NOW }));
    expect(erased).toMatchObject({ entries: 1, lists: 1, doNotCall: 1 });
    expect(at.entries(params).map(({ number }) => number)).toEqual([14155553001]);
    const check = new DoNotCall(at.db, ACCOUNT);
    expect(check.find(14155553002, NOW)).toEqual({
      source: null,
      name: 'Erased numbers',
      kind: 'erased',
      until: null,
    });
    expect(check.find(14155553001, NOW)).toBeNull();
    expect([...check.scrub(Float64Array.of(14155553001, 14155553002), NOW).numbers]).toEqual([14155553002]);
    // Nothing in the file is the number, as a number or as text.
    const again = await at.import(at.file('again.csv', 'Phone\n4155553002\n4155553003\n'), { node: ACCOUNT });
    expect(again.end.result).toMatchObject({ accepted: 1, scrubbed: 1 });
    expect(at.problems(again.params)).toMatchObject([{ row: 2, value: '(erased)' }]);
    const blocks = at.db.prepare('select fixed, texts from number_list_blocks').raw().all() as Buffer[][];
    const bytes = Buffer.concat(blocks.flat());
    expect(bytes.includes('4155553002')).toBe(false);
    expect(bytes.includes(Buffer.from(Float64Array.of(14155553002).buffer))).toBe(false);
    expect(bytes.includes(Buffer.from(Float64Array.of(14155553001).buffer))).toBe(true);
    for (const table of ['number_list_problems', 'do_not_call_numbers']) {
      expect(JSON.stringify(at.db.prepare(`select * from ${table}`).all())).not.toContain('4155553002');
    }
    const mark = new ErasedNumbers('00'.repeat(32)).mark(14155553002);
    const kept = at.db.prepare('select hash from do_not_call_erased').pluck().get() as Buffer;
    expect(kept.equals(mark.hash)).toBe(false);
  });
});

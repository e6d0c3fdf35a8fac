import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyRetention } from '#main/service/retention.ts';
import { rowsOf } from '#shared/page.ts';
import { ListDesk } from '#test/support/list-desk.ts';
import { ACCOUNT, ListWorkspace } from '#test/support/number-lists.ts';

const DAY = 86_400_000;

describe('working with number lists', () => {
  let desk: ListDesk;
  let lists = 0;
  beforeAll(async () => {
    desk = new ListDesk(await ListWorkspace.make());
  });
  afterAll(() => desk.at.remove());

  const named = (): string => `List ${(lists += 1)}`;
  const numbersOf = async (id: string, more = {}) =>
    rowsOf(await desk.value('numberLists.entries', { id, limit: 1_000, ...more })).map(
      ({ number }) => number,
    );
  const problemsOf = async (id: string, more = {}) =>
    rowsOf(await desk.value('numberLists.problems', { id, limit: 1_000, ...more }));

  const MESSY = [
    'Phone,Name,City',
    '4155552671,Ana,Graz',
    '+1 212 055 0101,Bob,Linz',
    '415-555-O672,Cid,Wels',
    '+1 900 555 2671,Di,Steyr',
    '+1 213 055 0102,Eve,"Ried, Upper"',
    '911,Fay,',
  ].join('\n');

  it('fixes a refused row in place: the rest of the row comes along, the report shrinks, the counts add up', async () => {
    const id = await desk.list(named(), MESSY);
    const [bad] = (await problemsOf(id)).filter(({ value }) => value === '415-555-O672');
    const version = await desk.version(id);
    const wrong = await desk.ask('numberLists.fixRow', { id, version, problem: bad?.seq ?? 0, value: '415' });
    expect(wrong.ok ? '' : wrong.error.fields?.[0]).toMatchObject({
      path: 'value',
      message: expect.stringMatching(/short/),
    });
    await desk.value('numberLists.fixRow', { id, version, problem: bad?.seq ?? 0, value: '415-555-0672' });
    expect(await desk.value('numberLists.get', { id })).toMatchObject({
      entries: 2,
      refused: 4,
      read: 6,
      ordinal: 2,
    });
    const [, fixed] = rowsOf(await desk.value('numberLists.entries', { id }));
    expect(fixed).toMatchObject({ number: '+14155550672', name: 'Cid', row: 4, fields: 'City: Wels' });
    expect((await problemsOf(id)).map(({ row }) => row)).toEqual([3, 5, 6, 7]);
    expect((await problemsOf(id, { ordinal: 1 })).map(({ row }) => row)).toEqual([3, 4, 5, 6, 7]);
    const again = await desk.ask('numberLists.fixRow', {
      id,
      version: await desk.version(id),
      problem: bad?.seq ?? 0,
      value: '4155550673',
    });
    expect(again.ok ? '' : again.error.message).toMatch(/not refused any more/);
  });

  it('accepts possible numbers that are not valid when a person says so, and never a premium or short one', async () => {
    const id = await desk.list(named(), MESSY);
    expect((await problemsOf(id, { cause: 'doubtful' })).map(({ row }) => row)).toEqual([3, 6]);
    expect((await problemsOf(id, { cause: 'never-dialled' })).map(({ row }) => row)).toEqual([5]);
    const done = await desk.value('numberLists.acceptRows', { id, version: await desk.version(id) });
    expect(done).toMatchObject({ accepted: 2, left: 0 });
    expect(await numbersOf(id)).toEqual(['+14155552671', '+12120550101', '+12130550102']);
    expect(await desk.value('numberLists.get', { id })).toMatchObject({
      entries: 3,
      refused: 3,
      doubtful: 2,
    });
    const premium = (await problemsOf(id, { cause: 'never-dialled' }))[0]?.seq ?? 0;
    const refused = await desk.ask('numberLists.acceptRows', {
      id,
      version: await desk.version(id),
      problems: [premium],
    });
    expect(refused.ok).toBe(false);
    const whole = await desk.list(named(), MESSY, { acceptDoubtful: true });
    expect(await desk.value('numberLists.get', { id: whole })).toMatchObject({
      entries: 3,
      refused: 3,
      doubtful: 2,
    });
  });

  it('exports refused rows under their header, so that they are mended and imported again', async () => {
    const id = await desk.list(named(), MESSY);
    const file = path.join(desk.at.folder, 'refused.csv');
    expect(await desk.value('numberLists.exportRefused', { id, file })).toEqual({ rows: 5, file });
    const text = readFileSync(file, 'utf8');
    expect(text.split('\n').slice(0, 2)).toEqual(['Phone,Name,City', '+1 212 055 0101,Bob,Linz']);
    const mended = text
      .replace('+1 212 055 0101', '+1 212 555 0101')
      .replace('415-555-O672', '415-555-0672')
      .replace('+1 213 055 0102', '+1 213 555 0102');
    await desk.value('numberLists.importMore', { id, version: await desk.version(id), text: mended });
    expect((await desk.runJob()).message).toMatch(
      /had 1 entries and has 4 now, from 5 more rows: 0 merged, 2 refused/,
    );
    const rows = rowsOf(await desk.value('numberLists.entries', { id }));
    expect(rows.at(-1)).toMatchObject({ number: '+12135550102', name: 'Eve', fields: 'City: Ried, Upper' });
  });

  it('remembers the columns of a header, and asks again for another', async () => {
    const text = 'A,B,C\n4155552671,Graz,Ana\n4155552672,Linz,Bob\n';
    const columns = ['number', 'skip', 'name'] as const;
    await desk.list(named(), text, { header: true, columns: [...columns] });
    const roles = async (input: string) =>
      (await desk.value('numberLists.preview', { node: ACCOUNT, text: input, header: true })).columns.map(
        ({ role }) => role,
      );
    expect(await roles(text.replace('Graz', 'Wels'))).toEqual([...columns]);
    expect(await roles(text.replace('A,B,C', 'A,B,D'))).not.toEqual([...columns]);
  });

  it('keeps consent with the version, and says what it does not know of', async () => {
    const consent = { consentSource: 'Web form', consentAt: Date.UTC(2026, 0, 5) };
    const id = await desk.list(named(), 'Phone\n4155552671\n', consent);
    expect(await desk.value('numberLists.get', { id })).toMatchObject(consent);
    await desk.value('numberLists.addEntry', { id, version: await desk.version(id), number: '4155552672' });
    expect(rowsOf(await desk.value('numberLists.versions', { id }))).toMatchObject([
      { ordinal: 2, inUse: true, madeBy: 'edit', what: 'An entry was added', madeFrom: 1, ...consent },
      { ordinal: 1, inUse: false, madeBy: 'import', what: 'Pasted numbers', ...consent },
    ]);
  });

  it('refuses to add what is in the list, must not be called, or is no number', async () => {
    const id = await desk.list(named(), 'Phone\n4155552671\n');
    const source = await desk.value('doNotCall.create', {
      node: ACCOUNT,
      name: 'Customer',
      kind: 'customer',
    });
    await desk.value('doNotCall.add', { id: source.id, numbers: '+1 415 555 9001\n4155559002' });
    const add = async (number: string) => {
      const reply = await desk.ask('numberLists.addEntry', { id, version: await desk.version(id), number });
      return reply.ok ? 'added' : reply.error.message;
    };
    expect(await add('(415) 555-2671')).toMatch(/has \+14155552671 already/);
    expect(await add('415 555 9002')).toMatch(/must not be called: it is in "Customer"/);
    expect(await add('nobody')).toMatch(/no phone number/);
    expect(await add('+1 212 055 0101')).toMatch(/possible but not valid/);
    const found = await desk.value('doNotCall.check', { node: ACCOUNT, number: '415-555-9001' });
    expect(found).toMatchObject({ number: '+14155559001', found: [{ name: 'Customer' }] });
    await desk.value('doNotCall.removeNumbers', { id: source.id, numbers: ['+14155559001'] });
    expect((await desk.value('doNotCall.check', { node: ACCOUNT, number: '415-555-9001' })).found).toEqual(
      [],
    );
    const some = await desk.ask('doNotCall.add', { id: source.id, numbers: '4155559003, 12' });
    expect(some.ok ? '' : some.error.message).toMatch(/"12" can't be read.*Nothing was added/);
  });

  it('filters by country, type, zone, field and last outcome, alone and together', async () => {
    const id = await desk.list(
      named(),
      [
        'Phone,Name,City,Time zone',
        '+12125550101,Ana,Graz,',
        '+18505550102,Bob,Linz,',
        '+442079460958,Cid,,',
        '+447400123456,Di,Linz,Europe/Paris',
      ].join('\n'),
    );
    const fits = (filter: object) => numbersOf(id, { filter });
    expect(await fits({ regions: ['US'] })).toEqual(['+12125550101', '+18505550102']);
    expect(await fits({ types: ['mobile'] })).toEqual(['+447400123456']);
    expect(await fits({ zone: 'America/Chicago' })).toEqual(['+18505550102']);
    expect(await fits({ zone: 'Europe/London' })).toEqual(['+442079460958']);
    expect(await fits({ zone: 'Europe/Paris' })).toEqual(['+447400123456']);
    expect(await fits({ field: { name: 'city', how: 'is', value: 'LINZ' } })).toHaveLength(2);
    expect(await fits({ field: { name: 'City', how: 'empty' } })).toEqual(['+442079460958']);
    expect(await fits({ regions: ['GB'], field: { name: 'City', how: 'filled' } })).toEqual([
      '+447400123456',
    ]);
    expect(await fits({ outcome: 'not-called' })).toHaveLength(4);
    expect(await fits({ outcome: 'answered' })).toEqual([]);
    expect(await fits({ field: { name: 'Nothing', how: 'is', value: 'x' } })).toEqual([]);
    expect(await numbersOf(id, { search: '555 01' })).toEqual(['+12125550101', '+18505550102']);

    const filter = { field: { name: 'City', how: 'is' as const, value: 'Linz' } };
    const { segment } = await desk.value('numberLists.addSegment', { id, name: 'Linz', filter });
    expect(rowsOf(await desk.value('numberLists.segments', { id }))).toMatchObject([
      { words: 'City is "Linz"' },
    ]);
    expect(await numbersOf(id, { segment })).toHaveLength(2);
    const { lists: parts } = await desk.value('numberLists.split', { id, segment });
    expect(parts).toHaveLength(2);
    await desk.value('numberLists.removeSegment', { id, segment });
    expect((await desk.ask('numberLists.entries', { id, segment })).ok).toBe(false);
  });

  it('splits into parts that hold every entry once, and merges lists to one: fields by name, gaps filled', async () => {
    const rows = Array.from({ length: 10 }, (_, index) => `415555${2_000 + index},N${index}`);
    const name = named();
    const id = await desk.list(name, `Phone,Name\n${rows.join('\n')}\n`);
    const all = await numbersOf(id);
    const { lists: parts } = await desk.value('numberLists.split', { id, parts: 3 });
    expect(parts).toHaveLength(3);
    // The desk runs the last job; the others are as a closed console would leave them.
    await desk.runJob();
    expect(await desk.value('numberLists.get', { id: parts[2] as string })).toMatchObject({
      name: `${name} (3 of 3)`,
      entries: 4,
      madeBy: 'split',
    });
    expect(await numbersOf(parts[2] as string)).toEqual(all.slice(6));

    const one = await desk.list(named(), 'Phone,Name,City\n4155552000,,Graz\n4155552001,Bo,\n');
    const two = await desk.list(
      named(),
      'Phone,Note,CITY,Name\n4155552000,vip,Linz,Ana\n4155559999,x,Wels,Zoe\n',
    );
    const merged = await desk.value('numberLists.merge', { lists: [one, two], name: named() });
    const end = await desk.runJob();
    expect(end).toMatchObject({ state: 'done', result: { read: 4, accepted: 3, merged: 1, refused: 0 } });
    expect(rowsOf(await desk.value('numberLists.entries', { id: merged.id }))).toMatchObject([
      { number: '+14155552000', name: 'Ana', fields: 'City: Graz · Note: vip' },
      { number: '+14155552001', name: 'Bo', fields: '' },
      { number: '+14155559999', name: 'Zoe', fields: 'City: Wels · Note: x' },
    ]);
  });

  it('undoes a first import by removing the list, and a second by going back', async () => {
    const id = await desk.list(named(), 'Phone\n4155552671\n');
    await desk.value('numberLists.importMore', {
      id,
      version: await desk.version(id),
      text: 'Phone\n4155552672\n',
    });
    await desk.runJob();
    expect(await numbersOf(id)).toHaveLength(2);
    const undone = await desk.value('numberLists.undoImport', { id, version: await desk.version(id) });
    expect(undone.removed).toBe(false);
    expect(await numbersOf(id)).toEqual(['+14155552671']);
    const gone = await desk.value('numberLists.undoImport', { id, version: undone.version });
    expect(gone.removed).toBe(true);
    expect((await desk.ask('numberLists.get', { id })).ok).toBe(false);
  });

  it('lets nobody edit while a file is being imported into the list; a cancelled import leaves the list as it was', async () => {
    const id = await desk.list(named(), 'Phone\n4155552671\n');
    await desk.value('numberLists.importMore', {
      id,
      version: await desk.version(id),
      text: 'Phone\n4155552672\n',
    });
    const version = await desk.version(id);
    const held = await desk.ask('numberLists.addEntry', { id, version, number: '4155552673' });
    expect(held.ok ? '' : held.error).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/being imported/),
    });
    expect(await numbersOf(id)).toEqual(['+14155552671']);
    const end = await desk.runJob({ cancelWhen: () => true });
    expect(end.state).toBe('cancelled');
    expect(await desk.value('numberLists.get', { id })).toMatchObject({
      state: 'ready',
      ordinal: 1,
      entries: 1,
    });
    await desk.value('numberLists.addEntry', { id, version: await desk.version(id), number: '4155552673' });
    expect(await numbersOf(id)).toHaveLength(2);
    expect(await desk.value('numberLists.get', { id })).toMatchObject({ ordinal: 3 });
  });

  it('removes a list with all of its rows when its days are over, unless a broadcast still needs it', async () => {
    const id = await desk.list(named(), 'Phone\n4155552671\n12\n');
    await desk.value('numberLists.setRetention', { id, version: await desk.version(id), days: 30 });
    const changed: string[] = [];
    const around = (now: number) => ({
      raw: desk.at.db,
      db: desk.at.kysely(),
      now: () => now,
      changed: () => void changed.push('lists'),
      report: (what: string, error: unknown) => {
        throw new Error(what, { cause: error });
      },
    });
    expect(await applyRetention(around(desk.now + 29 * DAY))).toBe(0);
    expect(await applyRetention(around(desk.now + 31 * DAY))).toBe(1);
    expect(changed).toEqual(['lists']);
    expect((await desk.ask('numberLists.get', { id })).ok).toBe(false);
    const { key } = desk.at.db.prepare('select key from number_list_versions where list_id = ?').get(id) as {
      key: number;
    };
    expect(desk.at.rowsOf({ version: key } as never)).toBe(0);
  });

  it('erases a number from every version, its report rows and entered do-not-call numbers', async () => {
    const id = await desk.list(
      named(),
      'Phone,Name\n4155557001,Gone Person\n4155557002,Bob\n(415) 555-7001,Again\n415.555.7001 O,x\n',
    );
    await desk.value('numberLists.addEntry', { id, version: await desk.version(id), number: '4155557003' });
    const erased = await desk.value('numberLists.erase', { node: ACCOUNT, number: '415 555 7001' });
    expect(erased).toMatchObject({ entries: 2, lists: 1, reportRows: 2 });
    expect(await numbersOf(id)).toEqual(['+14155557002', '+14155557003']);
    const bytes = desk.at.db
      .prepare('select cast(fixed as blob) || cast(texts as blob) from number_list_blocks')
      .pluck()
      .all() as Buffer[];
    const packed = new Float64Array([14_155_557_001]);
    for (const block of bytes) {
      expect(block.includes(Buffer.from(packed.buffer))).toBe(false);
      expect(block.includes('Gone Person')).toBe(false);
    }
    const left = ['number_list_changes', 'number_list_problems'].map((table) =>
      JSON.stringify(desk.at.db.prepare(`select * from ${table}`).all()),
    );
    expect(left.join('').replaceAll(/[\s().+-]/g, '')).not.toContain('4155557001');
    const list = await desk.value('numberLists.get', { id });
    expect(list.read).toBe(list.entries + list.merged + list.refused);
    const again = await desk.ask('numberLists.addEntry', {
      id,
      version: await desk.version(id),
      number: '4155557001',
    });
    expect(again.ok ? '' : again.error.message).toMatch(/must not be called: it is in "Erased numbers"/);
  });
});

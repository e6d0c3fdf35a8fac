import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discardUnfinishedImports } from '#main/jobs/import/discard.ts';
import { importNumberList } from '#main/jobs/import/import-number-list.ts';
import { jobHandle } from '#test/support/job-handle.ts';
import { jobId, ListWorkspace } from '#test/support/number-lists.ts';
import { storedEntries, storeEntries } from '#test/support/stored-entries.ts';

const number = (index: number): string => `+1415${String(2_000_000 + index)}`;
const manyRows = (count: number): string =>
  `Phone,Name\n${Array.from({ length: count }, (_, index) => `${number(index)},Name ${index}`).join('\n')}\n`;

describe('importing a number list', () => {
  let at: ListWorkspace;
  beforeAll(async () => {
    at = await ListWorkspace.make();
  });
  afterAll(() => at.remove());

  it('accounts for every row of a messy file: accepted, merged or refused, with row, column, value, reason', async () => {
    const file = at.file(
      'messy.csv',
      [
        '\uFEFFCustomer;Mobile phone;City;Note',
        'Ana Ruiz;(415) 555-2671;Málaga;"likes ""quotes""; and',
        'two lines"',
        ';+1 415 555 2671;Bilbao;',
        'Bob;7.9E+10;;',
        'Cid;415-555-O672;;x',
        'Di;=+14155552673;"unclosed;y',
        '',
        'Eve;911',
        "Fay;'4155552674;Graz;z;extra 1;extra 2",
        'Gil;+1 900 555 2671;;',
      ].join('\r\n'),
    );
    const { params, end } = await at.import(file);
    expect(end).toEqual({
      state: 'done',
      message: 'Imported 3 of 9 rows: 1 merged, 5 refused.',
      result: { read: 9, accepted: 3, merged: 1, refused: 5, scrubbed: 0, doubtful: 0 },
    });
    expect(at.entries(params)).toEqual([
      {
        seq: 1,
        number: 14155552671,
        name: 'Ana Ruiz',
        row: 2,
        fields: '["Málaga","likes \\"quotes\\"; and\\r\\ntwo lines"]',
      },
      { seq: 2, number: 14155552673, name: 'Di', row: 6, fields: '["\\"unclosed","y"]' },
      { seq: 3, number: 14155552674, name: 'Fay', row: 9, fields: '["Graz","z","extra 1","extra 2"]' },
    ]);
    expect(
      at.problems(params).map(({ row, outcome, column_name, value }) => [row, outcome, column_name, value]),
    ).toEqual([
      [3, 'merged', 'Mobile phone', '+14155552671'],
      [4, 'refused', 'Mobile phone', '7.9E+10'],
      [5, 'refused', 'Mobile phone', '415-555-O672'],
      [7, 'refused', 'Mobile phone', ''],
      [8, 'refused', 'Mobile phone', '911'],
      [10, 'refused', 'Mobile phone', '+1 900 555 2671'],
    ]);
    for (const { reason, suggestion } of at.problems(params)) {
      expect(reason).toMatch(/\.$/);
      expect(suggestion).toMatch(/[.?]$/);
    }
    expect(at.list(params)).toMatchObject({
      state: 'ready',
      read_count: 9,
      accepted: 3,
      merged: 1,
      refused: 5,
      fields: '["City","Note"]',
      source_name: 'messy.csv',
    });
  });

  it('keeps the first of equal numbers and fills what it lacks from later ones', async () => {
    const { params } = await at.import(
      at.file('merge.csv', 'Phone,Name,City,Zip\n4155552671,,,1\n4155552671,Ana,,2\n4155552671,Bob,Graz,3\n'),
    );
    expect(at.entries(params)).toEqual([
      { seq: 1, number: 14155552671, name: 'Ana', row: 2, fields: '["Graz","1"]' },
    ]);
    expect(at.problems(params).map(({ reason }) => reason)).toEqual([
      'Row 2 has the same number; it was kept and what it lacked was filled from this row.',
      'Row 2 has the same number; it was kept and what it lacked was filled from this row.',
    ]);
  });

  it('fills entries that were written long ago', async () => {
    const nameless = Array.from({ length: 3000 }, (_, index) => `${number(index)},`).join('\n');
    const named = Array.from({ length: 3000 }, (_, index) => `${number(index)},Name ${index}`).join('\n');
    const { params, end } = await at.import(at.file('late.csv', `Phone,Name\n${nameless}\n${named}\n`));
    expect(end.result).toEqual({
      read: 6000,
      accepted: 3000,
      merged: 3000,
      refused: 0,
      scrubbed: 0,
      doubtful: 0,
    });
    expect(at.entries(params).every(({ name, seq }) => name === `Name ${seq - 1}`)).toBe(true);
  });

  it('lists every number once, in the order of the file', async () => {
    const { params } = await at.import(at.file('order.csv', 'Phone\n4155552679\n4155552671\n4155552679\n'));
    expect(storedEntries(at.db, params.version).map((entry) => [entry.number, entry.seq])).toEqual([
      [14155552679, 1],
      [14155552671, 2],
    ]);
  });

  it.each([
    ['an empty file', '', /file is empty/],
    ['a file of blank lines', '\n \r\n', /file is empty/],
    ['only a header', 'Phone,Name\n', /only a header/],
    ['a NUL byte', 'Phone\n415\u0000555\n', /NUL byte \(at byte 10\)/],
    ['a cut off workbook', 'PK\x03\x04rest', /Excel workbook is cut off or damaged/],
    ['a PDF', '%PDF-1.7', /PDF/],
    [
      '10,000 columns',
      `${'a,'.repeat(9_999)}a\n4155552671\n`,
      /10,000 columns; a list may have at most 1,000/,
    ],
    ['a row above 1 MiB', `Phone\n${number(1)}\n${'x'.repeat(1_100_000)}\n`, /Row 3 is longer than/],
    ['prose', 'It was a dark\nand stormy night.\n', /No column looks like phone numbers/],
    ['control characters', Uint8Array.from({ length: 300 }, (_, index) => 1 + (index % 8)), /no text/],
  ])('says plainly what is wrong with %s, and leaves nothing', async (name, content, message) => {
    const { params, end } = await at.import(at.file(`${name}.csv`, content));
    expect(end).toMatchObject({ state: 'failed', message: expect.stringMatching(message) });
    expect(at.list(params)).toMatchObject({ state: 'failed', deleted_at: expect.any(Number) });
    expect(at.rowsOf(params)).toBe(0);
  });

  it('says so when the file is missing, a folder, or of an unknown region', async () => {
    expect((await at.import(path.join(at.folder, 'none.csv'))).end.message).toMatch(/not there any more/);
    expect((await at.import(at.folder)).end.message).toMatch(/folder|no file/);
    const file = at.file('zz.csv', 'Phone\n4155552671\n');
    expect((await at.import(file, { region: 'ZZ' })).end.message).toMatch(/no country with the code ZZ/);
  });

  it('leaves nothing when cancelled, within a second', { timeout: 20_000 }, async () => {
    const file = at.file('long.csv', manyRows(60_000));
    let asked = 0;
    let askedAt = 0;
    const cancelWhen = (): boolean => {
      asked += 1;
      if (asked === 3) askedAt = performance.now();
      return asked >= 3;
    };
    const { params, end } = await at.import(file, {}, { cancelWhen });
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    expect(end).toEqual({ state: 'cancelled', message: 'Cancelled. Nothing was imported.', result: {} });
    expect(at.list(params)).toMatchObject({ state: 'failed', deleted_at: expect.any(Number), accepted: 0 });
    expect(at.rowsOf(params)).toBe(0);
  });

  it('is interrupted and taken back when the console closes', async () => {
    const params = at.newList(at.file('closing.csv', manyRows(100)));
    const job = jobHandle({ db: at.db });
    job.stop(true);
    expect(await importNumberList(params, job.handle)).toMatchObject({ state: 'interrupted' });
    expect(at.rowsOf(params)).toBe(0);
  });

  it('shows nothing before the end, and after a crash in the middle nothing remains', async () => {
    const params = at.newList(at.file('crash.csv', manyRows(20_000)));
    class Crash extends Error {}
    let asked = 0;
    const { handle } = jobHandle({ db: at.db });
    const crashing = {
      ...handle,
      progress: () => {
        asked += 1;
        if (asked < 2) return;
        // As after a kill: nothing is tidied up.
        at.db.prepare("update number_list_versions set state = 'crashed' where key = ?").run(params.version);
        throw new Crash();
      },
    };
    await expect(importNumberList(params, crashing)).rejects.toThrow(Crash);
    at.db.prepare("update number_list_versions set state = 'importing' where key = ?").run(params.version);
    at.db.prepare("update number_lists set state = 'importing' where id = ?").run(params.list);
    storeEntries(at.db, params.version, [{ number: 1 }]);
    expect(discardUnfinishedImports(at.db, [jobId(params.version)])).toBe(1);
    expect(at.list(params)).toMatchObject({ state: 'failed', deleted_at: expect.any(Number) });
    expect(at.rowsOf(params)).toBe(0);
    expect(discardUnfinishedImports(at.db, [jobId(params.version)])).toBe(0);
  });

  it('never takes back a list that is ready', async () => {
    const { params } = await at.import(at.file('ready.csv', manyRows(10)));
    expect(discardUnfinishedImports(at.db, [jobId(params.version)])).toBe(0);
    expect(at.list(params)).toMatchObject({ state: 'ready' });
    expect(at.entries(params)).toHaveLength(10);
  });

  it('leaves nothing when the disk is full', async () => {
    const small = await ListWorkspace.make();
    const file = small.file('full.csv', manyRows(30_000));
    const pages = small.db.pragma('page_count', { simple: true }) as number;
    small.db.pragma(`max_page_count = ${pages + 200}`);
    const { params, end } = await small.import(file);
    expect(end).toMatchObject({ state: 'failed', message: expect.stringMatching(/disk is full/) });
    expect(small.list(params)).toMatchObject({ state: 'failed' });
    expect(small.rowsOf(params)).toBe(0);
    small.remove();
  });

  it('leaves nothing when the file changes while it is read', async () => {
    const file = at.file('changing.csv', manyRows(20_000));
    const params = at.newList(file);
    const { handle } = jobHandle({ db: at.db });
    let grown = false;
    const end = await importNumberList(params, {
      ...handle,
      progress: () => {
        if (!grown) appendFileSync(file, `${number(1)},late\n`);
        grown = true;
      },
    });
    expect(end).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/changed while it was being read/),
    });
    expect(at.rowsOf(params)).toBe(0);
  });

  it('reports progress in bytes up to the size of the file, and leaves syncing as it found it', async () => {
    const file = at.file('progress.csv', manyRows(5_000));
    const params = at.newList(file);
    const job = jobHandle({ db: at.db });
    await importNumberList(params, job.handle);
    const last = job.progress.at(-1);
    expect(last?.done).toBe(last?.total);
    expect(job.changed).toContain('numberLists');
    expect(at.db.pragma('synchronous', { simple: true })).toBe(2);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportList } from '#main/jobs/export/export-list.ts';
import type { ListExportParams } from '#main/jobs/export/list-params.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { type ExportDesk, exportDesk } from '#test/support/export-desk.ts';

const ROWS = 2_300;

let desk: ExportDesk;

beforeEach(async () => {
  desk = await exportDesk();
});

afterEach(() => desk.close());

const asked = (): ListExportParams => ({
  list: 'users.list',
  input: { search: 'a' },
  columns: [
    { field: 'name', title: 'Name', as: 'text' },
    { field: 'at', title: 'Seen', as: 'time' },
  ],
  file: desk.target,
  profile: 'spreadsheet',
  bom: false,
  gzip: false,
  overwrite: false,
  asked: { by: 'rhea@example.com', at: 0 },
});

/** A page of a list of so many rows. */
function pageOf({ offset, limit }: { offset: number; limit: number }, total: number): Reply<unknown> {
  const rows = Math.max(0, Math.min(limit, total - offset));
  const name = Array.from({ length: rows }, (_, row) => `=row ${offset + row}`);
  return ok({ total, offset, rows, columns: { name, at: name.map((_, row) => (row === 0 ? null : row)) } });
}

/** Exports a list whose total at the n-th question is as given. */
function run(totalAt: (question: number) => number) {
  let questions = 0;
  const job = desk.job();
  job.ask = (operation, input) => {
    expect(operation).toBe('users.list');
    expect(input).toMatchObject({ search: 'a' });
    questions += 1;
    return Promise.resolve(pageOf(input as { offset: number; limit: number }, totalAt(questions)));
  };
  return exportList(asked(), job).then((end) => ({ end, questions }));
}

const lines = () => readFileSync(desk.target, 'utf8').trimEnd().split('\r\n');

describe('the export of a list', () => {
  it('asks for its pages one after the other and writes each row once', async () => {
    const { end, questions } = await run(() => ROWS);
    expect(questions).toBe(3);
    expect(end).toMatchObject({ state: 'done', result: { rows: ROWS, files: 1 } });
    expect(lines().length).toBe(ROWS + 1);
    expect(lines().slice(0, 3)).toEqual(['Name,Seen', "'=row 0,", "'=row 1,1970-01-01T00:00:00.001Z"]);
    expect(desk.manifest()).toMatchObject({ list: 'users.list', input: { search: 'a' }, rows: ROWS });
  });

  it('is a header line for a list without rows', async () => {
    expect((await run(() => 0)).end).toMatchObject({ state: 'done', result: { rows: 0 } });
    expect(lines()).toEqual(['Name,Seen']);
  });

  it('goes on while a search has not been at its end, and writes all that it finds', async () => {
    // What is known of the matches at each question; the last is all.
    const known = [0, 26, 700, 1_400, 1_900, 2_250, ROWS];
    const job = desk.job();
    let questions = 0;
    job.ask = (_, input) => {
      const total = known[Math.min(questions, known.length - 1)] as number;
      questions += 1;
      const page = pageOf(input as { offset: number; limit: number }, total);
      return Promise.resolve(page.ok ? ok({ ...(page.value as object), more: total < ROWS }) : page);
    };
    const end = await exportList(asked(), job);
    expect(end).toMatchObject({ state: 'done', result: { rows: ROWS } });
    expect(new Set(lines()).size).toBe(ROWS + 1);
  });

  it('is begun anew when the list grows under it', async () => {
    const { end, questions } = await run((question) => (question < 3 ? ROWS : ROWS + 1));
    expect(questions).toBe(6);
    expect(end).toMatchObject({ state: 'done', result: { rows: ROWS + 1 } });
    expect(new Set(lines()).size).toBe(ROWS + 2);
  });

  it('says so, and leaves nothing, when the list never stands still', async () => {
    const { end } = await run((question) => ROWS + question);
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('kept changing') });
    expect(desk.names()).toEqual([]);
  });

  it('ends and leaves nothing when a page is refused', async () => {
    const job = desk.job();
    job.ask = (_, input) => {
      const { offset } = input as { offset: number };
      return Promise.resolve(
        offset === 0 ? pageOf({ offset, limit: 1_000 }, ROWS) : fail('denied', 'Not any more.'),
      );
    };
    const end = await exportList(asked(), job);
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('Not any more.') });
    expect(desk.names()).toEqual([]);
  });

  it('leaves nothing when it is cancelled, and begins again after a closed console', async () => {
    for (const [stop, state] of [
      ['cancel', 'cancelled'],
      ['close', 'interrupted'],
    ] as const) {
      const job = desk.job();
      job.ask = (_, input) => {
        job.stop = stop;
        return Promise.resolve(pageOf(input as { offset: number; limit: number }, ROWS));
      };
      expect((await exportList(asked(), job)).state).toBe(state);
      expect(existsSync(desk.target)).toBe(false);
      expect(desk.names()).toEqual([]);
    }
  });
});

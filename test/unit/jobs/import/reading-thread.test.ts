import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importNumberList } from '#main/jobs/import/import-number-list.ts';
import { jobHandle } from '#test/support/job-handle.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';

const ROWS = 60_000;
/** Over the size from which a file is read by a thread of its own. */
const NOTE = 'é'.repeat(40);

/** Some rows come twice, some are refused, and each tenth has a note of two lines. */
function rows(): string {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const number = row % 17 === 3 ? 'n/a' : `+1415${2_000_000 + (row % 50_000)}`;
    const note = row % 10 === 0 ? `"${NOTE}\n${row}"` : row % 7 === 0 ? '' : NOTE;
    return `${number},Name ${row},${note}`;
  });
  return `Phone,Name,Note\n${lines.join('\n')}\n`;
}

const withoutKey = (problem: object) => ({ ...problem, version_key: 0 });

describe('a file that is read by a thread of its own', () => {
  let at: ListWorkspace;
  let file: string;
  beforeAll(async () => {
    at = await ListWorkspace.make();
    file = at.file('rows.csv', rows());
  });
  afterAll(() => at.remove());

  it('becomes what it becomes in one thread', async () => {
    const alone = at.newList(file);
    const { handle } = jobHandle({ db: at.db, folder: at.folder });
    const end = await importNumberList(alone, { ...handle, entry: undefined });
    const { params, end: inTwo } = await at.import(file);
    expect(inTwo).toEqual(end);
    expect(end).toMatchObject({ state: 'done', result: { read: ROWS } });
    expect(Number(end.result['merged'])).toBeGreaterThan(5_000);
    expect(at.entries(params)).toEqual(at.entries(alone));
    expect(at.problems(params).map(withoutKey)).toEqual(at.problems(alone).map(withoutKey));
  });

  it('leaves nothing when cancelled, or when the console closes', async () => {
    for (const closing of [false, true]) {
      const params = at.newList(file);
      const job = jobHandle({ db: at.db, folder: at.folder });
      const stopping = { ...job.handle, progress: () => job.stop(closing) };
      const end = await importNumberList(params, stopping);
      expect(end.state).toBe(closing ? 'interrupted' : 'cancelled');
      expect(at.rowsOf(params)).toBe(0);
    }
  });

  it('leaves nothing, and says why, when the file changes while it is read', async () => {
    const changing = at.file('changing.csv', rows());
    const params = at.newList(changing);
    const { handle } = jobHandle({ db: at.db, folder: at.folder });
    let changed = false;
    const end = await importNumberList(params, {
      ...handle,
      progress: () => {
        if (!changed) appendFileSync(changing, '+14155550000,Late,\n');
        changed = true;
      },
    });
    expect(end).toMatchObject({ state: 'failed', message: expect.stringMatching(/changed while/) });
    expect(at.rowsOf(params)).toBe(0);
  });

  it('fails as a fault of ours when its thread can’t start', async () => {
    const params = at.newList(file);
    const { handle } = jobHandle({ db: at.db, folder: at.folder });
    const entry = new URL('no-such-thread.ts', import.meta.url);
    await expect(importNumberList(params, { ...handle, entry })).rejects.toThrow(
      /no-such-thread|Cannot find/,
    );
    expect(at.rowsOf(params)).toBe(0);
  });
});

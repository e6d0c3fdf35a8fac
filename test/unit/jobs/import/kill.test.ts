import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DoNotCall } from '#main/db/do-not-call.ts';
import { openRaw, type RawDatabase } from '#main/db/open.ts';
import { dropUnfinishedDoNotCall } from '#main/jobs/do-not-call/drop-unfinished.ts';
import { discardUnfinishedImports } from '#main/jobs/import/discard.ts';
import type { JobEnd } from '#main/jobs/job.ts';
import { ACCOUNT, jobId, ListWorkspace, PERSON, REALM } from '#test/support/number-lists.ts';
import { NODE_FLAGS } from '../../../../scripts/node-flags.mjs';

const CHILD = fileURLToPath(new URL('../../../support/import-child.ts', import.meta.url));
const ROWS = 6_000;

interface Ran {
  readonly end: JobEnd;
  /** How often the process could have died. */
  readonly chances: number;
}

/** Long rows: a list of them is written in several transactions. */
const NOTE = 'x'.repeat(2_000);
const numbers = (from: number, count: number): string =>
  `Phone,Name,Note\n${Array.from({ length: count }, (_, index) => `+1415${from + index},Name ${index},${NOTE}`).join('\n')}\n`;

const doNotCall = (file: string) => ({ source: 1, name: 'file', file, region: 'US' });

describe('an import whose process is killed', () => {
  let at: ListWorkspace;
  beforeAll(async () => {
    at = await ListWorkspace.make();
  });
  afterAll(() => at.remove());

  /** Runs an import in a process of its own; null if it was killed. */
  function run(kind: string, id: string, params: object, dieAt: number): Promise<Ran | null> {
    const given = [at.folder, kind, id, JSON.stringify(params), String(dieAt)];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [...NODE_FLAGS, CHILD, ...given], (error, stdout, stderr) => {
        if (error?.signal === 'SIGKILL') resolve(null);
        else if (error !== null) reject(new Error(stderr));
        else resolve(JSON.parse(stdout) as Ran);
      });
    });
  }

  /** The workspace as the next start finds it. */
  function reopened<T>(look: (db: RawDatabase) => T): T {
    const db = openRaw(join(at.folder, 'rolecall.db'));
    try {
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      return look(db);
    } finally {
      db.close();
    }
  }

  it('leaves nothing of a new list, or all of it', { timeout: 60_000 }, async () => {
    const file = at.file('rows.csv', numbers(2_000_000, ROWS));
    const whole = at.newList(file);
    const { chances } = (await run('list', jobId(whole.version), whole, 0)) as Ran;
    expect(chances).toBeGreaterThan(6);
    for (const point of [2, Math.floor(chances / 2), chances - 2, chances]) {
      const params = at.newList(file);
      expect(await run('list', jobId(params.version), params, point)).toBeNull();
      const ended = point === chances;
      reopened((db) => expect(discardUnfinishedImports(db, [jobId(params.version)])).toBe(ended ? 0 : 1));
      expect(at.list(params)).toMatchObject({ accepted: ended ? ROWS : 0 });
      expect(at.entries(params)).toHaveLength(ended ? ROWS : 0);
      if (!ended) expect(at.rowsOf(params)).toBe(0);
    }
  });

  it('leaves the list that it would have added to as it was', { timeout: 60_000 }, async () => {
    const { params: first } = await at.import(at.file('first.csv', numbers(3_000_000, 500)));
    const file = at.file('second.csv', numbers(3_000_200, ROWS));
    const second = (ordinal: number) => {
      const version = 900 + ordinal;
      at.db
        .prepare(
          `insert into number_list_versions (id, realm_id, list_id, ordinal, key, state, made_from, source_name,
             job_id, created_at, created_by) values (?, ?, ?, ?, ?, 'importing', 1, '', ?, 0, ?)`,
        )
        .run(`second ${ordinal}`, REALM, first.list, ordinal, version, jobId(version), PERSON);
      return { ...first, file, version, onto: first.version };
    };
    for (const [index, point] of [3, 5].entries()) {
      const params = second(index + 2);
      expect(await run('list', jobId(params.version), params, point)).toBeNull();
      reopened((db) => expect(discardUnfinishedImports(db, [jobId(params.version)])).toBe(1));
      expect(at.rowsOf(params)).toBe(0);
      const list = at.db
        .prepare('select state, current_version from number_lists where id = ?')
        .get(first.list);
      expect(list).toEqual({ state: 'ready', current_version: 1 });
      expect(at.entries(first)).toHaveLength(500);
    }
    const last = second(4);
    const ran = await run('list', jobId(last.version), last, 0);
    expect(ran?.end.result).toMatchObject({ accepted: ROWS + 200, merged: 300 });
  });

  it('leaves the earlier do-not-call data in force', { timeout: 60_000 }, async () => {
    at.db
      .prepare(
        `insert into do_not_call_sources (id, realm_id, node_id, key, kind, name, refreshed_at, job_id, created_at,
           created_by, updated_at) values ('source', ?, ?, 1, 'national', 'National', 0, 'job', 0, '', 0)`,
      )
      .run(REALM, ACCOUNT);
    const before = doNotCall(at.file('before.csv', numbers(4_000_000, 100)));
    expect((await run('do-not-call', 'job', before, 0))?.end.state).toBe('done');
    const after = doNotCall(at.file('after.csv', numbers(5_000_000, 40_000)));
    const { chances } = (await run('do-not-call', 'job', after, 0)) as Ran;
    await run('do-not-call', 'job', before, 0);
    for (const point of [2, chances - 2, chances - 1]) {
      expect(await run('do-not-call', 'job', after, point)).toBeNull();
      reopened((db) => {
        dropUnfinishedDoNotCall(db);
        const check = new DoNotCall(db, ACCOUNT);
        expect(check.find(14154000050, 0)).not.toBeNull();
        expect(check.find(14155000050, 0)).toBeNull();
        expect(db.prepare('select count(distinct batch) from do_not_call_blocks').pluck().get()).toBe(1);
      });
    }
  });
});

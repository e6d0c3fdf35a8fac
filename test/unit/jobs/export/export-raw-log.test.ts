import fs, { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogStore } from '#main/db/logs/store.ts';
import { EXPORT_COLUMNS } from '#main/jobs/export/columns.ts';
import { exportRawLog, runExport } from '#main/jobs/export/export-raw-log.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import { EXPORT_NOW, type ExportDesk, exportDesk, sha256Of } from '#test/support/export-desk.ts';
import {
  BOOKING,
  CLAIMS,
  type ExportWorkspace,
  fillLog,
  logRow,
  NORTH,
  SOUTH,
} from '#test/support/export-workspace.ts';

const MAY = Date.UTC(2026, 4, 1);
const SMALL_STEPS = { pageRows: 100, saveBytes: 20_000 };
const HEADER = `${EXPORT_COLUMNS.map(({ name }) => name).join(',')}\r\n`;

let desk: ExportDesk;
let home: string;
let workspace: ExportWorkspace;
let target: string;

beforeEach(async () => {
  desk = await exportDesk();
  ({ home, workspace, target } = desk);
});

afterEach(() => desk.close());

const asked = (more: Partial<ExportParams> = {}) => desk.asked(more);
const newJob = (resume: unknown = null) => desk.job(resume);
const fill = (rows?: number) => desk.fill(rows);
const names = () => desk.names();
const nothingLeft = () => expect(names()).toEqual([]);

describe('a raw-log export', () => {
  it('writes the documented columns, oldest first, with UTC times and nothing of another account', async () => {
    const rows = [
      logRow({
        id: 'b',
        at: MAY + 61_001,
        direction: 'out',
        intent: 'greet',
        confidence: 0.5,
        speaker: 'bot',
      }),
      logRow({ id: 'a', at: MAY - 1, project: CLAIMS, text: 'say "hi",\r\nthen go', extra: '{"lang":"en"}' }),
    ];
    fillLog(workspace.folder, [
      { account: NORTH, rows },
      { account: SOUTH, rows: [logRow({ id: 'x', at: MAY })] },
    ]);
    const end = await exportRawLog(asked(), newJob());
    const north = `${NORTH},`;
    expect(readFileSync(target, 'utf8')).toBe(
      `${HEADER}a,2026-04-30T23:59:59.999Z,${north}${CLAIMS},"Claims, old",web,web-1,session-1,in,client,` +
        `"say ""hi"",\r\nthen go",,,"{""lang"":""en""}"\r\n` +
        `b,2026-05-01T00:01:01.001Z,${north}${BOOKING},Booking,web,web-1,session-1,out,bot,text of b,greet,0.5,\r\n`,
    );
    expect(end).toMatchObject({ state: 'done', result: { rows: 2, file: target, sha256: sha256Of(target) } });
    expect(end.result['bytes']).toBe(readFileSync(target).length);
    expect(names()).toEqual(['log.csv', 'log.csv.manifest.json']);
    expect(desk.manifest()).toEqual({
      format: 'rolecall-export-1',
      account: { id: NORTH, name: 'North' },
      filter: {},
      askedBy: 'rhea@example.com',
      askedAt: '2026-06-10T13:20:00.000Z',
      profile: 'raw',
      columns: EXPORT_COLUMNS.map(({ name }) => name),
      rows: 2,
      bytes: end.result['bytes'],
      files: [{ name: 'log.csv', rows: 2, bytes: end.result['bytes'], sha256: sha256Of(target) }],
    });
  });

  it('holds only what its filter asks for', async () => {
    fill();
    const filter = { from: MAY, to: EXPORT_NOW - 86_400_000, channel: 'web', direction: 'in' } as const;
    const end = await exportRawLog(asked({ filter }), newJob());
    const store = openLogStore(workspace.folder);
    const scopes = [{ account: NORTH, projects: null }];
    const page = store.page({ scopes, filter, direction: 'asc', offset: 0, limit: 1_000 });
    store.close();
    expect(page.total).toBeGreaterThan(20);
    expect(end.result['rows']).toBe(page.total);
    const ids = readFileSync(target, 'utf8').match(/^[\da-f]{8}-[\da-f-]{27}(?=,\d{4}-)/gm);
    expect(ids).toEqual(page.columns.id);
  });

  it('is a header line for an account without a log', async () => {
    const end = await exportRawLog(asked(), newJob());
    expect(end).toMatchObject({ state: 'done', result: { rows: 0 } });
    expect(readFileSync(target, 'utf8')).toBe(HEADER);
  });

  it('writes a cell that is larger than its buffer', async () => {
    const text = 'ж"'.repeat(700_000);
    fillLog(workspace.folder, [{ account: NORTH, rows: [logRow({ id: 'a', at: MAY, text })] }]);
    await exportRawLog(asked(), newJob());
    expect(readFileSync(target, 'utf8')).toContain(`"${text.replaceAll('"', '""')}"`);
  });

  it('reports rows of all rows as it goes, and ends its row in the history', async () => {
    fill();
    const job = newJob();
    const end = await runExport(asked(), job, SMALL_STEPS);
    const done = job.seen.map((progress) => progress.done);
    expect(done.length).toBeGreaterThan(4);
    expect(done).toEqual(done.toSorted((one, other) => one - other));
    expect(job.seen.every(({ total }) => total === end.result['rows'])).toBe(true);
    expect(job.seen.at(-1)?.message).toMatch(/^\d+ rows, 0\.\d MB$/);
  });

  it('leaves nothing when it is cancelled', async () => {
    fill();
    const job = newJob();
    let asks = 0;
    job.beforeAsk = () => {
      asks += 1;
      if (asks === 3) job.stop = 'cancel';
    };
    const end = await runExport(asked(), job, SMALL_STEPS);
    expect(end.state).toBe('cancelled');
    expect(end.result['rows']).toBeGreaterThan(100);
    nothingLeft();
  });

  it('keeps its place when the console closes and ends with the bytes of an uninterrupted export', async () => {
    fill();
    await exportRawLog(asked({ file: join(home, 'whole.csv') }), newJob());
    let resume: unknown = null;
    let state = 'interrupted';
    for (let round = 0; round < 40 && state === 'interrupted'; round += 1) {
      const job = newJob(resume);
      let asks = 0;
      job.beforeAsk = () => {
        asks += 1;
        if (asks === 3) job.stop = 'close';
      };
      ({ state } = await runExport(asked(), job, SMALL_STEPS));
      if (state === 'interrupted') expect(existsSync(target)).toBe(false);
      resume = job.saved;
    }
    expect(state).toBe('done');
    expect(sha256Of(target)).toBe(sha256Of(join(home, 'whole.csv')));
  });

  it('starts over when the part file of a saved point is gone or too short', async () => {
    fill();
    await exportRawLog(asked({ file: join(home, 'whole.csv') }), newJob());
    const job = newJob();
    job.afterSave = () => {
      job.stop = 'close';
    };
    await runExport(asked(), job, SMALL_STEPS);
    for (const damage of [() => rmSync(`${target}.part`), () => writeFileSync(`${target}.part`, 'short')]) {
      damage();
      const end = await runExport(asked({ overwrite: true }), newJob(job.saved), SMALL_STEPS);
      expect(end.state).toBe('done');
      expect(sha256Of(target)).toBe(sha256Of(join(home, 'whole.csv')));
      writeFileSync(`${target}.part`, '');
    }
  });

  it('replaces a file only when it was asked to, also one that appeared meanwhile', async () => {
    fill(50);
    writeFileSync(target, 'precious');
    const end = await exportRawLog(asked(), newJob());
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('is there now') });
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(existsSync(`${target}.part`)).toBe(false);
    expect((await exportRawLog(asked({ overwrite: true }), newJob())).state).toBe('done');
    expect(readFileSync(target, 'utf8').startsWith(HEADER)).toBe(true);
  });
});

describe('a raw-log export on a disk that fails', () => {
  it('says so when the disk is full and leaves nothing', { skip: !existsSync('/dev/full') }, async () => {
    fill();
    symlinkSync('/dev/full', `${target}.part`);
    const end = await runExport(asked(), newJob(), SMALL_STEPS);
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('the disk is full') });
    nothingLeft();
  });

  it('says so when the folder is no folder', async () => {
    fill(50);
    writeFileSync(join(home, 'plain'), '');
    const end = await exportRawLog(asked({ file: join(home, 'plain', 'log.csv') }), newJob());
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('not a folder') });
  });

  it('says so when the folder vanishes meanwhile', async () => {
    fill();
    const job = newJob();
    job.afterSave = () => rmSync(join(home, 'out'), { recursive: true, force: true });
    const end = await runExport(asked(), job, SMALL_STEPS);
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('folder is not there') });
    nothingLeft();
  });

  it('says so when the name is taken by a folder', async () => {
    fill(50);
    mkdirSync(target);
    const end = await exportRawLog(asked({ overwrite: true }), newJob());
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('a folder of this name') });
    expect(existsSync(`${target}.part`)).toBe(false);
  });

  it('says so when a file of the log is damaged', async () => {
    mkdirSync(join(workspace.folder, 'logs', NORTH), { recursive: true });
    writeFileSync(join(workspace.folder, 'logs', NORTH, '2026-05.sqlite'), 'no database at all'.repeat(99));
    const end = await exportRawLog(asked(), newJob());
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('damaged') });
    nothingLeft();
  });

  it.each([
    ['EBUSY', 'another program holds the file'],
    ['ENOSPC', 'the disk is full'],
    ['EIO', 'the disk reports an error'],
  ])('says so when the last name can not be given (%s), and takes the others back', async (code, words) => {
    fill();
    const real = fs.renameSync;
    let times = 0;
    // No program of Linux can hold a name as those of Windows do: the call itself must fail.
    fs.renameSync = (from, to) => {
      times += 1;
      if (times === 3) throw Object.assign(new Error(code), { code });
      real(from, to);
    };
    syncBuiltinESMExports();
    const end = await runExport(asked({ split: 'day' }), newJob(), SMALL_STEPS);
    fs.renameSync = real;
    syncBuiltinESMExports();
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining(words) });
    nothingLeft();
  });

  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EIO', 'the disk reports an error'],
  ])('says so when the disk fails midway (%s), and leaves nothing', async (code, words) => {
    fill();
    const real = fs.writeSync as (...given: unknown[]) => number;
    let times = 0;
    const failing = (...given: unknown[]): number => {
      times += 1;
      if (times === 5) throw Object.assign(new Error(code), { code });
      return real(...given);
    };
    Object.assign(fs, { writeSync: failing });
    syncBuiltinESMExports();
    const end = await runExport(asked({ split: 'size', splitBytes: 30_000 }), newJob(), SMALL_STEPS);
    Object.assign(fs, { writeSync: real });
    syncBuiltinESMExports();
    expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining(words) });
    nothingLeft();
  });

  it('says so when one of several names is taken, and gives none', async () => {
    fill();
    const job = newJob();
    job.beforeAsk = () => {
      // Somebody else's file appears while the export runs.
      if (existsSync(join(home, 'out', 'log-2026-05-20.csv.part')))
        writeFileSync(join(home, 'out', 'log-2026-05-20.csv'), 'precious');
    };
    const end = await runExport(asked({ split: 'day' }), job, SMALL_STEPS);
    expect(end).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('log-2026-05-20.csv: a file of this name is there now'),
    });
    expect(names()).toEqual(['log-2026-05-20.csv']);
  });
});

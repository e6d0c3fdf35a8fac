import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportHandlers } from '#main/handlers/exports.ts';
import type { Handler, Tx } from '#main/handlers/handler.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import { exportParams, type ParsedExportParams } from '#main/jobs/export/params.ts';
import { exportOperations } from '#shared/operations/exports.ts';
import { rowsOf } from '#shared/page.ts';
import { type HandlerContext, handlerContext } from '#test/support/export-context.ts';
import { exportJob } from '#test/support/export-job.ts';
import {
  BOOKING,
  CLAIMS,
  type ExportWorkspace,
  fillLog,
  logRow,
  makeExportWorkspace,
  NORTH,
  REALM,
  SHOP,
  SOUTH,
} from '#test/support/export-workspace.ts';

let home: string;
let workspace: ExportWorkspace;
let given: HandlerContext;
let target: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'rolecall-exports-'));
  workspace = await makeExportWorkspace(join(home, 'workspace'));
  given = handlerContext(workspace);
  target = join(home, 'log.csv');
});

afterEach(() => {
  workspace.raw.close();
  rmSync(home, { recursive: true });
});

function ask(input: object = {}) {
  const parsed = exportOperations['exports.rawLog'].input.parse({ node: NORTH, file: target, ...input });
  const handler = exportHandlers['exports.rawLog'] as Handler<'exports.rawLog'>;
  return handler(workspace.db as unknown as Tx, parsed, given.context);
}

async function history(input: object = {}) {
  const parsed = exportOperations['exports.list'].input.parse(input);
  const handler = exportHandlers['exports.list'] as Handler<'exports.list'>;
  const reply = await handler(workspace.db as unknown as Tx, parsed, given.context);
  if (!reply.ok) throw new Error(reply.error.message);
  expect(exportOperations['exports.list'].output.safeParse(reply.value).success).toBe(true);
  return { total: reply.value.total, rows: rowsOf(reply.value) };
}

async function refusal(input: object) {
  const reply = await ask(input);
  if (reply.ok) throw new Error('It was accepted.');
  expect(given.jobs).toEqual([]);
  expect((await history()).total).toBe(0);
  return reply.error;
}

describe('exports.rawLog', () => {
  it('starts a job whose file and history tell the same', async () => {
    fillLog(workspace.folder, [{ account: NORTH, rows: [logRow({ id: 'a', at: 5_000, project: CLAIMS })] }]);
    const reply = await ask({ from: 0, to: 9_000, channel: 'web', direction: 'in' });
    if (!reply.ok) throw new Error(reply.error.message);
    const [job] = given.jobs;
    expect(job).toMatchObject({ kind: 'export-raw-log', node: NORTH, realm: REALM, unit: 'rows' });
    const params = exportParams.parse(JSON.parse(JSON.stringify(job?.params)));
    expect(params).toEqual({
      account: NORTH,
      accountName: 'North',
      asked: { by: 'rhea@example.com', at: given.context.now },
      bom: false,
      gzip: false,
      zone: null,
      split: 'none',
      splitBytes: 500_000_000,
      retire: [],
      projects: { [BOOKING]: 'Booking', [CLAIMS]: 'Claims' },
      file: target,
      profile: 'spreadsheet',
      overwrite: false,
      filter: { from: 0, to: 9_000, channel: 'web', direction: 'in' },
    } satisfies ParsedExportParams);
    expect((await history()).rows[0]).toMatchObject({ state: 'queued', rows: 0, sha256: '' });
    const handle = { ...exportJob({ folder: workspace.folder, db: workspace.raw }), id: reply.value.job };
    const end = await exportRawLog(params, handle);
    workspace.raw.prepare('update jobs set state = ?').run(end.state);
    expect(await history()).toMatchObject({
      total: 1,
      rows: [
        {
          node: NORTH,
          nodeName: 'North',
          state: 'done',
          file: target,
          profile: 'spreadsheet',
          manifest: `${target}.manifest.json`,
          files: 1,
          day: '',
          removedAt: null,
          filter: 'from 1970-01-01T00:00:00.000Z, before 1970-01-01T00:00:09.000Z, web, incoming',
          rows: 1,
          bytes: end.result['bytes'],
          sha256: end.result['sha256'],
          createdAt: given.context.now,
          createdBy: 'Rhea Log',
        },
      ],
    });
  });

  it('refuses a node that is no account', async () => {
    for (const node of [REALM, BOOKING]) {
      const error = await refusal({ node });
      expect(error).toMatchObject({ code: 'invalid-input', fields: [{ path: 'node' }] });
    }
  });

  it('refuses a time range that ends before it starts', async () => {
    expect(await refusal({ from: 5, to: 5 })).toMatchObject({
      code: 'invalid-input',
      fields: [{ path: 'to' }],
    });
  });

  it('refuses a path that is not a full one', async () => {
    expect((await refusal({ file: 'log.csv' })).message).toContain('full path');
  });

  it('refuses a file that the person did not choose', async () => {
    given.chosen = (file) => file !== target;
    expect((await refusal({})).code).toBe('denied');
  });

  it('refuses a folder that is not there, or is none', async () => {
    writeFileSync(join(home, 'plain'), '');
    expect((await refusal({ file: join(home, 'none', 'log.csv') })).message).toContain('There is no folder');
    expect((await refusal({ file: join(home, 'plain', 'log.csv') })).message).toContain('is not a folder');
    expect((await refusal({ file: join(home, 'x'.repeat(253)) })).message).toContain('too long');
  });

  it('refuses the workspace, also by another name', async () => {
    symlinkSync(workspace.folder, join(home, 'alias'));
    for (const folder of [workspace.folder, join(home, 'alias')]) {
      const error = await refusal({ file: join(folder, 'rolecall.db'), overwrite: true });
      expect(error.message).toContain('keeps its own files');
    }
  });

  it('refuses a name that is taken, unless it was asked to replace the file', async () => {
    writeFileSync(target, 'precious');
    expect((await refusal({})).message).toContain('There is a file of this name');
    mkdirSync(join(home, 'folder'));
    expect((await refusal({ file: join(home, 'folder'), overwrite: true })).message).toContain('a folder');
    expect((await ask({ overwrite: true })).ok).toBe(true);
  });

  it('refuses when somebody else’s file has the unfinished name', async () => {
    writeFileSync(`${target}.part`, 'a download of another program');
    expect((await refusal({})).message).toContain('.part is in the way');
  });

  it('refuses to replace what the person was not asked about: names made from the one they chose', async () => {
    writeFileSync(`${target}.gz`, 'precious');
    given.chosen = (file) => file === target;
    expect((await refusal({ gzip: true, overwrite: true })).message).toContain('log.csv.gz');
    writeFileSync(join(home, 'log-2026-05-01.csv'), 'precious');
    expect((await refusal({ split: 'day', overwrite: true })).message).toContain('log-2026-05-01.csv');
    given.chosen = () => true;
    expect((await ask({ gzip: true, overwrite: true })).ok).toBe(true);
    expect((await ask({ split: 'day', overwrite: true })).ok).toBe(true);
    expect(given.jobs.map(({ params }) => params['overwrite'])).toEqual([true, true]);
  });

  it('refuses when something under the manifest’s name is no manifest', async () => {
    writeFileSync(`${target}.manifest.json`, '{"of": "another program"}');
    expect((await refusal({})).message).toContain('is no manifest');
    writeFileSync(`${target}.manifest.json`, '{\n  "format": "rolecall-export-1"\n}');
    expect((await ask({})).ok).toBe(true);
  });

  it('refuses a project of another account and a zone that does not exist', async () => {
    expect(await refusal({ project: SHOP })).toMatchObject({ fields: [{ path: 'project' }] });
    const parsed = exportOperations['exports.rawLog'].input.safeParse({
      node: NORTH,
      file: target,
      zone: 'Mars/Base',
    });
    expect(parsed.error?.issues[0]).toMatchObject({ path: ['zone'], message: 'There is no such time zone.' });
  });

  it('refuses a file that another export is writing', async () => {
    expect((await ask()).ok).toBe(true);
    const reply = await ask({ overwrite: true });
    expect(reply).toMatchObject({ ok: false, error: { message: expect.stringContaining('Another export') } });
  });
});

const names = async (input: object = {}) =>
  (await history(input)).rows.map(({ file }) => file.slice(home.length + 1));

describe('exports.list', () => {
  beforeEach(async () => {
    given.covered = [REALM];
    for (const [node, name, now] of [
      [NORTH, 'first', 1_000],
      [SOUTH, 'second', 2_000],
      [NORTH, 'third', 3_000],
    ] as const) {
      Object.assign(given.context, { now });
      await ask({ node, file: join(home, `${name}.csv`) });
    }
  });

  it('shows the exports of covered accounts, newest first', async () => {
    expect(await names()).toEqual(['third.csv', 'second.csv', 'first.csv']);
    given.covered = [NORTH];
    expect(await names()).toEqual(['third.csv', 'first.csv']);
    given.covered = [];
    expect(await names()).toEqual([]);
  });

  it('sorts, searches and looks below a node', async () => {
    const oldest = { sort: { by: 'createdAt', direction: 'asc' } };
    expect(await names(oldest)).toEqual(['first.csv', 'second.csv', 'third.csv']);
    expect(await names({ search: 'SOUTH' })).toEqual(['second.csv']);
    expect(await names({ search: 'third' })).toEqual(['third.csv']);
    expect(await names({ node: SOUTH })).toEqual(['second.csv']);
    expect(await names({ limit: 1, offset: 1 })).toEqual(['second.csv']);
  });

  it('tells the state of the job, whatever the export could say of itself', async () => {
    workspace.raw.prepare('update jobs set state = ? where title like ?').run('failed', '%South');
    expect((await history()).rows.map(({ state }) => state)).toEqual(['queued', 'failed', 'queued']);
  });
});

describe('exports.files', () => {
  it('are the files that the export wrote, with the rows, bytes and hash of each', async () => {
    const day = 86_400_000;
    fillLog(workspace.folder, [
      { account: NORTH, rows: [logRow({ id: 'a', at: 0 }), logRow({ id: 'b', at: day })] },
    ]);
    const reply = await ask({ split: 'day' });
    if (!reply.ok) throw new Error(reply.error.message);
    const handle = { ...exportJob({ folder: workspace.folder, db: workspace.raw }), id: reply.value.job };
    await exportRawLog(exportParams.parse(given.jobs[0]?.params), handle);
    const handler = exportHandlers['exports.files'] as Handler<'exports.files'>;
    const id = given.jobs[0]?.subject ?? '';
    const files = await handler(workspace.db as unknown as Tx, { id }, given.context);
    expect(files).toMatchObject({
      ok: true,
      value: [
        { file: join(home, 'log-1970-01-01.csv'), rows: 1 },
        { file: join(home, 'log-1970-01-02.csv'), rows: 1 },
      ],
    });
  });
});

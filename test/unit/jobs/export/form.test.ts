import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXPORT_COLUMNS } from '#main/jobs/export/columns.ts';
import { exportRawLog, runExport } from '#main/jobs/export/export-raw-log.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import { type ExportDesk, exportDesk, sha256Of } from '#test/support/export-desk.ts';
import { type ExportWorkspace, fillLog, logRow, NORTH } from '#test/support/export-workspace.ts';

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

/** The id, the client and the text of the only row, as a profile writes them. */
async function cellsAs(profile: ExportParams['profile']): Promise<unknown[]> {
  await exportRawLog(asked({ profile, overwrite: true }), newJob());
  const cells = readFileSync(target, 'utf8').split('\r\n')[1]?.split(',') ?? [];
  return [cells[0], cells[6], cells[10]];
}

/** Rows at these times, of whatever content. */
const rowsAt = (times: readonly number[]) =>
  times.map((at, index) => logRow({ id: `m${index}`, at, client: '+12025550100' }));

describe('the form of a raw-log export', () => {
  it('begins with a byte order mark if that is wanted', async () => {
    await exportRawLog(asked({ bom: true }), newJob());
    const content = readFileSync(target);
    expect([...content.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(content.subarray(3).toString('utf8')).toBe(HEADER);
  });

  it('has the times of a zone in a last column, on both sides of a change of the clocks', async () => {
    const change = Date.UTC(2026, 2, 29, 1);
    fillLog(workspace.folder, [{ account: NORTH, rows: rowsAt([change - 1, change, MAY]) }]);
    await exportRawLog(asked({ zone: 'Europe/Berlin' }), newJob());
    const lines = readFileSync(target, 'utf8').trimEnd().split('\r\n');
    expect(lines.map((line) => line.slice(line.lastIndexOf(',') + 1))).toEqual([
      'time_local',
      '2026-03-29T01:59:59.999+01:00',
      '2026-03-29T03:00:00.000+02:00',
      '2026-05-01T02:00:00.000+02:00',
    ]);
    expect(lines[1]).toContain(',2026-03-29T00:59:59.999Z,');
    expect(desk.manifest()).toMatchObject({
      zone: 'Europe/Berlin',
      columns: expect.arrayContaining(['time_local']),
    });
  });

  it('guards cells by its profile', async () => {
    const rows = [logRow({ id: '=a', at: MAY, client: '+12025550100', text: '+12025550100' })];
    fillLog(workspace.folder, [{ account: NORTH, rows }]);
    expect(await cellsAs('raw')).toEqual(['=a', '+12025550100', '+12025550100']);
    expect(await cellsAs('spreadsheet')).toEqual(["'=a", "'+12025550100", "'+12025550100"]);
    expect(await cellsAs('dialer')).toEqual(["'=a", '+12025550100', "'+12025550100"]);
  });

  it('is a file for each UTC day that has messages', async () => {
    const day = 86_400_000;
    fillLog(workspace.folder, [
      { account: NORTH, rows: rowsAt([MAY - 1, MAY, MAY + day - 1, MAY + 3 * day]) },
    ]);
    const end = await exportRawLog(asked({ split: 'day' }), newJob());
    const files = ['log-2026-04-30.csv', 'log-2026-05-01.csv', 'log-2026-05-04.csv'];
    expect(names()).toEqual([...files, 'log.csv.manifest.json'].toSorted());
    const texts = files.map((name) => readFileSync(join(home, 'out', name), 'utf8'));
    expect(texts.map((text) => text.split('\r\n').length - 2)).toEqual([1, 2, 1]);
    expect(texts.every((text) => text.startsWith(HEADER))).toBe(true);
    const manifest = desk.manifest();
    expect(manifest['files']).toEqual(
      files.map((name, index) => ({
        name,
        rows: [1, 2, 1][index],
        bytes: Buffer.byteLength(texts[index] as string),
        sha256: sha256Of(join(home, 'out', name)),
      })),
    );
    expect(manifest['rows']).toBe(4);
    expect(end.result).toMatchObject({
      rows: 4,
      files: 3,
      file: `${target}.manifest.json`,
      sha256: sha256Of(`${target}.manifest.json`),
    });
  });

  it('is cut into files of at most the size, between rows, and nothing is lost or twice', async () => {
    fill();
    await exportRawLog(asked({ file: join(home, 'whole.csv') }), newJob());
    const whole = readFileSync(join(home, 'whole.csv'), 'utf8');
    await exportRawLog(asked({ split: 'size', splitBytes: 30_000 }), newJob());
    const files = names().filter((name) => name.endsWith('.csv'));
    expect(files.length).toBeGreaterThan(5);
    expect(files.slice(0, 2)).toEqual(['log-001.csv', 'log-002.csv']);
    const texts = files.map((name) => readFileSync(join(home, 'out', name), 'utf8'));
    for (const text of texts.slice(0, -1)) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(30_000);
      expect(Buffer.byteLength(text)).toBeGreaterThan(28_000);
    }
    expect(HEADER + texts.map((text) => text.slice(HEADER.length)).join('')).toBe(whole);
  });

  it('takes rows larger than a file may be, each in a file of its own', async () => {
    fillLog(workspace.folder, [
      {
        account: NORTH,
        rows: rowsAt([MAY, MAY + 1, MAY + 2]).map((row) => ({ ...row, text: 'long'.repeat(400_000) })),
      },
    ]);
    const end = await exportRawLog(asked({ split: 'size', splitBytes: 1_000 }), newJob());
    expect(end.result).toMatchObject({ rows: 3, files: 3 });
  });

  it('is compressed to what gunzip makes the same text of', async () => {
    fill(8_000);
    await exportRawLog(asked({ file: join(home, 'whole.csv') }), newJob());
    const end = await exportRawLog(asked({ gzip: true }), newJob());
    expect(names()).toEqual(['log.csv.gz', 'log.csv.gz.manifest.json']);
    const packed = readFileSync(`${target}.gz`);
    expect(gunzipSync(packed).equals(readFileSync(join(home, 'whole.csv')))).toBe(true);
    expect(packed.length).toBeLessThan(gunzipSync(packed).length / 3);
    expect(desk.manifest('log.csv.gz')['files']).toMatchObject([
      { name: 'log.csv.gz', bytes: packed.length, sha256: end.result['sha256'] },
    ]);
  });

  it.each([
    { split: 'day', gzip: false },
    { split: 'day', gzip: true },
    { split: 'size', splitBytes: 30_000, gzip: true },
    { split: 'size', splitBytes: 30_000, gzip: false },
  ] as const)('goes on after a closed console, in whatever form ($split, gzip $gzip)', async (form) => {
    fill();
    const plain = (name: string) => {
      const content = readFileSync(join(home, 'out', name));
      return (form.gzip ? gunzipSync(content) : content).toString('utf8');
    };
    const all = () =>
      Object.fromEntries(
        names()
          .filter((name) => !name.endsWith('.json'))
          .map((name) => [name, plain(name)]),
      );
    await exportRawLog(asked(form), newJob());
    const expected = all();
    rmSync(join(home, 'out'), { recursive: true });
    mkdirSync(join(home, 'out'));
    let resume: unknown = null;
    let state = 'interrupted';
    let rounds = 0;
    for (; rounds < 40 && state === 'interrupted'; rounds += 1) {
      const job = newJob(resume);
      let asks = 0;
      job.beforeAsk = () => {
        asks += 1;
        if (asks === 3) job.stop = 'close';
      };
      ({ state } = await runExport(asked(form), job, SMALL_STEPS));
      if (state === 'interrupted') expect(names().every((name) => name.endsWith('.part'))).toBe(true);
      resume = job.saved;
    }
    expect({ state, many: rounds > 3 }).toEqual({ state: 'done', many: true });
    expect(all()).toEqual(expected);
    expect(desk.manifest(form.gzip ? 'log.csv.gz' : 'log.csv')['files']).toEqual(
      Object.keys(expected).map((name) =>
        expect.objectContaining({ name, sha256: sha256Of(join(home, 'out', name)) }),
      ),
    );
  });

  it('leaves nothing of its files when it is cancelled', async () => {
    fill();
    const job = newJob();
    let asks = 0;
    job.beforeAsk = () => {
      asks += 1;
      if (asks === 5) job.stop = 'cancel';
    };
    writeFileSync(join(home, 'out', 'log-other.csv'), 'precious');
    const end = await runExport(asked({ split: 'day' }), job, SMALL_STEPS);
    expect(end.state).toBe('cancelled');
    expect(names()).toEqual(['log-other.csv']);
  });
});

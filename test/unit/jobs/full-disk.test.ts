import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runExport } from '#main/jobs/export/export-raw-log.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import { exportJob } from '#test/support/export-job.ts';
import { fillLog, logRow, makeExportWorkspace, NORTH } from '#test/support/export-workspace.ts';
import { importLog, jsonLines, jsonMessage, makeLogWorkspace, messagesIn } from '#test/support/log-import.ts';
import { MAY_MOUNT, type SmallDisk, smallDisk } from '#test/support/small-disk.ts';

const MB = 1_000_000;
const ROWS = 12_000;

let disk: SmallDisk;
let home: string;

/** Takes room, so that so much is left. */
function leave(bytes: number): void {
  writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(40 * MB - used() - bytes));
}

function used(): number {
  return readdirSync(disk.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function makeRoom(): void {
  rmSync(join(disk.folder, 'ballast'));
}

const title = MAY_MOUNT
  ? 'a disk that becomes full in the middle'
  : 'a disk that becomes full in the middle (skipped: this user may not mount one)';

describe.skipIf(!MAY_MOUNT)(title, () => {
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rolecall-full-disk-'));
    disk = smallDisk(40 * MB) as SmallDisk;
  });
  afterEach(() => {
    disk.remove();
    rmSync(home, { recursive: true, force: true });
  });

  it('stops an import with what is in the log, each message once; the rest comes when there is room', async () => {
    const workspace = await makeLogWorkspace(join(disk.folder, 'workspace'));
    const file = join(home, 'log.jsonl');
    writeFileSync(file, jsonLines(Array.from({ length: ROWS }, (_, index) => jsonMessage(index))));
    leave(6 * MB);
    const { end } = await importLog(workspace, { file }, { batchRows: 500 });
    expect(end.state).toBe('failed');
    expect(end.message).toMatch(/The disk became full\. What the file has up to row [\d,]+ is in the log/);
    makeRoom();
    const kept = messagesIn(workspace);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(ROWS);
    expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length);
    const again = await importLog(workspace, { file }, { batchRows: 500 });
    expect(again.end).toMatchObject({
      state: 'done',
      result: { read: ROWS, added: ROWS - kept.length, known: kept.length, differing: 0, refused: 0 },
    });
    expect(messagesIn(workspace)).toHaveLength(ROWS);
    workspace.raw.close();
  }, 60_000);

  it('stops an export, which leaves nothing; it can be made when there is room', async () => {
    const workspace = await makeExportWorkspace(join(home, 'workspace'));
    const rows = Array.from({ length: ROWS }, (_, index) =>
      logRow({ id: `m-${index}`, at: Date.UTC(2026, 4, 1) + index, text: 'x'.repeat(200) }),
    );
    fillLog(workspace.folder, [{ account: NORTH, rows }]);
    const target = join(disk.folder, 'log.csv');
    const params: ExportParams = {
      account: NORTH,
      projects: {},
      file: target,
      profile: 'raw',
      overwrite: false,
      filter: {},
      split: 'size',
      splitBytes: MB,
    };
    const make = () =>
      runExport(params, exportJob({ folder: workspace.folder, db: workspace.raw }), {
        pageRows: 500,
        saveBytes: MB,
      });
    leave(2.5 * MB);
    const end = await make();
    expect(end).toMatchObject({ state: 'failed', message: expect.stringMatching(/the disk is full/) });
    expect(readdirSync(disk.folder)).toEqual(['ballast']);
    makeRoom();
    const whole = await make();
    expect(whole).toMatchObject({ state: 'done', result: { rows: ROWS } });
    const files = readdirSync(disk.folder).filter((name) => name.endsWith('.csv'));
    const ids = files.flatMap((name): string[] =>
      parse(readFileSync(join(disk.folder, name)), { from: 2 }).map(([id]: string[]) => id as string),
    );
    expect(new Set(ids).size).toBe(ROWS);
    expect(ids).toHaveLength(ROWS);
    expect(existsSync(`${target}.manifest.json`)).toBe(true);
    workspace.raw.close();
  }, 60_000);
});

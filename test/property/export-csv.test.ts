import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow } from '#main/db/logs/rows.ts';
import { EXPORT_COLUMNS } from '#main/jobs/export/columns.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import { exportJob } from '#test/support/export-job.ts';
import {
  BOOKING,
  type ExportWorkspace,
  fillLog,
  makeExportWorkspace,
} from '#test/support/export-workspace.ts';

const RUNS = 100;
const PYTHON = spawnSync('python3', ['--version']).status === 0;

// Reads CSV files, one path a line, and prints each as JSON rows, a line each.
const PYTHON_READER = `
import csv, json, sys
csv.field_size_limit(10**9)
for path in sys.stdin.read().splitlines():
    with open(path, newline='', encoding='utf-8') as file:
        print(json.dumps(list(csv.reader(file, strict=True))))
`;

let home: string;
let workspace: ExportWorkspace;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rolecall-export-csv-'));
  workspace = await makeExportWorkspace(join(home, 'workspace'));
});

afterAll(() => {
  workspace.raw.close();
  rmSync(home, { recursive: true });
});

const NASTY = [
  ['"', '""', ',', '\n', '\r', '\r\n', '\t', ' ', '=', '+', '-', '@', "'", '\u0001', '\u007f', '\u0085'],
  [
    '\u2028',
    '\ufeff',
    '\u200f',
    'مرحبا',
    'שלום',
    '👩‍👩‍👧‍👦',
    '🇺🇦',
    '𝒳',
    'ß',
    '=SUM(A1:A2)',
    '+12125550123',
    '＝1',
  ],
].flat();
const nasty = fc.constantFrom(...NASTY);
const wellFormed = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed().replaceAll('\0', ''));
const text = fc.oneof(
  fc.array(fc.oneof(nasty, fc.string()), { maxLength: 8 }).map((parts) => parts.join('')),
  wellFormed,
);
const row = fc.record({
  at: fc.integer({ min: Date.UTC(2026, 4, 20), max: Date.UTC(2026, 5, 10) }),
  channel: text,
  client: text,
  session: text,
  direction: fc.constantFrom('in', 'out'),
  speaker: text,
  text,
  intent: text,
  confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  extra: fc.oneof(fc.constant(''), fc.json()),
});

/** The cells that a row must be read back as. */
function cellsOf(account: string, message: LogRow): string[] {
  const time = new Date(message.at).toISOString();
  const { id, project, channel, client, session, direction, speaker, intent, confidence, extra } = message;
  const said = confidence === null ? '' : String(confidence);
  const where = [id, time, account, project, 'A "name",\nof two lines', channel, client, session, direction];
  return where.concat(speaker, message.text, intent, said, extra);
}

describe('an exported CSV', () => {
  it('is read back by other programs as the rows that are in the log', async () => {
    const files: string[] = [];
    const tables: string[][][] = [];
    const table = fc.array(row, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(table, async (drawn) => {
        const account = `account-${files.length}`;
        const rows = drawn.map((some, index): LogRow => ({ ...some, id: `m,${index}`, project: BOOKING }));
        fillLog(workspace.folder, [{ account, rows }]);
        const file = join(home, `${account}.csv`);
        const projects = { [BOOKING]: 'A "name",\nof two lines' };
        const asked = { account, projects, file, profile: 'raw', overwrite: false, filter: {} } as const;
        await exportRawLog(asked, exportJob({ folder: workspace.folder, db: workspace.raw }));
        const inOrder = rows.toSorted((one, other) => one.at - other.at);
        const cells = [
          EXPORT_COLUMNS.map(({ name }) => name),
          ...inOrder.map((message) => cellsOf(account, message)),
        ];
        files.push(file);
        tables.push(cells);
        const read = Papa.parse<string[]>(readFileSync(file, 'utf8'), { delimiter: ',', newline: '\r\n' });
        expect(read.errors).toEqual([]);
        // The last line ends the file; papaparse sees an empty one behind it.
        expect(read.data.slice(0, -1)).toEqual(cells);
      }),
      { numRuns: RUNS },
    );
    if (!PYTHON) return;
    const python = spawnSync('python3', ['-c', PYTHON_READER], {
      input: files.join('\n'),
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    expect(python.stderr).toBe('');
    const read = python.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as string[][]);
    expect(read).toEqual(tables);
  }, 120_000);
});

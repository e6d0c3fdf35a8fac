import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow } from '#main/db/logs/rows.ts';
import { EXPORT_COLUMNS } from '#main/jobs/export/columns.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import { exportJob } from '#test/support/export-job.ts';
import {
  BOOKING,
  type ExportWorkspace,
  fillLog,
  makeExportWorkspace,
} from '#test/support/export-workspace.ts';

/** Each table is the log of one day, so that one export writes many of them, each to a file of its own. */
const TABLES = 10_000;
const TABLES_PER_LOG = 250;
const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1);
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
  fc.array(fc.oneof(nasty, fc.string()), { maxLength: 5 }).map((parts) => parts.join('')),
  wellFormed,
);
const row = fc.record({
  at: fc.integer({ min: 0, max: DAY - 1 }),
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
const table = fc.array(row, { minLength: 1, maxLength: 4 });

const PROJECT = 'A "name",\nof two lines';

/** The cells that a row must be read back as. */
function cellsOf(account: string, message: LogRow): string[] {
  const time = new Date(message.at).toISOString();
  const { id, project, channel, client, session, direction, speaker, intent, confidence, extra } = message;
  const said = confidence === null ? '' : String(confidence);
  const where = [id, time, account, project, PROJECT, channel, client, session, direction];
  return where.concat(speaker, message.text, intent, said, extra);
}

/** Exports tables as the days of one account's log; returns the file and the cells of each. */
async function exported(account: string, drawn: readonly (readonly Omit<LogRow, 'id' | 'project'>[])[]) {
  const tables = drawn.map((rows, day) =>
    rows.map((some, index): LogRow => {
      return { ...some, id: `m,${day}-${index}`, project: BOOKING, at: FIRST + day * DAY + some.at };
    }),
  );
  fillLog(workspace.folder, [{ account, rows: tables.flat() }]);
  const file = join(home, `${account}.csv`);
  const asked = { account, projects: { [BOOKING]: PROJECT }, file, overwrite: false, filter: {} };
  const params: ExportParams = { ...asked, profile: 'raw', split: 'day' };
  const end = await exportRawLog(params, exportJob({ folder: workspace.folder, db: workspace.raw }));
  expect(end).toMatchObject({ state: 'done', result: { files: tables.length } });
  return tables.map((rows, day) => {
    const name = `${account}-${new Date(FIRST + day * DAY).toISOString().slice(0, 10)}.csv`;
    const inOrder = rows.toSorted((one, other) => one.at - other.at);
    const cells = inOrder.map((message) => cellsOf(account, message));
    return { file: join(home, name), cells: [EXPORT_COLUMNS.map((column) => column.name), ...cells] };
  });
}

describe('an exported CSV', () => {
  it(`is read back by other programs as the rows that are in the log, for ${TABLES} random tables`, async () => {
    const seed = Date.now() & 0x7f_ff_ff_ff;
    const tables = fc.sample(table, { numRuns: TABLES, seed });
    const all: Awaited<ReturnType<typeof exported>> = [];
    for (let first = 0; first < TABLES; first += TABLES_PER_LOG) {
      all.push(...(await exported(`account-${first}`, tables.slice(first, first + TABLES_PER_LOG))));
    }
    expect(all.length).toBe(TABLES);
    for (const [index, { file, cells }] of all.entries()) {
      const content = readFileSync(file, 'utf8');
      const read: string[][] = parse(content, { record_delimiter: '\r\n', bom: false });
      // A comparison by text is ten times as cheap, and its message of a failure is seldom needed.
      if (JSON.stringify(read) !== JSON.stringify(cells)) expect(read, `seed ${seed}`).toEqual(cells);
      if (index % 100 === 0) {
        const other = Papa.parse<string[]>(content, { delimiter: ',', newline: '\r\n' });
        // The last line ends the file; papaparse sees an empty one behind it.
        expect({ rows: other.data.slice(0, -1), errors: other.errors }).toEqual({ rows: cells, errors: [] });
      }
    }
    if (!PYTHON) return;
    const python = spawnSync('python3', ['-c', PYTHON_READER], {
      input: all.map(({ file }) => file).join('\n'),
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    expect(python.stderr).toBe('');
    const lines = python.stdout.trimEnd().split('\n');
    for (const [index, { cells }] of all.entries()) {
      const read = JSON.parse(lines[index] ?? '') as string[][];
      if (JSON.stringify(read) !== JSON.stringify(cells)) expect(read, `seed ${seed}`).toEqual(cells);
    }
  }, 240_000);
});

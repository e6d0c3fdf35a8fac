import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogRow } from '#main/db/logs/rows.ts';
import { exportRawLog } from '#main/jobs/export/export-raw-log.ts';
import { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import { exportJob } from '#test/support/export-job.ts';
import {
  type ExportWorkspace,
  fillLog,
  logRow,
  makeExportWorkspace,
} from '#test/support/export-workspace.ts';

const MAY = Date.UTC(2026, 4, 1);

let home: string;
let workspace: ExportWorkspace;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rolecall-export-profiles-'));
  workspace = await makeExportWorkspace(join(home, 'workspace'));
});

afterAll(() => {
  workspace.raw.close();
  rmSync(home, { recursive: true });
});

const START = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '＝',
  '＋',
  '－',
  '＠',
  '！',
  '',
  'a',
  '"',
  ',',
  '\u0000',
];
const cell = fc
  .tuple(
    fc.constantFrom(...START),
    fc.oneof(fc.string(), fc.constantFrom('"', 'a,b', '\r\n', 'ÿþ', '💬', '1', '')),
  )
  .map((parts) => parts.join(''));
const phone = fc.oneof(
  cell,
  fc.array(fc.constantFrom('0', '1', '5', '9'), { maxLength: 17 }).map((digits) => `+${digits.join('')}`),
  fc.constantFrom('+12025550100x', '+1202555 0100', '+12025550100'),
);
const row = fc.record({
  client: phone,
  session: cell,
  speaker: cell,
  // Some rows are so long that they are not read packed.
  text: fc.oneof(
    { weight: 9, arbitrary: cell },
    { weight: 1, arbitrary: cell.map((some) => some.repeat(9_000)) },
  ),
  intent: cell,
  confidence: fc.option(
    fc.oneof(
      fc.nat(100).map((share) => share / 100),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0.1 + 0.2, 5e-324, 1e-7, 0.005, 1 - 2 ** -53),
    ),
  ),
  extra: fc.oneof(fc.constant(''), fc.json()),
});

/** What a profile makes of a text, said once more in the plainest way. */
function shown(profile: string, text: string, isPhone: boolean): string {
  if (profile === 'raw') return text;
  if (!/^[=+\-@\t\r\n＝＋－＠]/.test(text)) return text;
  return profile === 'dialer' && isPhone && /^\+[0-9]{7,15}$/.test(text) ? text : `'${text}`;
}

it('an export says in every profile what the rows say, whatever they begin with and however long they are', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...EXPORT_PROFILES),
      async (drawn, profile) => {
        count += 1;
        const account = `account-${count}`;
        const rows = drawn.map(
          (some, index): LogRow => logRow({ ...some, id: `m${index}`, at: MAY + index }),
        );
        fillLog(workspace.folder, [{ account, rows }]);
        const file = join(home, `${account}.csv`);
        const end = await exportRawLog(
          { account, projects: {}, file, profile, overwrite: false, filter: {} },
          exportJob({ folder: workspace.folder, db: workspace.raw }),
        );
        expect(end.state).toBe('done');
        const read: string[][] = parse(readFileSync(file, 'utf8'), { from: 2, record_delimiter: '\r\n' });
        const seen = read.map((cells) => [...cells.slice(6, 8), ...cells.slice(9)]);
        const expected = rows.map(({ client, session, speaker, text, intent, confidence, extra }) => [
          shown(profile, client, true),
          ...[session, speaker, text, intent].map((each) => shown(profile, each, false)),
          confidence === null ? '' : String(confidence),
          shown(profile, extra, false),
        ]);
        expect(seen).toEqual(expected);
      },
    ),
    { numRuns: 250 },
  );
}, 120_000);

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ListEntry } from '#main/db/lists/entry.ts';
import { entriesOf } from '#main/db/lists/version-entries.ts';
import { ByteScanner } from '#main/jobs/import/byte-scanner.ts';
import { type ColumnRole, mappingOf } from '#main/jobs/import/columns.ts';
import { CsvScanner } from '#main/jobs/import/csv-scanner.ts';
import { ListImport } from '#main/jobs/import/list-import.ts';
import { PartSink } from '#main/jobs/import/part-sink.ts';
import { RowReader } from '#main/jobs/import/row-reader.ts';
import { StoredRows } from '#main/jobs/import/stored-rows.ts';
import { VersionWriter } from '#main/jobs/import/writer.ts';
import { loadPhoneRules, type PhoneRules } from '#main/jobs/phone/normalise.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';

const number = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .integer({ min: 2_000, max: 2_015 })
      .chain((last) =>
        fc.constantFrom(
          `415555${last}`,
          `+1 (415) 555-${last}`,
          `1.415.555.${last}`,
          `011 1 415 555 ${last}`,
        ),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '+442079460018',
      '020 7946 0018',
      '+19005550123',
      '911',
      'n/a',
      '',
      '4155552001 ext. 5',
      '٤١٥٥٥٥٢٠٠١',
      '5551234567',
    ),
  },
);
const text = fc.constantFrom(
  '',
  '',
  'Ana',
  ' Zoë ',
  '\u00a0Öz',
  'Łukasz\u3000',
  '"',
  'a "quoted" word',
  'x\ty',
  '👩‍👩‍👧',
);
const zone = fc.constantFrom('', '', 'Europe/Madrid', ' America/New_York', 'Nowhere/Land');
const priority = fc.constantFrom('', '', '3', '1000000', 'soon');
const row = fc.tuple(number, text, text, text, zone, priority, fc.array(text, { maxLength: 2 }));

/** Quotes only what must be quoted, as spreadsheets do, and some that need not. */
const cell = (value: string, at: number): string =>
  /[",\n\r]/.test(value) || at % 5 === 4 ? `"${value.replaceAll('"', '""')}"` : value;

const ROLES: readonly (readonly ColumnRole[])[] = [
  ['number', 'name', 'field', 'field', 'zone', 'priority'],
  ['number', 'name', 'name', 'field', 'skip', 'skip'],
  ['number', 'field', 'skip', 'name', 'field', 'field'],
  ['number', 'skip', 'skip', 'skip', 'skip', 'skip'],
];
const TITLES = ['Phone', 'A', 'B', 'C', 'Zone', 'Priority'];

describe('rows that are packed before they are compared', () => {
  let at: ListWorkspace;
  let rules: PhoneRules;
  let key = 100;
  beforeAll(async () => {
    at = await ListWorkspace.make();
    rules = await loadPhoneRules();
  });
  beforeEach(() => {
    key += 10;
  });
  afterAll(() => at.remove());

  async function stored(
    roles: readonly ColumnRole[],
    acceptDoubtful: boolean,
    feed: (list: ListImport, part: () => void) => void,
  ) {
    key += 1;
    const mapping = mappingOf(TITLES, roles);
    const writer = new VersionWriter(at.db, key);
    const plan = { header: true, mapping, region: 'US', acceptDoubtful };
    const rows = new StoredRows(writer, { mapping, reader: new RowReader(rules, plan), carried: 0 });
    const sink = new PartSink(mapping, { carried: 0, expected: 0 });
    const list = new ListImport(plan, rules, sink);
    let doubtful = 0;
    const part = (): void => {
      const made = structuredClone(sink.part(list.counts, 0));
      doubtful = made.doubtful;
      rows.take(made);
    };
    feed(list, part);
    part();
    for (const _part of writer.finish());
    const entries: ListEntry[] = [];
    for await (const entry of entriesOf(at.kysely(), { key, baseKey: key, changes: 0 })) entries.push(entry);
    const problems = at.db
      .prepare('select * from number_list_problems where version_key = ? order by seq')
      .all(key)
      .map((problem) => ({ ...(problem as object), version_key: 0 }));
    return { entries, problems, counts: list.counts, doubtful };
  }

  it('become what they become one by one', { timeout: 60_000 }, async () => {
    let [merged, filled, refused] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 60, size: 'max' }),
        fc.constantFrom(...ROLES),
        fc.boolean(),
        fc.integer({ min: 1, max: 200 }),
        async (rows, roles, acceptDoubtful, piece) => {
          const lines = rows.map(([first, a, b, c, z, p, more]) =>
            [first, a, b, c, z, p, ...more].map(cell).join(','),
          );
          const file = `${[TITLES.join(','), ...lines].join('\r\n')}\r\n`;
          const slow = await stored(roles, acceptDoubtful, (list) => {
            const scanner = new CsvScanner({ delimiter: ',', columns: TITLES.length });
            scanner.push(file, (cells) => list.takeRecord(cells));
            scanner.end((cells) => list.takeRecord(cells));
          });
          const quick = await stored(roles, acceptDoubtful, (list, part) => {
            const scanner = new ByteScanner({ delimiter: ',', columns: TITLES.length });
            const bytes = Buffer.from(file);
            for (let from = 0; from < bytes.length; from += piece) {
              scanner.push(bytes.subarray(from, from + piece), list.takeCells);
              list.settle();
              if (from % 3 === 0) part();
            }
            scanner.end(list.takeCells);
            list.settle();
          });
          expect(quick).toEqual(slow);
          merged += quick.counts.merged;
          refused += quick.counts.refused;
          filled += quick.problems.filter((problem) =>
            String((problem as Record<string, unknown>)['reason']).includes('filled'),
          ).length;
        },
      ),
      { numRuns: 300 },
    );
    expect(Math.min(merged, filled, refused)).toBeGreaterThan(50);
  });
});

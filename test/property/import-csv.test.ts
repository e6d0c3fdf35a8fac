import fc from 'fast-check';
import { parse, unparse } from 'papaparse';
import { describe, expect, it } from 'vitest';
import { CsvScanner } from '#main/jobs/import/csv-scanner.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

const isNumber = (cells: readonly string[]): boolean => /^\+1415\d{7}$/.test(cells[0] ?? '');

function scan(text: string, delimiter: string, pieces: readonly number[]): string[][] {
  const records: string[][] = [];
  const scanner = new CsvScanner({ delimiter, looksLikeRow: isNumber });
  let at = 0;
  for (let index = 0; at < text.length; index++) {
    const size = pieces[index % pieces.length] as number;
    scanner.push(text.slice(at, at + size), (cells) => records.push(cells));
    at += size;
  }
  scanner.end((cells) => records.push(cells));
  return records;
}

const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const cell = fc.string({
  unit: fc.constantFrom('a', 'B', '7', ' ', '"', ',', ';', '\n', '\r', 'é', '😀', '|', '\t', "'"),
  maxLength: 10,
});
/** Cells as people write them in lists: any text, commas and quotes, but no quote next to a delimiter or newline. */
const plainCell = fc.string({ unit: fc.constantFrom('a', 'B', ' ', 'é', '.', '7'), maxLength: 8 });
const cellOfLines = fc
  .tuple(plainCell, fc.constantFrom('', ', ', '\n', '\r\n', '"'), plainCell)
  .map((parts) => parts.join(''));

describe('reading CSV', () => {
  it('gives back what was written, through any chunking', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DELIMITERS),
        fc
          .integer({ min: 1, max: 5 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
          ),
        fc.constantFrom('\n', '\r\n'),
        pieces,
        (delimiter, records, newline, sizes) => {
          const text = unparse(records, { delimiter, newline, quotes: true });
          expect(scan(text, delimiter, sizes)).toEqual(records);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('reads what papaparse reads where rows are well formed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(plainCell, cellOfLines, plainCell), { minLength: 1, maxLength: 20 }),
        pieces,
        (records, sizes) => {
          const text = unparse(records, { newline: '\n' });
          const theirs = parse<string[]>(text, { newline: '\n' }).data;
          expect(scan(text, ',', sizes)).toEqual(theirs);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('reads the same whatever the chunking, for any soup of characters, and never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ' '), maxLength: 80 }),
        pieces,
        (text, sizes) => {
          expect(scan(text, ',', sizes)).toEqual(scan(text, ',', [1_000]));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('loses no text: cells, quotes and delimiters add up to the soup', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', 'b'), maxLength: 80 }), (text) => {
        const kept = scan(text, ',', [1_000])
          .flat()
          .join('')
          .replaceAll(/["\n,]/g, '');
        expect(kept).toBe(text.replaceAll(/["\n,]/g, ''));
      }),
      { numRuns: 2_000 },
    );
  });

  it('loses at most one good row to a stray quote anywhere', () => {
    const row = fc.tuple(fc.constant(''), cellOfLines, plainCell);
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 30 }),
        fc.boolean(),
        fc.nat(),
        pieces,
        (rows, quotes, place, sizes) => {
          const records = rows.map(([, ...rest], index) => [`+1415${1_000_000 + index}`, ...rest]);
          const text = unparse([['Phone', 'Name', 'Note'], ...records], { newline: '\n', quotes });
          const at = text.indexOf('\n') + 1 + (place % (text.length - text.indexOf('\n')));
          const broken = `${text.slice(0, at)}"${text.slice(at)}`;
          const read = new Set(scan(broken, ',', sizes).map((cells) => JSON.stringify(cells)));
          const lost = records.filter((record) => !read.has(JSON.stringify(record)));
          expect(lost.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: Number(process.env['STRAY_RUNS'] ?? 3_000) },
    );
  });
});

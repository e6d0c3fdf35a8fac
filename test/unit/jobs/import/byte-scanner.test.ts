import { afterEach, describe, expect, it, vi } from 'vitest';
import { ByteScanner } from '#main/jobs/import/byte-scanner.ts';
import { CsvScanner, LONGEST_ROW, type ScannerOptions } from '#main/jobs/import/csv-scanner.ts';

/** The records as one text each, or the error that ends them. */
function scan(text: string, options: Partial<ScannerOptions> = {}, piece = 65_536): string[] {
  const records: string[] = [];
  const scanner = new ByteScanner({ delimiter: ',', ...options });
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; at += piece) {
      scanner.push(bytes.subarray(at, at + piece), (cells) => records.push(cells.texts().join('¦')));
    }
    scanner.end((cells) => records.push(cells.texts().join('¦')));
  } catch (error) {
    records.push(String(error));
  }
  return records;
}

function scanText(text: string, options: Partial<ScannerOptions> = {}): string[] {
  const records: string[] = [];
  const scanner = new CsvScanner({ delimiter: ',', ...options });
  try {
    scanner.push(text, (cells) => records.push(cells.join('¦')));
    scanner.end((cells) => records.push(cells.join('¦')));
  } catch (error) {
    records.push(String(error));
  }
  return records;
}

const looksLikeRow = (cells: readonly string[]): boolean => /^\+\d{11}$/.test(cells[0] ?? '');
const lines = (count: number, rest: (index: number) => string): string =>
  Array.from(
    { length: count },
    (_, index) => `+1415555${String(index % 10_000).padStart(4, '0')},${rest(index)}\r\n`,
  ).join('');

const long = (size: number, unit = 'x'): string => unit.repeat(size);
const tooLong = (row: number): Error => new Error(`row ${row}`);

describe('the scanner of bytes', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['', []],
    ['a,b\nc,d\n', ['a¦b', 'c¦d']],
    ['a,b\r\nc,d', ['a¦b', 'c¦d']],
    ['a\rb\r', ['a', 'b']],
    [',\n\n,', ['¦', '', '¦']],
    ['"a,b",c\n', ['a,b¦c']],
    ['"say ""hi""",""\n"""",x', ['say "hi"¦', '"¦x']],
    ['a""b,"x""y"z\n', ['a""b¦"x""y"z']],
    ['é,"😀"\n', ['é¦😀']],
  ])('reads %j', (text, records) => {
    for (const piece of [1, 2, 3, 100]) expect(scan(text, {}, piece)).toEqual(records);
  });

  it('gives a cell beyond the last as empty', () => {
    const found: string[] = [];
    const scanner = new ByteScanner({ delimiter: ',' });
    scanner.push(Buffer.from('a,b,c\nd\n'), (cells) => found.push(cells.text(2)));
    expect(found).toEqual(['c', '']);
  });

  it('reads all but odd records without making text of them', () => {
    const first = vi.spyOn(CsvScanner.prototype, 'first');
    const isOne = vi.spyOn(CsvScanner.prototype, 'isOne');
    const rests = ['Zoë', '"Öz, Ana"', '"said ""hi"""', '5" pipe', '"5" pipe"', '"open', ''];
    expect(
      scan(
        lines(7_000, (index) => rests[index % 7] as string),
        { columns: 2, looksLikeRow },
      ),
    ).toHaveLength(7_000);
    expect(first).not.toHaveBeenCalled();
    expect(isOne).not.toHaveBeenCalled();
    // Cells of several lines need one look each.
    expect(
      scan(
        lines(100, (index) => `"two\nlines, ${index}"`),
        { columns: 2, looksLikeRow },
      ),
    ).toHaveLength(100);
    expect(isOne).toHaveBeenCalledTimes(100);
    // A quote that would join two good rows.
    expect(
      scan(
        lines(100, (index) => (index === 50 ? '"open' : index === 51 ? 'shut"' : 'x')),
        { columns: 2, looksLikeRow },
      ),
    ).toHaveLength(100);
    expect(first.mock.calls.filter(([, place]) => place.records === 50)).not.toHaveLength(0);
    expect(first.mock.calls.filter(([, place]) => place.records > 0 && place.records !== 50)).toHaveLength(0);
  });

  it.each([
    ['as long as a row may be', `a,b\n${long(LONGEST_ROW - 1)}\nc`],
    ['too long by one', `a,b\n${long(LONGEST_ROW)}\nc`],
    ['too long with its CRLF', `a,b\n${long(LONGEST_ROW - 1)}\r\nc`],
    ['long in bytes but not in characters', `a,b\n${long(LONGEST_ROW - 1, '€')}\nc`],
    ['too long in characters of several bytes', `a,b\n${long(LONGEST_ROW, '€')}\nc`],
    ['too long at the end', `a,b\n${long(LONGEST_ROW + 1, 'é')}`],
    ['as long as a row may be, at the end', `a,b\n${long(LONGEST_ROW / 2, '😀')}`],
    ['quoted, of many lines', `a,b\n1,"${long(LONGEST_ROW / 2 - 5, 'x\n')}"\nc`],
    ['quoted, of too many lines', `a,b\n1,"${long(LONGEST_ROW / 2, 'x\n')}"\nc`],
    ['quoted, of many lines of umlauts', `a,b\n1,"${long(LONGEST_ROW / 4, 'ü😀\n')}"\nc`],
    ['quoted, of too many lines of umlauts', `a,b\n1,"${long(LONGEST_ROW / 3, 'ü😀\n')}"\nc`],
    ['behind an open quote', `a,"b\n${long(LONGEST_ROW / 2, 'x\n')}c`],
    ['behind an open quote, closed too late', `a,"b\n${long(LONGEST_ROW / 2, 'x\n')}c"\nd,"e"`],
    ['with an open quote and no line end', `a,b\n1,"${long(3 * LONGEST_ROW)}`],
  ])('takes or refuses a row as the scanner of text does: %s', (_, text) => {
    const expected = scanText(text);
    for (const piece of [65_536, 1_000_000, 10_000_000]) {
      const found = scan(text, {}, piece);
      // Not toEqual: it would print megabytes.
      expect(found.length).toBe(expected.length);
      expect(found.every((record, index) => record === expected[index])).toBe(true);
    }
  });

  it('counts rows for the message about one that is too long', () => {
    expect(scan(`a\n"b\nc"\n${long(LONGEST_ROW + 1)}`, { tooLong }).at(-1)).toBe('Error: row 3');
  });

  it('does not look at the text again and again for odd rows', () => {
    const read = vi.spyOn(CsvScanner.prototype, 'first');
    const seen = (): number => read.mock.calls.reduce((sum, [text]) => sum + text.length, 0);
    // A quote open to the end, and rows that are no cells of one record.
    const text = `"${lines(60_000, () => 'Name')}${lines(20_000, (index) => (index % 2 === 0 ? '"open' : 'x"'))}`;
    expect(scan(text, { columns: 2, looksLikeRow })).toHaveLength(80_000);
    expect(read.mock.calls.length).toBeGreaterThan(10_000);
    expect(seen()).toBeLessThan(20 * text.length);
  });
});

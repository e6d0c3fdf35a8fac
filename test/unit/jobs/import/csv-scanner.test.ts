import { describe, expect, it } from 'vitest';
import { CsvScanner, LONGEST_ROW, type ScannerOptions } from '#main/jobs/import/csv-scanner.ts';

function scan(text: string, options: Partial<ScannerOptions> = {}, piece = text.length): string[][] {
  const records: string[][] = [];
  const scanner = new CsvScanner({ delimiter: ',', ...options });
  for (let at = 0; at < text.length; at += Math.max(1, piece)) {
    scanner.push(text.slice(at, at + Math.max(1, piece)), (cells) => records.push(cells));
  }
  scanner.end((cells) => records.push(cells));
  return records;
}

const looksLikeRow = (cells: readonly string[]): boolean => /^\+\d{11}$/.test(cells[0] ?? '');
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => `+1415555${String(index).padStart(4, '0')},Name ${index}`);

describe('the CSV scanner', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['', []],
    ['a,,\n', [['a', '', '']]],
    [',\n\n,', [['', ''], [''], ['', '']]],
    ['"a,b",c\n', [['a,b', 'c']]],
    ['"say ""hi""",""\n', [['say "hi"', '']]],
    ['"two\r\nlines",x\n', [['two\r\nlines', 'x']]],
    ['"",""\n""', [['', ''], ['']]],
    ['a"b,c\n', [['a"b', 'c']]],
    ['"5" pipe",x\n', [['5" pipe', 'x']]],
    ['é,😀\n', [['é', '😀']]],
  ])('reads %j', (text, records) => {
    expect(scan(text)).toEqual(records);
  });

  it('keeps text whole at every size of piece', () => {
    const text = 'n,"a ""b""\r\nc"\r\n+1,"x"\r\r\n"","",é😀\n"last';
    const whole = scan(text, { columns: 2 });
    for (let piece = 1; piece <= text.length; piece++) {
      expect(scan(text, { columns: 2 }, piece)).toEqual(whole);
    }
  });

  it('takes an open quote as a character and keeps all rows after it', () => {
    const lines = rows(2000);
    lines[1] = '+14155550001,"Name 1';
    expect(scan(lines.join('\n'), { columns: 2, looksLikeRow })).toHaveLength(2000);
    // Also when a quoted cell much further down could be taken for its end.
    lines[1500] = '+14155551500,"\nName"';
    const records = scan(lines.join('\n'), { columns: 2, looksLikeRow });
    expect(records).toHaveLength(2000);
    expect(records[1]).toEqual(['+14155550001', '"Name 1']);
    expect(records[1500]).toEqual(['+14155551500', '\nName']);
  });

  it('is not misled by a stray quote before a quoted cell', () => {
    const text = '+14155550001,"Ana\n+14155550002,"Bo, B"\n+14155550003,"",\n+14155550004,Di\n';
    expect(scan(text, { columns: 2, looksLikeRow })).toEqual([
      ['+14155550001', '"Ana'],
      ['+14155550002', 'Bo, B'],
      ['+14155550003', '', ''],
      ['+14155550004', 'Di'],
    ]);
  });

  it('keeps a cell of several lines though one of them looks a little like a row', () => {
    const text = '+14155550001,"He said:\ncall, please"\n+14155550002,x\n';
    expect(scan(text, { columns: 2, looksLikeRow })).toEqual([
      ['+14155550001', 'He said:\ncall, please'],
      ['+14155550002', 'x'],
    ]);
  });

  it('refuses a row above 1 MiB, whatever the pieces, with its number', () => {
    const text = `a,b\n${'x'.repeat(LONGEST_ROW + 1)}\n`;
    for (const piece of [text.length, 65_536]) {
      expect(() => scan(text, {}, piece)).toThrow(/Row 2 is longer than 1,048,576 characters/);
    }
    expect(scan(`${'x'.repeat(LONGEST_ROW - 1)}\ny`)).toHaveLength(2);
  });

  it('does not read the text again and again for many open quotes', () => {
    const text = '+14155550001,"open\n'.repeat(100_000);
    const start = performance.now();
    expect(scan(text, { columns: 2, looksLikeRow }, 65_536)).toHaveLength(100_000);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

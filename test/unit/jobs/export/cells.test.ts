import { describe, expect, it } from 'vitest';
import { cellWriter, roomForCell, spreadsheetCell } from '#main/jobs/export/cells.ts';

/** The cell as text; throws if it needs more room than is promised to be enough. */
function cell(text: string, write = cellWriter('raw', true)): string {
  const bytes = new Uint8Array(roomForCell(text.length) + 10).fill(0x7e);
  const end = write(bytes, 5, text);
  expect(end).toBeLessThanOrEqual(5 + roomForCell(text.length));
  expect([...bytes.subarray(0, 5), ...bytes.subarray(end)].every((byte) => byte === 0x7e)).toBe(true);
  return Buffer.from(bytes.subarray(5, end)).toString('utf8');
}

const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', '＋1', '－1', '＠x', '+1 212 555 0123'];

describe('a cell of the raw profile', () => {
  it('is the text itself unless it needs quotes', () => {
    for (const text of ['=1+1', ' spaced ', '', "'quoted", ...FORMULAS]) expect(cell(text)).toBe(text);
    expect(cell('a,b')).toBe('"a,b"');
    expect(cell('say "hi"')).toBe('"say ""hi"""');
    expect(cell('two\nlines')).toBe('"two\nlines"');
    expect(cell('two\rlines')).toBe('"two\rlines"');
    expect(cell('"""')).toBe('""""""""');
  });

  it('is UTF-8, whatever the script, quoted or not', () => {
    const scripts = [
      'ß',
      'Ωмега',
      '你好',
      'مرحبا',
      '👩‍👩‍👧‍👦',
      '\u{10FFFF}',
      'é'.repeat(300),
      '\u007F\u0080\u07FF\u0800\uFFFF',
    ];
    for (const text of scripts) {
      expect(cell(text)).toBe(text);
      expect(cell(`${text},${text}`)).toBe(`"${text},${text}"`);
    }
  });

  it('has the replacement character for half of a pair', () => {
    expect(cell('a\uD83D')).toBe('a\uFFFD');
    expect(cell('\uDE00,b')).toBe('"\uFFFD,b"');
    expect(cell('\uD83Dab')).toBe('\uFFFDab');
  });
});

describe('a cell of the spreadsheet profile', () => {
  const safe = cellWriter('spreadsheet', true);

  it('has an apostrophe before whatever a spreadsheet takes for a formula', () => {
    for (const text of [...FORMULAS, 'a,b', 'say "hi"', '', 'x\r\ny', '=A1,B1'])
      expect(spreadsheetCell(text)).toBe(cell(text, safe));
    for (const formula of [...FORMULAS, '+12125550123']) expect(cell(formula, safe)).toBe(`'${formula}`);
    expect(cell('\r=1', safe)).toBe('"\'\r=1"');
    expect(cell('\n=1', safe)).toBe('"\'\n=1"');
    expect(cell('=A1,B1', safe)).toBe('"\'=A1,B1"');
  });

  it('leaves other texts as they are', () => {
    for (const text of ['a=1', '1-1', 'mail@example.com', "'quoted", '']) expect(cell(text, safe)).toBe(text);
  });
});

describe('a cell of the dialer profile', () => {
  const phone = cellWriter('dialer', true);

  it('leaves a plain international phone number as it is, in a column of phone numbers', () => {
    for (const number of ['+12125550123', '+447700900123']) {
      expect(cell(number, phone)).toBe(number);
      expect(cell(number, cellWriter('dialer', false))).toBe(`'${number}`);
    }
    for (const more of ['+12125550123+1', '+1212', '+1234567890123456', '+12125550123\n']) {
      expect(cell(more, phone)).toContain("'+");
    }
  });

  it('guards everything else there', () => {
    for (const formula of FORMULAS) expect(cell(formula, phone)).toBe(`'${formula}`);
  });
});

import { describe, expect, it } from 'vitest';
import { rawCell, spreadsheetCell } from '#main/jobs/export/cells.ts';

describe('a cell of the raw profile', () => {
  it('is the text itself unless it needs quotes', () => {
    expect(rawCell('=1+1')).toBe('=1+1');
    expect(rawCell(' spaced ')).toBe(' spaced ');
    expect(rawCell('a,b')).toBe('"a,b"');
    expect(rawCell('say "hi"')).toBe('"say ""hi"""');
    expect(rawCell('two\nlines')).toBe('"two\nlines"');
    expect(rawCell('two\rlines')).toBe('"two\rlines"');
    expect(rawCell('')).toBe('');
  });
});

describe('a cell of the spreadsheet profile', () => {
  it('has an apostrophe before whatever a spreadsheet takes for a formula', () => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', '＋1', '－1', '＠x', '+1 212 555 0123'];
    for (const formula of formulas) expect(spreadsheetCell(formula)).toBe(`'${formula}`);
    expect(spreadsheetCell('\r=1')).toBe('"\'\r=1"');
    expect(spreadsheetCell('\n=1')).toBe('"\'\n=1"');
    expect(spreadsheetCell('=A1,B1')).toBe('"\'=A1,B1"');
  });

  it('leaves a plain international phone number as it is', () => {
    expect(spreadsheetCell('+12125550123')).toBe('+12125550123');
    expect(spreadsheetCell('+447700900123')).toBe('+447700900123');
    for (const more of ['+12125550123+1', '+1212', '+1234567890123456', '+12125550123\n']) {
      expect(spreadsheetCell(more)).toContain("'+");
    }
  });

  it('leaves other texts as they are', () => {
    for (const text of ['a=1', '1-1', 'mail@example.com', "'quoted", ''])
      expect(spreadsheetCell(text)).toBe(text);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import readSheets from 'read-excel-file/universal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stopped } from '#main/jobs/import/fault.ts';
import { stage } from '#main/jobs/import/staging.ts';
import { readWorkbook } from '#main/jobs/import/workbook.ts';
import { xlsxOf } from '#test/support/xlsx.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-workbook-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(book: Buffer): string {
  const file = join(folder, `book-${files++}.xlsx`);
  writeFileSync(file, book);
  return file;
}

const rowsOf = (book: Buffer, sheet?: string): Promise<string[][]> =>
  readWorkbook(fileOf(book), { sheet, goOn: () => undefined }, async ({ rows }) => {
    const all: string[][] = [];
    for await (const piece of rows) all.push(...piece.map((row) => [...row]));
    return all;
  });

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const sheet = (data: string) =>
  `<?xml version="1.0"?><worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData></worksheet>`;

/** What can stand in a text that XML can hold. */
const cell = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.string({
      unit: fc.constantFrom(...Array.from('aZ9 +()-&<>"\',;\n=äß漢😀_x')),
      maxLength: 12,
    }),
  },
  fc.integer({ min: 0, max: 999_999_999_999 }),
  fc.constant(''),
);

describe('a workbook', () => {
  it('reads as another reader reads it, whatever its cells', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { maxLength: 5 }), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (rows, packed) => {
          // A sheet that has nothing is told in words.
          const book = xlsxOf({ One: [['Phone'], ...rows] }, { packed });
          const bytes = new Uint8Array(book).buffer;
          const [other] = await readSheets(bytes, { trim: false, parseNumber: (text: string) => text });
          const expected = (other?.data ?? []).map((row) =>
            row.map((each) => (each === null ? '' : String(each as unknown))),
          );
          const own = await rowsOf(book);
          const width = Math.max(...own.map((row) => row.length));
          expect(own.map((row) => [...row, ...Array.from({ length: width - row.length }, () => '')])).toEqual(
            expected,
          );
        },
      ),
      { numRuns: 120 },
    );
  });

  it('gives shared texts, parts of formatted ones, dates, truths, formulas and faults as texts', async () => {
    const parts = {
      'sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>Ana &amp; Bo</t></si><si><r><t>Rich </t></r><r><t>t&#x1F600;xt</t></r><rPh><t>no</t></rPh></si><si><t>a_x000D_b</t></si></sst>`,
      'styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
      'worksheets/sheet1.xml': sheet(
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c></row>' +
          '<row r="4"><c r="A4" s="1"><v>46174</v></c><c r="B4" s="2"><v>46174.5</v></c><c r="C4" s="3"><v>7</v></c>' +
          '<c r="E4" t="b"><v>1</v></c></row><row><c t="str"><f>A1&amp;"x"</f><v>made</v></c><c t="e"><v>#N/A</v></c></row><row r="9"/>',
      ),
    };
    expect(await rowsOf(xlsxOf({ One: [] }, { packed: true, parts }))).toEqual([
      ['', '', ''],
      ['Ana & Bo', 'Rich t😀xt', 'a\rb'],
      ['', '', '', '', ''],
      ['2026-06-01', '2026-06-01T12:00:00.000Z', '7', '', 'true'],
      ['made', '#N/A', '', '', ''],
    ]);
  });

  it.each([
    ['a row that comes twice', sheet('<row r="2"><c r="A2"><v>1</v></c></row><row r="2"/>')],
    ['a row beyond any sheet', sheet('<row r="2000000"><c><v>1</v></c></row>')],
    ['a text that is not there', sheet('<row r="1"><c r="A1" t="s"><v>5</v></c></row>')],
    ['an end that is missing', sheet('<row r="1"><c r="A1"><v>1</v></c></row>').slice(0, -20)],
    ['an entity bomb', `<!DOCTYPE a [<!ENTITY b "c">]>${sheet('<row r="1"><c><v>&b;</v></c></row>')}<`],
  ])('with %s is refused by a sentence', async (_, content) => {
    const book = xlsxOf({ One: [] }, { parts: { 'worksheets/sheet1.xml': content } });
    await expect(rowsOf(book)).rejects.toThrow(/damaged|cut off/);
  });

  it('that unpacks to more than it says is refused', async () => {
    const book = xlsxOf({ One: Array.from({ length: 5_000 }, () => ['the same']) }, { packed: true });
    const name = book.lastIndexOf('xl/worksheets/sheet1.xml');
    book.writeUInt32LE(100, name - 46 + 24);
    await expect(rowsOf(book)).rejects.toThrow(/cut off or damaged/);
  });

  it('is let go at the next piece when the import is cancelled, and leaves nothing', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => [`Person ${at}`, 14_155_550_000 + at]);
    const file = fileOf(xlsxOf({ One: rows }, { packed: true }));
    const workspace = mkdtempSync(join(folder, 'workspace-'));
    let asked = 0;
    const cancelled = () => ++asked >= 4;
    await expect(stage(workspace, file, { format: 'xlsx', cancelled })).rejects.toThrow(Stopped);
    expect(asked).toBe(4);
    expect(readdirSync(join(workspace, 'imports'))).toEqual([]);
    const whole = await stage(workspace, file, { format: 'xlsx' });
    expect(readFileSync(whole.file, 'utf8').split('\n').length - 1).toBe(rows.length);
  });
});

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackFields } from '#main/db/lists/extra-fields.ts';
import { previewFile } from '#main/jobs/import/preview.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';
import { storedEntries } from '#test/support/stored-entries.ts';
import { xlsxOf } from '#test/support/xlsx.ts';

const ENCRYPTED = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(600),
  Buffer.from('EncryptedPackage', 'utf16le'),
]);

const CARDS = [
  'BEGIN:VCARD',
  'VERSION:3.0',
  'N:Ruiz;Ana;;Dr.;',
  'FN:Dr. Ana Ruiz',
  'ORG:Larkspur;Sales',
  'TEL;TYPE=CELL,VOICE:+1 415 555 2671',
  'item1.TEL;TYPE=WORK:(415) 555-',
  ' 2672',
  'EMAIL:ana@larkspur.example',
  'END:VCARD',
  'BEGIN:VCARD',
  'VERSION:2.1',
  'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Zo=C3=AB',
  'TEL;HOME:415-555-2673',
  'END:VCARD',
  'BEGIN:VCARD',
  'VERSION:4.0',
  'FN:Bo\\, Li',
  'TEL;VALUE=uri;TYPE="voice,home":tel:+1-415-555-2674',
  'TZ:America/New_York',
  'END:VCARD',
  'BEGIN:VCARD',
  'VERSION:4.0',
  'FN:No Number',
  'END:VCARD',
].join('\r\n');

describe('importing other files than text', () => {
  let at: ListWorkspace;
  beforeAll(async () => {
    at = await ListWorkspace.make();
  });
  afterAll(() => at.remove());

  it('takes a workbook: numbers stored as numbers, large ones as Excel writes them, texts, and empty cells', async () => {
    const file = at.file(
      'people.xlsx',
      xlsxOf({
        Empty: [],
        People: [
          ['Name', 'Mobile phone', 'City', 'Time zone', 'Priority'],
          ['Ana', 14155552671, 'Graz', 'Europe/Vienna', 3],
          ['Bob', { raw: '1.4155552672E10' }, '', '', ''],
          ['Cid, "the man"', '+1 415 555 2673', 'Linz', 'Nowhere/Town', 1],
          ['Di', '7.9E+10', '', '', ''],
          ['Eve', '=+14155552675', '', '', 'soon'],
        ],
        Notes: [['Nothing here']],
      }),
    );
    const { params, end } = await at.import(file);
    expect(end).toMatchObject({ state: 'done', result: { read: 5, accepted: 2, merged: 0, refused: 3 } });
    const entries = storedEntries(at.db, params.version);
    expect(entries).toMatchObject([
      { number: 14155552671, name: 'Ana', row: 2, zone: 'Europe/Vienna', priority: 3, fields: '["Graz"]' },
      { number: 14155552672, name: 'Bob', row: 3, zone: null, priority: null, fields: null },
    ]);
    expect(at.problems(params).map(({ row, column_name, value }) => [row, column_name, value])).toEqual([
      [4, 'Time zone', 'Nowhere/Town'],
      [5, 'Mobile phone', '7.9E+10'],
      [6, 'Priority', 'soon'],
    ]);
  });

  it('previews a workbook with its sheets, and reads the one that is asked for', async () => {
    const file = at.file(
      'sheets.xlsx',
      xlsxOf({ One: [['Phone'], [14155552671]], Two: [['Phone'], [14155552672], [14155552673]] }),
    );
    const look = (sheet?: string) => previewFile(file, { region: 'US', sheet }, { folder: at.folder });
    expect(await look()).toMatchObject({
      format: 'xlsx',
      sheets: ['One', 'Two'],
      sheet: 'One',
      rows: [{ number: '+14155552671' }],
    });
    expect(await look('Two')).toMatchObject({
      sheet: 'Two',
      rows: [{ number: '+14155552672' }, { number: '+14155552673' }],
    });
    expect(await look('Three')).toEqual({ fault: expect.stringMatching(/no sheet "Three"/) });
  });

  it.each([
    ['protected', ENCRYPTED, /protected by a password/],
    ['old', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), /old or a password/],
    ['broken', xlsxOf({ One: [['Phone'], [1]] }).subarray(0, 700), /cut off or damaged/],
    ['empty', xlsxOf({ One: [] }), /workbook is empty/],
    [
      'damaged',
      Buffer.from(
        xlsxOf({ One: [['Phone'], [14155552671]] })
          .toString('latin1')
          .replace('<sheetData>', '<sheetDat\0>'),
        'latin1',
      ),
      /damaged|empty/,
    ],
  ])(
    'says plainly what is wrong with a workbook that is %s, and leaves nothing',
    async (name, content, message) => {
      const { params, end } = await at.import(at.file(`${name}.xlsx`, content));
      expect(end).toMatchObject({ state: 'failed', message: expect.stringMatching(message) });
      expect(at.rowsOf(params)).toBe(0);
    },
  );

  it('refuses a ZIP archive that is no workbook, and one that would unpack to more than fits', async () => {
    const book = xlsxOf({ One: [['Phone'], [14155552671]] });
    const other = Buffer.from(
      book.toString('latin1').replaceAll('xl/workbook.xml', 'xx/workbook.xml'),
      'latin1',
    );
    expect((await at.import(at.file('other.xlsx', other))).end.message).toMatch(/can't be read|ZIP archive/);
    const bomb = Buffer.from(book);
    const central = bomb.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bomb.writeUInt32LE(0xf0000000, central + 24);
    expect((await at.import(at.file('bomb.xlsx', bomb))).end.message).toMatch(/too large/);
  });

  it('takes vCards of each version: a row for each number, and one for a card without a number', async () => {
    const { params, end } = await at.import(at.file('people.vcf', CARDS));
    expect(end.result).toMatchObject({ read: 5, accepted: 4, refused: 1 });
    const rows = storedEntries(at.db, params.version);
    expect(rows.map(({ number, name, zone }) => [number, name, zone])).toEqual([
      [14155552671, 'Dr. Ana Ruiz', null],
      [14155552672, 'Dr. Ana Ruiz', null],
      [14155552673, 'Zoë Müller', null],
      [14155552674, 'Bo, Li', 'America/New_York'],
    ]);
    expect(unpackFields(rows[0]?.fields ?? null)).toEqual([
      'Larkspur, Sales',
      'ana@larkspur.example',
      'cell',
    ]);
  });

  it('leaves no copy of what it read beside the database', async () => {
    await at.import(at.file('again.xlsx', xlsxOf({ One: [['Phone'], [14155552671]] })));
    const left = readdirSync(path.join(at.folder, 'imports')).filter((name) => !name.endsWith('.json'));
    // The previews of the tests above; the import has taken its own away.
    expect(left.every((name) => name.endsWith('.csv'))).toBe(true);
    expect(left.length).toBeLessThanOrEqual(3);
  });

  it('refuses a text of 20 million columns in a moment, by a sentence', async () => {
    const { end } = await at.import(at.file('wide.csv', `${'1,'.repeat(20_000_000)}1\n`));
    expect(end).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/first row goes on for more than/),
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guessRoles, hasHeader, titlesOf } from '#main/jobs/import/columns.ts';
import { detectDelimiter } from '#main/jobs/import/delimiter.ts';
import { type Encoding, EncodingProbe } from '#main/jobs/import/encoding.ts';
import { previewFile as lookAt } from '#main/jobs/import/preview.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';

const TEXT = 'Téléphone;Nom;Prix\n+33 6 12 34 56 78;Zoë “Müller”;5 €\n+33 6 12 34 56 79;Łukasz;7 €\n';

function encode(text: string, encoding: Encoding, bom = false): Uint8Array {
  const marked = bom ? `\uFEFF${text}` : text;
  if (encoding === 'utf-8') return Buffer.from(marked);
  if (encoding === 'utf-16le') return Buffer.from(marked, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(marked, 'utf16le').swap16();
  const special: Record<string, number> = { '€': 0x80, '“': 0x93, '”': 0x94, Ł: 0x4c };
  return Uint8Array.from(marked.split(''), (char) => special[char] ?? char.charCodeAt(0));
}

describe('reading a file as a list', () => {
  let at: ListWorkspace;
  const previewFile = (file: string, reading: Parameters<typeof lookAt>[1]) =>
    lookAt(file, reading, { folder: at.folder });
  beforeAll(async () => {
    at = await ListWorkspace.make();
  });
  afterAll(() => at.remove());

  it.each([
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', true],
    ['utf-16le', false],
    ['utf-16be', true],
    ['utf-16be', false],
    ['windows-1252', false],
  ] as const)('detects %s (byte order mark: %s), delimiter, header and columns', async (encoding, bom) => {
    const text = encoding === 'windows-1252' ? TEXT.replace('Łukasz', 'Lukasz') : TEXT;
    const shown = await previewFile(at.file('detect.csv', encode(text, encoding, bom)), { region: 'US' });
    expect(shown).toMatchObject({
      encoding,
      delimiter: ';',
      header: true,
      columns: [
        { title: 'Téléphone', role: 'number' },
        { title: 'Nom', role: 'name' },
        { title: 'Prix', role: 'field' },
      ],
      rows: [
        { row: 2, outcome: 'accepted', number: '+33612345678', name: 'Zoë “Müller”', fields: 'Prix: 5 €' },
        { row: 3, outcome: 'accepted', number: '+33612345679' },
      ],
    });
  });

  it.each([
    ['utf-8', 'windows-1252', /not UTF-8.*looks like Windows-1252/],
    ['utf-16le', 'utf-8', /not UTF-16.*looks like UTF-8/],
    ['windows-1252', 'utf-8', /not Windows-1252; it looks like UTF-8/],
    ['utf-8', 'utf-16be', /not UTF-8.*looks like UTF-16 \(big endian\)/],
  ] as const)('says so if %s is asked for and the file is %s', async (asked, real, message) => {
    const text = TEXT.replace('Łukasz', 'Lukasz');
    const file = at.file('wrong.csv', encode(text, real));
    expect(await previewFile(file, { region: 'US', encoding: asked })).toEqual({
      fault: expect.stringMatching(message),
    });
  });

  it('finds a bad byte far behind the sample, at any position', () => {
    for (const length of [262_143, 262_144, 262_145, 600_000]) {
      const probe = new EncodingProbe();
      const bytes = Buffer.from('é'.repeat(length));
      for (let from = 0; from < bytes.length; from += 65_537) probe.add(bytes.subarray(from, from + 65_537));
      expect(probe.decide(undefined, true)).toBe('utf-8');
      probe.add(Buffer.from([0xe9, 0x0a]));
      expect(probe.decide(undefined, true)).toBe('windows-1252');
    }
  });

  it('takes a file of a single column, and one without a header', async () => {
    const single = await previewFile(at.file('one.csv', '4155552671\n4155552672\n'), { region: 'US' });
    expect(single).toMatchObject({
      header: false,
      delimiter: ',',
      columns: [{ title: 'Column 1', role: 'number' }],
    });
    const bare = await previewFile(at.file('bare.csv', 'Ana Ruiz\t4155552671\nBob Fox\t4155552672\n'), {
      region: 'US',
    });
    expect(bare).toMatchObject({
      header: false,
      delimiter: '\t',
      columns: [{ role: 'name' }, { role: 'number' }],
      rows: [{ row: 1 }, { row: 2 }],
    });
  });

  it('shows the first 50 rows as they will be stored, and follows what a person chose', async () => {
    const lines = Array.from({ length: 80 }, (_, index) => `${index},415555${1000 + index},x`);
    const file = at.file('chosen.csv', `Id,Phone,Note\n${lines.join('\n')}\n415,4155551000,y\n`);
    const preview = await previewFile(file, { region: 'US', columns: ['field', 'number', 'skip'] });
    if ('fault' in preview) throw new Error(preview.fault);
    expect(preview.rows).toHaveLength(50);
    expect(preview.rows[0]).toMatchObject({ row: 2, number: '+14155551000', name: '', fields: 'Id: 0' });
    const headless = await previewFile(file, { region: 'US', header: false, delimiter: ';' });
    expect(headless).toMatchObject({ header: false, columns: [{ title: 'Column 1' }] });
  });

  it('previews a file without any numbers, so that a person can choose the column', async () => {
    const shown = await previewFile(at.file('words.csv', 'word,other\nsome,thing\n'), { region: 'US' });
    expect(shown).toMatchObject({ columns: [{ role: 'name' }, {}], rows: [] });
  });

  it('prefers a column called phone to other columns of digits', () => {
    const ids = { title: 'Customer id', cells: ['4155552671', '4155552672'] };
    const phones = { title: 'Phone', cells: ['4155552671', ''] };
    expect(guessRoles([ids, phones], (cell) => /^\d{10}$/.test(cell))).toEqual(['field', 'number']);
  });

  it('detects delimiters in spite of commas in names, and headers by their words', () => {
    expect(detectDelimiter('Name;Phone\n"Fox, Bob";1\nRuiz, Ana;2\n', true)).toBe(';');
    expect(detectDelimiter('a|b|c\n1|2|3\n', true)).toBe('|');
    expect(hasHeader([['Phone'], ['911']])).toBe(true);
    expect(hasHeader([['4155552671'], ['4155552672']])).toBe(false);
    expect(titlesOf(['Name', '', 'Name'], 4)).toEqual(['Name', 'Column 2', 'Name (2)', 'Column 4']);
  });
});

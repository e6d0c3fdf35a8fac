import fc from 'fast-check';
import { unparse } from 'papaparse';
import { describe, expect, it } from 'vitest';
import { ByteScanner } from '#main/jobs/import/byte-scanner.ts';
import { CsvScanner, type ScannerOptions } from '#main/jobs/import/csv-scanner.ts';
import { decoderOf, recoderOf } from '#main/jobs/import/encoding.ts';

const isNumber = (cells: readonly string[]): boolean => /^\+1415\d{7}$/.test(cells[0] ?? '');

function asText(text: string, options: ScannerOptions): string[][] {
  const records: string[][] = [];
  const scanner = new CsvScanner(options);
  scanner.push(text, (cells) => records.push(cells));
  scanner.end((cells) => records.push(cells));
  return records;
}

/** Pieces are in bytes, so they end within characters too. */
function asBytes(text: string, options: ScannerOptions, pieces: readonly number[]): string[][] {
  const bytes = Buffer.from(text);
  const records: string[][] = [];
  const scanner = new ByteScanner(options);
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const size = pieces[index % pieces.length] as number;
    scanner.push(bytes.subarray(at, at + size), (cells) => records.push(cells.texts()));
    at += size;
  }
  scanner.end((cells) => records.push(cells.texts()));
  return records;
}

const pieces = fc.oneof(
  fc.constant([1]),
  fc.constant([100_000]),
  fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
);
const options: fc.Arbitrary<ScannerOptions> = fc.record(
  {
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    columns: fc.integer({ min: 1, max: 4 }),
    looksLikeRow: fc.constantFrom(
      isNumber,
      () => false,
      (cells: readonly string[]) => cells.length > 1,
    ),
  },
  { requiredKeys: ['delimiter'] },
);
const newline = fc.constantFrom('\n', '\r\n', '\r');

describe('reading CSV as bytes', () => {
  it('gives the records that reading it as text gives, for any soup of characters', () => {
    const soup = fc.string({
      unit: fc.constantFrom(
        '"',
        '"',
        ',',
        ';',
        '\n',
        '\r',
        '\r\n',
        'a',
        ' ',
        'é',
        '€',
        '😀',
        '\uFEFF',
        '\u00A0',
      ),
      maxLength: 80,
    });
    fc.assert(
      fc.property(soup, options, pieces, (text, given, sizes) => {
        expect(asBytes(text, given, sizes)).toEqual(asText(text, given));
      }),
      { numRuns: 8_000 },
    );
  });

  it('does so for lists in which some cells are quoted, some open a quote and some have strays', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'B', 'ü', '😀', ' ', '7'), maxLength: 5 });
    const cell = fc.oneof(
      { weight: 6, arbitrary: word },
      { weight: 3, arbitrary: word.map((text) => `"${text}"`) },
      { weight: 2, arbitrary: fc.tuple(word, word).map(([one, other]) => `"${one}""${other}"`) },
      { weight: 2, arbitrary: fc.tuple(word, word).map(([one, other]) => `"${one}\n${other}"`) },
      { weight: 1, arbitrary: fc.tuple(word, word).map(([one, other]) => `"${one};x,${other}"`) },
      { weight: 1, arbitrary: fc.tuple(word, word).map(([one, other]) => `${one}"${other}`) },
      { weight: 1, arbitrary: word.map((text) => `"${text}`) },
      { weight: 1, arbitrary: fc.constantFrom('', '""', '"""', '""""', '"x"y', '" ""x" z"') },
    );
    const row = fc.array(cell, { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 25 }), newline, fc.boolean(), options, pieces, (...all) => {
        const [rows, end, closed, given, sizes] = all;
        const lines = rows.map((cells, index) =>
          [`+1415${1_000_000 + index}`, ...cells].join(given.delimiter),
        );
        const text = lines.join(end) + (closed ? end : '');
        expect(asBytes(text, given, sizes)).toEqual(asText(text, given));
      }),
      { numRuns: 4_000 },
    );
  });

  it('gives back what was written, through any pieces, however wide a row is', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', '😀', '|'),
      maxLength: 4,
    });
    const table = fc
      .integer({ min: 1, max: 200 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t', '|'), pieces, (records, delimiter, sizes) => {
        const text = unparse(records, { delimiter, newline: '\r\n', quotes: true });
        const columns = records[0]?.length ?? 0;
        expect(asBytes(text, { delimiter, columns }, sizes)).toEqual(records);
      }),
      { numRuns: 300 },
    );
  });
});

function outcome(read: () => string): string {
  try {
    return `text ${read()}`;
  } catch (error) {
    return String(error);
  }
}

describe('making UTF-8 of a file', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\n', 'é', '€', '😀', '\uFEFF', '\u0085'),
    maxLength: 30,
  });
  const encoded: fc.Arbitrary<readonly ['utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252', Buffer]> =
    fc.oneof(
      text.map((written) => ['utf-8', Buffer.from(written)] as const),
      text.map((written) => ['utf-16le', Buffer.from(written, 'utf16le')] as const),
      text.map((written) => ['utf-16be', Buffer.from(written, 'utf16le').swap16()] as const),
      fc.uint8Array({ maxLength: 30 }).map((bytes) => ['windows-1252', Buffer.from(bytes)] as const),
      // Mostly no text of the encoding.
      fc
        .tuple(
          fc.constantFrom('utf-8', 'utf-16le', 'utf-16be'),
          fc.array(fc.constantFrom(0x41, 0x0a, 0xc3, 0xa9, 0xe2, 0x82, 0xf0, 0x9f, 0xd8, 0xef, 0xbb, 0xbf), {
            maxLength: 8,
          }),
        )
        .map(([encoding, bytes]) => [encoding, Buffer.from(bytes)] as const),
    );

  it('gives the text that decoding gives, or the same fault, for any encoding and any cuts', () => {
    fc.assert(
      fc.property(encoded, pieces, ([encoding, bytes], sizes) => {
        const decoder = decoderOf(encoding);
        const expected = outcome(() => decoder.decode(bytes) + decoder.end());
        const recoder = recoderOf(encoding);
        const block = Buffer.alloc(100_000);
        const found = outcome(() => {
          let made = '';
          for (let at = 0, index = 0; at < bytes.length; index++) {
            // One block for all pieces, as the file's reader has it.
            const size = bytes.copy(block, 0, at, at + (sizes[index % sizes.length] as number));
            made += recoder.recode(block.subarray(0, size)).toString();
            at += size;
          }
          recoder.end();
          return made;
        });
        expect(found).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
  });
});

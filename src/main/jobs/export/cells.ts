import type { EXPORT_PROFILES } from '#shared/operations/exports.ts';

export type ExportProfile = (typeof EXPORT_PROFILES)[number];

/** Writes a text as a cell at a place in `bytes` that has `roomForCell`, and returns where it ends. */
export type CellWriter = (bytes: Uint8Array, at: number, text: string) => number;

/** The most bytes that a UTF-16 unit takes as CSV: three in UTF-8, two if it is a quote. */
const WIDEST = 3;
/** Two quotes and an apostrophe. */
const AROUND = 3;

const NEEDS_QUOTES = /[",\r\n]/;
const QUOTE = 0x22;
const APOSTROPHE = "'";

/** By UTF-16 unit: stands as it is, makes the cell be quoted, or is not ASCII. */
const PLAIN = 0;
const QUOTED = 1;
const WIDE = 2;
const KINDS = new Uint8Array(0x1_00_00).fill(WIDE).fill(PLAIN, 0, 0x80);
for (const mark of ['"', ',', '\r', '\n']) KINDS[mark.charCodeAt(0)] = QUOTED;

/** What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), full-width forms included. */
const FORMULA_STARTS = new Set('=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20');

const LAST_ASCII_START = 0x40;
const FIRST_WIDE_START = 0xff0b;

/** An international phone number (E.164) and nothing else: as harmless as a number. */
const PHONE_NUMBER = /^\+\d{7,15}$/;

/** How a profile writes the cells of a column of phone numbers, or of another one. */
export function cellWriter(profile: ExportProfile, phone: boolean): CellWriter {
  if (profile === 'raw') return writeCell;
  return profile === 'dialer' && phone ? writePhoneCell : writeSafeCell;
}

/** The room in bytes that is enough for a cell of so many UTF-16 units. */
export function roomForCell(units: number): number {
  return units * WIDEST + AROUND;
}

/** A cell of CSV as RFC 4180 has it, in UTF-8, holding exactly the text. */
export function writeCell(bytes: Uint8Array, at: number, text: string): number {
  // Unit by unit, so that one pass looks, quotes and encodes: calls into native code cost more than most cells.
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (KINDS[unit] !== PLAIN) return writeRest(bytes, at, { text, from: index });
    bytes[at + index] = unit;
  }
  return at + text.length;
}

/** A text that starts like a formula gets an apostrophe in front. */
function writeSafeCell(bytes: Uint8Array, at: number, text: string): number {
  return writeCell(bytes, at, startsFormula(text) ? APOSTROPHE + text : text);
}

/** The same, but a phone number stays as it is. */
function writePhoneCell(bytes: Uint8Array, at: number, text: string): number {
  return writeCell(bytes, at, startsFormula(text) && !PHONE_NUMBER.test(text) ? APOSTROPHE + text : text);
}

/** Goes on with a cell whose first `from` units are written; starts it again, quoted, if it must be. */
function writeRest(bytes: Uint8Array, start: number, { text, from }: { text: string; from: number }): number {
  let at = start + from;
  for (let index = from; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      if (KINDS[unit] === QUOTED) return writeQuoted(bytes, start, text);
      bytes[at] = unit;
      at += 1;
    } else {
      const next = writeWide(bytes, at, codePointAt(text, index));
      if (next - at === 4) index += 1;
      at = next;
    }
  }
  return at;
}

function writeQuoted(bytes: Uint8Array, start: number, text: string): number {
  let at = start;
  bytes[at++] = QUOTE;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      if (unit === QUOTE) bytes[at++] = QUOTE;
      bytes[at++] = unit;
    } else {
      const next = writeWide(bytes, at, codePointAt(text, index));
      if (next - at === 4) index += 1;
      at = next;
    }
  }
  bytes[at++] = QUOTE;
  return at;
}

/** The character at a place; half of a pair alone becomes the replacement character, as in every encoder of UTF-8. */
function codePointAt(text: string, index: number): number {
  const point = text.codePointAt(index) ?? 0;
  return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
}

/** Writes a character beyond ASCII in UTF-8. */
function writeWide(bytes: Uint8Array, start: number, point: number): number {
  let at = start;
  if (point < 0x8_00) {
    bytes[at++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x1_00_00) {
      bytes[at++] = 0xe0 | (point >> 12);
    } else {
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[at++] = 0x80 | (point & 0x3f);
  return at;
}

/** The cell of the spreadsheet profile as text, for small files that are made in one piece. */
export function spreadsheetCell(text: string): string {
  const safe = startsFormula(text) ? APOSTROPHE + text : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function startsFormula(text: string): boolean {
  const first = text.charCodeAt(0);
  // Most texts begin with a letter: no need to look further.
  if (first > LAST_ASCII_START && first < FIRST_WIDE_START) return false;
  return FORMULA_STARTS.has(text.charAt(0));
}

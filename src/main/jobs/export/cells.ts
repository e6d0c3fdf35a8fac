import type { EXPORT_PROFILES } from '#shared/operations/exports.ts';

export type ExportProfile = (typeof EXPORT_PROFILES)[number];

/** Turns a text into a cell of CSV. */
export type CellEncoder = (text: string) => string;

const NEEDS_QUOTES = /[",\r\n]/;
const QUOTES = /"/g;

/** What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), full-width forms included. */
const FORMULA_STARTS = new Set([
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '\uFF1D',
  '\uFF0B',
  '\uFF0D',
  '\uFF20',
]);

const LAST_ASCII_START = 0x40;
const FIRST_WIDE_START = 0xff0b;

/** An international phone number (E.164) and nothing else: harmless, and useless with an apostrophe before it. */
const PHONE_NUMBER = /^\+\d{7,15}$/;

/** A cell as RFC 4180 has it, holding exactly the text. */
export function rawCell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replace(QUOTES, '""')}"` : text;
}

/**
 * A cell that no spreadsheet runs as a formula: a text that starts like one gets an apostrophe in front, unless it
 * is a plain international phone number.
 */
export function spreadsheetCell(text: string): string {
  return rawCell(startsFormula(text) && !PHONE_NUMBER.test(text) ? `'${text}` : text);
}

function startsFormula(text: string): boolean {
  const first = text.charCodeAt(0);
  // Most texts begin with a letter: no need to look further.
  if (first > LAST_ASCII_START && first < FIRST_WIDE_START) return false;
  return FORMULA_STARTS.has(text.charAt(0));
}

/** The cell encoder of a profile. */
export function cellEncoder(profile: ExportProfile): CellEncoder {
  return profile === 'spreadsheet' ? spreadsheetCell : rawCell;
}

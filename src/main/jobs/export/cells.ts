import type { EXPORT_PROFILES } from '#shared/operations/exports.ts';

export type ExportProfile = (typeof EXPORT_PROFILES)[number];

/** Turns a text into a cell of CSV. */
export type CellEncoder = (text: string) => string;

const NEEDS_QUOTES = /[",\r\n]/;

// What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), full-width forms included.
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** An international phone number (E.164) and nothing else: harmless, and useless with an apostrophe before it. */
const PHONE_NUMBER = /^\+\d{7,15}$/;

/** A cell as RFC 4180 has it, holding exactly the text. */
export function rawCell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A cell that no spreadsheet runs as a formula: a text that starts like one gets an apostrophe in front, unless it
 * is a plain international phone number.
 */
export function spreadsheetCell(text: string): string {
  return rawCell(FORMULA.test(text) && !PHONE_NUMBER.test(text) ? `'${text}` : text);
}

/** The cell encoder of a profile. */
export function cellEncoder(profile: ExportProfile): CellEncoder {
  return profile === 'spreadsheet' ? spreadsheetCell : rawCell;
}

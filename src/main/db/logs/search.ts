import type { RawDatabase } from '../open.ts';
import { SLOTS_PER_MS } from './months.ts';

/** A part of a statement with its parameters. */
export interface SqlPart {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

const ASCII = /^[ -~]*$/;
/** What a needle must have, in characters, for the index to know it. */
const GRAM = 3;
/** Trigrams of one question; the text itself is compared besides. */
const MOST_GRAMS = 6;

/** The predicate "the message's text contains this, whatever its case". */
export function searchTerm(search: string): SqlPart {
  const caseless = search.toLowerCase() === search.toUpperCase();
  // SQLite's LIKE folds the case of ASCII letters only.
  if (ASCII.test(search) || caseless) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    return { sql: String.raw`text like ? escape '\'`, parameters: [pattern] };
  }
  return { sql: 'text_contains(text, ?)', parameters: [search.toLowerCase()] };
}

/** Gives a connection what `searchTerm` needs. */
export function enableSearch(raw: RawDatabase): void {
  raw.function('text_contains', { deterministic: true }, (text: unknown, search: unknown) =>
    String(text).toLowerCase().includes(String(search)) ? 1 : 0,
  );
}

/** A text as the index has it; the index folds case further, alike for texts and questions. */
export function indexText(text: string): string {
  const lower = text.toLowerCase();
  // The tokenizer stops at NUL.
  return lower.includes('\0') ? lower.replaceAll('\0', ' ') : lower;
}

/**
 * The index's entry of a message: its millisecond within the month. Time alone keeps the index small, since what lies
 * close together is written as short differences; messages of one millisecond share an entry.
 */
export function entryOf(key: number): number {
  return Math.floor(key / SLOTS_PER_MS);
}

/**
 * What to ask of the index for texts that contain this: every hit's millisecond may hold such a text, and no other
 * does. Null if it is too short for the index.
 */
export function matchOf(search: string): string | null {
  const points = Array.from(indexText(search));
  const last = points.length - GRAM;
  if (last < 0) return null;
  const grams = new Set<string>();
  // Spread over the whole needle, so that a long one is not judged by its beginning.
  const step = Math.max(1, last / (MOST_GRAMS - 1));
  for (let at = 0; at <= last + 0.001; at += step) {
    const from = Math.min(last, Math.round(at));
    grams.add(points.slice(from, from + GRAM).join(''));
  }
  return [...grams].map((gram) => `"${gram.replaceAll('"', '""')}"`).join(' AND ');
}

import type { RawDatabase } from '../open.ts';

/** A part of a statement with its parameters. */
export interface SqlPart {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

const ASCII = /^[ -~]*$/;

/**
 * The predicate "the message's text contains this, whatever its case". The only place that knows how text is
 * searched, so that a trigram index can take over here; row keys already stand in order of time for it.
 */
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

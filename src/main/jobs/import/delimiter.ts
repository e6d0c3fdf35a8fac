import { looksLikePhone } from './columns.ts';
import { CsvScanner } from './csv-scanner.ts';

export type Delimiter = ',' | ';' | '\t' | '|';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];
const RECORDS = 200;
/** Characters. */
const PIECE = 8_192;

/**
 * The first records of a text. `whole`: the text is all there is; else its last record may be cut off and is left
 * out. `wellFormed`: no quote in it is stray.
 */
export function firstRecords(
  text: string,
  delimiter: string,
  { whole, wellFormed = false }: { whole: boolean; wellFormed?: boolean },
): string[][] {
  const records: string[][] = [];
  const looksLikeRow = (cells: readonly string[]): boolean => !wellFormed && cells.some(looksLikePhone);
  const scanner = new CsvScanner({ delimiter, looksLikeRow });
  const take = (cells: string[]): void => {
    if (records.length < RECORDS) records.push(cells);
  };
  // In pieces: the rest of the text is not looked at once there are enough.
  for (let from = 0; from < text.length && records.length < RECORDS; from += PIECE) {
    scanner.push(text.slice(from, from + PIECE), take);
  }
  if (whole && records.length < RECORDS) scanner.end(take);
  return records;
}

/** The delimiter by which most records of the text get the same number of columns; ',' for a single column. */
export function detectDelimiter(text: string, whole: boolean): Delimiter {
  let best: Delimiter = ',';
  let most = 0;
  for (const delimiter of DELIMITERS) {
    if (!text.includes(delimiter)) continue;
    const counts = new Map<number, number>();
    let records = 0;
    for (const record of firstRecords(text, delimiter, { whole })) {
      if (record.length === 1 && record[0] === '') continue;
      records += 1;
      counts.set(record.length, (counts.get(record.length) ?? 0) + 1);
    }
    const [columns, times] = [...counts].toSorted((one, other) => other[1] - one[1])[0] ?? [1, 0];
    if (columns < 2) continue;
    // Regularity first; among equals, more columns.
    const score = times / records + Math.min(columns, 100) / 1_000;
    if (score > most) {
      most = score;
      best = delimiter;
    }
  }
  return best;
}

import { CsvScanner } from './csv-scanner.ts';
import { type Opened, textOf } from './source.ts';

export interface RecordTaker {
  /** Each record of the file in order, the header too. */
  row(cells: string[]): void;
  /** Whether cells look like a whole row; see `ScannerOptions`. */
  looksLikeRow(cells: readonly string[]): boolean;
  /** Told after each part of the file, with the bytes read so far; may throw to stop. */
  progress(bytes: number): void;
}

/** Reads a file from its start to its end. Throws ImportFault where `textOf` or the scanner does. */
export async function eachRecord(opened: Opened, taker: RecordTaker): Promise<void> {
  const { source } = opened;
  const scanner = new CsvScanner({
    delimiter: source.delimiter,
    columns: source.titles.length,
    // What was written anew is well formed: no quote in it is stray.
    looksLikeRow: source.format === 'text' ? (cells) => taker.looksLikeRow(cells) : () => false,
  });
  const take = (cells: string[]): void => taker.row(cells);
  for await (const { text, bytes } of textOf(opened)) {
    scanner.push(text, take);
    taker.progress(bytes);
  }
  scanner.end(take);
}

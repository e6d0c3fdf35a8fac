import type { ByteCells } from './byte-cells.ts';
import { ByteScanner } from './byte-scanner.ts';
import { bytesOf, type Opened } from './source.ts';

/** Bytes between two calls of `progress`: so few that a person who cancels does not wait. */
const PART = 65_536;

export interface RecordTaker {
  /** Each record of the file in order, the header too. The cells are valid only during the call. */
  row(cells: ByteCells): void;
  /** Whether cells look like a whole row; see `ScannerOptions`. */
  looksLikeRow(cells: readonly string[]): boolean;
  /** Told after each part of the file, with the bytes read so far; may throw to stop. */
  progress(bytes: number): void;
}

/** Reads a file from its start to its end. Throws ImportFault where `bytesOf` or the scanner does. */
export async function eachRecord(opened: Opened, taker: RecordTaker): Promise<void> {
  const { source } = opened;
  const scanner = new ByteScanner({
    delimiter: source.delimiter,
    columns: source.titles.length,
    // What was written anew is well formed: no quote in it is stray.
    looksLikeRow: source.format === 'text' ? (cells) => taker.looksLikeRow(cells) : () => false,
  });
  const take = (cells: ByteCells): void => taker.row(cells);
  let before = 0;
  for await (const { bytes, at } of bytesOf(opened)) {
    for (let from = 0; from < bytes.length; from += PART) {
      const part = bytes.subarray(from, from + PART);
      scanner.push(part, take);
      taker.progress(before + Math.round(((at - before) * (from + part.length)) / bytes.length));
    }
    before = at;
  }
  scanner.end(take);
  taker.progress(before);
}

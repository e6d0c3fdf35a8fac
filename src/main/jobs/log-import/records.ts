import { CsvScanner } from '../import/csv-scanner.ts';
import { ImportFault } from '../import/fault.ts';
import { type Description, objectIn, tooLong } from './describe.ts';
import { LineSplitter, LONGEST_ROW } from './lines.ts';
import type { Made, RowMaker } from './row-maker.ts';

/** What becomes of a row of the file; rows count from 1 with the header. `line` is its beginning as it stands there. */
export type RecordSink = (made: Made, row: number, line: () => string) => void;

/** Splits a file's text into rows, from a row on. */
export interface RecordReader {
  push(text: string): void;
  end(): void;
}

const SHOWN = 2_000;

/** Reads rows of either format; the first `skip` rows are passed over without a look. */
export function recordReader(
  description: Description,
  { maker, skip }: { readonly maker: RowMaker; readonly skip: number },
  sink: RecordSink,
): RecordReader {
  return description.format === 'jsonl'
    ? jsonReader(maker, skip, sink)
    : csvReader(description, { maker, skip }, sink);
}

function jsonReader(maker: RowMaker, skip: number, sink: RecordSink): RecordReader {
  let row = 0;
  return new LineSplitter({
    line(text) {
      row += 1;
      if (row <= skip || text === '' || text === '\r') return;
      const object = objectIn(text);
      const made: Made =
        object === null ? { row: null, reason: 'It is no JSON object.' } : maker.ofObject(object);
      sink(made, row, () => text.slice(0, SHOWN));
    },
    tooLong(start, length) {
      row += 1;
      if (row > skip) sink({ row: null, reason: tooLong(length) }, row, () => start);
    },
  });
}

function csvReader(
  { delimiter, columns }: Description,
  { maker, skip }: { maker: RowMaker; skip: number },
  sink: RecordSink,
): RecordReader {
  const scanner = csvScanner(delimiter, columns.length);
  let row = 0;
  const emit = (cells: string[]): void => {
    row += 1;
    const empty = cells.length === 1 && cells[0] === '';
    if (row === 1 || row <= skip || empty) return;
    sink(maker.ofCells(cells, columns), row, () => cells.join(delimiter).slice(0, SHOWN));
  };
  return { push: (text) => scanner.push(text, emit), end: () => scanner.end(emit) };
}

const nothing = (): void => undefined;

function csvScanner(delimiter: string, columns: number): CsvScanner {
  return new CsvScanner({
    delimiter,
    columns,
    tooLong: (row) =>
      new ImportFault(
        `Row ${row.toLocaleString('en')} is longer than ${LONGEST_ROW.toLocaleString('en')} characters, or a quote before it was left open. Nothing was imported; mend the row, or choose another delimiter.`,
      ),
  });
}

/** Looks for rows that no reader can pass, before any is imported. Throws ImportFault with the row. */
export function recordCheck({ format, delimiter, columns }: Description): RecordReader {
  // A line of JSON Lines that is too long is refused by itself.
  if (format === 'jsonl') return { push: () => undefined, end: () => undefined };
  const scanner = csvScanner(delimiter, columns.length);
  return { push: (text) => scanner.push(text, nothing), end: () => scanner.end(nothing) };
}

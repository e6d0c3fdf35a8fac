import { type Delimiter, detectDelimiter, firstRecords } from '../import/delimiter.ts';
import { decoderOf, type Encoding } from '../import/encoding.ts';
import { ImportFault } from '../import/fault.ts';
import { type OpenedFile, piecesOf } from './bytes.ts';
import { EncodingCheck } from './check.ts';
import { LONGEST_ROW } from './lines.ts';
import { type LogRole, MOST_COLUMNS, rolesOf } from './roles.ts';
import { guessUnit, type TimeUnit } from './times.ts';

/** How a person wants a file read; what is left out is detected. */
export interface LogReading {
  readonly project?: string | undefined;
  readonly timeUnit?: TimeUnit | undefined;
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: Delimiter | undefined;
  readonly columns?: Readonly<Record<string, LogRole>> | undefined;
}

/** How a file is read, with its first rows. */
export interface Description {
  readonly format: 'jsonl' | 'csv';
  readonly encoding: Encoding;
  /** Empty for JSON Lines. */
  readonly delimiter: string;
  /** Names of columns, or of the fields that the first rows have. */
  readonly columns: readonly string[];
  readonly roles: ReadonlyMap<string, LogRole>;
  readonly unit: TimeUnit | null;
  /** Objects of JSON Lines (null: no JSON object), or records of CSV less the header. */
  readonly sample: readonly (Readonly<Record<string, unknown>> | readonly string[] | null)[];
}

/** Looked at for how a file is read, in bytes. */
const SAMPLE = 262_144;
const SAMPLE_ROWS = 200;

/** Describes a file by its beginning; throws ImportFault if it can't be a log. */
export async function describeFile(
  file: string,
  opened: OpenedFile,
  { reading, encoding, now }: { reading: LogReading; encoding: Encoding | undefined; now: number },
): Promise<Description> {
  const { head, whole } = await headOf(file, opened);
  const known = encoding ?? encodingOf(head, whole, reading.encoding);
  const decoder = decoderOf(known);
  const text = decoder.decode(head) + (whole ? decoder.end() : '');
  const start = text.trimStart();
  if (start === '' && whole) {
    throw new ImportFault('The file is empty. Choose a file with log rows in it.');
  }
  if (start.startsWith('[')) {
    throw new ImportFault(
      'The file is one JSON array. Log files are JSON Lines: a JSON object on each line. Save it so.',
    );
  }
  const shape = start.startsWith('{') ? jsonShape(text, whole) : csvShape(text, whole, reading.delimiter);
  const roles = rolesOf(shape.columns, reading.columns);
  const unit = reading.timeUnit ?? guessUnit(timesIn(shape, roles), now);
  return { ...shape, encoding: known, roles, unit };
}

async function headOf(file: string, opened: OpenedFile): Promise<{ head: Buffer; whole: boolean }> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const { bytes } of piecesOf(file, opened)) {
    pieces.push(Buffer.from(bytes));
    size += bytes.length;
    if (size > SAMPLE) return { head: Buffer.concat(pieces).subarray(0, SAMPLE), whole: false };
  }
  return { head: Buffer.concat(pieces), whole: true };
}

function encodingOf(head: Buffer, whole: boolean, declared: Encoding | undefined): Encoding {
  const check = new EncodingCheck();
  // A beginning may end within a character: only its whole lines tell.
  const end = whole ? head.length : head.lastIndexOf(10) + 1;
  check.add(head.subarray(0, end));
  return check.decide(declared);
}

type Shape = Pick<Description, 'format' | 'delimiter' | 'columns' | 'sample'>;

function jsonShape(text: string, whole: boolean): Shape {
  const lines = text.split('\n');
  if (!whole) lines.pop();
  const objects = lines
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_ROWS)
    .map((line) => objectIn(line));
  const columns = new Set<string>();
  for (const object of objects) for (const name of Object.keys(object ?? {})) columns.add(name);
  return { format: 'jsonl', delimiter: '', columns: [...columns].slice(0, MOST_COLUMNS), sample: objects };
}

/** The JSON object that a line holds; null if it holds none. */
export function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function csvShape(text: string, whole: boolean, declared: Delimiter | undefined): Shape {
  const delimiter = declared ?? detectDelimiter(text, whole);
  const [header, ...rows] = firstRecords(text, delimiter, { whole });
  const width = header?.length ?? text.split(delimiter).length;
  if (width > MOST_COLUMNS) {
    const many = header === undefined ? 'more than 1,000' : width.toLocaleString('en');
    throw new ImportFault(
      `Row 1 has ${many} columns; a log has at most 1,000. Choose another file or delimiter.`,
    );
  }
  if (header === undefined) {
    throw new ImportFault(
      `Row 1 is longer than ${SAMPLE.toLocaleString('en')} characters; a log has column names in it.`,
    );
  }
  return { format: 'csv', delimiter, columns: uniqueNames(header), sample: rows };
}

function uniqueNames(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, index) => {
    const name = cell.trim() || `Column ${index + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

function timesIn({ columns, sample }: Shape, roles: ReadonlyMap<string, LogRole>): unknown[] {
  const name = columns.find((column) => roles.get(column) === 'time');
  if (name === undefined) return [];
  const at = columns.indexOf(name);
  return sample.map((row) => (isCells(row) ? row[at] : row?.[name]));
}

/** Whether a sampled row is of CSV. */
export function isCells(row: Description['sample'][number]): row is readonly string[] {
  return Array.isArray(row);
}

/** What is said of a row that is too long. */
export function tooLong(length: number): string {
  return `It is ${length.toLocaleString('en')} characters long; a row has at most ${LONGEST_ROW.toLocaleString('en')}.`;
}

import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { PhoneRules } from '../phone/normalise.ts';
import { type ColumnRole, guessRoles, hasHeader, MOST_COLUMNS, titlesOf } from './columns.ts';
import { type Delimiter, detectDelimiter, firstRecords } from './delimiter.ts';
import { decoderOf, type Encoding, EncodingProbe, recoderOf, refuseOtherFiles } from './encoding.ts';
import { ImportFault } from './fault.ts';
import { type Format, formatOf, type Staged, type StageKind, stage } from './staging.ts';

/** How a person wants a file read; what is left out is detected. */
export interface Reading {
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: Delimiter | undefined;
  readonly header?: boolean | undefined;
  /** ISO 3166 code of the country of numbers without a country code. */
  readonly region: string;
  /** Of a workbook; its first sheet with rows if left out. */
  readonly sheet?: string | undefined;
  readonly columns?: readonly ColumnRole[] | undefined;
}

/** What is known of a file before its rows are read. */
export interface Source {
  readonly format: Format;
  readonly sheets: readonly string[];
  readonly sheet: string;
  /** In bytes; of what is read, where the file was written anew. */
  readonly size: number;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly header: boolean;
  readonly titles: readonly string[];
  readonly roles: readonly ColumnRole[];
  /** The first records with the header, as the sample has them. */
  readonly records: readonly (readonly string[])[];
  /** Whether `records` is all of the file. */
  readonly whole: boolean;
}

/** Read at once. */
const BLOCK = 1_048_576;
const SAMPLE = 262_144;
/** A cell with fewer digits is taken for no number when columns are guessed. */
const FEWEST_DIGITS = 4;

export interface Look {
  readonly rules: PhoneRules;
  /** The workspace's folder, where workbooks and cards are written anew. */
  readonly folder: string;
  /** Writes them anew in another thread; in this one if left out. */
  readonly stage?: (file: string, kind: StageKind) => Promise<Staged>;
  /** What the columns of this header became before. */
  readonly remembered?: (titles: readonly string[]) => Promise<readonly ColumnRole[] | undefined>;
  /** At most this many bytes are looked at for the encoding; all of them if left out. */
  readonly most?: number;
  readonly cancelled?: () => boolean;
}

/** A file that is open for reading, with a description of it. */
export interface Opened {
  readonly source: Source;
  readonly handle: FileHandle;
  /** The file that is read: the one asked for, or what it was written anew as. */
  readonly file: string;
  close(): Promise<void>;
}

/** Opens a file; throws ImportFault if it can't be a list of numbers. */
export async function openSource(file: string, reading: Reading, look: Look): Promise<Opened> {
  const format = await formatOfFile(file);
  if (format === 'text') return openText(file, reading, { ...look, format, sheets: [], sheet: '' });
  const { sheet } = reading;
  const kind = { format, sheet };
  const staged = await (look.stage?.(file, kind) ??
    stage(look.folder, file, { ...kind, cancelled: look.cancelled }));
  // How text is read does not concern a file that was written anew.
  const { encoding: _encoding, delimiter: _delimiter, ...rest } = reading;
  const asText = { ...rest, delimiter: ',' as const, ...(format === 'vcard' ? { header: true } : {}) };
  return openText(staged.file, asText, { ...look, format, sheets: staged.sheets, sheet: staged.sheet });
}

async function formatOfFile(file: string): Promise<Format> {
  const handle = await open(file, 'r');
  try {
    if (!(await handle.stat()).isFile()) throw new ImportFault('That is no file. Choose a CSV file.');
    const head = Buffer.alloc(64);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return formatOf(head.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

type Kind = Look & Pick<Source, 'format' | 'sheets' | 'sheet'>;

async function openText(file: string, reading: Reading, look: Kind): Promise<Opened> {
  const handle = await open(file, 'r');
  try {
    const stat = await handle.stat();
    const { head, encoding } = await probe(handle, reading.encoding, look);
    const described = await describe({ head, encoding, whole: stat.size <= head.length }, reading, look);
    const { format, sheets, sheet } = look;
    const source = { format, sheets, sheet, size: stat.size, encoding, ...described };
    return { handle, source, file, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function probe(
  handle: FileHandle,
  declared: Encoding | undefined,
  { most = Number.POSITIVE_INFINITY, cancelled }: Look,
): Promise<{ head: Uint8Array; encoding: Encoding }> {
  const inspected = new EncodingProbe();
  const head = Buffer.alloc(SAMPLE);
  const { bytesRead: sampled } = await handle.read(head, 0, SAMPLE, 0);
  const sample = head.subarray(0, sampled);
  if (sampled === 0) throw new ImportFault('The file is empty. Choose a CSV file with numbers in it.');
  refuseOtherFiles(sample);
  inspected.add(sample);
  const block = Buffer.alloc(1_048_576);
  let at = sampled;
  let whole = sampled < SAMPLE;
  while (!whole && at < most) {
    if (cancelled?.()) break;
    const { bytesRead } = await handle.read(block, 0, block.length, at);
    inspected.add(block.subarray(0, bytesRead));
    at += bytesRead;
    whole = bytesRead === 0;
  }
  return { head: sample, encoding: inspected.decide(declared, whole) };
}

type Description = Pick<Source, 'delimiter' | 'header' | 'titles' | 'roles' | 'records' | 'whole'>;

async function describe(
  sample: { head: Uint8Array; encoding: Encoding; whole: boolean },
  reading: Reading,
  { rules, format, remembered }: Kind,
): Promise<Description> {
  const decoder = decoderOf(sample.encoding);
  const text = decoder.decode(sample.head) + (sample.whole ? decoder.end() : '');
  if (text.trim() === '' && sample.whole) {
    throw new ImportFault('The file is empty. Choose a CSV file with numbers in it.');
  }
  const delimiter = reading.delimiter ?? detectDelimiter(text, sample.whole);
  const records = firstRecords(text, delimiter, { whole: sample.whole, wellFormed: format !== 'text' });
  if (records.length === 0 && !sample.whole) {
    throw new ImportFault(
      `The first row goes on for more than ${SAMPLE.toLocaleString('en')} bytes, so this is no list of numbers. Choose a file with one number per row.`,
    );
  }
  const header = reading.header ?? hasHeader(records);
  const count = Math.max(records[0]?.length ?? 0, usualCount(records));
  if (count > MOST_COLUMNS) {
    throw new ImportFault(
      `The file has ${count.toLocaleString('en')} columns; a list may have at most ${MOST_COLUMNS.toLocaleString('en')}. Remove columns, or choose another delimiter.`,
    );
  }
  if (header && sample.whole && records.length === 1) {
    throw new ImportFault(
      'The file has only a header and no rows. Add rows, or say that its first row is no header.',
    );
  }
  const titles = titlesOf(header ? (records[0] ?? null) : null, count);
  const body = header ? records.slice(1) : records;
  const columns = titles.map((title, index) => ({
    title,
    cells: body.map((cells) => cells[index] ?? ''),
  }));
  const isNumber = (cell: string): boolean =>
    (cell.match(/\d/g)?.length ?? 0) >= FEWEST_DIGITS &&
    rules.normalise(cell, reading.region).outcome !== 'refused';
  const roles =
    reading.columns ?? (header ? await remembered?.(titles) : undefined) ?? guessRoles(columns, isNumber);
  return { delimiter, header, titles, roles, records, whole: sample.whole };
}

/** The number of cells that most records have. */
function usualCount(records: readonly (readonly string[])[]): number {
  const times = new Map<number, number>();
  for (const { length } of records) times.set(length, (times.get(length) ?? 0) + 1);
  return [...times].toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}

/**
 * The file's text from its start, as UTF-8 in blocks of whole characters, with the bytes of the file read so far. A
 * block is valid until the next is asked for. Throws ImportFault if the file changes meanwhile or its bytes are no text.
 */
export async function* bytesOf({
  handle,
  source,
}: Opened): AsyncGenerator<{ readonly bytes: Buffer; readonly at: number }> {
  const recoder = recoderOf(source.encoding);
  const before = await handle.stat();
  const block = Buffer.allocUnsafeSlow(BLOCK);
  let at = 0;
  for (;;) {
    // Files are read in threads of jobs, which have nothing else to do: to wait for another thread to read takes longer.
    const bytesRead = readSync(handle.fd, block, 0, BLOCK, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    yield { bytes: recoder.recode(block.subarray(0, bytesRead)), at };
  }
  const after = await handle.stat();
  if (at !== source.size || after.size !== source.size || after.mtimeMs !== before.mtimeMs) {
    throw new ImportFault('The file was changed while it was being read. Nothing was imported; try again.');
  }
  recoder.end();
}

/** Opens a file that is known already once more. */
export async function reopen(file: string, source: Source): Promise<Opened> {
  const handle = await open(file, 'r');
  return { handle, source, file, close: () => handle.close() };
}

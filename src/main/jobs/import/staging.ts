import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decoderOf, EncodingProbe } from './encoding.ts';
import { ImportFault, Stopped } from './fault.ts';
import { STAGING_FOLDER } from './staging-folder.ts';
import { CARD_TITLES, rowsOfCards } from './vcard.ts';
import { readWorkbook } from './workbook.ts';

/** A file that is no table of text, written anew as one beside the database. */
export interface Staged {
  /** Path of a CSV file in UTF-8 with a comma as delimiter. */
  readonly file: string;
  /** Names of the sheets that have rows; empty for cards. */
  readonly sheets: readonly string[];
  readonly sheet: string;
}

/** What is written anew, and which sheet of it. */
export interface StageKind {
  readonly format: 'xlsx' | 'vcard';
  readonly sheet?: string | undefined;
}

/** What a file is, told by its first bytes. */
export type Format = 'text' | 'xlsx' | 'vcard';

/** What is left behind by people who look at a file and don't import it is deleted after a day. */
const KEPT = 86_400_000;
/** Larger vCard files are no address books. */
const MOST_CARDS = 200_000_000;

/** Which kind of file begins like this. */
export function formatOf(head: Uint8Array): Format {
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) return 'xlsx';
  const text = Buffer.from(head.subarray(0, 64)).toString('latin1').replaceAll('\0', '');
  return /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?\s*BEGIN:VCARD/i.test(text) ? 'vcard' : 'text';
}

/** The folder of staged files in a workspace. */
function stagingFolder(folder: string): string {
  const staging = join(folder, STAGING_FOLDER);
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  return staging;
}

/** Keeps pasted text as a file, so that it is read like any other; the same text is the same file. */
export async function stageText(folder: string, text: string): Promise<string> {
  const file = join(stagingFolder(folder), `${createHash('sha256').update(text).digest('hex')}.txt`);
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

/** Whether a path is of a file that was staged in this workspace. */
export function isStaged(folder: string, file: string): boolean {
  return dirname(file) === join(folder, STAGING_FOLDER);
}

/**
 * Writes a workbook or vCards as a CSV file; the second time that the same file is asked for, it is there already.
 * Throws ImportFault if it can't be read, and Stopped, with nothing left behind, once `cancelled` says so.
 */
export async function stage(
  folder: string,
  file: string,
  { format, sheet, cancelled }: StageKind & { readonly cancelled?: (() => boolean) | undefined },
): Promise<Staged> {
  const { size, mtimeMs } = await stat(file);
  const staging = stagingFolder(folder);
  forgetOld(staging);
  const name = createHash('sha256').update(JSON.stringify([file, size, mtimeMs, sheet ?? '']));
  const path = join(staging, `${name.digest('hex')}.csv`);
  const known = await readFile(`${path}.json`, 'utf8').catch(() => null);
  if (known !== null) return { file: path, ...(JSON.parse(known) as Omit<Staged, 'file'>) };
  // Two may read the same file at once: a preview, and the import that did not wait for it.
  const part = `${path}.${randomUUID()}.part`;
  try {
    const write = (rows: Pieces) => writeFile(part, csvOf(rows), { mode: 0o600 });
    const about =
      format === 'xlsx' ? await bookAs(file, { sheet, cancelled }, write) : await cardsAs(file, write);
    await rename(part, path);
    await writeFile(`${path}.json`, JSON.stringify(about), { mode: 0o600 });
    return { file: path, ...about };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Deletes a staged file with what belongs to it. */
export async function unstage(folder: string, file: string): Promise<void> {
  if (!isStaged(folder, file)) return;
  await rm(file, { force: true });
  await rm(`${file}.json`, { force: true });
}

function forgetOld(staging: string): void {
  for (const name of readdirSync(staging)) {
    const path = join(staging, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.MAX_VALUE };
    if (Date.now() - mtimeMs > KEPT) rmSync(path, { force: true });
  }
}

type About = Omit<Staged, 'file'>;
type Pieces = AsyncIterable<readonly (readonly string[])[]> | Iterable<readonly (readonly string[])[]>;

function bookAs(
  file: string,
  { sheet, cancelled }: { sheet: string | undefined; cancelled: (() => boolean) | undefined },
  write: (rows: Pieces) => Promise<void>,
): Promise<About> {
  const goOn = () => {
    if (cancelled?.() === true) throw new Stopped();
  };
  return readWorkbook(file, { sheet, goOn }, async ({ rows, sheets, name }) => {
    await write(rows);
    return { sheets, sheet: name };
  });
}

async function cardsAs(file: string, write: (rows: Pieces) => Promise<void>): Promise<About> {
  const bytes = await readFile(file);
  if (bytes.length > MOST_CARDS) throw new ImportFault('The file is too large for vCards. Save it as CSV.');
  const probe = new EncodingProbe();
  probe.add(bytes);
  const decoder = decoderOf(probe.decide(undefined, true));
  await write(withTitles(decoder.decode(bytes) + decoder.end()));
  return { sheets: [], sheet: '' };
}

function* withTitles(text: string): Generator<readonly (readonly string[])[]> {
  yield [CARD_TITLES];
  for (const row of rowsOfCards(text)) yield [row];
}

async function* csvOf(pieces: Pieces): AsyncGenerator<string> {
  let lines = '';
  for await (const rows of pieces) {
    for (const row of rows) {
      lines += `${row.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
    }
    if (lines.length > 65_536) {
      yield lines;
      lines = '';
    }
  }
  yield lines;
}

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decoderOf, EncodingProbe } from './encoding.ts';
import { ImportFault } from './fault.ts';
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
 * Throws ImportFault if it can't be read.
 */
export async function stage(folder: string, file: string, { format, sheet }: StageKind): Promise<Staged> {
  const { size, mtimeMs } = await stat(file);
  const staging = stagingFolder(folder);
  forgetOld(staging);
  const name = createHash('sha256').update(JSON.stringify([file, size, mtimeMs, sheet ?? '']));
  const path = join(staging, `${name.digest('hex')}.csv`);
  const known = await readFile(`${path}.json`, 'utf8').catch(() => null);
  if (known !== null) return { file: path, ...(JSON.parse(known) as Omit<Staged, 'file'>) };
  const { rows, sheets, chosen } = format === 'xlsx' ? await workbookRows(file, sheet) : await cardRows(file);
  await writeFile(`${path}.part`, csvOf(rows), { mode: 0o600 });
  await rename(`${path}.part`, path);
  const about = { sheets, sheet: chosen };
  await writeFile(`${path}.json`, JSON.stringify(about), { mode: 0o600 });
  return { file: path, ...about };
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

interface Rows {
  readonly rows: Iterable<readonly string[]>;
  readonly sheets: readonly string[];
  readonly chosen: string;
}

async function workbookRows(file: string, wanted: string | undefined): Promise<Rows> {
  const sheets = await readWorkbook(file);
  const chosen = sheets.find(({ name }) => wanted === undefined || name === wanted);
  if (chosen === undefined) {
    throw new ImportFault(
      sheets.length === 0
        ? 'The Excel workbook is empty. Choose a file with numbers in it.'
        : `The workbook has no sheet "${wanted}" with rows. Choose another sheet.`,
    );
  }
  return { rows: chosen.rows, sheets: sheets.map(({ name }) => name), chosen: chosen.name };
}

async function cardRows(file: string): Promise<Rows> {
  const bytes = await readFile(file);
  if (bytes.length > MOST_CARDS) throw new ImportFault('The file is too large for vCards. Save it as CSV.');
  const probe = new EncodingProbe();
  probe.add(bytes);
  const decoder = decoderOf(probe.decide(undefined, true));
  const text = decoder.decode(bytes) + decoder.end();
  return { rows: withTitles(text), sheets: [], chosen: '' };
}

function* withTitles(text: string): Generator<readonly string[]> {
  yield CARD_TITLES;
  yield* rowsOfCards(text);
}

function* csvOf(rows: Iterable<readonly string[]>): Generator<string> {
  let lines = '';
  for (const row of rows) {
    lines += `${row.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
    if (lines.length > 65_536) {
      yield lines;
      lines = '';
    }
  }
  yield lines;
}

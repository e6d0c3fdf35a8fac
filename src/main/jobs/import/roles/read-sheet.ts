import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { MOST_COLUMNS, MOST_ROWS } from '#shared/policy/role-matrix/mapping.ts';
import { decoderOf, EncodingProbe, refuseOtherFiles } from '../encoding.ts';
import { ImportFault } from '../fault.ts';
import { unpackedSize } from './unpacked-size.ts';

const MOST_BYTES = 8 * 1_048_576;
const MOST_UNPACKED = 100 * 1_048_576;
const DELIMITERS = [',', ';', '\t', '|'];

/** A file that holds a role pack: JSON as it is, or the sheets of a role matrix. */
export type PackFile = {
  readonly name: string;
  /** SHA-256, hex. */
  readonly digest: string;
} & (
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'csv' | 'xlsx'; readonly sheets: readonly NamedSheet[] }
);

export interface NamedSheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
}

function bounded(sheet: NamedSheet): NamedSheet {
  if (sheet.rows.length > MOST_ROWS || sheet.rows.some((row) => row.length > MOST_COLUMNS)) {
    throw new ImportFault(
      `The sheet "${sheet.name}" is larger than a role matrix can be (${MOST_ROWS.toLocaleString('en')} rows, ${MOST_COLUMNS} columns).`,
    );
  }
  return sheet;
}

async function readWorkbook(bytes: Buffer): Promise<NamedSheet[]> {
  if (unpackedSize(bytes) > MOST_UNPACKED) {
    throw new ImportFault('The workbook is far larger unpacked than a role matrix can be.');
  }
  // Loaded when a workbook is looked at: no start pays for it.
  const { default: readSheets } = await import('read-excel-file/node');
  try {
    const sheets = await readSheets(bytes);
    return sheets.map(({ sheet, data }) =>
      bounded({ name: sheet, rows: data.map((row) => row.map(textOfCell)) }),
    );
  } catch (error) {
    if (error instanceof ImportFault) throw error;
    throw new ImportFault(
      'The workbook cannot be read. Open it, save the sheet as "CSV UTF-8" and choose that.',
    );
  }
}

function textOf(bytes: Buffer): string {
  refuseOtherFiles(bytes);
  const probe = new EncodingProbe();
  probe.add(bytes);
  const decoder = decoderOf(probe.decide(undefined, true));
  return decoder.decode(bytes) + decoder.end();
}

/** The rows by the delimiter that makes the widest regular table. */
function readCsv(text: string): string[][] {
  let best: string[][] = [];
  let most = 0;
  for (const delimiter of DELIMITERS) {
    if (!text.includes(delimiter)) continue;
    const rows = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    });
    const widths = new Map<number, number>();
    for (const { length } of rows) if (length > 1) widths.set(length, (widths.get(length) ?? 0) + 1);
    const [width, times] = [...widths].toSorted((one, other) => other[1] - one[1])[0] ?? [1, 0];
    const score = times + Math.min(width, 100) / 1000;
    if (times > 0 && score > most) [best, most] = [rows, score];
  }
  return best;
}

function isJson(name: string, text: string): boolean {
  return name.toLowerCase().endsWith('.json') || /^\s*\{/.test(text);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ImportFault(
      'The file is no JSON that can be read. Save the role pack again, or choose another.',
    );
  }
}

/** Reads a JSON pack, or a role matrix as CSV or XLSX; throws ImportFault for what is neither. */
export async function readPackFile(file: string): Promise<PackFile> {
  const facts = await stat(file);
  if (!facts.isFile()) throw new ImportFault('That is no file. Choose a JSON, CSV or XLSX file.');
  if (facts.size === 0) throw new ImportFault('The file is empty. Choose a role pack or a role matrix.');
  if (facts.size > MOST_BYTES) throw new ImportFault('The file is larger than a role pack can be (8 MiB).');
  const bytes = await readFile(file);
  const common = { name: basename(file), digest: createHash('sha256').update(bytes).digest('hex') };
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    return { ...common, kind: 'xlsx', sheets: await readWorkbook(bytes) };
  }
  const text = textOf(bytes);
  if (isJson(common.name, text))
    return { ...common, kind: 'json', value: readJson(text.replace(/^\uFEFF/, '')) };
  const rows = readCsv(text);
  if (rows.length === 0)
    throw new ImportFault('The file has no table in it. Choose a role matrix as CSV or XLSX.');
  return { ...common, kind: 'csv', sheets: [bounded({ name: common.name, rows })] };
}

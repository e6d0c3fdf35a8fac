import { ImportFault } from './fault.ts';
import { unpackedArchive } from './zip-archive.ts';

/** One sheet of a workbook: cells as texts, rows as they stand in it. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/** Unpacked, nothing larger can be read without taking too much memory: a million rows of some five columns. */
const MOST_UNPACKED = 450_000_000;
const SAVE_AS_CSV = 'Open it and save the sheet as "CSV UTF-8"';

const TOO_LARGE = `The workbook is too large to be read as one. ${SAVE_AS_CSV}.`;

type Cell = string | boolean | object | null;

/** Sheets of an Excel workbook (.xlsx) that have rows. Throws ImportFault if it can't be read. */
export async function readWorkbook(file: string): Promise<Sheet[]> {
  const archive = await unpackedArchive(file, refuseUnreadable);
  const { default: readSheets } = await import('read-excel-file/universal');
  try {
    const sheets = await readSheets(archive, { trim: false, parseNumber: plainNumber });
    return sheets
      .map(({ sheet, data }) => ({
        name: sheet,
        rows: data.map((row) => row.map((cell) => textOf(cell as Cell))),
      }))
      .filter(({ rows }) => rows.some((row) => row.some((cell) => cell !== '')));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // A sheet that is longer than a text can be.
    if (error instanceof RangeError) throw new ImportFault(TOO_LARGE);
    throw new ImportFault(
      `The Excel workbook is damaged and can't be read. ${SAVE_AS_CSV}, or ask for it again.`,
    );
  }
}

/** A number as it would be typed: a sheet writes 14155552671 as 1.4155552671E10 at times. */
function plainNumber(text: string): string {
  if (!/[eE]/.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text;
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, '');
  return typeof cell === 'object' ? '' : String(cell);
}

function refuseUnreadable(names: readonly string[], unpacked: number): void {
  if (!names.includes('xl/workbook.xml')) {
    throw new ImportFault(
      names.some((name) => name.startsWith('xl/'))
        ? `This kind of workbook can't be read. ${SAVE_AS_CSV}.`
        : 'This is no list but a ZIP archive. Unpack it first.',
    );
  }
  if (unpacked > MOST_UNPACKED) {
    throw new ImportFault(TOO_LARGE);
  }
}

import { open, readFile } from 'node:fs/promises';
import { ImportFault } from './fault.ts';

/** One sheet of a workbook: cells as texts, rows as they stand in it. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/** Unpacked, nothing larger can be read without taking too much memory: a million rows of some ten columns. */
const MOST_UNPACKED = 700_000_000;
const SAVE_AS_CSV = 'Open it and save the sheet as "CSV UTF-8"';

type Cell = string | boolean | object | null;

/** Sheets of an Excel workbook (.xlsx) that have rows. Throws ImportFault if it can't be read. */
export async function readWorkbook(file: string): Promise<Sheet[]> {
  await refuseUnreadable(file);
  const { default: readSheets } = await import('read-excel-file/universal');
  const bytes = await readFile(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  try {
    const sheets = await readSheets(buffer, { trim: false, parseNumber: plainNumber });
    return sheets
      .map(({ sheet, data }) => ({
        name: sheet,
        rows: data.map((row) => row.map((cell) => textOf(cell as Cell))),
      }))
      .filter(({ rows }) => rows.some((row) => row.some((cell) => cell !== '')));
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
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

/** Looks at the table of contents of the archive, so that nothing is unpacked that is no workbook or too large. */
async function refuseUnreadable(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, 66_000));
    await handle.read(tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    if (end < 0 || end + 22 > tail.length) {
      throw new ImportFault('The Excel workbook is cut off or damaged. Copy or download it again.');
    }
    const [length, from] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
    const directory = Buffer.alloc(Math.min(length, 1_048_576));
    await handle.read(directory, 0, directory.length, from);
    const names: string[] = [];
    let unpacked = 0;
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
      const name = directory.readUInt16LE(at + 28);
      names.push(directory.toString('latin1', at + 46, at + 46 + name));
      unpacked += directory.readUInt32LE(at + 24);
      at += 46 + name + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    if (!names.includes('xl/workbook.xml')) {
      throw new ImportFault(
        names.some((name) => name.startsWith('xl/'))
          ? `This kind of workbook can't be read. ${SAVE_AS_CSV}.`
          : 'This is no list but a ZIP archive. Unpack it first.',
      );
    }
    if (unpacked > MOST_UNPACKED) {
      throw new ImportFault(`The workbook is too large to be read as one. ${SAVE_AS_CSV}.`);
    }
  } finally {
    await handle.close();
  }
}

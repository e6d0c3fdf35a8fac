import { ImportFault } from './fault.ts';
import { type CellContext, SheetReader } from './sheet-reader.ts';
import { type Outline, readDateStyles, readOutline, readSharedTexts } from './workbook-parts.ts';
import { XmlFault } from './xml.ts';
import { ZipArchive } from './zip-archive.ts';

/** Unpacked, in bytes: a sheet as long as sheets can be, of a dozen columns. What says more of itself may be a trap. */
const MOST_UNPACKED = 2_000_000_000;
const SAVE_AS_CSV = 'Open it and save the sheet as "CSV UTF-8"';

/** A sheet of a workbook, while the workbook is open. */
export interface Sheet {
  readonly name: string;
  /** Names of all sheets that have rows. */
  readonly sheets: readonly string[];
  /** Cells as texts, rows as they stand in it, some at a time. */
  readonly rows: AsyncIterable<readonly (readonly string[])[]>;
}

interface Asked {
  /** Left out: the first sheet that has rows. */
  readonly sheet?: string | undefined;
  /** Asked between pieces of some 256 kB; throws to stop. */
  readonly goOn: () => void;
}

function refuseUnreadable({ names, unpacked }: ZipArchive): void {
  if (!names.includes('xl/workbook.xml')) {
    throw new ImportFault(
      names.some((name) => name.startsWith('xl/'))
        ? `This kind of workbook can't be read. ${SAVE_AS_CSV}.`
        : 'This is no list but a ZIP archive. Unpack it first.',
    );
  }
  if (unpacked > MOST_UNPACKED) {
    throw new ImportFault(`The workbook is too large to be read. ${SAVE_AS_CSV}.`);
  }
}

/** A workbook that is open. */
class Workbook {
  readonly #archive: ZipArchive;
  readonly #context: CellContext;
  readonly #goOn: () => void;

  constructor(archive: ZipArchive, context: CellContext, goOn: () => void) {
    this.#archive = archive;
    this.#context = context;
    this.#goOn = goOn;
  }

  async *rows(part: string): AsyncGenerator<string[][], void, undefined> {
    const reader = new SheetReader(this.#context);
    for await (const text of this.#archive.texts(part)) {
      this.#goOn();
      const rows = reader.read(text);
      if (rows.length > 0) yield rows;
    }
    reader.end();
  }

  async hasRows(part: string): Promise<boolean> {
    if (!this.#archive.has(part)) return false;
    for await (const _rows of this.rows(part)) return true;
    return false;
  }
}

async function withSheet<T>(
  archive: ZipArchive,
  { sheet, goOn }: Asked,
  use: (sheet: Sheet) => Promise<T>,
): Promise<T> {
  refuseUnreadable(archive);
  const outline: Outline = await readOutline(archive);
  const texts = await readSharedTexts(archive, outline.texts, goOn);
  const dates = await readDateStyles(archive, outline.styles);
  const book = new Workbook(archive, { texts, dates, since1904: outline.since1904 }, goOn);
  const filled: { name: string; part: string }[] = [];
  for (const each of outline.sheets) if (await book.hasRows(each.part)) filled.push(each);
  const chosen = filled.find(({ name }) => sheet === undefined || name === sheet);
  if (chosen === undefined) {
    throw new ImportFault(
      filled.length === 0
        ? 'The Excel workbook is empty. Choose a file with numbers in it.'
        : `The workbook has no sheet "${sheet}" with rows. Choose another sheet.`,
    );
  }
  return use({ name: chosen.name, sheets: filled.map(({ name }) => name), rows: book.rows(chosen.part) });
}

/**
 * Reads one sheet of an Excel workbook (.xlsx), piece by piece, and gives what was made of it. Throws ImportFault if it
 * can't be read, and what `goOn` throws.
 */
export async function readWorkbook<T>(
  file: string,
  asked: Asked,
  use: (sheet: Sheet) => Promise<T>,
): Promise<T> {
  const archive = await ZipArchive.open(file);
  try {
    return await withSheet(archive, asked, use);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    throw new ImportFault(
      `The Excel workbook is damaged and can't be read. ${SAVE_AS_CSV}, or ask for it again.`,
    );
  } finally {
    await archive.close();
  }
}

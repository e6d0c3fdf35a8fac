import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { Page } from '#shared/page.ts';
import { type CellWriter, cellWriter, type ExportProfile, roomForCell } from './cells.ts';
import type { RowEncoder } from './file-set.ts';
import { lineOf } from './lines.ts';

/** A column of the file. */
export type TableColumn = ParsedInputOf<'listExports.start'>['columns'][number];

/** Rows of a list as lines: each row is the texts of its cells. */
export class TableEncoder implements RowEncoder<readonly string[]> {
  readonly #writers: readonly CellWriter[];

  constructor(profile: ExportProfile, columns: readonly TableColumn[]) {
    this.#writers = columns.map((column) => cellWriter(profile, column.as === 'phone'));
  }

  timeOf(): number {
    return 0;
  }

  roomFor(texts: readonly string[]): number {
    return texts.reduce((sum, { length }) => sum + roomForCell(length) + 1, 2);
  }

  write(texts: readonly string[], bytes: Uint8Array, start: number): number {
    const line = lineOf(texts, this.#writers);
    bytes.set(line, start);
    return start + line.length;
  }
}

/** The rows of a page as texts, column by column as asked; the name of a column that it has not. */
export function textsOf(page: Page, columns: readonly TableColumn[]): string[][] | string {
  const missing = columns.find(({ field }) => !Object.hasOwn(page.columns, field));
  if (missing !== undefined) return missing.field;
  return Array.from({ length: page.rows }, (_, row) =>
    columns.map(({ field, as }) => textOf(page.columns[field]?.[row], as)),
  );
}

function textOf(cell: unknown, as: TableColumn['as']): string {
  if (cell === null || cell === undefined) return '';
  if (as === 'time' && typeof cell === 'number') {
    return Math.abs(cell) <= 8.64e15 ? new Date(cell).toISOString() : String(cell);
  }
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : JSON.stringify(cell);
}

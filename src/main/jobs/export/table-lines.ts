import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { Page } from '#shared/page.ts';
import { type CellWriter, cellWriter, type ExportProfile, roomForCell } from './cells.ts';
import type { Lines } from './file-set.ts';
import { lineOf } from './lines.ts';

/** A column of the file. */
export type TableColumn = ParsedInputOf<'listExports.start'>['columns'][number];

/** Rows of a list as lines: each row is the texts of its cells. */
export class TableLines implements Lines {
  readonly time = 0;
  readonly #writers: readonly CellWriter[];
  readonly #rows: readonly (readonly string[])[];
  #row = -1;

  constructor(writers: readonly CellWriter[], rows: readonly (readonly string[])[]) {
    this.#writers = writers;
    this.#rows = rows;
  }

  next(): boolean {
    this.#row += 1;
    return this.#row < this.#rows.length;
  }

  get room(): number {
    return this.#texts.reduce((sum, { length }) => sum + roomForCell(length) + 1, 2);
  }

  write(bytes: Uint8Array, start: number): number {
    const line = lineOf(this.#texts, this.#writers);
    bytes.set(line, start);
    return start + line.length;
  }

  get #texts(): readonly string[] {
    return this.#rows[this.#row] ?? [];
  }
}

/** How each column's cells are written. */
export function tableWriters(profile: ExportProfile, columns: readonly TableColumn[]): CellWriter[] {
  return columns.map((column) => cellWriter(profile, column.as === 'phone'));
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

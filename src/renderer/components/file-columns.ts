import type { InputOf } from '#shared/operations/index.ts';
import type { Column } from './column.ts';

/** A column of a list's export, as the operation takes it. */
export type FileColumn = InputOf<'listExports.start'>['columns'][number];

const TIME = /^at$|At$/;
const PHONE = new Set(['number', 'client']);

function defaultOf({ key, title }: { readonly key: string; readonly title: string }): FileColumn {
  return { field: key, title, as: TIME.test(key) ? 'time' : PHONE.has(key) ? 'phone' : 'text' };
}

/**
 * What an export of a list writes for the columns that show, in their order: what a column says of itself, or the row's
 * field of the same name. A column that has neither is left out.
 */
export function fileColumns<Row extends Record<string, unknown>>(
  columns: readonly Column<Row>[],
  row: Row | undefined,
): FileColumn[] {
  return columns.flatMap((column): readonly FileColumn[] => {
    if (column.inFile !== undefined) {
      return column.inFile.map(({ title = column.title, as = 'text', field }) => ({ field, title, as }));
    }
    return row !== undefined && Object.hasOwn(row, column.key) ? [defaultOf(column)] : [];
  });
}

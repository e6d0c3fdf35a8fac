import { id } from './ids.ts';
import { z } from './zod.ts';

/** The largest page a list hands out. */
export const MAX_PAGE = 1000;

type Cell = string | number | boolean | null;
type Shape = Readonly<Record<string, z.ZodType>>;

/** A column of a page: an array, or a Float64Array where every cell is a number (clones 2 to 9 times cheaper). */
export type Column<T> = T extends number ? Float64Array | readonly T[] : readonly T[];

/**
 * A window of a list as columns of equal length, in list order.
 * `total` counts what the person may see under the filter; `offset` is the first row's position. With `more` it counts
 * only what was found so far: who asks for what lies further down learns more.
 */
export interface Page<Row extends Record<string, unknown> = Record<string, Cell>> {
  readonly total: number;
  readonly offset: number;
  readonly rows: number;
  readonly more?: boolean;
  readonly columns: { readonly [K in keyof Row]: Column<Row[K]> };
}

type RowOf<S extends Shape> = { -readonly [K in keyof S]: z.output<S[K]> };

/** The output schema of a list. Checks the column names and lengths; cells are typed, not walked. */
export function pageOf<S extends Shape>(shape: S): z.ZodType<Page<RowOf<S>>> {
  const names = Object.keys(shape);
  return z.custom<Page<RowOf<S>>>((value) => {
    if (typeof value !== 'object' || value === null) return false;
    const { columns, rows, total } = value as Partial<Page>;
    if (columns === undefined || rows === undefined || total === undefined) return false;
    return (
      Object.keys(columns).length === names.length && names.every((name) => columns[name]?.length === rows)
    );
  }, 'A page must have the declared columns, all of one length.');
}

/** Row `index` of a page as an object. */
export function rowAt<Row extends Record<string, unknown>>(page: Page<Row>, index: number): Row {
  const row: Record<string, unknown> = {};
  for (const name of Object.keys(page.columns)) {
    row[name] = (page.columns as Record<string, ArrayLike<unknown>>)[name]?.[index];
  }
  return row as Row;
}

/** All rows of a page as objects. */
export function rowsOf<Row extends Record<string, unknown>>(page: Page<Row>): Row[] {
  return Array.from({ length: page.rows }, (_, index) => rowAt(page, index));
}

/**
 * The input of a list: the node below which to look (default: all that the person may see), a window, one sort
 * column, free-text search, and the noun's own filters.
 */
export function listInput<const Sort extends readonly [string, ...string[]], F extends z.ZodRawShape>(
  sortable: Sort,
  filters: F,
) {
  return z.strictObject({
    node: id().optional().meta({ label: 'Scope' }),
    offset: z.int().min(0).max(1_000_000_000).default(0),
    limit: z.int().min(1).max(MAX_PAGE).default(100),
    sort: z
      .strictObject({
        by: z.enum(sortable as unknown as [Sort[number], ...Sort[number][]]),
        direction: z.enum(['asc', 'desc']).default('asc'),
      })
      .optional(),
    search: z.string().trim().max(200).optional().meta({ label: 'Search' }),
    ...filters,
  });
}

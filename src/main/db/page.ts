import {
  type Expression,
  type QueryExecutorProvider,
  type RawBuilder,
  type SelectQueryBuilder,
  sql,
} from 'kysely';
import type { Page } from '#shared/page.ts';
import { type View, viewsOf } from './page-views.ts';

/** Rows up to here are read by LIMIT/OFFSET while no key array is there. */
const DIRECT_ROWS = 2_000;
/** Longer lists get no key array (80 MB); they pay for OFFSET. */
const MOST_KEYS = 10_000_000;

/**
 * How a cell of a page comes from a selected row: `text` and `number` as they are, `flag` as a boolean, or a
 * function of the row. A column of numbers without null becomes a Float64Array.
 */
export type CellKind<O> = 'text' | 'number' | 'flag' | ((row: O) => unknown);
type Columns<O> = Readonly<Record<string, CellKind<O>>>;
type PageRow<O, C extends Columns<O>> = {
  -readonly [K in keyof C]: C[K] extends (row: never) => infer R
    ? R
    : C[K] extends 'flag'
      ? boolean
      : K extends keyof O
        ? O[K]
        : never;
};

/** A column reference such as 'persons.email', or an SQL expression such as sql`lower(name)`. */
export type SortTerm = string | Expression<unknown>;

/** A list that can be shown page by page. */
export interface Listing<DB, TB extends keyof DB, O, C extends Columns<O>> {
  /**
   * Joined, filtered (visibility, filters, search) and with its columns selected; without order and limit.
   * INVARIANT: a join matches at most one row and is written as a join, not in `where`: once the order is known,
   * rows are fetched by key alone.
   */
  readonly query: SelectQueryBuilder<DB, TB, O>;
  /** A unique integer column of the main table, such as 'persons.rowid'; also breaks ties of the sort. */
  readonly key: string;
  /** The page's columns, by the names that the operation declares. */
  readonly columns: C;
  /** By the sort names that the operation declares: the terms, most significant first. */
  readonly sorts: Readonly<Record<string, readonly SortTerm[]>>;
  /** The order when none is asked for. */
  readonly otherwise: { readonly by: string; readonly direction: 'asc' | 'desc' };
  /**
   * Changes whenever the list may have changed. Left out: `dataState`, which any write to the database changes.
   * A list that never changes once shown may give a constant.
   */
  readonly state?: string;
  /** For rows numbered 1 to `total` without a gap by `key`, in the asked order, unfiltered: jumps without a view. */
  readonly dense?: { readonly total: number; readonly direction: 'asc' | 'desc' } | undefined;
}

/** The part of a list operation's input that says which window is asked for. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
  readonly sort?: { readonly by: string; readonly direction: 'asc' | 'desc' } | undefined;
}

/**
 * The one way in which lists make their pages. The first look at a filtered and sorted list counts it and reads the
 * page by LIMIT; from the second look on, or for a page far down, an ordered array of its keys is made once and kept
 * while `state` stays, and a page is a lookup by key at any depth.
 *
 *     return ok(await readPage(tx, {
 *       query: tx.selectFrom('persons').leftJoin('nodes', 'nodes.id', 'persons.node_id')
 *         .where(visibleIn(context.visible('users.view'), 'persons.node_id'))
 *         .select(['persons.id', 'persons.active', 'nodes.name as nodeName']),
 *       key: 'persons.rowid',
 *       columns: { id: 'text', active: 'flag', nodeName: (row) => row.nodeName ?? '' },
 *       sorts: { name: [sql`lower(persons.last_name)`, 'persons.first_name'] },
 *       otherwise: { by: 'name', direction: 'asc' },
 *     }, input));
 */
export async function readPage<DB, TB extends keyof DB, O, const C extends Columns<O>>(
  tx: QueryExecutorProvider,
  listing: Listing<DB, TB, O, C>,
  window: Window,
): Promise<Page<PageRow<O, C>>> {
  if (listing.dense !== undefined) {
    const rows = await denseRows(listing, window, listing.dense);
    return asPage(listing.columns, rows, { total: listing.dense.total, offset: window.offset });
  }
  const state = listing.state ?? (await dataState(tx));
  const ordered = inOrder(listing, window);
  const name = nameOf(listing, ordered);
  const views = viewsOf(tx);
  const known = views.get(name, state);
  let view: View = known ?? { state, total: await countOf(listing), keys: null };
  const worthKeys = known !== undefined || window.offset + window.limit > DIRECT_ROWS;
  if (view.keys === null && worthKeys && view.total > window.limit && view.total <= MOST_KEYS) {
    const keys = await keysOf(ordered, listing.key, tx);
    view = { state, total: keys.length, keys };
  }
  views.put(name, view);
  const rows =
    view.keys === null
      ? await ordered.limit(window.limit).offset(window.offset).execute()
      : await rowsByKey(listing, view.keys.subarray(window.offset, window.offset + window.limit));
  return asPage(listing.columns, rows, { total: view.total, offset: window.offset });
}

/**
 * A mark of everything this connection can see; any write, by it or by another connection, changes the mark. Marks of
 * different connections can't be compared.
 */
export async function dataState(tx: QueryExecutorProvider): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select data_version || ':' || total_changes() as mark from pragma_data_version`.execute(tx);
  return rows[0]?.mark ?? '';
}

/** The predicate "the column contains this text", whatever its ASCII case; wildcards in the text are literal. */
export function contains(column: SortTerm, text: string): RawBuilder<boolean> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const term = typeof column === 'string' ? sql.ref(column) : column;
  return sql<boolean>`${term} like ${pattern} escape '\\'`;
}

function inOrder<DB, TB extends keyof DB, O, C extends Columns<O>>(
  listing: Listing<DB, TB, O, C>,
  window: Window,
): SelectQueryBuilder<DB, TB, O> {
  const { by, direction } = window.sort ?? listing.otherwise;
  let query = listing.query;
  for (const term of [...(listing.sorts[by] ?? []), listing.key]) {
    query = query.orderBy(typeof term === 'string' ? sql.ref(term) : term, direction);
  }
  return query;
}

/** Tells lists apart by what is asked of the database: same SQL and parameters, same view. */
function nameOf<DB, TB extends keyof DB, O, C extends Columns<O>>(
  listing: Listing<DB, TB, O, C>,
  ordered: SelectQueryBuilder<DB, TB, O>,
): string {
  const { sql: text, parameters } = ordered.clearSelect().select(keyColumn(listing.key)).compile();
  return `${text}\n${JSON.stringify(parameters)}`;
}

function keyColumn(key: string) {
  return sql<number>`${sql.ref(key)}`.as('page_key');
}

async function countOf<DB, TB extends keyof DB, O, C extends Columns<O>>(
  listing: Listing<DB, TB, O, C>,
): Promise<number> {
  const [row] = await listing.query.clearSelect().select(sql<number>`count(*)`.as('total')).execute();
  return (row as { total: number }).total;
}

/** All keys in order, as one JSON text: a million cost a tenth of a second, as objects they would cost a second. */
async function keysOf<DB, TB extends keyof DB, O>(
  ordered: SelectQueryBuilder<DB, TB, O>,
  key: string,
  tx: QueryExecutorProvider,
): Promise<Float64Array> {
  const inner = ordered.clearSelect().select(keyColumn(key));
  const { rows } = await sql<{ keys: string }>`
    select json_group_array(page_key) as keys from (${inner}) as ordered_keys`.execute(tx);
  return Float64Array.from(JSON.parse(rows[0]?.keys ?? '[]') as number[]);
}

async function rowsByKey<DB, TB extends keyof DB, O, C extends Columns<O>>(
  listing: Listing<DB, TB, O, C>,
  keys: Float64Array | Uint32Array,
): Promise<O[]> {
  if (keys.length === 0) return [];
  const found = await listing.query
    .clearWhere()
    .select(keyColumn(listing.key))
    .where(sql<boolean>`${sql.ref(listing.key)} in (${sql.join([...keys])})`)
    .execute();
  const byKey = new Map(found.map((row) => [(row as { page_key: number }).page_key, row as O]));
  return Array.from(keys, (key) => byKey.get(key)).filter((row) => row !== undefined);
}

async function denseRows<DB, TB extends keyof DB, O, C extends Columns<O>>(
  listing: Listing<DB, TB, O, C>,
  window: Window,
  { total, direction }: { total: number; direction: 'asc' | 'desc' },
): Promise<O[]> {
  const first = direction === 'asc' ? window.offset + 1 : total - window.offset - window.limit + 1;
  const last = direction === 'asc' ? window.offset + window.limit : total - window.offset;
  return listing.query
    .where(sql<boolean>`${sql.ref(listing.key)} between ${first} and ${last}`)
    .orderBy(sql.ref(listing.key), direction)
    .execute();
}

/** Rows as a page of a list, for the lists that `readPage` is not for. */
export function asPage<O, const C extends Columns<O>>(
  kinds: C,
  rows: readonly O[],
  place: { total: number; offset: number },
): Page<PageRow<O, C>> {
  const columns: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    columns[name] = columnOf(rows as readonly Record<string, unknown>[], name, kind as CellKind<unknown>);
  }
  return { ...place, rows: rows.length, columns: columns as Page<PageRow<O, C>>['columns'] };
}

function columnOf(
  rows: readonly Record<string, unknown>[],
  name: string,
  kind: CellKind<unknown>,
): ArrayLike<unknown> {
  if (kind === 'flag') return rows.map((row) => Boolean(row[name]));
  const cells = rows.map(typeof kind === 'function' ? kind : (row) => row[name]);
  if (cells.length === 0 || !cells.every((cell) => typeof cell === 'number')) return cells;
  return Float64Array.from(cells);
}

import { sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { countsBelow } from '../db/node-counts.ts';
import { type Sight, seenIn } from '../db/node-sight.ts';
import { contains, readPage } from '../db/page.ts';
import { within } from '../db/visible.ts';
import type { Context, Tx } from './handler.ts';
import { kindTitle, packAt } from './realm-pack.ts';

/** What the asking person may know of scopes. */
export function sightOf(context: Context): Sight {
  const held = context.actor === null ? [] : context.rights.grantsOf(context.actor.id, context.now);
  return {
    tree: context.rights.tree,
    held: [...new Set(held.map((grant) => grant.node))],
    visible: (permission) => context.visible(permission),
  };
}

/** The predicate "neither the scope nor one above it is archived". */
export function notArchived(idColumn: string) {
  return sql<boolean>`not exists (
    select 1 from node_ancestors up join nodes above on above.id = up.ancestor_id
    where up.node_id = ${sql.ref(idColumn)} and above.archived_at is not null)`;
}

/** The names of the scopes above, from the realm on, as one text. */
export function pathOf(idColumn: string) {
  return sql<string>`coalesce((select group_concat(name, ' › ') from (
    select above.name from node_ancestors up join nodes above on above.id = up.ancestor_id
    where up.node_id = ${sql.ref(idColumn)} and up.depth > 0 and above.kind <> 'platform'
    order by up.depth desc)), '')`;
}

interface Row {
  readonly id: string;
  readonly kind: string;
}

function listedNodes(tx: Tx, context: Context) {
  const archived = (row: Row) => {
    const { tree } = context.rights;
    return tree.isArchived(tree.indexOf(row.id));
  };
  return {
    query: tx
      .selectFrom('nodes')
      .where(seenIn(sightOf(context), 'nodes.id'))
      .select([
        'nodes.id',
        sql<string>`coalesce(nodes.parent_id, '')`.as('parent'),
        'nodes.kind',
        'nodes.name',
        'nodes.pack_id as pack',
        'nodes.version',
      ]),
    columns: {
      id: 'text',
      parent: 'text',
      kind: 'text',
      kindTitle: (row: Row) => kindTitle(packAt(context, row.id), row.kind),
      name: 'text',
      pack: 'text',
      archived,
      mayHold: (row: Row) =>
        packAt(context, row.id)?.nodeKinds.some((kind) => kind.parent === row.kind) === true,
      version: 'number',
    } as const,
    key: 'nodes.rowid',
    otherwise: { by: 'name', direction: 'asc' } as const,
  };
}

/** A page of the scopes directly below one, with what lies at and below each. */
export async function listChildren(
  tx: Tx,
  input: ParsedInputOf<'nodes.children'>,
  context: Context,
): Promise<OutputOf<'nodes.children'>> {
  const { query, ...rest } = listedNodes(tx, context);
  let children = query.where('nodes.parent_id', '=', input.parent);
  if (!input.archived) children = children.where('nodes.archived_at', 'is', null);
  if (input.search) children = children.where(contains('nodes.name', input.search));
  const sorts = { name: [sql`lower(nodes.name)`] };
  const page = await readPage(tx, { ...rest, query: children, sorts }, input);
  const ids = [...page.columns.id];
  const below = await childCounts(tx, ids, { context, archived: input.archived });
  return {
    ...page,
    columns: {
      ...page.columns,
      ...(await countColumns(tx, ids, context)),
      children: ids.map((id) => below.get(id) ?? 0),
    },
  };
}

async function countColumns(tx: Tx, ids: readonly string[], context: Context) {
  const { tree } = context.rights;
  const people = { table: 'persons', visible: context.visible('users.view'), tree } as const;
  const roles = { table: 'assignments', visible: context.visible('roles.view'), tree } as const;
  return {
    people: columnOf(ids, await countsBelow(tx, ids, people)),
    assignments: columnOf(ids, await countsBelow(tx, ids, roles)),
  };
}

/** A column of counts; all null where the person may not see such records. */
function columnOf(ids: readonly string[], counts: ReadonlyMap<string, number> | null) {
  return counts === null ? ids.map(() => null) : ids.map((id) => counts.get(id) ?? 0);
}

async function childCounts(
  tx: Tx,
  ids: readonly string[],
  { context, archived }: { context: Context; archived: boolean },
): Promise<ReadonlyMap<string, number>> {
  let query = tx
    .selectFrom('nodes')
    .where(sql<boolean>`nodes.parent_id in (select value from json_each(${JSON.stringify(ids)}))`)
    .where(seenIn(sightOf(context), 'nodes.id'))
    .groupBy('nodes.parent_id')
    .select((eb) => ['nodes.parent_id as parent', eb.fn.countAll<number>().as('count')]);
  if (!archived) query = query.where('nodes.archived_at', 'is', null);
  return new Map((await query.execute()).map(({ parent, count }) => [parent ?? '', count]));
}

/** A page of scopes at and below one, wherever they lie. */
export async function listNodes(
  tx: Tx,
  input: ParsedInputOf<'nodes.list'>,
  context: Context,
): Promise<OutputOf<'nodes.list'>> {
  const { query, columns, ...rest } = listedNodes(tx, context);
  let found = query.where('nodes.id', '<>', PLATFORM_ID).where(within(input.node ?? PLATFORM_ID, 'nodes.id'));
  if (!input.archived) found = found.where(notArchived('nodes.id'));
  if (input.kind !== undefined) found = found.where('nodes.kind', '=', input.kind);
  if (input.search) found = found.where(contains('nodes.name', input.search));
  const sorts = {
    name: [sql`lower(nodes.name)`],
    path: [sql`lower(${pathOf('nodes.id')})`, sql`lower(nodes.name)`],
  };
  const page = await readPage(tx, { ...rest, query: found, columns, sorts }, input);
  const ids = [...page.columns.id];
  const paths = await pathsOf(tx, ids);
  const path = ids.map((id) => paths.get(id) ?? '');
  return { ...page, columns: { ...page.columns, ...(await countColumns(tx, ids, context)), path } };
}

/** The paths of these scopes: worked out for a page, not for each row that a sort passes. */
async function pathsOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('nodes')
    .select(['nodes.id', pathOf('nodes.id').as('path')])
    .where(sql<boolean>`nodes.id in (select value from json_each(${JSON.stringify(ids)}))`)
    .execute();
  return new Map(rows.map(({ id, path }) => [id, path]));
}

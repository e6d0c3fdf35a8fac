import { type Kysely, sql } from 'kysely';
import type { ScopeTree } from '#shared/authz/scope-tree.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { Tables } from './tables/index.ts';
import type { Visible } from './visible.ts';

/** What is counted at and below scopes, and where the asking person sees such records. */
export interface Counted {
  readonly table: 'persons' | 'assignments' | 'number_lists' | 'broadcasts';
  readonly visible: Visible;
  readonly tree: ScopeTree;
}

/**
 * How many records the asking person sees at and below each of these scopes. Null: the person sees such records
 * nowhere.
 */
export async function countsBelow(
  db: Kysely<Tables>,
  nodes: readonly string[],
  { table, visible, tree }: Counted,
): Promise<ReadonlyMap<string, number> | null> {
  if (visible.nodes.length === 0) return null;
  const tops = visible.nodes.filter(
    (node) => !visible.nodes.some((other) => other !== node && tree.covers(other, node)),
  );
  // Of a scope above those where the right is held, their counts together; of one within them, its own.
  const parts = new Map(
    nodes.map((node) => [
      node,
      tops.some((top) => tree.covers(top, node)) ? [node] : tops.filter((top) => tree.covers(node, top)),
    ]),
  );
  const counts = await countAll(db, [...new Set([...parts.values()].flat())], table);
  return new Map(
    [...parts].map(([node, of]) => [node, of.reduce((sum, part) => sum + (counts.get(part) ?? 0), 0)]),
  );
}

/** All living records at and below each node. */
async function countAll(
  db: Kysely<Tables>,
  nodes: readonly string[],
  table: Counted['table'],
): Promise<Map<string, number>> {
  // A cross join keeps this order: from the scopes below to their records, never through a whole realm for each.
  const { rows } = await sql<{ id: string; count: number }>`
    select top.id, (
      select count(*) from node_ancestors inside
      cross join ${sql.table(table)} record on record.node_id = inside.node_id and record.realm_id is top.realm_id
      where inside.ancestor_id = top.id and record.deleted_at is null) as count
    from nodes top
    where top.id in (select value from json_each(${JSON.stringify(nodes)})) and top.id <> ${PLATFORM_ID}`.execute(
    db,
  );
  const counts = new Map(rows.map(({ id, count }) => [id, count]));
  if (nodes.includes(PLATFORM_ID)) {
    const all = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)} where deleted_at is null`.execute(db);
    counts.set(PLATFORM_ID, all.rows[0]?.count ?? 0);
  }
  return counts;
}

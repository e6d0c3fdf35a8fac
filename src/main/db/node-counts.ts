import { type Kysely, sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn } from './visible.ts';

/** What is counted at and below scopes, and where the asking person sees such records. */
export interface Counted {
  readonly table: 'persons' | 'assignments' | 'number_lists' | 'broadcasts';
  readonly visible: Visible;
}

/**
 * How many records the asking person sees at and below each of these scopes. Null: the person sees such records
 * nowhere.
 */
export async function countsBelow(
  db: Kysely<Tables>,
  nodes: readonly string[],
  { table, visible }: Counted,
): Promise<ReadonlyMap<string, number> | null> {
  if (visible.nodes.length === 0) return null;
  const seen = visibleIn(visible, 'record.node_id');
  // A cross join keeps this order: from the few scopes below to their records, never through a whole realm.
  const { rows } = await sql<{ id: string; count: number }>`
    select top.id, (
      select count(*) from node_ancestors inside
      cross join ${sql.table(table)} record on record.node_id = inside.node_id and record.realm_id is top.realm_id
      where inside.ancestor_id = top.id and record.deleted_at is null and ${seen}) as count
    from nodes top
    where top.id in (select value from json_each(${JSON.stringify(nodes)})) and top.id <> ${PLATFORM_ID}`.execute(
    db,
  );
  const counts = new Map(rows.map(({ id, count }) => [id, count]));
  if (nodes.includes(PLATFORM_ID)) {
    const all = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)} record where record.deleted_at is null and ${seen}`.execute(
      db,
    );
    counts.set(PLATFORM_ID, all.rows[0]?.count ?? 0);
  }
  return counts;
}

import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables/index.ts';

export interface NewNode {
  readonly id: string;
  readonly parent: string;
  /** The realm's id; for a realm its own. */
  readonly realm: string;
  readonly kind: string;
  readonly name: string;
  /** For a realm: its pack and version. */
  readonly pack?: readonly [id: string, version: number];
  readonly now: number;
}

/** Adds a node below an existing one, with its lines in `node_ancestors`. */
export async function addNode(db: Kysely<Tables>, node: NewNode): Promise<void> {
  await db
    .insertInto('nodes')
    .values({
      id: node.id,
      realm_id: node.realm,
      parent_id: node.parent,
      kind: node.kind,
      name: node.name,
      pack_id: node.pack?.[0] ?? null,
      pack_version: node.pack?.[1] ?? null,
      version: 1,
      created_at: node.now,
      archived_at: null,
    })
    .execute();
  await sql`insert into node_ancestors (ancestor_id, node_id, depth)
    select ancestor_id, ${node.id}, depth + 1 from node_ancestors where node_id = ${node.parent}
    union all select ${node.id}, ${node.id}, 0`.execute(db);
}

/** Hangs a node with all below it under another parent. The caller has made sure that the parent lies elsewhere. */
export async function moveNode(
  db: Kysely<Tables>,
  { id, parent }: { readonly id: string; readonly parent: string },
): Promise<void> {
  const moved = sql`(select node_id from node_ancestors where ancestor_id = ${id})`;
  await sql`delete from node_ancestors where node_id in ${moved} and ancestor_id not in ${moved}`.execute(db);
  await sql`insert into node_ancestors (ancestor_id, node_id, depth)
    select above.ancestor_id, inside.node_id, above.depth + 1 + inside.depth
    from node_ancestors above cross join node_ancestors inside
    where above.node_id = ${parent} and inside.ancestor_id = ${id}`.execute(db);
  await db.updateTable('nodes').set({ parent_id: parent }).where('id', '=', id).execute();
}

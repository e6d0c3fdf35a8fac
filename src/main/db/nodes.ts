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

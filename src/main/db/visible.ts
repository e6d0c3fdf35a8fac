import { type RawBuilder, sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';

/** The nodes whose subtrees a person's right covers, as the authorization service computed them. */
export interface Visible {
  readonly nodes: readonly string[];
  /** The right also covers the person's own record (condition `self`). */
  readonly own: string | null;
}

/**
 * The SQL predicate for "the record's node is covered": `nodeColumn` is a column such as 'number_lists.node_id'.
 * Never shows more than `decide` admits; a person who covers nothing sees nothing. It shows less where a right is held
 * under a condition that it can't ask for yet (members, granted queues, products and lines, the two ends of an
 * association): such records are left out here although `decide` admits them one by one.
 */
export function visibleIn(visible: Visible, nodeColumn: string): RawBuilder<boolean> {
  if (visible.nodes.includes(PLATFORM_ID)) return sql<boolean>`1 = 1`;
  if (visible.nodes.length === 0) return sql<boolean>`1 = 0`;
  return sql<boolean>`${sql.ref(nodeColumn)} in (
    select node_id from node_ancestors where ancestor_id in (${sql.join([...visible.nodes])}))`;
}

/** The predicate for "lies at or below this node", for a list that was asked about one scope. */
export function within(node: string, nodeColumn: string): RawBuilder<boolean> {
  if (node === PLATFORM_ID) return sql<boolean>`1 = 1`;
  return sql<boolean>`${sql.ref(nodeColumn)} in (select node_id from node_ancestors where ancestor_id = ${node})`;
}

import { type RawBuilder, sql } from 'kysely';
import { LISTED_KINDS, SHOW_SCOPES } from '#shared/authz/node-sight.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { type Visible, visibleIn } from './visible.ts';

/** What a list of scopes needs to know of the person who asks. */
export interface Sight {
  /** Nodes where the person holds a role in force. */
  readonly held: readonly string[];
  readonly visible: (permission: PermissionId) => Visible;
}

/** The predicate for "the person may know of this scope"; the same rule as `seesNode`, asked of many at once. */
export function seenIn({ held, visible }: Sight, idColumn: string): RawBuilder<boolean> {
  if (held.length === 0) return sql<boolean>`1 = 0`;
  const id = sql.ref(idColumn);
  const own = sql`(select ancestor_id from node_ancestors where node_id in (${sql.join([...held])}))`;
  const nodes = [...new Set(SHOW_SCOPES.flatMap((permission) => visible(permission).nodes))];
  const hidden = LISTED_KINDS.map(({ pack, kind, seenBy }) => {
    const seen = seenBy.map((permission) =>
      visibleIn(visible(permission), 'listed.id', { line: 'listed.id' }),
    );
    return sql`(home.pack_id = ${pack} and listed.kind = ${kind} and not (${sql.join(seen, sql` or `)}))`;
  });
  return sql<boolean>`(${id} in ${own}
    or ${visibleIn({ nodes, own: null }, idColumn)}
    or (${id} in (select node_id from node_ancestors where ancestor_id in (${sql.join([...held])}))
      and not exists (
        select 1 from node_ancestors up
        join nodes listed on listed.id = up.ancestor_id
        join nodes home on home.id = listed.realm_id
        where up.node_id = ${id} and listed.id not in ${own} and (${sql.join(hidden, sql` or `)}))))`;
}

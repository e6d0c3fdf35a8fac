import { type RawBuilder, sql } from 'kysely';
import { LISTED_KINDS, SHOW_SCOPES } from '#shared/authz/node-sight.ts';
import type { ScopeTree } from '#shared/authz/scope-tree.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { type Visible, visibleIn } from './visible.ts';

/** What a list of scopes needs to know of the person who asks. */
export interface Sight {
  readonly tree: ScopeTree;
  /** Nodes where the person holds a role in force. */
  readonly held: readonly string[];
  readonly visible: (permission: PermissionId) => Visible;
}

/** The predicate for "the person may know of this scope"; the same rule as `seesNode`, asked of many at once. */
export function seenIn({ tree, held, visible }: Sight, idColumn: string): RawBuilder<boolean> {
  if (held.length === 0) return sql<boolean>`1 = 0`;
  const id = sql.ref(idColumn);
  const shown = [...new Set(SHOW_SCOPES.flatMap((permission) => visible(permission).nodes))];
  const own = sql`(select ancestor_id from node_ancestors where node_id in (${sql.join([...held])}))`;
  const ways = [sql`${id} in ${own}`, visibleIn({ nodes: shown, own: null }, idColumn)];
  // Where everything is shown already, nothing is left to be listed kind by kind.
  const rest = held.filter((node) => !shown.some((above) => tree.covers(above, node)));
  if (rest.length > 0) ways.push(listedBelow(rest, { id, own, visible }));
  return sql<boolean>`(${sql.join(ways, sql` or `)})`;
}

/** Scopes below those of a role, but for what lies in a scope of a listed kind that is not theirs to see. */
function listedBelow(
  nodes: readonly string[],
  { id, own, visible }: { id: RawBuilder<unknown>; own: RawBuilder<unknown>; visible: Sight['visible'] },
): RawBuilder<unknown> {
  const hidden = LISTED_KINDS.map(({ pack, kind, seenBy }) => {
    const seen = seenBy.map((permission) =>
      visibleIn(visible(permission), 'listed.id', { line: 'listed.id' }),
    );
    return sql`(home.pack_id = ${pack} and listed.kind = ${kind} and not (${sql.join(seen, sql` or `)}))`;
  });
  return sql`(${id} in (select node_id from node_ancestors where ancestor_id in (${sql.join([...nodes])}))
    and ${id} not in (
      select inside.node_id from nodes listed
      join nodes home on home.id = listed.realm_id
      join node_ancestors inside on inside.ancestor_id = listed.id
      where listed.id in (select node_id from node_ancestors where ancestor_id in (${sql.join([...nodes])}))
        and listed.id not in ${own} and (${sql.join(hidden, sql` or `)})))`;
}

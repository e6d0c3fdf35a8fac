import type { PermissionId } from '../policy/permissions.ts';
import type { Path } from './decision.ts';
import { pathsOfHolding } from './explain.ts';
import { type Held, type Holding, heldBy, permissionsIn } from './holdings.ts';
import type { Rights } from './rights.ts';

/** A holding with every path that grants it. */
export interface HeldRight extends Holding {
  readonly paths: readonly Path[];
}

/**
 * All that a person holds, where, under which condition, and by which paths. Exact with respect to `decide`: it allows
 * at a place if and only if some holding reaches that place and its condition is met there.
 */
export function whatCan(rights: Rights, person: string, now: number): HeldRight[] {
  const groups = new Map<string, Held[]>();
  for (const held of heldBy(rights, person, now)) {
    const group = `${held.node} ${held.key}`;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [held]);
    else known.push(held);
  }
  const found: HeldRight[] = [];
  for (const group of groups.values()) {
    const { node, condition, on } = group[0] as Held;
    const permissions = new Set<PermissionId>(group.flatMap(({ set }) => permissionsIn(set)));
    for (const permission of permissions) {
      const paths = group.flatMap(({ grant }) =>
        pathsOfHolding(rights.tree, grant, { permission, condition }),
      );
      found.push({ permission, node, condition, on, paths });
    }
  }
  return found;
}

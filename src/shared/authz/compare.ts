import { type Condition, cellOf } from '../policy/pack.ts';
import type { PermissionId } from '../policy/permissions.ts';
import { type CompiledRole, conditionOf } from './compile.ts';
import { beyond, type Holding, heldBy, type Side, shared } from './holdings.ts';
import type { Rights } from './rights.ts';

/** A right of two compared. */
export interface Compared<T> {
  readonly onlyLeft: readonly T[];
  readonly onlyRight: readonly T[];
  readonly both: readonly T[];
}

/** What two persons hold, by permission, node and condition. */
export function comparePersons(
  rights: Rights,
  [left, right]: readonly [left: string, right: string],
  now: number,
): Compared<Holding> {
  const side = (person: string): Side => ({ tree: rights.tree, held: heldBy(rights, person, now) });
  const one = side(left);
  const two = side(right);
  return { onlyLeft: beyond(one, two, []), onlyRight: beyond(two, one, []), both: shared(one, two) };
}

/** What a role grants wherever it is given, or under a condition, or only if given at certain kinds of node. */
export interface RoleRight {
  readonly permission: PermissionId;
  readonly condition: Condition | null;
  /** Kinds of node at which the role must have been given; null: any. */
  readonly at: readonly string[] | null;
}

/** All that the role's document grants it. */
export function rightsOfRole({ pack, role }: CompiledRole): RoleRight[] {
  const found = new Map<string, RoleRight>();
  for (const row of pack.rows) {
    const { value, at = null } = cellOf(row, role.id);
    const condition = conditionOf(row, role.id) ?? null;
    if (value !== 'allow' && (value !== 'conditional' || (condition === null && at === null))) continue;
    for (const permission of row.permissions as PermissionId[]) {
      found.set(JSON.stringify([permission, condition, at]), { permission, condition, at });
    }
  }
  return [...found.values()];
}

/** What two roles grant. */
export function compareRoles(left: readonly RoleRight[], right: readonly RoleRight[]): Compared<RoleRight> {
  const key = ({ permission, condition, at }: RoleRight): string =>
    JSON.stringify([permission, condition, at]);
  const inLeft = new Set(left.map(key));
  const inRight = new Set(right.map(key));
  return {
    onlyLeft: left.filter((one) => !inRight.has(key(one))),
    onlyRight: right.filter((one) => !inLeft.has(key(one))),
    both: left.filter((one) => inRight.has(key(one))),
  };
}

import type { Condition } from '../policy/pack.ts';
import type { PermissionId } from '../policy/permissions.ts';
import { bitOf, hasBit } from './compile.ts';
import type { Rights } from './rights.ts';

/** A right that an assignment gives under a condition, with the qualifiers that the condition asks for. */
export interface ConditionalGrant {
  readonly node: string;
  readonly condition: Condition;
  readonly lines: readonly string[];
  readonly products: readonly string[];
}

/** Where and under which conditions besides `self` the person holds a permission; `now` in Unix ms. */
export function conditionalGrants(
  rights: Rights,
  { person, permission, now }: { person: string; permission: PermissionId; now: number },
): ConditionalGrant[] {
  const bit = bitOf(permission);
  return rights.grantsOf(person, now).flatMap((grant) => {
    if (!rights.tree.has(grant.node)) return [];
    const { node, lines = [], products = [] } = grant;
    return (rights.setsOf(grant)?.conditional ?? [])
      .filter(({ set }) => hasBit(set, bit))
      .map(({ condition }) => ({
        node,
        condition,
        // INVARIANT: a line counts only where it lies in the assignment's own scope.
        lines: lines.filter((line) => rights.tree.covers(node, line)),
        products,
      }));
  });
}

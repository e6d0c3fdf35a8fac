import type { Condition } from '../policy/pack.ts';
import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';
import { bitOf, type ConditionalSet, hasBit, roleKey, setsAt } from './compile.ts';
import type { Rights } from './rights.ts';

const GRANT: PermissionId = 'assignments.grant';

export interface Giving {
  readonly giver: string;
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  /** Unix ms. */
  readonly now: number;
}

/**
 * Why the giver may not give (or take) this role at this node, or null if they may. A role may be given by who can
 * give roles there, and either is entrusted with it by the role document or holds at that node all that it holds.
 */
export function whyNotGive(rights: Rights, { giver, pack, role, node, now }: Giving): string | null {
  const wanted = rights.policy.get(roleKey(pack, role), rights.realmOf(node));
  if (wanted === undefined) return `There is no role "${role}".`;
  if (!rights.allows({ person: giver, permission: GRANT, place: { node }, now })) {
    return 'You may not give roles here.';
  }
  const entrusted = rights
    .grantsOf(giver, now)
    .filter((grant) => rights.tree.covers(grant.node, node))
    .some(({ compiled }) => {
      if (compiled === undefined) return false;
      const { manages } = compiled.role;
      return manages.includes(roleKey(pack, role)) || (compiled.pack.id === pack && manages.includes(role));
    });
  if (entrusted) return null;
  const beyond = beyondOf(rights, { giver, pack, role, node, now });
  return beyond === undefined ? null : `This role holds more than you do here (${beyond}).`;
}

/** A permission that the role would hold at the node and the giver does not hold there, or null if there is none. */
export function exceeds(rights: Rights, giving: Giving): PermissionId | null {
  return beyondOf(rights, giving) ?? null;
}

// Conditions that look at neither the person nor the assignment: held under one, it can be passed on under the same.
const sameForAll = (condition: Condition): boolean =>
  condition === 'account-product' || typeof condition === 'object';

/** A permission that the role would hold at the node and the giver does not, if there is one. */
function beyondOf(rights: Rights, { giver, pack, role, node, now }: Giving): PermissionId | undefined {
  const compiled = rights.policy.get(roleKey(pack, role), rights.realmOf(node));
  if (compiled === undefined) return undefined;
  const wanted = setsAt(compiled, rights.tree.kindOf(rights.tree.indexOf(node)));
  const own = rights
    .grantsOf(giver, now)
    .filter((grant) => rights.tree.covers(grant.node, node))
    .flatMap((grant) => rights.setsOf(grant)?.conditional ?? []);
  return PERMISSION_IDS.find((permission) => {
    const bit = bitOf(permission);
    const needs = wanted.conditional.filter(({ set }) => hasBit(set, bit)).map((one) => one.condition);
    const unconditional = hasBit(wanted.plain, bit) || hasBit(wanted.self, bit);
    if (!unconditional && needs.length === 0) return false;
    if (rights.allows({ person: giver, permission, place: { node }, now })) return false;
    return unconditional || !needs.every((need) => sameForAll(need) && holdsUnder(own, need, bit));
  });
}

function holdsUnder(own: readonly ConditionalSet[], need: Condition, bit: number): boolean {
  const key = JSON.stringify(need);
  return own.some(({ condition, set }) => hasBit(set, bit) && JSON.stringify(condition) === key);
}

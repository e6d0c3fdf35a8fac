import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';
import { bitOf, hasBit, roleKey } from './compile.ts';
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
  const wanted = rights.policy.get(roleKey(pack, role));
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
  const beyond = PERMISSION_IDS.find((permission) => {
    const bit = bitOf(permission);
    return (
      (hasBit(wanted.plain, bit) || hasBit(wanted.self, bit)) &&
      !rights.allows({ person: giver, permission, place: { node }, now })
    );
  });
  return beyond === undefined ? null : `This role holds more than you do here (${beyond}).`;
}

import { holdingsOf, passedOn, Reach } from '../policy/holdings.ts';
import type { PermissionId } from '../policy/permissions.ts';
import { type CompiledRole, roleKey } from './compile.ts';
import type { Rights } from './rights.ts';

const GRANT: PermissionId = 'assignments.grant';

interface Asked {
  readonly person: string;
  readonly node: string;
  /** Unix ms. */
  readonly now: number;
}

/** Finds a role by its `roleKey`. */
type Roles = (key: string) => CompiledRole | undefined;

/** What a role holds that takes effect by an assignment at a node of this kind, as a holding without kinds. */
function heldAt({ pack, role }: CompiledRole, kind: string | undefined) {
  return passedOn(holdingsOf(pack, role.id))
    .filter(({ kinds }) => kinds === null || (kind !== undefined && kinds.includes(kind)))
    .map((holding) => ({ ...holding, kinds: null }));
}

/**
 * All that a person could put into hands at a node: what they hold there and can pass on, and what every role holds that
 * they are entrusted with there, or that one of those is entrusted with, and so on. `former` are the roles of versions
 * that were in force before and count as well.
 */
export function reachOf(rights: Rights, { person, node, now }: Asked, former: readonly Roles[] = []): Reach {
  const { tree, policy } = rights;
  const realm = rights.realmOf(node);
  const reach = new Reach();
  // Nobody is given a role of another platform's pack here, whoever is entrusted with it elsewhere.
  const here = tree.packOf(tree.indexOf(node));
  const isHere = ({ pack }: CompiledRole): boolean => pack.id === here || pack.nodeKinds.length === 0;
  const held = rights.grantsOf(person, now).filter((grant) => tree.covers(grant.node, node));
  for (const roles of [(key: string) => policy.get(key, realm), ...former]) {
    const seen = new Set<string>();
    const waiting: string[] = [];
    const entrust = ({ pack, role }: CompiledRole): void => {
      // Who can't give roles at all gives none of those that they are entrusted with.
      if (!holdingsOf(pack, role.id).some(({ permission }) => permission === GRANT)) return;
      for (const managed of role.manages) {
        const key = managed.includes(':') ? managed : roleKey(pack.id, managed);
        if (!seen.has(key)) waiting.push(key);
        seen.add(key);
      }
    };
    for (const grant of held) {
      const role = roles(roleKey(grant.pack, grant.role)) ?? grant.compiled;
      if (role === undefined) continue;
      reach.add(heldAt(role, tree.kindOf(tree.indexOf(grant.node))));
      entrust(role);
    }
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      const role = roles(key);
      if (role === undefined || !isHere(role)) continue;
      reach.add(holdingsOf(role.pack, role.role.id));
      entrust(role);
    }
  }
  return reach;
}

import type { PermissionId } from '../policy/permissions.ts';
import type { Rights } from './rights.ts';

/** A kind of scope that its document lists by a right of its own, and the rights whose holders know of one. */
export interface ListedKind {
  readonly pack: string;
  readonly kind: string;
  readonly seenBy: readonly PermissionId[];
}

/** Reading rule 9: who may act on a scope sees at least that it is there. */
export const LISTED_KINDS: readonly ListedKind[] = [
  {
    pack: 'E',
    kind: 'customer',
    seenBy: ['customers.view', 'customers.edit', 'customerBilling.archive', 'departments.create'],
  },
  { pack: 'T', kind: 'organization', seenBy: ['organizations.view'] },
  { pack: 'T', kind: 'account', seenBy: ['accounts.view'] },
  { pack: 'J', kind: 'project', seenBy: ['projects.view'] },
  { pack: 'X', kind: 'line', seenBy: ['lines.view', 'lines.use', 'lines.manage'] },
];

/** Rights over whatever lies in a scope, of whichever kind: their lists name the scopes. */
export const SHOW_SCOPES: readonly PermissionId[] = [
  'users.view',
  'roles.view',
  'assignments.grant',
  'audit.view',
  'realms.view',
  'nodes.create',
  'nodes.edit',
  'nodes.move',
  'nodes.archive',
];

/**
 * Whether the person may know of a scope: it lies at or above one where they hold a role; or below one, and each scope
 * on the way of a kind that its document lists by a right of its own is theirs to see.
 */
export function seesNode(rights: Rights, ask: { person: string; node: string; now: number }): boolean {
  const { tree } = rights;
  const { person, node, now } = ask;
  const held = rights.grantsOf(person, now).map((grant) => tree.indexOf(grant.node));
  const at = tree.indexOf(node);
  const leadsToOwn = (index: number): boolean => held.some((own) => tree.coversIndex(index, own));
  if (at < 0) return false;
  if (leadsToOwn(at)) return true;
  if (!held.some((own) => tree.coversIndex(own, at))) return false;
  const holds = (permission: PermissionId, place: string): boolean =>
    rights.allows({ person, permission, place: { node: place, line: place }, now });
  if (SHOW_SCOPES.some((permission) => holds(permission, node))) return true;
  const pack = tree.packOf(at);
  return LISTED_KINDS.every((listed) => {
    if (listed.pack !== pack) return true;
    const index = tree.ancestorOfKind(at, listed.kind);
    if (index < 0 || leadsToOwn(index)) return true;
    return listed.seenBy.some((permission) => holds(permission, tree.idOf(index) as string));
  });
}

import { type CompiledRole, type PermissionSet, roleKey } from '#shared/authz/compile.ts';
import { exceeds } from '#shared/authz/giving.ts';
import { PERMISSION_IDS } from '#shared/policy/permissions.ts';
import { fail } from '#shared/reply.ts';
import { within as inside } from '../db/visible.ts';
import type { Context, Tx } from './handler.ts';
import type { Refused } from './node-changes.ts';

interface ComingBack {
  readonly pack: string;
  readonly role: string;
  readonly node: string;
}

/** What the documents let the actor have somebody hold there: all rights of the roles that they entrust, and so on. */
function entrusted(context: Context, node: string): PermissionSet {
  const { rights, now } = context;
  const realm = rights.realmOf(node);
  const found = new Set<CompiledRole>();
  const open = rights
    .grantsOf(context.actor?.id ?? '', now)
    .filter((grant) => rights.tree.covers(grant.node, node))
    .flatMap((grant) => grant.compiled ?? []);
  for (let role = open.pop(); role !== undefined; role = open.pop()) {
    for (const name of role.role.manages) {
      const key = name.includes(':') ? name : roleKey(role.pack.id, name);
      const managed = rights.policy.get(key, realm);
      if (managed === undefined || found.has(managed)) continue;
      found.add(managed);
      open.push(managed);
    }
  }
  const union = new Uint32Array(Math.ceil(PERMISSION_IDS.length / 32));
  for (const { any } of found) any.forEach((word, index) => (union[index] = (union[index] as number) | word));
  return union;
}

const within = (set: PermissionSet, limit: PermissionSet): boolean =>
  set.every((word, index) => (word & ~(limit[index] as number)) === 0);

/**
 * Restoring a scope gives its roles back to those who held them there. Nobody brings back by it what they neither hold
 * there themselves nor may, by the documents, have somebody give.
 */
export async function bringsBackMore(tx: Tx, context: Context, node: string): Promise<Refused | null> {
  const back: ComingBack[] = await tx
    .selectFrom('assignments')
    .select(['assignments.pack_id as pack', 'assignments.role', 'assignments.node_id as node'])
    .distinct()
    .where(inside(node, 'assignments.node_id'))
    .where('assignments.deleted_at', 'is', null)
    .where((eb) =>
      eb.or([eb('assignments.valid_until', 'is', null), eb('assignments.valid_until', '>', context.now)]),
    )
    .execute();
  const may = entrusted(context, node);
  const giver = context.actor?.id ?? '';
  for (const { pack, role, node: at } of back) {
    const compiled = context.rights.policy.get(roleKey(pack, role), context.rights.realmOf(at));
    if (compiled === undefined || within(compiled.any, may)) continue;
    const more = exceeds(context.rights, { giver, pack, role, node: at, now: context.now });
    if (more === null) continue;
    return fail(
      'denied',
      `This would bring the role ${role} back, which holds more than you do here (${more}).`,
      {
        reason: 'exceeds-own',
      },
    );
  }
  return null;
}

import type { Kysely } from 'kysely';
import { type CompiledRole, roleKey } from '#shared/authz/compile.ts';
import { reachOf } from '#shared/authz/entrusted.ts';
import { whyNotGive } from '#shared/authz/giving.ts';
import { holdingsOf } from '#shared/policy/holdings.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import {
  addAssignment,
  assignmentById,
  assignmentsOf,
  changeAssignment,
  removeAssignments,
  type StoredAssignment,
} from '../db/assignments.ts';
import type { Tables } from '../db/tables/index.ts';
import type { Context, Tx } from './handler.ts';
import { lastManager } from './last-manager.ts';
import { endOf, isWithin, type Qualifiers, qualifiersOf, wrongQualifiers } from './qualifiers.ts';

type Db = Kysely<Tables>;

interface RoleName {
  readonly pack: string;
  readonly role: string;
}

/** A role about to be given. */
export interface Gift extends RoleName, Qualifiers {
  readonly person: string;
  readonly node: string;
}

function refusal(path: string, message: string, reason: string): Reply<never> {
  return fail('denied', message, { reason, fields: [{ path, message }] });
}

const hasEnded = ({ until }: Pick<Qualifiers, 'until'>, now: number): boolean =>
  until !== null && until <= now;

/** The node of each custom role of the node's realm, by role key. */
async function customNodes(tx: Db, context: Context, node: string): Promise<ReadonlyMap<string, string>> {
  const realm = context.rights.realmOf(node);
  if (realm === null) return new Map();
  const rows = await tx
    .selectFrom('custom_roles')
    .select(['pack_id', 'name', 'node_id'])
    .where('realm_id', '=', realm)
    .where('deleted_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [roleKey(row.pack_id, row.name), row.node_id]));
}

/** The roles that exist at a node in its realm. */
export async function rolesAt(tx: Db, context: Context, node: string): Promise<readonly CompiledRole[]> {
  const { tree, policy } = context.rights;
  const kind = tree.kindOf(tree.indexOf(node));
  const row = await tx
    .selectFrom('nodes')
    .leftJoin('nodes as realms', 'realms.id', 'nodes.realm_id')
    .select('realms.pack_id as pack')
    .where('nodes.id', '=', node)
    .executeTakeFirst();
  if (row === undefined || kind === undefined) return [];
  const custom = await customNodes(tx, context, node);
  return policy.values(context.rights.realmOf(node)).filter(({ pack, role }) => {
    if (pack.id !== 'console' && pack.id !== row.pack) return false;
    const from = custom.get(roleKey(pack.id, role.id));
    return role.nodeKinds.includes(kind) && (from === undefined || tree.covers(from, node));
  });
}

/** The roles that exist at a node of this kind in its realm, and whether the actor may give each. */
export async function assignableRoles(tx: Tx, context: Context, node: string) {
  const giver = context.actor?.id ?? '';
  const roles = await rolesAt(tx, context, node);
  return roles.map((compiled) => {
    const { pack, role } = compiled;
    const why = whyNotGive(context.rights, { giver, pack: pack.id, role: role.id, node, now: context.now });
    const qualifiers = [...qualifiersOf(context.rights, compiled, node)];
    return { pack: pack.id, role: role.id, words: role.words, mayGrant: why === null, why, qualifiers };
  });
}

/**
 * Why the actor may not take a role from a person, or null. What one may give one may take; one's own one may always
 * drop; a role that no pack has (any more) grants nothing, and whoever gives roles there may clear it away.
 */
export function whyNotTake(
  context: Context,
  held: RoleName & { person: string; node: string },
): string | null {
  const { rights, now } = context;
  const giver = context.actor?.id ?? '';
  const unknown = rights.policy.get(roleKey(held.pack, held.role), rights.realmOf(held.node)) === undefined;
  if (held.person === giver || unknown) {
    return context.holds('assignments.grant', held.node) ? null : 'You may not take roles here.';
  }
  return whyNotGive(rights, { giver, pack: held.pack, role: held.role, node: held.node, now });
}

/** Whether those whom the actor may appoint at the role's node could give it: all that an appointment away is. */
function isInReach(
  { rights, actor, now }: Context,
  { pack, role, node }: RoleName & { node: string },
): boolean {
  const wanted = rights.policy.get(roleKey(pack, role), rights.realmOf(node));
  if (wanted === undefined) return true;
  const asked = { person: actor?.id ?? '', node, now };
  const gives = rights.allows({
    person: asked.person,
    permission: 'assignments.grant',
    place: { node },
    now,
  });
  return gives && reachOf(rights, asked).beyond(holdingsOf(wanted.pack, role)) === undefined;
}

/**
 * Refuses to act on the whole of a person who has a role, now or later, that the actor could not give: it would be a way
 * around that. `own`: setting a password is a way into all that the person may do, so each role must be the actor's to
 * give; `reach`: for switching on or off and deleting it is enough that those whom the actor appoints could give it.
 */
export async function holdsMore(
  tx: Tx,
  context: Context,
  { person, within }: { readonly person: string; readonly within: 'own' | 'reach' },
): Promise<Reply<never> | null> {
  if (person === context.actor?.id) return null;
  const held = await assignmentsOf(tx, person);
  const beyond = (role: StoredAssignment): boolean =>
    whyNotTake(context, role) !== null && (within === 'own' || !isInReach(context, role));
  const stronger = held.find((role) => !hasEnded(role, context.now) && beyond(role));
  if (stronger === undefined) return null;
  return fail(
    'denied',
    'This user has a role that you may not give, so this is not yours to do either. Ask who may give that role.',
    { reason: 'exceeds-own' },
  );
}

/**
 * The one guard of giving: refuses a gift unless the role exists at the node, the actor may give it there, the person
 * is not the actor, and qualifiers and the number of roles are right. `instead`: assignments that it takes the place of.
 */
export async function refuseGift(
  tx: Tx,
  context: Context,
  { gift, instead = [] }: { readonly gift: Gift; readonly instead?: readonly string[] },
): Promise<Reply<never> | null> {
  if (gift.person === context.actor?.id) {
    return refusal(
      'person',
      'Nobody gives roles to themselves; ask another administrator.',
      'own-assignments',
    );
  }
  return (await refuseTerms(tx, context, gift)) ?? tooMany(tx, context, { gift, instead });
}

async function refuseTerms(tx: Tx, context: Context, gift: Gift): Promise<Reply<never> | null> {
  const { pack, role, node } = gift;
  const compiled = (await rolesAt(tx, context, node)).find(
    (one) => one.pack.id === pack && one.role.id === role,
  );
  if (compiled === undefined) {
    return refusal('role', `There is no role "${role}" to be given here.`, 'no-such-role');
  }
  const giver = context.actor?.id ?? '';
  const why = whyNotGive(context.rights, { giver, pack, role, node, now: context.now });
  if (why !== null) return refusal('role', `${role}: ${why}`, 'exceeds-own');
  return wrongQualifiers(tx, context, { ...gift, compiled });
}

function overlap(one: Qualifiers, other: Qualifiers): boolean {
  return (one.from ?? 0) < endOf(other) && (other.from ?? 0) < endOf(one);
}

/** Refuses more roles at one time than the pack lets one person have, wherever they are given. */
async function tooMany(
  tx: Tx,
  context: Context,
  { gift, instead }: { readonly gift: Gift; readonly instead: readonly string[] },
): Promise<Reply<never> | null> {
  const { policy, tree } = context.rights;
  const realmOf = (node: string) => context.rights.realmOf(node);
  const limitOf = ({ pack, role, node }: RoleName & { node: string }): number | undefined =>
    policy.get(roleKey(pack, role), realmOf(node))?.role.perPerson;
  const limit = limitOf(gift);
  if (limit === undefined || !tree.has(gift.node)) return null;
  const held = (await assignmentsOf(tx, gift.person)).filter(
    (one) =>
      one.pack === gift.pack &&
      !instead.includes(one.id) &&
      !hasEnded(one, context.now) &&
      limitOf(one) !== undefined &&
      overlap(one, gift),
  );
  if (held.length < limit) return null;
  const names = [...held, gift].map(({ role }) => role).join(', ');
  const many = limit === 1 ? 'one of these roles' : `${limit} of these roles`;
  return refusal('role', `One person may have ${many}: ${names}.`, 'too-many-roles');
}

/** Gives a role, if the guard lets the actor. Replaces an assignment of the same role there that has ended. */
export async function give(tx: Tx, context: Context, gift: Gift): Promise<Reply<{ id: string }>> {
  const same = (await assignmentsOf(tx, gift.person)).find(
    ({ pack, role, node }) => pack === gift.pack && role === gift.role && node === gift.node,
  );
  if (same !== undefined && !hasEnded(same, context.now)) {
    const message = 'This user has this role here already.';
    return fail('conflict', message, { fields: [{ path: 'role', message }] });
  }
  const instead = same === undefined ? [] : [same.id];
  const refused = await refuseGift(tx, context, { gift, instead });
  if (refused !== null) return refused;
  await removeAssignments(tx, instead, context.now);
  const id = context.newId();
  const realm = context.rights.realmOf(gift.node);
  await addAssignment(tx, { ...gift, id, realm }, { person: context.actor?.id ?? null, now: context.now });
  return ok({ id });
}

/** Takes a role, if the actor may and somebody is left to give roles there. */
async function take(tx: Tx, context: Context, held: StoredAssignment): Promise<Reply<null>> {
  const why = whyNotTake(context, held);
  if (why !== null) return refusal('role', `${held.role}: ${why}`, 'exceeds-own');
  const last = await lastManager(tx, context, { person: held.person, removed: [held.id] });
  if (last !== null) return last;
  await removeAssignments(tx, [held.id], context.now);
  return ok(null);
}

/**
 * Changes an assignment's qualifiers and time: as giving it anew, except that one may narrow one's own and never widen
 * it. The last person who can give roles somewhere keeps that without end. `right`: by which right it is done; who
 * acts by one over qualifiers alone need not be able to give the role, and has been asked about each of them.
 */
export async function amend(
  tx: Tx,
  context: Context,
  change: {
    readonly held: StoredAssignment;
    readonly to: Qualifiers;
    readonly right?: 'role' | 'qualifiers';
  },
): Promise<Reply<number>> {
  const { held, to } = change;
  const refused = await refuseChange(tx, context, change);
  if (refused !== null) return refused;
  const { from, until } = to;
  const loss = { person: held.person, limited: [{ id: held.id, from, until }] };
  const last = await lastManager(tx, context, loss);
  if (last !== null) return last;
  const version = await changeAssignment(tx, held, to);
  return version === undefined ? stale() : ok(version);
}

/** Refuses a change of an assignment's qualifiers or time that the actor may not make. */
export async function refuseChange(
  tx: Tx,
  context: Context,
  { held, to, right = 'role' }: Parameters<typeof amend>[2],
): Promise<Reply<never> | null> {
  if (held.person === context.actor?.id) {
    return isWithin(to, held)
      ? null
      : refusal('until', 'Nobody widens their own access; ask another administrator.', 'own-assignments');
  }
  const gift = { ...held, ...to };
  if (right === 'qualifiers') {
    const compiled = context.rights.policy.get(
      roleKey(held.pack, held.role),
      context.rights.realmOf(held.node),
    );
    if (compiled === undefined) return refusal('role', `There is no role "${held.role}".`, 'no-such-role');
    return wrongQualifiers(tx, context, { ...gift, until: null, compiled });
  }
  return (await refuseTerms(tx, context, gift)) ?? tooMany(tx, context, { gift, instead: [held.id] });
}

/** The refusal of a change that was based on another version. */
export function stale(): Reply<never> {
  return fail(
    'conflict',
    'Somebody changed this assignment meanwhile. Nothing was saved; look again and decide.',
  );
}

/** `take` of an assignment by its id. */
export async function revokeAssignment(tx: Tx, context: Context, id: string): Promise<Reply<null>> {
  const held = await assignmentById(tx, id);
  if (held === undefined) return fail('not-found', 'There is no such assignment, or it is not yours to see.');
  return take(tx, context, held);
}

import { roleKey } from '#shared/authz/compile.ts';
import { whyNotGive } from '#shared/authz/giving.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { Context, Tx } from './handler.ts';

interface RoleName {
  readonly pack: string;
  readonly role: string;
}

/** The roles that exist at a node of this kind in its realm, and whether the actor may give each. */
export async function assignableRoles(tx: Tx, context: Context, node: string) {
  const row = await tx
    .selectFrom('nodes')
    .leftJoin('nodes as realms', 'realms.id', 'nodes.realm_id')
    .select(['nodes.kind', 'realms.pack_id as pack'])
    .where('nodes.id', '=', node)
    .executeTakeFirst();
  if (row === undefined) return [];
  const packs = BUILT_IN_PACKS.filter((pack) => pack.id === 'console' || pack.id === row.pack);
  return packs.flatMap((pack) =>
    pack.roles
      .filter((role) => role.nodeKinds.includes(row.kind))
      .map((role) => {
        const why = whyNotGive(context.rights, {
          giver: context.actor?.id ?? '',
          pack: pack.id,
          role: role.id,
          node,
          now: context.now,
        });
        return { pack: pack.id, role: role.id, words: role.words, mayGrant: why === null, why };
      }),
  );
}

const same = (a: RoleName) => (b: RoleName) => a.pack === b.pack && a.role === b.role;

function refusal(message: string, reason: string): Reply<never> {
  return fail('denied', message, { reason, fields: [{ path: 'access', message }] });
}

async function rolesHeldAt(tx: Tx, person: string, node: string) {
  return tx
    .selectFrom('assignments')
    .select(['id', 'pack_id as pack', 'role', 'version'])
    .where('person_id', '=', person)
    .where('node_id', '=', node)
    .where('deleted_at', 'is', null)
    .execute();
}

/**
 * Makes a person's roles at a node exactly `access`. Each role that is given or taken must be one the actor may give
 * there; nobody gives themselves a role; the last person who can give roles keeps that right.
 */
export async function changeAccess(
  tx: Tx,
  context: Context,
  {
    person,
    node,
    access,
  }: { readonly person: string; readonly node: string; readonly access: readonly RoleName[] },
): Promise<Reply<null>> {
  const held = await rolesHeldAt(tx, person, node);
  const added = access.filter(
    (role, index) => !held.some(same(role)) && access.findIndex(same(role)) === index,
  );
  const removed = held.filter((role) => !access.some(same(role)));
  if (added.length === 0 && removed.length === 0) return ok(null);
  if (!context.holds('assignments.grant', node)) {
    return refusal('You may not give or take roles here.', 'no-role-grants');
  }
  if (added.length > 0 && person === context.actor?.id) {
    return refusal('Nobody gives roles to themselves; ask another administrator.', 'own-assignments');
  }
  const offered = await assignableRoles(tx, context, node);
  for (const role of [...added, ...removed]) {
    const offer = offered.find(same(role));
    if (offer === undefined)
      return refusal(`There is no role "${role.role}" to be given here.`, 'no-such-role');
    if (offer.why !== null) return refusal(`${role.role}: ${offer.why}`, 'exceeds-own');
  }
  const many = await tooMany(tx, { person, node, added, removed });
  if (many !== null) return many;
  const last = removed.length === 0 ? null : await lastManager(tx, context, { person, removed });
  if (last !== null) return last;
  await write(tx, context, { person, node, added, removed });
  return ok(null);
}

interface Change {
  readonly person: string;
  readonly node: string;
  readonly added: readonly RoleName[];
  readonly removed: readonly { readonly id: string; readonly version: number }[];
}

const limitOf = ({ pack, role }: RoleName): number | undefined =>
  BUILT_IN_PACKS.find((one) => one.id === pack)?.roles.find((one) => one.id === role)?.perPerson;

/** Refuses more roles than the pack lets one person have, wherever they are given. */
async function tooMany(tx: Tx, { person, added, removed }: Change): Promise<Reply<never> | null> {
  const limited = added.filter((role) => limitOf(role) !== undefined);
  if (limited.length === 0) return null;
  const held = await tx
    .selectFrom('assignments')
    .select(['id', 'pack_id as pack', 'role'])
    .where('person_id', '=', person)
    .where('deleted_at', 'is', null)
    .execute();
  const kept = held.filter(({ id }) => !removed.some((one) => one.id === id));
  for (const role of limited) {
    const limit = limitOf(role) as number;
    const count = [...kept, ...added].filter((one) => one.pack === role.pack && limitOf(one) !== undefined);
    if (count.length > limit) {
      const roles = limit === 1 ? 'one of these roles' : `${limit} of these roles`;
      return refusal(
        `One person may have ${roles}: ${count.map((one) => one.role).join(', ')}.`,
        'too-many-roles',
      );
    }
  }
  return null;
}

async function write(tx: Tx, context: Context, { person, node, added, removed }: Change): Promise<void> {
  for (const { id, version } of removed) {
    await tx
      .updateTable('assignments')
      .set({ deleted_at: context.now, version: version + 1 })
      .where('id', '=', id)
      .execute();
  }
  const at = await tx.selectFrom('nodes').select('realm_id').where('id', '=', node).executeTakeFirst();
  for (const { pack, role } of added) {
    await tx
      .insertInto('assignments')
      .values({
        id: context.newId(),
        realm_id: at?.realm_id ?? null,
        person_id: person,
        pack_id: pack,
        role,
        node_id: node,
        valid_from: null,
        valid_until: null,
        version: 1,
        created_at: context.now,
        deleted_at: null,
      })
      .execute();
  }
}

/**
 * Refuses what would leave a node without anybody who can give roles there: switching `person` off, or taking
 * `removed` from them. Only people who can sign in count.
 */
export async function lastManager(
  tx: Tx,
  context: Context,
  { person, removed }: { readonly person: string; readonly removed?: readonly { readonly id: string }[] },
): Promise<Reply<never> | null> {
  const { rights, now } = context;
  const gone = new Set(removed?.map((assignment) => assignment.id));
  const decision = (node: string) =>
    rights.decide({ person, permission: 'assignments.grant', place: { node }, now });
  const losing = rights.visible(person, 'assignments.grant', now).nodes.filter((node) => {
    const decided = decision(node);
    return (
      removed === undefined || (decided.allowed && decided.paths.every((path) => gone.has(path.assignment)))
    );
  });
  if (losing.length === 0) return null;
  const others = await tx
    .selectFrom('persons')
    .select('id')
    .where('id', '!=', person)
    .where('active', '=', 1)
    .where('password_hash', 'is not', null)
    .where('deleted_at', 'is', null)
    .execute();
  const kept = losing.every((node) =>
    others.some((other) =>
      rights.allows({ person: other.id, permission: 'assignments.grant', place: { node }, now }),
    ),
  );
  if (kept) return null;
  return refusal(
    'This is the last person who can give roles there. Give that right to somebody else first.',
    'last-manager',
  );
}

/** Takes one assignment away, under the rules of taking roles: see `changeAccess`. */
export async function revokeAssignment(tx: Tx, context: Context, id: string): Promise<Reply<null>> {
  const held = await tx
    .selectFrom('assignments')
    .select(['id', 'pack_id as pack', 'role', 'version', 'person_id as person', 'node_id as node'])
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (held === undefined) return fail('not-found', 'There is no such assignment, or it is not yours to see.');
  const { person, node } = held;
  const giving = { giver: context.actor?.id ?? '', pack: held.pack, role: held.role, node, now: context.now };
  const unknown =
    context.rights.policy.get(roleKey(held.pack, held.role), context.rights.realmOf(node)) === undefined;
  // A role that no pack has grants nothing: whoever gives roles there may take it.
  const why = unknown && context.holds('assignments.grant', node) ? null : whyNotGive(context.rights, giving);
  if (why !== null) return refusal(`${held.role}: ${why}`, 'exceeds-own');
  const last = await lastManager(tx, context, { person, removed: [held] });
  if (last !== null) return last;
  await write(tx, context, { person, node, added: [], removed: [held] });
  return ok(null);
}

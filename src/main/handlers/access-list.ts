import { fail, ok, type Reply } from '#shared/reply.ts';
import { addAssignment, assignmentsOf, removeAssignments } from '../db/assignments.ts';
import { refuseGift, whyNotTake } from './giving.ts';
import type { Context, Tx } from './handler.ts';
import { lastManager } from './last-manager.ts';
import { UNQUALIFIED } from './qualifiers.ts';

interface RoleName {
  readonly pack: string;
  readonly role: string;
}

const same = (a: RoleName) => (b: RoleName) => a.pack === b.pack && a.role === b.role;

function refusal(message: string, reason: string): Reply<never> {
  return fail('denied', message, { reason, fields: [{ path: 'access', message }] });
}

/** The refusal of one role as a fault of the form's field, which holds all of them. */
function ofField(reply: Reply<never>): Reply<never> {
  if (reply.ok) return reply;
  const { code, message, ...more } = reply.error;
  return fail(code, message, { ...more, fields: [{ path: 'access', message }] });
}

/**
 * Makes a person's roles at a node exactly `access`. Each role that is given or taken must be one the actor may give
 * there; nobody gives themselves a role; the last person who can give roles keeps that right. What has ended counts as
 * not held, and goes.
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
  const { now } = context;
  const here = (await assignmentsOf(tx, person)).filter((one) => one.node === node);
  const held = here.filter(({ until }) => until === null || until > now);
  const added = access.filter(
    (role, index) => !held.some(same(role)) && access.findIndex(same(role)) === index,
  );
  const removed = held.filter((role) => !access.some(same(role)));
  if (added.length === 0 && removed.length === 0) return ok(null);
  if (!context.holds('assignments.grant', node)) {
    return refusal('You may not give or take roles here.', 'no-role-grants');
  }
  for (const role of removed) {
    const why = whyNotTake(context, role);
    if (why !== null) return refusal(`${role.role}: ${why}`, 'exceeds-own');
  }
  const gone = removed.map(({ id }) => id);
  const last = gone.length === 0 ? null : await lastManager(tx, context, { person, removed: gone });
  if (last !== null) return ofField(last);
  await removeAssignments(tx, gone, now);
  const over = here.filter((one) => !held.includes(one) && added.some(same(one))).map(({ id }) => id);
  await removeAssignments(tx, over, now);
  const by = { person: context.actor?.id ?? null, now };
  for (const { pack, role } of added) {
    const gift = { person, pack, role, node, ...UNQUALIFIED };
    const refused = await refuseGift(tx, context, { gift });
    if (refused !== null) return ofField(refused);
    await addAssignment(tx, { ...gift, id: context.newId(), realm: context.rights.realmOf(node) }, by);
  }
  return ok(null);
}

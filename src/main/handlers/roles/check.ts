import { reachOf } from '#shared/authz/entrusted.ts';
import { type CustomRole, withCustomRoles } from '#shared/policy/custom-roles.ts';
import { holdingsOf, Reach } from '#shared/policy/holdings.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { validatePack } from '#shared/policy/validate.ts';
import { type FieldFault, fail, type Reply } from '#shared/reply.ts';
import { findPack, type RealmPack } from '../../db/pack-versions.ts';
import type { Context, Tx } from '../handler.ts';
import { beyondFault } from '../packs/assess.ts';

/** Faults that a refusal names. */
const NAMED = 50;

export function refusedField(path: string, message: string): Reply<never> {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

/** Why a name can't be that of a custom role in the realm, or null. */
export async function nameFault(
  tx: Tx,
  { realm, pack }: { readonly realm: RealmPack; readonly pack: Pack },
  { name, except }: { readonly name: string; readonly except: { id: string; name: string } | null },
): Promise<Reply<never> | null> {
  const key = name.toLowerCase();
  if (pack.roles.some(({ id }) => id.toLowerCase() === key)) {
    return refusedField('name', `The role pack has a role "${name}" already. Choose another name.`);
  }
  if (name.includes(':')) return refusedField('name', 'A name has no colon: it tells packs and roles apart.');
  const others = await tx
    .selectFrom('custom_roles')
    .select(['id', 'name'])
    .where('realm_id', '=', realm.id)
    .where('deleted_at', 'is', null)
    .execute();
  if (others.some((other) => other.id !== except?.id && other.name.toLowerCase() === key)) {
    return refusedField('name', 'This realm has a role of that name already. Choose another name.');
  }
  if (name === except?.name) return null;
  // Assignments of a role that a version once had are kept; a new role of its name would bring them back to life.
  const held = await tx
    .selectFrom('assignments')
    .select('id')
    .where('realm_id', '=', realm.id)
    .where('role', '=', name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (held === undefined) return null;
  return refusedField('name', 'People still hold a former role of that name. Choose another name.');
}

/** What is wrong with the cells of a custom role, by row: rows that there are not, and conditions without sense. */
function cellFaults(pack: Pack, custom: CustomRole): FieldFault[] {
  const rows = new Set(pack.rows.map(({ id }) => id));
  const unknown = Object.keys(custom.cells).filter((row) => !rows.has(row));
  if (unknown.length > 0) {
    return unknown.map((row) => ({ path: `cells.${row}`, message: `The role pack has no row "${row}".` }));
  }
  const read = validatePack(withCustomRoles(pack, [custom]));
  if (read.ok) return [];
  return read.faults.map(({ where, message }) => ({ path: `cells.${where}`, message }));
}

/**
 * Refuses a custom role that would hold what its maker neither holds at the node nor is entrusted with there, or whose
 * cells make no sense.
 * INVARIANT: whatever writes to `custom_roles` asks this first.
 */
export async function customFault(
  tx: Tx,
  context: Context,
  { realm, node, custom }: { readonly realm: RealmPack; readonly node: string; readonly custom: CustomRole },
): Promise<Reply<never> | null> {
  const pack = await findPack(tx, realm.pack, realm.packVersion);
  if (pack === undefined) return refusedField('basedOn', 'The role pack of this realm is not there.');
  if (!pack.roles.some(({ id }) => id === custom.basedOn)) {
    return refusedField('basedOn', `There is no role "${custom.basedOn}" to copy.`);
  }
  const faults = cellFaults(pack, custom);
  const [first] = faults;
  if (first !== undefined) {
    return fail('invalid-input', first.message, { fields: faults.slice(0, NAMED) });
  }
  const reach = reachOf(context.rights, { person: context.actor?.id ?? '', node, now: context.now });
  const whole = withCustomRoles(pack, [custom]);
  const over = holdingsOf(whole, custom.name).filter((holding) => !reach.covers(holding));
  const [worst] = over;
  if (worst === undefined) return null;
  const fields = over.slice(0, NAMED).map((holding) => beyondFault(whole, custom.name, holding));
  return fail('denied', `A role cannot hold more than its maker could give. ${fields[0]?.message}`, {
    reason: 'exceeds-own',
    fields,
  });
}

/** Refuses an edit by which its maker, who holds the role, would gain. */
export function ownGain(
  context: Context,
  { pack, before, after }: { readonly pack: Pack; readonly before: CustomRole; readonly after: CustomRole },
): Reply<never> | null {
  const held = context.rights
    .assignmentsOf(context.actor?.id ?? '')
    .some((grant) => grant.role === before.name && grant.pack === pack.id);
  if (!held) return null;
  const had = new Reach();
  had.add(holdingsOf(withCustomRoles(pack, [before]), before.name));
  if (had.beyond(holdingsOf(withCustomRoles(pack, [after]), after.name)) === undefined) return null;
  return fail('denied', 'You hold this role yourself: somebody else has to add rights to it.', {
    reason: 'own-assignments',
  });
}

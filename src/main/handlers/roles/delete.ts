import { whyNotGive } from '#shared/authz/giving.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { withCustomRoles } from '#shared/policy/custom-roles.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { type CustomRoleRow, customRolesOf, findPack, realmPack } from '../../db/pack-versions.ts';
import { Asker } from '../access/asker.ts';
import type { Context, Tx } from '../handler.ts';
import { lastManagerAfter } from '../last-manager.ts';
import { refusedField } from './check.ts';
import { forChange, holdersOf } from './custom.ts';

/** People whom a refusal names. */
const NAMED = 10;

type Holder = Awaited<ReturnType<ReturnType<typeof holdersOf>['execute']>>[number];

interface Instead {
  readonly pack: Pack;
  readonly customs: readonly CustomRoleRow[];
  readonly old: string;
  readonly role: string;
}

/** Why this holder can't get the other role where they have the old one, or null. */
function whyNot(context: Context, held: Holder, { pack, customs, old, role }: Instead): Reply<never> | null {
  const { rights, actor, now } = context;
  const { tree } = rights;
  if (held.person === actor?.id) {
    return fail('denied', 'You hold this role yourself: nobody gives roles to themselves.', {
      reason: 'own-assignments',
    });
  }
  const kind = tree.kindOf(tree.indexOf(held.node)) ?? '';
  const custom = customs.find(({ name }) => name === role);
  const kinds = pack.roles.find(({ id }) => id === role)?.nodeKinds ?? [];
  if (!kinds.includes(kind) || (custom !== undefined && !tree.covers(custom.node, held.node))) {
    return refusedField('instead', `"${role}" can't be given everywhere where people hold "${old}".`);
  }
  for (const one of [old, role]) {
    const why = whyNotGive(rights, {
      giver: actor?.id ?? '',
      pack: pack.id,
      role: one,
      node: held.node,
      now,
    });
    if (why !== null) return fail('denied', `${one}: ${why}`, { reason: 'exceeds-own' });
  }
  return null;
}

async function heldByMessage(tx: Tx, context: Context, held: readonly Holder[]): Promise<Reply<never>> {
  const known = [...(await new Asker(tx, context).people(held.map(({ person }) => person))).values()];
  const names = known.slice(0, NAMED).map(({ name }) => name);
  const more = known.length > NAMED ? ` and ${known.length - NAMED} more` : '';
  const message = `People hold this role (${names.join(', ')}${more}). Choose the role that they get instead.`;
  return fail('conflict', message, { reason: 'role-held', fields: [{ path: 'instead', message }] });
}

/** Gives each holder the other role in place of the old one; who has it there already just loses the old one. */
async function exchange(
  tx: Tx,
  context: Context,
  { held, pack, role }: { readonly held: readonly Holder[]; readonly pack: string; readonly role: string },
): Promise<void> {
  for (const { id, person, node, version } of held) {
    const twin = await tx
      .selectFrom('assignments')
      .select('id')
      .where('person_id', '=', person)
      .where('node_id', '=', node)
      .where('pack_id', '=', pack)
      .where('role', '=', role)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    await tx
      .updateTable('assignments')
      .set({ version: version + 1, ...(twin === undefined ? { role } : { deleted_at: context.now }) })
      .where('id', '=', id)
      .execute();
  }
}

/** Deletes a custom role; its holders get another one, or it stays. */
export async function deleteRole(
  tx: Tx,
  input: ParsedInputOf<'roles.delete'>,
  context: Context,
): Promise<Reply<{ reassigned: number }>> {
  const found = await forChange(tx, input);
  if (!found.ok) return found;
  const row = found.value;
  const held = await holdersOf(tx, row).execute();
  if (held.length > 0) {
    if (input.instead === undefined || input.instead === row.name) return heldByMessage(tx, context, held);
    const realm = await realmPack(tx, row.realm_id);
    const customs = (await customRolesOf(tx, row.realm_id)).filter(({ id }) => id !== row.id);
    const base = realm === undefined ? undefined : await findPack(tx, realm.pack, realm.packVersion);
    const pack = base === undefined ? undefined : withCustomRoles(base, customs);
    if (pack?.roles.some(({ id }) => id === input.instead) !== true) {
      return refusedField('instead', `There is no role "${input.instead}" in this realm.`);
    }
    const instead: Instead = { pack, customs, old: row.name, role: input.instead };
    for (const one of held) {
      const refused = whyNot(context, one, instead);
      if (refused !== null) return refused;
    }
    const grants = new Map(
      held.flatMap(({ person }) => context.rights.assignmentsOf(person)).map((one) => [one.id, one]),
    );
    const add = held.flatMap(({ id, person }) => {
      const grant = grants.get(id);
      return grant === undefined ? [] : [{ ...grant, role: instead.role, person }];
    });
    const draft = { remove: held.map(({ id }) => id), add };
    const last = await lastManagerAfter(tx, context, draft);
    if (last !== null) return last;
    await exchange(tx, context, { held, pack: row.pack_id, role: instead.role });
  }
  await tx
    .updateTable('custom_roles')
    .set({ deleted_at: context.now, updated_at: context.now, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute();
  context.touch('packs', 'users', 'session');
  return ok({ reassigned: held.length });
}

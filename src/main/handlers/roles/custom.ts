import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { CustomRoleRecord } from '#shared/operations/roles.ts';
import { type CustomRole, withCustomRoles } from '#shared/policy/custom-roles.ts';
import type { Cell } from '#shared/policy/pack.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { customRolesOf, findPack, realmPack } from '../../db/pack-versions.ts';
import type { CustomRolesTable } from '../../db/tables/people.ts';
import { visibleIn } from '../../db/visible.ts';
import type { Context, Tx } from '../handler.ts';
import { lastManagerAfter } from '../last-manager.ts';
import { packsWith } from '../packs/assess.ts';
import { customFault, nameFault, ownGain, refusedField } from './check.ts';

export const NO_SUCH_ROLE = fail('not-found', 'There is no such role, or it is not yours to see.');
const NO_REALM = refusedField('node', 'Roles are made in a realm that runs under a role pack: choose one.');
interface Written {
  readonly id: string;
  readonly version: number;
}

export const roleOf = (row: CustomRolesTable): CustomRole => ({
  name: row.name,
  words: row.words,
  basedOn: row.based_on,
  cells: JSON.parse(row.cells) as Record<string, Cell>,
});

function rowOf(tx: Tx, id: string): Promise<CustomRolesTable | undefined> {
  return tx
    .selectFrom('custom_roles')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

/** The assignments of a custom role. */
export function holdersOf(tx: Tx, row: CustomRolesTable) {
  return tx
    .selectFrom('assignments')
    .select(['id', 'person_id as person', 'node_id as node', 'version'])
    .where('realm_id', '=', row.realm_id)
    .where('pack_id', '=', row.pack_id)
    .where('role', '=', row.name)
    .where('deleted_at', 'is', null);
}

/** A custom role's record. */
export async function customOf(tx: Tx, id: string, context: Context): Promise<CustomRoleRecord | undefined> {
  const row = await rowOf(tx, id);
  if (row === undefined) return undefined;
  const node = await tx.selectFrom('nodes').select('name').where('id', '=', row.node_id).executeTakeFirst();
  const held = await holdersOf(tx, row)
    .where(visibleIn(context.visible('roles.view'), 'assignments.node_id'))
    .execute();
  const { name, words, basedOn, cells } = roleOf(row);
  return {
    id: row.id,
    realm: row.realm_id,
    pack: row.pack_id,
    node: row.node_id,
    nodeName: node?.name ?? '',
    name,
    words,
    basedOn,
    cells: { ...cells },
    people: new Set(held.map(({ person }) => person)).size,
    version: row.version,
  };
}

/** Makes a role by copying one of the realm's pack. */
export async function createRole(
  tx: Tx,
  input: ParsedInputOf<'roles.create'>,
  context: Context,
): Promise<Reply<Written>> {
  const [at] = context.targets;
  const realm = await realmPack(tx, at?.realm ?? '');
  const pack = realm === undefined ? undefined : await findPack(tx, realm.pack, realm.packVersion);
  if (realm === undefined || pack === undefined) return NO_REALM;
  const custom: CustomRole = {
    name: input.name,
    words: input.words,
    basedOn: input.basedOn,
    cells: input.cells,
  };
  const refused =
    (await nameFault(tx, { realm, pack }, { name: input.name, except: null })) ??
    (await customFault(tx, context, { realm, node: input.node, custom }));
  if (refused !== null) return refused;
  const id = context.newId();
  await tx
    .insertInto('custom_roles')
    .values({
      id,
      realm_id: realm.id,
      node_id: input.node,
      pack_id: realm.pack,
      name: input.name,
      words: input.words,
      based_on: input.basedOn,
      cells: JSON.stringify(input.cells),
      created_at: context.now,
      created_by: context.actor?.id ?? '',
      updated_at: context.now,
      version: 1,
      deleted_at: null,
    })
    .execute();
  context.touch('packs', 'users');
  return ok({ id, version: 1 });
}

/** The role that a change is based on, or why the change can't be made. */
export async function forChange(
  tx: Tx,
  input: { readonly id: string; readonly version: number },
): Promise<Reply<CustomRolesTable>> {
  const row = await rowOf(tx, input.id);
  if (row === undefined) return NO_SUCH_ROLE;
  if (row.version === input.version) return ok(row);
  const { name, words, version } = row;
  return fail('conflict', 'Somebody changed this role meanwhile. Nothing was saved; look again and decide.', {
    theirs: { name, words, version },
    yours: { ...input },
  });
}

/** Changes a custom role; those who hold it keep it under its new name. */
export async function changeRole(
  tx: Tx,
  input: ParsedInputOf<'roles.edit'>,
  context: Context,
): Promise<Reply<Written>> {
  const found = await forChange(tx, input);
  if (!found.ok) return found;
  const row = found.value;
  const realm = await realmPack(tx, row.realm_id);
  const pack = realm === undefined ? undefined : await findPack(tx, row.pack_id, realm.packVersion);
  if (realm === undefined || pack === undefined) return NO_REALM;
  const before = roleOf(row);
  const after: CustomRole = { ...before, name: input.name, words: input.words, cells: input.cells };
  const refused =
    (await nameFault(tx, { realm, pack }, { name: input.name, except: { id: row.id, name: row.name } })) ??
    (await customFault(tx, context, { realm, node: row.node_id, custom: after })) ??
    ownGain(context, { pack, before, after });
  if (refused !== null) return refused;
  const others = (await customRolesOf(tx, realm.id)).filter(({ id }) => id !== row.id);
  // Under its old name, by which the engine knows those who hold it.
  const drafted = withCustomRoles(pack, [...others, { ...after, name: before.name }]);
  const draft = { packs: [{ realm: realm.id, packs: packsWith(drafted) }] };
  const last = await lastManagerAfter(tx, context, draft);
  if (last !== null) return last;
  if (after.name !== before.name) {
    await tx
      .updateTable('assignments')
      .set((eb) => ({ role: after.name, version: eb('version', '+', 1) }))
      .where('realm_id', '=', row.realm_id)
      .where('pack_id', '=', row.pack_id)
      .where('role', '=', before.name)
      .where('deleted_at', 'is', null)
      .execute();
  }
  const version = row.version + 1;
  await tx
    .updateTable('custom_roles')
    .set({
      name: after.name,
      words: after.words,
      cells: JSON.stringify(after.cells),
      updated_at: context.now,
      version,
    })
    .where('id', '=', row.id)
    .execute();
  context.touch('packs', 'users', 'session');
  return ok({ id: row.id, version });
}

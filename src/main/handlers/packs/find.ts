import { withCustomRoles } from '#shared/policy/custom-roles.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import {
  type CustomRoleRow,
  customRolesOf,
  findPack,
  type RealmPack,
  realmPack,
} from '../../db/pack-versions.ts';
import type { Context, Tx } from '../handler.ts';

export const NO_SUCH_PACK = fail('not-found', 'There is no such role pack.');
export const NO_SUCH_VERSION = fail('not-found', 'There is no such version of this role pack.');
export const NO_SUCH_REALM = fail('not-found', 'There is no such scope, or it is not yours to see.');

/** A pack, and the custom roles among its roles. */
export interface Found {
  readonly pack: Pack;
  readonly customs: readonly CustomRoleRow[];
}

/** Whether the actor works in the realm: at, above or below it. */
export function worksIn({ rights, actor, now }: Context, realm: string): boolean {
  const { tree } = rights;
  return rights
    .grantsOf(actor?.id ?? '', now)
    .some(({ node }) => tree.covers(node, realm) || tree.covers(realm, node));
}

/** The custom roles of a realm that the actor holds or may see. */
export async function seenCustoms(tx: Tx, context: Context, realm: RealmPack): Promise<CustomRoleRow[]> {
  const { rights, actor, now } = context;
  const held = new Set(
    rights
      .assignmentsOf(actor?.id ?? '')
      .filter((grant) => grant.realm === realm.id)
      .map((grant) => grant.role),
  );
  const customs = await customRolesOf(tx, realm.id);
  return customs.filter(
    ({ pack, node, name }) =>
      pack === realm.pack &&
      (held.has(name) ||
        rights.allows({ person: actor?.id ?? '', permission: 'roles.view', place: { node }, now })),
  );
}

interface Which {
  readonly pack: string;
  readonly version?: number | undefined;
  readonly realm?: string | undefined;
}

/** The version that is asked about; of a realm with the custom roles that the actor may see. */
export async function findVersion(tx: Tx, context: Context, which: Which): Promise<Reply<Found>> {
  if (which.realm === undefined) {
    const builtIn = BUILT_IN_PACKS.find(({ id }) => id === which.pack);
    const pack = which.version === undefined ? builtIn : await findPack(tx, which.pack, which.version);
    if (pack !== undefined) return ok({ pack, customs: [] });
    return builtIn === undefined && which.version === undefined ? NO_SUCH_PACK : NO_SUCH_VERSION;
  }
  const realm = await realmPack(tx, which.realm);
  if (realm === undefined || !worksIn(context, realm.id)) return NO_SUCH_REALM;
  if (realm.pack !== which.pack) {
    return fail('invalid-input', `This realm runs under another role pack (${realm.pack}).`, {
      fields: [{ path: 'pack', message: `This realm runs under ${realm.pack}.` }],
    });
  }
  const base = await findPack(tx, realm.pack, which.version ?? realm.packVersion);
  if (base === undefined) return NO_SUCH_VERSION;
  const customs = await seenCustoms(tx, context, realm);
  const pack = withCustomRoles(base, customs);
  return ok({ pack, customs: customs.filter(({ name }) => pack.roles.some(({ id }) => id === name)) });
}

import { compilePolicy, roleKey } from '#shared/authz/compile.ts';
import { reachOf } from '#shared/authz/entrusted.ts';
import { withCustomRoles } from '#shared/policy/custom-roles.ts';
import { type Holding, holdingsOf, type Reach } from '#shared/policy/holdings.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { isPermission, PERMISSIONS } from '#shared/policy/permissions.ts';
import type { FieldFault, Reply } from '#shared/reply.ts';
import { type CustomRoleRow, findPack, type RealmPack, versionsUsed } from '../../db/pack-versions.ts';
import type { Context, Tx } from '../handler.ts';
import { lastManagerAfter } from '../last-manager.ts';

/** A role that people hold and that a version does not have. */
export interface Vanished {
  readonly role: string;
  /** Ids of persons, each once. */
  readonly people: readonly string[];
}

/** A version that is to be put into force. */
export interface Asked {
  readonly realm: RealmPack;
  /** What is in force, with the realm's custom roles. */
  readonly before: Pack | undefined;
  readonly base: Pack;
  /** The version with the realm's custom roles. */
  readonly after: Pack;
  readonly customs: readonly CustomRoleRow[];
}

/** Whether a role of the version has the name of a custom role, which gives way to it: its holders get the other one. */
export function isTaken({ base, customs }: Pick<Asked, 'base' | 'customs'>, name: string): boolean {
  return customs.some((one) => one.name === name) && base.roles.some(({ id }) => id === name);
}

/** What stands against a version in a realm. */
export interface Assessment {
  /** Rights that it would hand out and the actor may not; by role and row. */
  readonly beyond: readonly FieldFault[];
  readonly vanished: readonly Vanished[];
  /** That nobody could give roles in the realm any more, or be its Root. */
  readonly lastManager: Reply<never> | null;
}

/** The packs of a realm in which `pack` takes the place of the version in force. */
export function packsWith(pack: Pack): readonly Pack[] {
  return [...BUILT_IN_PACKS.filter(({ id }) => id !== pack.id), pack];
}

/** What the actor could put into hands in the realm, by the roles in use and by versions that were in force before. */
async function reachIn(
  tx: Tx,
  context: Context,
  { realm, customs }: { readonly realm: RealmPack; readonly customs: readonly CustomRoleRow[] },
): Promise<Reach> {
  const versions = new Set(await versionsUsed(tx, realm));
  versions.delete(realm.packVersion);
  const former = [];
  for (const version of versions) {
    const pack = await findPack(tx, realm.pack, version);
    if (pack === undefined) continue;
    const policy = compilePolicy(packsWith(withCustomRoles(pack, customs)));
    former.push((key: string) => policy.get(key));
  }
  const asked = { person: context.actor?.id ?? '', node: realm.id, now: context.now };
  return reachOf(context.rights, asked, former);
}

/** A right that goes beyond what the actor may hand out, as a sentence. */
export function beyondFault(pack: Pack, role: string, { row, permission }: Holding): FieldFault {
  const words = pack.rows.find(({ id }) => id === row)?.words ?? row;
  const right = isPermission(permission) ? PERMISSIONS[permission] : permission;
  return {
    path: `cells.${row}`,
    message: `${role}, "${words}": you neither hold "${right}" here in this way nor may give a role that does.`,
  };
}

/** Roles of other packs that the pack's roles are entrusted with, and those that these are entrusted with in turn. */
function foreignRoles(pack: Pack): (readonly [Pack, string])[] {
  const packs = new Map(packsWith(pack).map((one) => [one.id, one]));
  const seen = new Set<string>();
  const found: (readonly [Pack, string])[] = [];
  const waiting = pack.roles.flatMap(({ manages }) => manages.filter((id) => id.includes(':')));
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const [id, name] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
    const other = packs.get(id);
    const role = other?.roles.find((one) => one.id === name);
    if (other === undefined || role === undefined || other === pack || seen.has(key)) continue;
    seen.add(key);
    found.push([other, name]);
    waiting.push(...role.manages.map((managed) => (managed.includes(':') ? managed : roleKey(id, managed))));
  }
  return found;
}

function beyondOf(pack: Pack, reach: Reach): FieldFault[] {
  const own = pack.roles.map(({ id }) => [pack, id] as const);
  return [...own, ...foreignRoles(pack)].flatMap(([from, role]) => {
    const over = reach.beyond(holdingsOf(from, role));
    return over === undefined ? [] : [beyondFault(from, role, over)];
  });
}

async function vanishedIn(tx: Tx, realm: RealmPack, asked: Asked): Promise<Vanished[]> {
  const gone = (asked.before?.roles ?? []).filter(
    ({ id }) => !asked.after.roles.some((role) => role.id === id) || isTaken(asked, id),
  );
  if (gone.length === 0) return [];
  const rows = await tx
    .selectFrom('assignments')
    .select(['role', 'person_id'])
    .distinct()
    .where('realm_id', '=', realm.id)
    .where('pack_id', '=', realm.pack)
    .where('deleted_at', 'is', null)
    .where(
      'role',
      'in',
      gone.map(({ id }) => id),
    )
    .orderBy('role')
    .execute();
  const byRole = Map.groupBy(rows, ({ role }) => role);
  return [...byRole].map(([role, held]) => ({ role, people: held.map(({ person_id }) => person_id) }));
}

/** Looks at a version, with the realm's custom roles on it, before it is put into force. */
export async function assess(tx: Tx, context: Context, asked: Asked): Promise<Assessment> {
  const { realm, after } = asked;
  return {
    beyond: beyondOf(after, await reachIn(tx, context, asked)),
    vanished: await vanishedIn(tx, realm, asked),
    lastManager: await lastManagerAfter(tx, context, {
      packs: [{ realm: realm.id, packs: packsWith(after) }],
    }),
  };
}

import { type CustomRole, withCustomRoles } from '#shared/policy/custom-roles.ts';
import type { Cell, Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { RawDatabase } from './open.ts';

interface RealmRow {
  readonly id: string;
  readonly pack: string | null;
  readonly version: number | null;
}

interface CustomRow {
  readonly name: string;
  readonly words: string;
  readonly based_on: string;
  readonly cells: string;
}

/** A version of a pack, built in or imported; undefined if there is none such. */
export function packVersion(raw: RawDatabase, id: string, version: number | null): Pack | undefined {
  const builtIn = BUILT_IN_PACKS.find((pack) => pack.id === id);
  if (version === null || builtIn?.version === version) return builtIn;
  const body = raw
    .prepare('select body from pack_versions where pack_id = ? and version = ?')
    .pluck()
    .get(id, version) as string | undefined;
  // What is stored was validated when it was imported.
  return body === undefined ? undefined : (JSON.parse(body) as Pack);
}

/**
 * The packs that realms run under in place of the built-in ones: imported versions and custom roles. A realm that runs
 * under built-in packs alone maps to null. A version that is gone leaves its realm without any role of the pack.
 */
export function realmPacks(raw: RawDatabase): ReadonlyMap<string, readonly Pack[] | null> {
  const realms = raw
    .prepare(`select id, pack_id as pack, pack_version as version from nodes where kind = 'realm'`)
    .all() as RealmRow[];
  const customs = raw.prepare(
    `select name, words, based_on, cells from custom_roles
     where realm_id = ? and pack_id = ? and deleted_at is null order by id`,
  );
  return new Map(
    realms.map(({ id, pack, version }) => {
      if (pack === null) return [id, null];
      const builtIn = BUILT_IN_PACKS.find((one) => one.id === pack);
      const base = packVersion(raw, pack, version);
      const roles = (customs.all(id, pack) as CustomRow[]).map(customRoleOf);
      if (base !== undefined && base === builtIn && roles.length === 0) return [id, null];
      const others = BUILT_IN_PACKS.filter((one) => one.id !== pack);
      return [id, base === undefined ? others : [...others, withCustomRoles(base, roles)]];
    }),
  );
}

function customRoleOf({ name, words, based_on, cells }: CustomRow): CustomRole {
  return { name, words, basedOn: based_on, cells: JSON.parse(cells) as Record<string, Cell> };
}

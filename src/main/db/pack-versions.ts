import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { CustomRole } from '#shared/policy/custom-roles.ts';
import type { Cell, Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { Tables } from './tables/index.ts';

type Db = Kysely<Tables>;

/** A custom role with its record. */
export interface CustomRoleRow extends CustomRole {
  readonly id: string;
  readonly realm: string;
  readonly node: string;
  readonly pack: string;
  readonly version: number;
}

/** What a realm runs under. */
export interface RealmPack {
  readonly id: string;
  readonly name: string;
  readonly pack: string;
  readonly packVersion: number;
}

const builtIn = (id: string): Pack | undefined => BUILT_IN_PACKS.find((pack) => pack.id === id);

// An imported version never changes once it is stored.
const READ = new Map<string, Pack>();
const MOST_READ = 50;

/** A version of a pack, built in or imported; undefined if there is none such. */
export async function findPack(db: Db, id: string, version: number): Promise<Pack | undefined> {
  const known = builtIn(id);
  if (known?.version === version) return known;
  const row = await db
    .selectFrom('pack_versions')
    .select(['body', 'imported_at'])
    .where('pack_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const key = `${id}@${version}@${row.imported_at}@${row.body.length}`;
  // What is stored was validated when it was imported.
  const pack = READ.get(key) ?? (JSON.parse(row.body) as Pack);
  if (READ.size >= MOST_READ) READ.clear();
  READ.set(key, pack);
  return pack;
}

/** The highest version of a pack; 0 if there is no such pack. */
export async function newestVersion(db: Db, id: string): Promise<number> {
  const row = await db
    .selectFrom('pack_versions')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('pack_id', '=', id)
    .executeTakeFirst();
  return Math.max(builtIn(id)?.version ?? 0, row?.version ?? 0);
}

/** The realm with its pack; undefined for what is no realm. */
export async function realmPack(db: Db, id: string): Promise<RealmPack | undefined> {
  const row = await db
    .selectFrom('nodes')
    .select(['id', 'name', 'pack_id', 'pack_version'])
    .where('id', '=', id)
    .where('kind', '=', 'realm')
    .executeTakeFirst();
  if (row === undefined || row.pack_id === null) return undefined;
  const { pack_id: pack, pack_version: version } = row;
  return { id: row.id, name: row.name, pack, packVersion: version ?? builtIn(pack)?.version ?? 1 };
}

/** The custom roles of a realm, oldest first. */
export async function customRolesOf(db: Db, realm: string): Promise<CustomRoleRow[]> {
  const rows = await db
    .selectFrom('custom_roles')
    .selectAll()
    .where('realm_id', '=', realm)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    realm: row.realm_id,
    node: row.node_id,
    pack: row.pack_id,
    name: row.name,
    words: row.words,
    basedOn: row.based_on,
    cells: JSON.parse(row.cells) as Record<string, Cell>,
    version: row.version,
  }));
}

/** Versions that were in force in the realm, by the log of its changes: the latest first, each once. */
export async function versionsUsed(db: Db, realm: RealmPack): Promise<number[]> {
  // Without an imported version nothing can have been put into force, and the log need not be read.
  if ((await newestVersion(db, realm.pack)) <= (builtIn(realm.pack)?.version ?? 0))
    return [realm.packVersion];
  const rows = await db
    .selectFrom('command_log')
    .select([
      sql<number | null>`json_extract(arguments, '$.version')`.as('version'),
      sql<number | null>`json_extract(arguments, '$.from')`.as('from'),
    ])
    .where('realm_id', '=', realm.id)
    .where('operation', '=', 'packs.use')
    .where('verdict', '=', 'done')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  // A realm begins under what came with the product, unless its first change says otherwise.
  const first = rows.at(-1)?.from ?? builtIn(realm.pack)?.version ?? null;
  const versions = rows.flatMap(({ version, from }) => [version, from]);
  return [...new Set([...versions, first].filter((one) => one !== null))];
}

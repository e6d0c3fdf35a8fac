import type { PackVersionRow } from '#shared/operations/pack-answers.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { findPack, realmPack, versionsUsed } from '../../db/pack-versions.ts';
import type { Context, Tx } from '../handler.ts';
import { worksIn } from './find.ts';

async function seenRealms(tx: Tx, context: Context) {
  const rows = await tx
    .selectFrom('nodes')
    .select('id')
    .where('kind', '=', 'realm')
    .where('archived_at', 'is', null)
    .orderBy('name')
    .execute();
  const realms = [];
  for (const { id } of rows) {
    if (!worksIn(context, id)) continue;
    const realm = await realmPack(tx, id);
    if (realm === undefined) continue;
    const used = await versionsUsed(tx, realm);
    realms.push({ ...realm, former: used.find((version) => version !== realm.packVersion) ?? null });
  }
  return realms;
}

/** Every version of every pack, the product's own first, with the realms that run under it. */
export async function listVersions(tx: Tx, context: Context): Promise<PackVersionRow[]> {
  const realms = await seenRealms(tx, context);
  const row = (pack: Pack, imported: PackVersionRow['imported']): PackVersionRow => ({
    id: pack.id,
    version: pack.version,
    title: pack.title,
    source: pack.source,
    nodeKinds: pack.nodeKinds,
    roles: pack.roles.map(({ id }) => id),
    rows: pack.rows.length,
    imported,
    realms: realms
      .filter((realm) => realm.pack === pack.id && realm.packVersion === pack.version)
      .map(({ id, name, former }) => ({ id, name, former })),
  });
  const stored = await tx
    .selectFrom('pack_versions')
    .select(['pack_id', 'version', 'source_name', 'imported_at'])
    .orderBy('pack_id')
    .orderBy('version')
    .execute();
  const imported: PackVersionRow[] = [];
  for (const { pack_id, version, source_name, imported_at } of stored) {
    const pack = await findPack(tx, pack_id, version);
    if (pack !== undefined) imported.push(row(pack, { at: imported_at, file: source_name }));
  }
  return [...BUILT_IN_PACKS.map((pack) => row(pack, null)), ...imported];
}

import type { ParsedInputOf } from '#shared/operations/index.ts';
import { sameData } from '#shared/policy/diff.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { findPack, newestVersion } from '../../db/pack-versions.ts';
import type { Context, Tx } from '../handler.ts';
import type { ReadPack } from './read-file.ts';

/** Faults that a reply names; the preview has them all. */
const NAMED = 50;

/** Stores what was read as the next version of its pack; nothing changes for anybody until a realm is put under it. */
export async function storePack(
  tx: Tx,
  input: ParsedInputOf<'packs.import'>,
  { read, context }: { readonly read: ReadPack; readonly context: Context },
): Promise<Reply<{ pack: string; version: number }>> {
  const { pack, shown } = read;
  if (input.digest !== undefined && input.digest !== shown.digest) {
    return fail('conflict', 'The file was changed after you looked at it. Nothing was imported; look again.');
  }
  if (pack === null) {
    const fields = shown.faults.slice(0, NAMED).map(({ where, message }) => ({ path: where, message }));
    const [first] = shown.faults;
    const more = shown.faults.length > 1 ? ` (and ${shown.faults.length - 1} more)` : '';
    return fail('invalid-input', `${first?.where}: ${first?.message}${more} Nothing was imported.`, {
      fields,
    });
  }
  const newest = await newestVersion(tx, pack.id);
  const before = newest === 0 ? undefined : await findPack(tx, pack.id, newest);
  if (before !== undefined && sameData({ ...before, version: 0 }, { ...pack, version: 0 })) {
    return fail(
      'conflict',
      `Version ${newest} of this role pack says the same already. Nothing was imported.`,
    );
  }
  const version = newest + 1;
  await tx
    .insertInto('pack_versions')
    .values({
      pack_id: pack.id,
      version,
      title: pack.title,
      body: JSON.stringify({ ...pack, version }),
      source_name: shown.name,
      imported_at: context.now,
      imported_by: context.actor?.id ?? '',
    })
    .execute();
  return ok({ pack: pack.id, version });
}

import type { Transaction } from 'kysely';
import { fail } from '#shared/reply.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;
type Refused = ReturnType<typeof fail>;

/** A refusal that names the input field `list`. */
export function badList(message: string): Refused {
  return fail('invalid-input', message, { fields: [{ path: 'list', message }] });
}

/** A list version that may be called. */
export interface ReadyList {
  readonly versionId: string;
  readonly versionKey: number;
  readonly entries: number;
  /** Names of the extra fields. */
  readonly fields: readonly string[];
}

/** The list's current version, or the one that is named, if a broadcast at this node may call it. */
export async function readyList(
  tx: Tx,
  { list, node, version = null }: { list: string; node: string; version?: string | null },
): Promise<ReadyList | Refused> {
  const row = await tx
    .selectFrom('number_lists')
    .innerJoin('node_ancestors', 'node_ancestors.node_id', 'number_lists.node_id')
    .leftJoin('number_list_versions', (join) =>
      join
        .onRef('number_list_versions.list_id', '=', 'number_lists.id')
        .on('number_list_versions.state', '=', 'ready')
        .on((eb) =>
          version === null
            ? eb('number_list_versions.ordinal', '=', eb.ref('number_lists.current_version'))
            : eb('number_list_versions.id', '=', version),
        ),
    )
    .select([
      'number_lists.state',
      'number_list_versions.id as versionId',
      'number_list_versions.key as versionKey',
      'number_list_versions.accepted as entries',
      'number_list_versions.fields',
    ])
    .where('number_lists.id', '=', list)
    .where('number_lists.deleted_at', 'is', null)
    .where('node_ancestors.ancestor_id', '=', node)
    .executeTakeFirst();
  if (row === undefined) {
    return badList('There is no such number list at this account. Choose another list.');
  }
  if (row.state === 'failed') return badList('The import of this number list failed. Choose another list.');
  if (row.state !== 'ready')
    return badList('The number list is still being imported. Wait until it is ready.');
  const { versionId, versionKey, entries } = row;
  if (versionId === null || versionKey === null || !entries) {
    return badList('The number list has no numbers to call. Choose another list.');
  }
  return { versionId, versionKey, entries, fields: JSON.parse(row.fields ?? '[]') as string[] };
}

/** Whose numbers a broadcast would call, and whether it has begun. */
interface Calling {
  readonly list_id: string;
  readonly pinned_version_id: string | null;
  readonly copied_from: string | null;
  readonly started_at: number | null;
}

/** Refused if somebody has removed the list whose numbers would be called, or emptied it before the first call. */
export async function listGone(tx: Tx, row: Calling): Promise<Refused | null> {
  const list = await tx
    .selectFrom('number_lists')
    .leftJoin('number_list_versions', (join) =>
      join
        .onRef('number_list_versions.list_id', '=', 'number_lists.id')
        .onRef('number_list_versions.ordinal', '=', 'number_lists.current_version'),
    )
    .select('number_list_versions.accepted as entries')
    .where('number_lists.id', '=', row.list_id)
    .where('number_lists.deleted_at', 'is', null)
    .executeTakeFirst();
  // Who chose a version, or copied what was left of a broadcast, did not mean the newest entries of the list.
  const newest = row.pinned_version_id === null && row.copied_from === null && row.started_at === null;
  if (list !== undefined && newest && !list.entries) {
    return fail(
      'unavailable',
      'The number list was emptied meanwhile, so its numbers are not called. Go back to an earlier version of it, or finish the broadcast.',
    );
  }
  if (list !== undefined) return null;
  return fail(
    'unavailable',
    'The number list was removed, so its numbers are not called. Finish the broadcast.',
  );
}

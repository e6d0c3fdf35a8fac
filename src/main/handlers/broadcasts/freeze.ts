import type { SegmentFilter } from '#shared/operations/segment-filter.ts';
import { fail } from '#shared/reply.ts';
import { freezeNumbers, freezeUncalled } from '../../db/broadcast-numbers.ts';
import { readyList } from '../../db/callable-lists.ts';
import { savedSegment } from '../../db/segments.ts';
import type { BroadcastsTable } from '../../db/tables/broadcasts.ts';
import type { Tx } from '../handler.ts';

type Refused = ReturnType<typeof fail>;

/** How many numbers are frozen for a broadcast, by its key; 0 before it is started. */
export async function frozenTotal(tx: Tx, key: number): Promise<number> {
  const row = await tx
    .selectFrom('broadcast_counts')
    .select('total')
    .where('broadcast_key', '=', key)
    .executeTakeFirst();
  return row?.total ?? 0;
}

/** The numbers that a start calls, as they stand now; those of a scheduled broadcast are frozen already. */
export async function freeze(
  tx: Tx,
  row: BroadcastsTable,
  now: number,
): Promise<{ readonly total: number; readonly version: string | null } | Refused> {
  const { key, node_id: node } = row;
  const at = Math.max(now, row.start_at ?? 0);
  if (row.state === 'scheduled') return { total: await frozenTotal(tx, key), version: row.list_version_id };
  if (row.copied_from !== null) {
    const total = await freezeUncalled(tx, key, { copied: row.copied_from, node, at });
    return { total, version: row.list_version_id };
  }
  const list = await readyList(tx, { list: row.list_id, node, version: row.pinned_version_id });
  if ('ok' in list) return list;
  const filter = await filterOf(tx, row);
  if (filter !== undefined && 'ok' in filter) return filter;
  const total = await freezeNumbers(tx, key, { list: { ...list, id: row.list_id }, filter, node, at });
  if (total === 0) return fail('unavailable', 'No number of the list belongs to the segment.');
  return { total, version: list.versionId };
}

/** Which entries of the list are meant; undefined: all. */
async function filterOf(tx: Tx, row: BroadcastsTable): Promise<SegmentFilter | Refused | undefined> {
  if (row.segment_id === null) return undefined;
  const saved = await savedSegment(tx, { list: row.list_id, segment: row.segment_id });
  const gone = 'The segment was removed. Edit the broadcast and choose another, or the whole list.';
  return saved?.filter ?? fail('unavailable', gone);
}

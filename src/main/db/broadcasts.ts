import { sql, type Transaction } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn, within } from './visible.ts';

type Tx = Transaction<Tables>;

/** Where a person sees broadcasts in full, where only their minimal row (reading rule 9), and where their lists. */
export interface BroadcastSight {
  readonly full: Visible;
  readonly minimal: readonly Visible[];
  readonly lists: Visible;
}

/** Broadcasts with the names that their rows show; `full` is 1 where more than the minimal row may be shown. */
function rows(tx: Tx, sight: BroadcastSight) {
  const full = visibleIn(sight.full, 'broadcasts.node_id');
  const list = visibleIn(sight.lists, 'number_lists.node_id');
  // A draft has frozen no numbers yet: what its list holds now.
  const total = sql<number>`coalesce(broadcast_counts.total, number_list_versions.accepted, 0)`;
  return tx
    .selectFrom('broadcasts')
    .leftJoin('nodes', 'nodes.id', 'broadcasts.node_id')
    .leftJoin('number_lists', 'number_lists.id', 'broadcasts.list_id')
    .leftJoin('number_list_versions', (join) =>
      join.onRef('number_list_versions.list_id', '=', 'number_lists.id').on(
        sql<boolean>`case when broadcasts.pinned_version_id is null
            then number_list_versions.ordinal = number_lists.current_version
            else number_list_versions.id = broadcasts.pinned_version_id end`,
      ),
    )
    .leftJoin('broadcast_counts', 'broadcast_counts.broadcast_key', 'broadcasts.key')
    .leftJoin('persons', 'persons.id', 'broadcasts.created_by')
    .where('broadcasts.deleted_at', 'is', null)
    .select([
      'broadcasts.id',
      'broadcasts.name',
      'broadcasts.state',
      'broadcasts.node_id as node',
      'broadcasts.version',
      'nodes.name as nodeName',
      'broadcasts.gateway',
      'broadcasts.created_at as createdAt',
      sql<string>`coalesce(persons.first_name || ' ' || persons.last_name, '')`.as('createdBy'),
      sql<string | null>`case when ${list} then number_lists.name end`.as('listName'),
      total.as('total'),
      sql<number>`coalesce(broadcast_counts.done + broadcast_counts.interrupted, 0)`.as('done'),
      sql<number>`coalesce(broadcast_counts.answered, 0)`.as('answered'),
      sql<number>`case when ${full} then 1 else 0 end`.as('full'),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const shown =
  <K extends keyof Row>(name: K) =>
  (row: Row): Row[K] | null =>
    row.full === 1 ? row[name] : null;

const COLUMNS = {
  id: 'text',
  name: 'text',
  state: 'text',
  node: 'text',
  nodeName: shown('nodeName'),
  listName: shown('listName'),
  total: shown('total'),
  done: shown('done'),
  answered: shown('answered'),
  gateway: shown('gateway'),
  createdAt: shown('createdAt'),
  createdBy: shown('createdBy'),
  version: 'number',
} as const;

/** A page of the broadcasts a person may see, each in full or as its minimal row. */
export function listBroadcasts(
  tx: Tx,
  input: ParsedInputOf<'broadcasts.list'>,
  sight: BroadcastSight,
): Promise<OutputOf<'broadcasts.list'>> {
  let query = rows(tx, sight)
    .where((eb) =>
      eb.or([sight.full, ...sight.minimal].map((visible) => visibleIn(visible, 'broadcasts.node_id'))),
    )
    .where(within(input.node ?? PLATFORM_ID, 'broadcasts.node_id'));
  if (input.state !== undefined) query = query.where('broadcasts.state', '=', input.state);
  if (input.search !== undefined && input.search !== '') {
    query = query.where(contains('broadcasts.name', input.search));
  }
  const listing = {
    query,
    key: 'broadcasts.key',
    columns: COLUMNS,
    sorts: {
      name: [sql`lower(broadcasts.name)`],
      state: ['broadcasts.state'],
      createdAt: ['broadcasts.created_at'],
    },
    otherwise: { by: 'createdAt', direction: 'desc' },
  } as const;
  return readPage(tx, listing, input);
}

/** One broadcast, in full or as its minimal row; undefined if there is none. */
export async function getBroadcast(
  tx: Tx,
  id: string,
  sight: BroadcastSight,
): Promise<OutputOf<'broadcasts.get'> | undefined> {
  const row = await rows(tx, sight)
    .leftJoin('gateways', 'gateways.id', 'broadcasts.gateway_id')
    .leftJoin('prompts', 'prompts.id', 'broadcasts.prompt_id')
    .leftJoin('number_list_segments', 'number_list_segments.id', 'broadcasts.segment_id')
    .select([
      'broadcasts.list_id as list',
      'broadcasts.pinned_version_id as listVersion',
      sql<
        number | null
      >`case when broadcasts.pinned_version_id is not null then number_list_versions.ordinal end`.as(
        'listOrdinal',
      ),
      'broadcasts.segment_id as segment',
      sql<
        string | null
      >`case when ${visibleIn(sight.lists, 'number_lists.node_id')} then number_list_segments.name end`.as(
        'segmentName',
      ),
      'broadcasts.gateway_id as gatewayId',
      'gateways.name as gatewayName',
      'broadcasts.prompt_id as prompt',
      'prompts.name as promptName',
      'broadcasts.caller_ids as callers',
      'broadcasts.caller_cap as callerCap',
      'broadcasts.hours',
      'broadcasts.zone',
      'broadcasts.calls_per_second as callsPerSecond',
      'broadcasts.lines',
      'broadcasts.ring_seconds as ringSeconds',
      'broadcasts.talk_seconds as talkSeconds',
      'broadcasts.attempts',
      'broadcasts.retries',
      'broadcasts.keys',
      'broadcasts.abandoned_percent as abandonedPercent',
      'broadcasts.start_at as startAt',
      'broadcasts.started_at as startedAt',
      'broadcasts.finished_at as finishedAt',
      'broadcasts.finished_how as finishedHow',
      'broadcasts.suspended_because as suspendedBecause',
      'broadcasts.suspended_note as suspendedNote',
      sql<number>`coalesce(broadcast_counts.interrupted, 0)`.as('interrupted'),
      sql<number>`coalesce(broadcast_counts.not_called, 0)`.as('notCalled'),
      sql<number>`coalesce(broadcast_counts.live, 0)`.as('liveCalls'),
      'broadcasts.job_id as job',
    ])
    .where('broadcasts.id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : asSeen(row);
}

interface Stored {
  readonly full: number;
  readonly callers: string;
  readonly hours: string;
  readonly retries: string;
  readonly keys: string;
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly node: string;
  readonly version: number;
}

/** A stored broadcast in full, or with nothing but its minimal row. */
function asSeen(row: Stored): OutputOf<'broadcasts.get'> {
  const { full, callers, hours, retries, keys, ...plain } = row;
  const all = {
    ...plain,
    callers: JSON.parse(callers) as unknown,
    hours: JSON.parse(hours) as unknown,
    retries: JSON.parse(retries) as unknown,
    keys: JSON.parse(keys) as unknown,
  };
  const minimal = { id: row.id, name: row.name, state: row.state, node: row.node, version: row.version };
  const hidden = Object.fromEntries(Object.keys(all).map((name) => [name, null]));
  return (full === 1 ? all : { ...hidden, ...minimal }) as OutputOf<'broadcasts.get'>;
}

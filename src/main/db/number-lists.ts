import { sql, type Transaction } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn, within } from './visible.ts';

type Tx = Transaction<Tables>;

const creator = sql<string>`coalesce(persons.first_name || ' ' || persons.last_name, '')`;

function livingLists(tx: Tx) {
  return tx
    .selectFrom('number_lists')
    .innerJoin('number_list_versions', (join) =>
      join
        .onRef('number_list_versions.list_id', '=', 'number_lists.id')
        .onRef('number_list_versions.ordinal', '=', 'number_lists.current_version'),
    )
    .leftJoin('nodes', 'nodes.id', 'number_lists.node_id')
    .leftJoin('persons', 'persons.id', 'number_lists.created_by')
    .where('number_lists.deleted_at', 'is', null)
    .where('number_lists.state', '<>', 'failed')
    .select([
      'number_lists.id',
      'number_lists.name',
      'number_lists.node_id as node',
      sql<string>`coalesce(nodes.name, '')`.as('nodeName'),
      sql<'importing' | 'ready'>`number_lists.state`.as('state'),
      'number_list_versions.accepted as entries',
      'number_list_versions.refused',
      'number_list_versions.merged',
      sql<number>`number_list_versions.made_by = 'import' and number_lists.state = 'ready'`.as('undoable'),
      'number_lists.created_at as createdAt',
      creator.as('createdBy'),
      'number_lists.version',
    ]);
}

/** A page of the number lists at covered nodes; those being imported too, without their entries. */
export function listNumberLists(
  tx: Tx,
  input: ParsedInputOf<'numberLists.list'>,
  visible: Visible,
): Promise<OutputOf<'numberLists.list'>> {
  let query = livingLists(tx)
    .where(visibleIn(visible, 'number_lists.node_id'))
    .where(within(input.node ?? PLATFORM_ID, 'number_lists.node_id'));
  if (input.search) query = query.where(contains('number_lists.name', input.search));
  const columns = {
    id: 'text',
    name: 'text',
    node: 'text',
    nodeName: 'text',
    state: 'text',
    entries: 'number',
    refused: 'number',
    merged: 'number',
    canUndo: (row: { undoable: number }) => row.undoable === 1,
    createdAt: 'number',
    createdBy: 'text',
    version: 'number',
  } as const;
  const sorts = {
    name: [sql`lower(number_lists.name)`],
    entries: ['number_list_versions.accepted'],
    createdAt: ['number_lists.created_at'],
  };
  const otherwise = { by: 'createdAt', direction: 'desc' } as const;
  return readPage(tx, { query, key: 'number_lists.rowid', columns, sorts, otherwise }, input);
}

/** A living list by id, with what its version's row says of the import. */
export async function getNumberList(tx: Tx, id: string): Promise<OutputOf<'numberLists.get'> | undefined> {
  const row = await livingLists(tx)
    .select([
      'number_lists.region',
      'number_list_versions.source_name as source',
      'number_list_versions.read_count as read',
      'number_list_versions.fields',
      'number_list_versions.ordinal',
      'number_list_versions.made_by as madeBy',
      'number_list_versions.mapping',
      'number_list_versions.scrubbed',
      'number_list_versions.doubtful',
      'number_list_versions.consent_source as consentSource',
      'number_list_versions.consent_at as consentAt',
      'number_lists.retention_days as retentionDays',
      sql<number>`(select count(*) from number_list_versions v
        where v.list_id = number_lists.id and v.state = 'ready')`.as('versions'),
      // The job that runs now, or else that of the version in use.
      sql<string | null>`coalesce(
        (select v.job_id from number_list_versions v where v.list_id = number_lists.id and v.state = 'importing'),
        nullif(number_list_versions.job_id, ''))`.as('job'),
    ])
    .where('number_lists.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { mapping, undoable, ...list } = row;
  const { carried = 0 } = JSON.parse(mapping) as { carried?: number };
  return {
    ...list,
    fields: JSON.parse(row.fields) as string[],
    carried,
    canUndo: undoable === 1,
  };
}

/** The version in use of a list that is ready: what its entries and report hang on. */
export interface ReadyVersion {
  readonly id: string;
  readonly key: number;
  readonly ordinal: number;
  /** The version whose rows and report it has; its own key if it has its own. */
  readonly baseKey: number;
  /** How many entries it has otherwise than its base. */
  readonly changes: number;
  readonly dense: boolean;
  /** Changes when an erasure has reached into the version. */
  readonly mark: string;
  /** How its file was read. */
  readonly mapping: string;
  readonly accepted: number;
  readonly merged: number;
  readonly refused: number;
  readonly fields: readonly string[];
}

/** A version of a list, the one in use if no ordinal is given; undefined if there is none that is ready. */
export async function readyVersion(
  tx: Tx,
  list: string,
  ordinal?: number,
): Promise<ReadyVersion | undefined> {
  const row = await tx
    .selectFrom('number_list_versions')
    .innerJoin('number_lists', (join) =>
      join
        .onRef('number_list_versions.list_id', '=', 'number_lists.id')
        .on(
          'number_list_versions.ordinal',
          '=',
          ordinal === undefined ? sql.ref<number>('number_lists.current_version') : ordinal,
        ),
    )
    .where('number_lists.id', '=', list)
    .where('number_lists.state', '=', 'ready')
    .where('number_list_versions.state', '=', 'ready')
    .where('number_lists.deleted_at', 'is', null)
    .select([
      'number_list_versions.id',
      'number_list_versions.key',
      'number_list_versions.ordinal',
      sql<number>`coalesce(number_list_versions.base_key, number_list_versions.key)`.as('baseKey'),
      'number_list_versions.changes',
      'number_list_versions.dense',
      'number_list_versions.mapping',
      'number_list_versions.read_count as read',
      'number_list_versions.accepted',
      'number_list_versions.merged',
      'number_list_versions.refused',
      'number_list_versions.fields',
    ])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { read, ...version } = row;
  return {
    ...version,
    dense: row.dense === 1 && row.changes === 0,
    mark: `${read} ${row.accepted} ${row.refused}`,
    fields: JSON.parse(row.fields) as string[],
  };
}

import { sql, type Transaction } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn, within } from './visible.ts';

type Tx = Transaction<Tables>;

const DAY = 86_400_000;

function livingSources(tx: Tx) {
  return tx
    .selectFrom('do_not_call_sources')
    .leftJoin('nodes', 'nodes.id', 'do_not_call_sources.node_id')
    .where('do_not_call_sources.deleted_at', 'is', null)
    .select([
      'do_not_call_sources.id',
      'do_not_call_sources.name',
      'do_not_call_sources.kind',
      'do_not_call_sources.node_id as node',
      sql<string>`coalesce(nodes.name, '')`.as('nodeName'),
      'do_not_call_sources.filed',
      'do_not_call_sources.entered',
      'do_not_call_sources.file_name as file',
      'do_not_call_sources.refreshed_at as refreshedAt',
      'do_not_call_sources.fresh_days as freshDays',
      sql<
        number | null
      >`do_not_call_sources.refreshed_at + do_not_call_sources.fresh_days * ${sql.lit(DAY)}`.as(
        'outOfDateAt',
      ),
      'do_not_call_sources.version',
    ]);
}

/** A page of the do-not-call sources at covered nodes. */
export function listSources(
  tx: Tx,
  input: ParsedInputOf<'doNotCall.list'>,
  visible: Visible,
): Promise<OutputOf<'doNotCall.list'>> {
  let query = livingSources(tx)
    .where(visibleIn(visible, 'do_not_call_sources.node_id'))
    .where(within(input.node ?? PLATFORM_ID, 'do_not_call_sources.node_id'));
  if (input.kind) query = query.where('do_not_call_sources.kind', '=', input.kind);
  if (input.search) query = query.where(contains('do_not_call_sources.name', input.search));
  const columns = {
    id: 'text',
    name: 'text',
    kind: 'text',
    node: 'text',
    nodeName: 'text',
    filed: 'number',
    entered: 'number',
    file: 'text',
    refreshedAt: 'number',
    freshDays: 'number',
    outOfDateAt: 'number',
    version: 'number',
  } as const;
  const sorts = {
    name: [sql`lower(do_not_call_sources.name)`],
    kind: ['do_not_call_sources.kind'],
    refreshedAt: ['do_not_call_sources.refreshed_at'],
  };
  const otherwise = { by: 'name', direction: 'asc' } as const;
  return readPage(tx, { query, key: 'do_not_call_sources.key', columns, sorts, otherwise }, input);
}

/** A living source by id. */
export function getSource(tx: Tx, id: string): Promise<OutputOf<'doNotCall.get'> | undefined> {
  return livingSources(tx)
    .select('do_not_call_sources.job_id as job')
    .where('do_not_call_sources.id', '=', id)
    .executeTakeFirst();
}

/** A page of the numbers that were entered into a source one by one, those that have run out too. */
export function listEntered(
  tx: Tx,
  input: ParsedInputOf<'doNotCall.numbers'>,
): Promise<OutputOf<'doNotCall.numbers'>> {
  let query = tx
    .selectFrom('do_not_call_sources')
    .innerJoin('do_not_call_numbers', (join) =>
      join
        .onRef('do_not_call_numbers.source_key', '=', 'do_not_call_sources.key')
        .on('do_not_call_sources.id', '=', input.id),
    )
    .leftJoin('persons', 'persons.id', 'do_not_call_numbers.added_by')
    .select([
      'do_not_call_numbers.number as digits',
      'do_not_call_numbers.until',
      'do_not_call_numbers.reason',
      'do_not_call_numbers.added_at as addedAt',
      sql<string>`coalesce(persons.first_name || ' ' || persons.last_name, '')`.as('addedBy'),
    ]);
  const { search } = input;
  if (search) {
    const digits = search.replaceAll(/[\s().+/-]/g, '');
    const reason = contains('do_not_call_numbers.reason', search);
    const number = contains(sql`cast(do_not_call_numbers.number as text)`, digits);
    query = query.where(/^\d+$/.test(digits) ? sql<boolean>`(${reason} or ${number})` : reason);
  }
  const listing = {
    query,
    key: 'do_not_call_numbers.number',
    columns: {
      number: (row: { digits: number }) => `+${row.digits}`,
      until: 'number',
      reason: 'text',
      addedAt: 'number',
      addedBy: 'text',
    },
    sorts: {
      addedAt: ['do_not_call_numbers.added_at'],
      number: ['do_not_call_numbers.number'],
      until: ['do_not_call_numbers.until'],
    },
    otherwise: { by: 'addedAt', direction: 'desc' },
  } as const;
  return readPage(tx, listing, input);
}

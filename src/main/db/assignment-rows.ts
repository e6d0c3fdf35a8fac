import { sql, type Transaction } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn, within } from './visible.ts';

const SORTS = {
  person: [sql`lower(persons.last_name)`, sql`lower(persons.first_name)`],
  role: ['assignments.role'],
  node: [sql`lower(nodes.name)`],
  until: ['assignments.valid_until'],
  givenAt: ['assignments.created_at'],
};

const listOf = (text: string | null): string[] => (text === null ? [] : (JSON.parse(text) as string[]));

interface Timed {
  readonly from: number | null;
  readonly until: number | null;
  readonly archived: number;
}

/** Where an assignment stands in time: 'archived', 'ended', 'waiting' or 'in-force'. */
function stateAt({ from, until, archived }: Timed, now: number): string {
  if (archived === 1) return 'archived';
  if (until !== null && until <= now) return 'ended';
  return from !== null && from > now ? 'waiting' : 'in-force';
}

function living(tx: Transaction<Tables>, node: string, visible: Visible) {
  return tx
    .selectFrom('assignments')
    .innerJoin('persons', 'persons.id', 'assignments.person_id')
    .innerJoin('nodes', 'nodes.id', 'assignments.node_id')
    .leftJoin('nodes as realms', 'realms.id', 'assignments.realm_id')
    .where('assignments.deleted_at', 'is', null)
    .where('persons.deleted_at', 'is', null)
    .where(visibleIn(visible, 'assignments.node_id'))
    .where(within(node, 'assignments.node_id'))
    .select([
      'assignments.id',
      'assignments.person_id as person',
      sql<string>`persons.first_name || ' ' || persons.last_name`.as('personName'),
      'persons.email',
      'assignments.pack_id as pack',
      'assignments.role',
      'assignments.node_id as node',
      'nodes.name as nodeName',
      'realms.name as realmName',
      'assignments.valid_from as from',
      'assignments.valid_until as until',
      'assignments.lines',
      'assignments.products',
      'assignments.queues',
      'assignments.created_at as givenAt',
      'assignments.version',
      sql<number>`exists (select 1 from node_ancestors x join nodes up on up.id = x.ancestor_id
        where x.node_id = assignments.node_id and up.archived_at is not null)`.as('archived'),
    ]);
}

const COLUMNS = {
  id: 'text',
  person: 'text',
  personName: 'text',
  email: 'text',
  pack: 'text',
  role: 'text',
  node: 'text',
  nodeName: 'text',
  realmName: (row: { readonly realmName: string | null }) => row.realmName ?? '',
  from: 'number',
  until: 'number',
  lines: (row: { readonly lines: string | null }) => listOf(row.lines),
  products: (row: { readonly products: string | null }) => listOf(row.products),
  queues: (row: { readonly queues: string | null }) => listOf(row.queues),
  givenAt: 'number',
  version: 'number',
} as const;

/** A page of living assignments at covered nodes, whatever their time; `now` in Unix ms. */
export function listAssignments(
  tx: Transaction<Tables>,
  input: ParsedInputOf<'assignments.list'>,
  { visible, now }: { readonly visible: Visible; readonly now: number },
): Promise<OutputOf<'assignments.list'>> {
  let query = living(tx, input.node ?? PLATFORM_ID, visible);
  if (input.person !== undefined) query = query.where('assignments.person_id', '=', input.person);
  if (input.pack !== undefined) query = query.where('assignments.pack_id', '=', input.pack);
  if (input.role !== undefined) query = query.where('assignments.role', '=', input.role);
  if (input.search !== undefined && input.search !== '') {
    const { search } = input;
    query = query.where((eb) =>
      eb.or([
        contains('assignments.role', search),
        contains('persons.email', search),
        contains(sql`persons.first_name || ' ' || persons.last_name`, search),
      ]),
    );
  }
  return readPage(
    tx,
    {
      query,
      key: 'assignments.rowid',
      columns: { ...COLUMNS, state: (row: Timed) => stateAt(row, now) },
      sorts: SORTS,
      otherwise: { by: 'givenAt', direction: 'asc' },
    },
    input,
  );
}

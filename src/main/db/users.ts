import { type RawBuilder, sql, type Transaction } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn, within } from './visible.ts';

const fullName = sql<string>`persons.first_name || ' ' || persons.last_name`;

const COLUMNS = {
  id: 'text',
  firstName: 'text',
  lastName: 'text',
  email: 'text',
  active: 'flag',
  invited: 'flag',
  roles: (row: { readonly roles: string | null }) => row.roles ?? '',
  node: 'text',
  nodeName: (row: { readonly nodeName: string | null }) => row.nodeName ?? '',
  lastSignIn: 'number',
  version: 'number',
} as const;

const SORTS = {
  name: [sql`lower(persons.last_name)`, sql`lower(persons.first_name)`],
  email: ['persons.email_key'],
  active: ['persons.active', sql`persons.password_hash is null`, sql`lower(persons.last_name)`],
  lastSignIn: ['persons.last_sign_in'],
};

/**
 * The last time at or before `now` when an assignment began or ended. Nothing differs between it and now, and it stays
 * the same for long, so that pages asked with it are found again.
 */
async function lastChange(tx: Transaction<Tables>, now: number): Promise<number> {
  const { rows } = await sql<{ at: number }>`select max(at) as at from (
    select 0 as at
    union all select max(valid_from) from assignments where valid_from <= ${now}
    union all select max(valid_until) from assignments where valid_until <= ${now})`.execute(tx);
  return rows[0]?.at ?? 0;
}

function stateIs(state: 'active' | 'inactive' | 'invited'): RawBuilder<boolean> {
  if (state === 'inactive') return sql<boolean>`persons.active = 0`;
  const has = state === 'active' ? sql`is not null` : sql`is null`;
  return sql<boolean>`persons.active = 1 and persons.password_hash ${has}`;
}

/** The filters that were asked for. */
async function termsOf(
  tx: Transaction<Tables>,
  { name, email, search, role, state, activeOnly }: ParsedInputOf<'users.list'>,
  { visible, now }: Seeing,
): Promise<readonly RawBuilder<boolean>[]> {
  const terms: RawBuilder<boolean>[] = [];
  if (activeOnly) terms.push(sql<boolean>`persons.active = 1`);
  if (state !== undefined) terms.push(stateIs(state));
  if (given(role)) {
    const at = await lastChange(tx, now);
    terms.push(sql<boolean>`exists (
      select 1 from assignments r where r.person_id = persons.id and r.deleted_at is null and ${contains('r.role', role)}
        and (r.valid_until is null or r.valid_until > ${at}) and ${visibleIn(visible, 'r.node_id')})`);
  }
  if (given(name)) terms.push(contains(fullName, name));
  if (given(email)) terms.push(contains('persons.email', email));
  if (given(search)) {
    terms.push(sql<boolean>`(${contains(fullName, search)} or ${contains('persons.email', search)})`);
  }
  return terms;
}

const given = (text: string | undefined): text is string => text !== undefined && text !== '';

interface Seeing {
  readonly visible: Visible;
  /** Unix ms. */
  readonly now: number;
}

/** A page of users whose own node is covered; of their roles only those at covered nodes are named. */
export async function listUsers(
  tx: Transaction<Tables>,
  input: ParsedInputOf<'users.list'>,
  seeing: Seeing,
): Promise<OutputOf<'users.list'>> {
  const { visible, now } = seeing;
  const terms = await termsOf(tx, input, seeing);
  const roles = sql<string | null>`(
    select group_concat(role, ', ') from (
      select distinct a.role from assignments a
      where a.person_id = persons.id and a.deleted_at is null and (a.valid_until is null or a.valid_until > ${now})
        and ${visibleIn(visible, 'a.node_id')}
      order by a.role))`;
  const query = tx
    .selectFrom('persons')
    .leftJoin('nodes', 'nodes.id', 'persons.node_id')
    .where('persons.deleted_at', 'is', null)
    .where(visibleIn(visible, 'persons.node_id'))
    .where(within(input.node ?? PLATFORM_ID, 'persons.node_id'))
    .where(sql<boolean>`${sql.join([sql`1 = 1`, ...terms], sql` and `)}`)
    .select([
      'persons.id',
      'persons.first_name as firstName',
      'persons.last_name as lastName',
      'persons.email',
      'persons.active',
      sql<number>`persons.password_hash is null`.as('invited'),
      'persons.node_id as node',
      'nodes.name as nodeName',
      'persons.last_sign_in as lastSignIn',
      'persons.version',
      roles.as('roles'),
    ]);
  return readPage(
    tx,
    {
      query,
      key: 'persons.rowid',
      columns: COLUMNS,
      sorts: SORTS,
      otherwise: { by: 'name', direction: 'asc' },
    },
    input,
  );
}

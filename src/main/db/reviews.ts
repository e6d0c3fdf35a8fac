import { type Kysely, sql, type Transaction } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn, within } from './visible.ts';

type Tx = Transaction<Tables>;

/** A role as assignments name it: in a realm (null: above them), by pack and name. */
export interface RoleInRealm {
  readonly realm: string | null;
  readonly pack: string;
  readonly role: string;
}

/** The roles that are given at and below a node, each once. */
export function rolesGivenBelow(db: Kysely<Tables>, node: string): Promise<RoleInRealm[]> {
  return db
    .selectFrom('assignments')
    .select(['assignments.realm_id as realm', 'assignments.pack_id as pack', 'assignments.role'])
    .distinct()
    .where(within(node, 'assignments.node_id'))
    .where('assignments.deleted_at', 'is', null)
    .execute();
}

export const keyOfRole = ({ realm, pack, role }: RoleInRealm): string => JSON.stringify([realm, pack, role]);

export interface Snapshot {
  readonly review: string;
  readonly node: string;
  /** Unix ms. */
  readonly now: number;
  /** Roles, by `keyOfRole`, that no pack has. */
  readonly unknown: readonly string[];
  /** Roles, by `keyOfRole`, whose people never sign in. */
  readonly withoutPortal: readonly string[];
}

/** Copies every living assignment at and below the node into the review, orphans first, the gravest on top. */
export async function takeSnapshot(db: Kysely<Tables>, snapshot: Snapshot): Promise<void> {
  const { review, node, now, unknown, withoutPortal } = snapshot;
  const role = sql`json_array(a.realm_id, a.pack_id, a.role)`;
  await sql`
    insert into access_review_items (review_id, seq, assignment_id, person_id, person_name, email, pack_id, role,
      node_id, node_name, valid_from, valid_until, given_at, orphan)
    select ${review}, row_number() over (
        order by case orphan when 'archived-scope' then 1 when 'unknown-role' then 2 when 'switched-off' then 3
          when 'over' then 4 when 'never-signed-in' then 5 else 6 end, lower(last_name), lower(first_name), id),
      id, person_id, first_name || ' ' || last_name, email, pack_id, role,
      node_id, node_name, valid_from, valid_until, created_at, orphan
    from (
      select a.id, a.person_id, p.first_name, p.last_name, p.email, a.pack_id, a.role, a.node_id,
        n.name as node_name, a.valid_from, a.valid_until, a.created_at,
        case
          when exists (select 1 from node_ancestors up join nodes above on above.id = up.ancestor_id
            where up.node_id = a.node_id and above.archived_at is not null) then 'archived-scope'
          when ${role} in (select value from json_each(${JSON.stringify(unknown)})) then 'unknown-role'
          when p.active = 0 then 'switched-off'
          when a.valid_until <= ${now} then 'over'
          when p.last_sign_in is null
            and ${role} not in (select value from json_each(${JSON.stringify(withoutPortal)})) then 'never-signed-in'
        end as orphan
      from assignments a
      join persons p on p.id = a.person_id
      join nodes n on n.id = a.node_id
      where a.deleted_at is null and p.deleted_at is null
        and a.node_id in (select node_id from node_ancestors where ancestor_id = ${node}))`.execute(db);
}

/** What an item's decision is now: an assignment that was taken away elsewhere needs none. */
const verdict = sql<string>`case when item.verdict is not null then item.verdict
  when given.id is null or given.deleted_at is not null then 'gone' else 'open' end`;

interface ItemCounts {
  readonly items: number;
  readonly orphans: number;
  readonly confirmed: number;
  readonly revoked: number;
  readonly gone: number;
}

const NONE: ItemCounts = { items: 0, orphans: 0, confirmed: 0, revoked: 0, gone: 0 };

/** How the items of each of these reviews stand, in one pass over them. */
async function countItems(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ItemCounts>> {
  const { rows } = await sql<ItemCounts & { id: string }>`
    select item.review_id as id, count(*) as items, sum(item.orphan is not null) as orphans,
      sum(${verdict} = 'confirmed') as confirmed, sum(${verdict} = 'revoked') as revoked, sum(${verdict} = 'gone') as gone
    from access_review_items item left join assignments given on given.id = item.assignment_id
    where item.review_id in (select value from json_each(${JSON.stringify(ids)}))
    group by item.review_id`.execute(db);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

function reviews(db: Kysely<Tables>) {
  return db
    .selectFrom('access_reviews')
    .innerJoin('nodes', 'nodes.id', 'access_reviews.node_id')
    .leftJoin('nodes as realms', 'realms.id', 'access_reviews.realm_id')
    .leftJoin('persons', 'persons.id', 'access_reviews.created_by')
    .select([
      'access_reviews.id',
      'access_reviews.title',
      'access_reviews.node_id as node',
      'nodes.name as nodeName',
      sql<string>`coalesce(realms.name, '')`.as('realmName'),
      sql<'open' | 'closed'>`case when access_reviews.closed_at is null then 'open' else 'closed' end`.as(
        'state',
      ),
      'access_reviews.created_at as createdAt',
      sql<string>`coalesce(persons.first_name || ' ' || persons.last_name, '')`.as('createdBy'),
      'access_reviews.closed_at as closedAt',
      'access_reviews.version',
    ]);
}

/** A page of the reviews of covered scopes. */
export async function listReviews(
  tx: Tx,
  input: ParsedInputOf<'reviews.list'>,
  visible: Visible,
): Promise<OutputOf<'reviews.list'>> {
  let query = reviews(tx)
    .where(visibleIn(visible, 'access_reviews.node_id'))
    .where(within(input.node ?? PLATFORM_ID, 'access_reviews.node_id'));
  if (input.state !== undefined) {
    query = query.where('access_reviews.closed_at', input.state === 'open' ? 'is' : 'is not', null);
  }
  if (input.search) query = query.where(contains('access_reviews.title', input.search));
  const columns = {
    id: 'text',
    title: 'text',
    node: 'text',
    nodeName: 'text',
    realmName: 'text',
    state: 'text',
    createdAt: 'number',
    createdBy: 'text',
    closedAt: 'number',
    version: 'number',
  } as const;
  const sorts = {
    title: [sql`lower(access_reviews.title)`],
    createdAt: ['access_reviews.created_at'],
  };
  const otherwise = { by: 'createdAt', direction: 'desc' } as const;
  const page = await readPage(tx, { query, key: 'access_reviews.rowid', columns, sorts, otherwise }, input);
  const ids = [...page.columns.id];
  const counts = await countItems(tx, ids);
  const column = (name: keyof ItemCounts) => ids.map((id) => counts.get(id)?.[name] ?? 0);
  return {
    ...page,
    columns: {
      ...page.columns,
      items: column('items'),
      orphans: column('orphans'),
      confirmed: column('confirmed'),
      revoked: column('revoked'),
      gone: column('gone'),
    },
  };
}

/** One review; the door has made sure that it is there. */
export async function getReview(db: Kysely<Tables>, id: string): Promise<OutputOf<'reviews.get'>> {
  const review = await reviews(db).where('access_reviews.id', '=', id).executeTakeFirstOrThrow();
  return { ...review, ...((await countItems(db, [id])).get(id) ?? NONE) };
}

function items(db: Kysely<Tables>, review: string) {
  return db
    .selectFrom('access_review_items as item')
    .leftJoin('assignments as given', 'given.id', 'item.assignment_id')
    .leftJoin('persons as decider', 'decider.id', 'item.decided_by')
    .where('item.review_id', '=', review)
    .select([
      'item.seq',
      'item.assignment_id as assignment',
      'item.person_id as person',
      'item.person_name as personName',
      'item.email',
      'item.pack_id as pack',
      'item.role',
      'item.node_id as node',
      'item.node_name as nodeName',
      'item.valid_from as from',
      'item.valid_until as until',
      'item.given_at as givenAt',
      sql<string>`coalesce(item.orphan, '')`.as('orphan'),
      verdict.as('verdict'),
      'item.decided_at as decidedAt',
      sql<string>`coalesce(decider.first_name || ' ' || decider.last_name, '')`.as('decidedBy'),
    ]);
}

/** A page of a review's items, orphans first. */
export function listItems(tx: Tx, input: ParsedInputOf<'reviews.items'>): Promise<OutputOf<'reviews.items'>> {
  let query = items(tx, input.id);
  if (input.verdict !== undefined) query = query.where(sql<boolean>`${verdict} = ${input.verdict}`);
  if (input.orphan !== undefined) query = query.where('item.orphan', '=', input.orphan);
  if (input.orphansOnly) query = query.where('item.orphan', 'is not', null);
  const { search } = input;
  if (search) {
    query = query.where((eb) =>
      eb.or([
        contains('item.person_name', search),
        contains('item.email', search),
        contains('item.role', search),
        contains('item.node_name', search),
      ]),
    );
  }
  const columns = {
    seq: 'number',
    assignment: 'text',
    person: 'text',
    personName: 'text',
    email: 'text',
    pack: 'text',
    role: 'text',
    node: 'text',
    nodeName: 'text',
    from: 'number',
    until: 'number',
    givenAt: 'number',
    orphan: 'text',
    verdict: 'text',
    decidedAt: 'number',
    decidedBy: 'text',
  } as const;
  const sorts = {
    seq: ['item.seq'],
    person: [sql`lower(item.person_name)`],
    role: ['item.role'],
    node: [sql`lower(item.node_name)`],
    givenAt: ['item.given_at'],
  };
  const otherwise = { by: 'seq', direction: 'asc' } as const;
  return readPage(tx, { query, key: 'item.rowid', columns, sorts, otherwise }, input);
}

/** The assignments that some of a review's items are about, by the items' numbers. */
export async function assignmentsOfItems(
  db: Kysely<Tables>,
  review: string,
  chosen: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('access_review_items')
    .select(['seq', 'assignment_id as assignment'])
    .where('review_id', '=', review)
    .where(sql<boolean>`seq in (select value from json_each(${JSON.stringify(chosen)}))`)
    .execute();
  return new Map(rows.map(({ seq, assignment }) => [seq, assignment]));
}

/** All items, for a file. */
export function allItems(db: Kysely<Tables>, review: string) {
  return items(db, review).orderBy('item.seq').execute();
}

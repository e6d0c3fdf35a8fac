import { sql } from 'kysely';
import { takeSnapshot } from '../db/reviews.ts';
import type { DemoWorld } from './make-demo.ts';

const DAY = 86_400_000;

interface DemoReview {
  /** Name of the scope. */
  readonly at: string;
  /** The role at that scope whose first person started it. */
  readonly by: string;
  readonly title: string;
  readonly daysAgo: number;
  /** How many of its items are confirmed, from the last one up; all of them: it is closed too. */
  readonly confirmed: number | 'all';
}

const REVIEWS: readonly DemoReview[] = [
  {
    at: 'Larkspur Telecom',
    by: 'ADMINISTRATOR',
    title: 'Access review, summer',
    daysAgo: 120,
    confirmed: 'all',
  },
  { at: 'Larkspur Telecom', by: 'ADMINISTRATOR', title: 'Access after the move', daysAgo: 6, confirmed: 14 },
  { at: 'Pebble Dental', by: 'Admin', title: 'Who uses our lines', daysAgo: 2, confirmed: 1 },
  {
    at: 'Cascade Push-to-Talk',
    by: 'Root',
    title: 'Portal users, quarterly',
    daysAgo: 3,
    confirmed: 0,
  },
];

async function addReview(world: DemoWorld, plan: DemoReview): Promise<void> {
  const { db, now, newId } = world;
  const at = now - plan.daysAgo * DAY;
  const scope = await db
    .selectFrom('nodes')
    .innerJoin('assignments', 'assignments.node_id', 'nodes.id')
    .select(['nodes.id', 'nodes.realm_id', 'assignments.person_id as person'])
    .where('nodes.name', '=', plan.at)
    .where('assignments.role', '=', plan.by)
    .executeTakeFirstOrThrow();
  const id = newId();
  const { confirmed } = plan;
  await db
    .insertInto('access_reviews')
    .values({
      id,
      realm_id: scope.realm_id,
      node_id: scope.id,
      title: plan.title,
      created_at: at,
      created_by: scope.person,
      closed_at: confirmed === 'all' ? at + 4 * DAY : null,
      version: confirmed === 'all' ? 2 : 1,
    })
    .execute();
  const never = ['Primary Contact', 'Billing Contact'].map((role) =>
    JSON.stringify([scope.realm_id, 'E', role]),
  );
  await takeSnapshot(db, { review: id, node: scope.id, now: at, unknown: [], withoutPortal: never });
  // What was given since was not there then.
  await sql`delete from access_review_items where review_id = ${id} and given_at > ${at}`.execute(db);
  const decided =
    confirmed === 'all'
      ? sql`1 = 1`
      : sql`seq > (
    select max(seq) - ${confirmed} from access_review_items where review_id = ${id})`;
  await sql`update access_review_items set verdict = 'confirmed', decided_at = ${at + DAY}, decided_by = ${scope.person}
    where review_id = ${id} and ${decided}`.execute(db);
}

/** Access reviews of a few scopes: one closed, others under way. Wants the people to be there. */
export async function addDemoReviews(world: DemoWorld): Promise<void> {
  for (const review of REVIEWS) await addReview(world, review);
}

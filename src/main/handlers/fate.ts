import { type Kysely, sql } from 'kysely';
import type { OutputOf } from '#shared/operations/index.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { assignmentsOf } from '../db/assignments.ts';
import type { Tables } from '../db/tables/index.ts';
import { visibleIn } from '../db/visible.ts';
import type { JobKind } from '../jobs/job.ts';
import type { Context, Tx } from './handler.ts';
import { postsLost } from './last-manager.ts';

type Fate = OutputOf<'users.fate'>;

/** Work that is seen by one right; an export of a list is seen by that of its list. */
type SeenKind = Exclude<JobKind, 'export-list'>;

/** The right by which each kind of work is seen. */
const SEEN_BY: Readonly<Record<SeenKind, PermissionId>> = {
  broadcast: 'broadcasts.view',
  'import-number-list': 'numberLists.view',
  'export-raw-log': 'rawLogs.export',
};

async function running(tx: Tx, context: Context, { person, kind }: { person: string; kind: SeenKind }) {
  const row = await tx
    .selectFrom('jobs')
    .select(sql<number>`count(*)`.as('count'))
    .where('person_id', '=', person)
    .where('kind', '=', kind)
    .where('state', 'in', ['queued', 'running', 'interrupted'])
    .where(visibleIn(context.visible(SEEN_BY[kind]), 'jobs.node_id'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The right by which each kind of record is seen. */
const MADE_SEEN_BY = {
  number_lists: 'numberLists.view',
  broadcasts: 'broadcasts.view',
  export_schedules: 'rawLogs.export',
} as const satisfies Readonly<Record<string, PermissionId>>;

async function made(
  tx: Kysely<Tables>,
  context: Context,
  { person, table }: { person: string; table: keyof typeof MADE_SEEN_BY },
): Promise<number> {
  const visible = context.visible(MADE_SEEN_BY[table]);
  const row = await tx
    .selectFrom(table)
    .select(sql<number>`count(*)`.as('count'))
    .where('created_by', '=', person)
    .where('deleted_at', 'is', null)
    .where(visibleIn(visible, `${table}.node_id`))
    .executeTakeFirstOrThrow();
  return row.count;
}

async function lastAt(tx: Tx, context: Context, person: string): Promise<Fate['lastAt']> {
  const { rights } = context;
  const seen = context.visible('roles.view').nodes;
  const held = new Map(rights.assignmentsOf(person).map((grant) => [grant.id, grant.role]));
  const posts = (await postsLost(tx, context, { person })).filter(({ node }) =>
    seen.some((at) => rights.tree.covers(at, node)),
  );
  const unique = new Map(posts.map((post) => [post.assignment, post]));
  const names = await tx
    .selectFrom('nodes')
    .select(['id', 'name'])
    .where(
      'id',
      'in',
      posts.map(({ node }) => node),
    )
    .execute();
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return [...unique.values()].map(({ assignment, node }) => ({
    node,
    nodeName: nameOf.get(node) ?? '',
    role: held.get(assignment) ?? '',
  }));
}

/**
 * What a person has going and has made, as far as the actor may see it: none of it goes when they are switched off or
 * deleted, but for their sessions and, when deleted, their roles.
 */
export async function fateOf(tx: Tx, context: Context, person: string): Promise<Fate> {
  const seen = context.visible('roles.view').nodes;
  const held = (await assignmentsOf(tx, person)).filter(({ node }) =>
    seen.some((at) => context.rights.tree.covers(at, node)),
  );
  return {
    sessions: context.sessionsOf(person),
    assignments: held.length,
    runningBroadcasts: await running(tx, context, { person, kind: 'broadcast' }),
    runningImports: await running(tx, context, { person, kind: 'import-number-list' }),
    runningExports: await running(tx, context, { person, kind: 'export-raw-log' }),
    numberLists: await made(tx, context, { person, table: 'number_lists' }),
    broadcasts: await made(tx, context, { person, table: 'broadcasts' }),
    exportSchedules: await made(tx, context, { person, table: 'export_schedules' }),
    lastAt: await lastAt(tx, context, person),
  };
}

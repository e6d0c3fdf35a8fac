import { type Kysely, sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';

const STATEMENTS = [
  `create table workspace (key text primary key, value text not null)`,
  `create table nodes (
    id text primary key,
    realm_id text references nodes (id),
    parent_id text references nodes (id),
    kind text not null,
    name text not null,
    pack_id text,
    pack_version integer,
    version integer not null default 1,
    created_at bigint not null,
    archived_at bigint)`,
  `create index nodes_by_parent on nodes (parent_id)`,
  `create table node_ancestors (
    ancestor_id text not null references nodes (id),
    node_id text not null references nodes (id),
    depth integer not null,
    primary key (ancestor_id, node_id))`,
  `create index node_ancestors_by_node on node_ancestors (node_id)`,
  `create table persons (
    id text primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    first_name text not null,
    last_name text not null,
    email text not null,
    email_key text not null,
    password_hash text,
    active integer not null default 1,
    last_sign_in bigint,
    version integer not null default 1,
    created_at bigint not null,
    updated_at bigint not null,
    deleted_at bigint)`,
  `create unique index persons_by_email on persons (email_key) where deleted_at is null`,
  `create index persons_by_node on persons (realm_id, node_id)`,
  `create table assignments (
    id text primary key,
    realm_id text references nodes (id),
    person_id text not null references persons (id),
    pack_id text not null,
    role text not null,
    node_id text not null references nodes (id),
    valid_from bigint,
    valid_until bigint,
    version integer not null default 1,
    created_at bigint not null,
    deleted_at bigint)`,
  `create unique index assignments_once on assignments (person_id, pack_id, role, node_id) where deleted_at is null`,
  `create index assignments_by_node on assignments (realm_id, node_id)`,
  `create table sign_in_failures (
    email_key text primary key,
    failures integer not null,
    locked_until bigint not null,
    last_at bigint not null)`,
  `create table command_log (
    id text primary key,
    realm_id text,
    node_id text,
    at bigint not null,
    operation text not null,
    operation_version integer not null,
    arguments text not null,
    person_id text,
    device_id text not null,
    verdict text not null,
    reason text not null,
    target text not null,
    policy_version text not null)`,
  `create index command_log_by_time on command_log (at, id)`,
  `create index command_log_by_realm on command_log (realm_id, at)`,
  `create index command_log_by_person on command_log (person_id, at)`,
  `create table jobs (
    id text primary key,
    realm_id text,
    node_id text not null,
    kind text not null,
    title text not null,
    state text not null,
    person_id text not null,
    command_id text not null,
    params text not null,
    resume text,
    result text,
    subject_id text,
    done bigint not null default 0,
    total bigint,
    unit text not null,
    message text not null default '',
    created_at bigint not null,
    started_at bigint,
    ended_at bigint)`,
  `create index jobs_by_person on jobs (person_id, created_at)`,
  `create index jobs_by_state on jobs (state)`,
];

/** People, roles at nodes, the scope tree, the command log and jobs. */
export const migration0001PeopleAndScopes = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
    await sql`insert into nodes (id, kind, name, created_at) values (${PLATFORM_ID}, 'platform', 'Workspace', 0)`.execute(
      db,
    );
    await sql`insert into node_ancestors (ancestor_id, node_id, depth) values (${PLATFORM_ID}, ${PLATFORM_ID}, 0)`.execute(
      db,
    );
  },
};

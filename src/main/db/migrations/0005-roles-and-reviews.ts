import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  'alter table nodes add column products text',
  'alter table assignments add column lines text',
  'alter table assignments add column products text',
  'alter table assignments add column queues text',
  'alter table assignments add column given_by text',
  'create index assignments_by_end on assignments (valid_until) where valid_until is not null',
  `create table pack_versions (
    pack_id text not null,
    version integer not null,
    title text not null,
    body text not null,
    source_name text not null,
    imported_at bigint not null,
    imported_by text not null,
    primary key (pack_id, version))`,
  `create table custom_roles (
    id text primary key,
    realm_id text not null references nodes (id),
    node_id text not null references nodes (id),
    pack_id text not null,
    name text not null,
    words text not null,
    based_on text not null,
    cells text not null,
    created_at bigint not null,
    created_by text not null,
    updated_at bigint not null,
    version integer not null default 1,
    deleted_at bigint)`,
  `create unique index custom_roles_once on custom_roles (realm_id, lower(name)) where deleted_at is null`,
  `create table access_reviews (
    id text primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    title text not null,
    created_at bigint not null,
    created_by text not null,
    closed_at bigint,
    version integer not null default 1)`,
  'create index access_reviews_by_node on access_reviews (node_id, created_at)',
  `create table access_review_items (
    review_id text not null references access_reviews (id),
    seq integer not null,
    assignment_id text not null,
    person_id text not null,
    person_name text not null,
    email text not null,
    pack_id text not null,
    role text not null,
    node_id text not null,
    node_name text not null,
    valid_from bigint,
    valid_until bigint,
    given_at bigint not null,
    orphan text,
    verdict text check (verdict in ('confirmed', 'revoked')),
    decided_at bigint,
    decided_by text,
    primary key (review_id, seq))`,
];

/** Qualifiers of assignments, imported pack versions, custom roles and access reviews. */
export const migration0005RolesAndReviews = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

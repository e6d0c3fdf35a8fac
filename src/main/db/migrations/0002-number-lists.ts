import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table number_lists (
    id text primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    name text not null,
    region text not null,
    state text not null,
    current_version integer not null,
    created_at bigint not null,
    created_by text not null,
    updated_at bigint not null,
    deleted_at bigint,
    version integer not null default 1)`,
  `create index number_lists_by_node on number_lists (realm_id, node_id)`,
  `create unique index number_lists_by_name on number_lists (node_id, lower(name)) where deleted_at is null`,
  `create table number_list_versions (
    id text primary key,
    realm_id text references nodes (id),
    list_id text not null references number_lists (id),
    ordinal integer not null,
    key integer not null unique,
    source_name text not null,
    read_count integer not null default 0,
    accepted integer not null default 0,
    merged integer not null default 0,
    refused integer not null default 0,
    fields text not null default '[]',
    mapping text not null default '{}',
    job_id text not null,
    created_at bigint not null,
    created_by text not null,
    unique (list_id, ordinal),
    check (read_count = accepted + merged + refused))`,
  // Bulk rows have no ids, no foreign keys and no further indexes: their only way in is an import, by key.
  `create table number_list_entries (
    version_key integer not null,
    seq integer not null,
    number bigint not null,
    name text not null,
    row integer not null,
    fields text,
    primary key (version_key, seq)) without rowid`,
  // A table of its own, filled in order at the end of an import: as an index of the entries, filled in the file's
  // order, it would rewrite most of its pages in every transaction.
  `create table number_list_numbers (
    version_key integer not null,
    number bigint not null,
    seq integer not null,
    primary key (version_key, number)) without rowid`,
  `create table number_list_problems (
    version_key integer not null,
    seq integer not null,
    row integer not null,
    outcome text not null,
    column_name text not null,
    value text not null,
    reason text not null,
    suggestion text not null,
    primary key (version_key, seq)) without rowid`,
];

/** Number lists, their immutable versions, entries and import reports. */
export const migration0002NumberLists = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

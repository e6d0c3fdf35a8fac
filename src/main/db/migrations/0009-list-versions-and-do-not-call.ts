import { type Kysely, sql } from 'kysely';

const VERSIONS = [
  `alter table number_lists add column retention_days integer`,
  `alter table number_list_versions add column state text not null default 'ready'`,
  // Null: the version's own rows.
  `alter table number_list_versions add column base_key integer`,
  `alter table number_list_versions add column made_by text not null default 'import'`,
  `alter table number_list_versions add column made_from integer`,
  `alter table number_list_versions add column note text not null default ''`,
  `alter table number_list_versions add column changes integer not null default 0`,
  `alter table number_list_versions add column dense integer not null default 1`,
  `alter table number_list_versions add column doubtful integer not null default 0`,
  `alter table number_list_versions add column scrubbed integer not null default 0`,
  `alter table number_list_versions add column consent_source text not null default ''`,
  `alter table number_list_versions add column consent_at bigint`,
  `create index number_list_versions_by_base on number_list_versions (base_key) where base_key is not null`,
  `alter table number_list_entries add column traits integer not null default 0`,
  `alter table number_list_entries add column zone text`,
  `alter table number_list_entries add column priority integer`,
  `alter table number_list_problems add column cause text not null default 'row'`,
  `alter table number_list_problems add column number bigint`,
  `alter table number_list_problems add column cells text`,
  `create table number_list_changes (
    version_key integer not null,
    seq integer not null,
    removed integer not null,
    number bigint not null,
    name text not null,
    row integer not null,
    fields text,
    traits integer not null,
    zone text,
    priority integer,
    problem integer,
    primary key (version_key, seq)) without rowid`,
  `create index number_list_changes_by_number on number_list_changes (version_key, number)`,
  // Every version whole: the rows that it was made from, with its changes laid over them.
  `create view number_list_version_entries as
    select v.key as version_key, e.seq, e.number, e.name, e.row, e.fields, e.traits, e.zone, e.priority
    from number_list_versions v join number_list_entries e on e.version_key = coalesce(v.base_key, v.key)
    where v.changes = 0
      or not exists (select 1 from number_list_changes c where c.version_key = v.key and c.seq = e.seq)
    union all
    select version_key, seq, number, name, row, fields, traits, zone, priority
    from number_list_changes where removed = 0`,
];

const AROUND_LISTS = [
  `create table number_list_segments (
    id text primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    list_id text not null references number_lists (id),
    name text not null,
    filter text not null,
    created_at bigint not null,
    created_by text not null,
    updated_at bigint not null,
    deleted_at bigint,
    version integer not null default 1)`,
  `create unique index number_list_segments_by_name on number_list_segments (list_id, lower(name))
    where deleted_at is null`,
  `create table import_mappings (
    node_id text not null references nodes (id),
    header text not null,
    roles text not null,
    used_at bigint not null,
    primary key (node_id, header)) without rowid`,
];

const DO_NOT_CALL = [
  `create table do_not_call_sources (
    id text primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    key integer not null unique,
    kind text not null check (kind in ('own', 'national', 'customer')),
    name text not null,
    fresh_days integer,
    refreshed_at bigint not null,
    batch integer not null default 0,
    filed integer not null default 0,
    entered integer not null default 0,
    file_name text not null default '',
    job_id text,
    created_at bigint not null,
    created_by text not null,
    updated_at bigint not null,
    deleted_at bigint,
    version integer not null default 1)`,
  `create index do_not_call_sources_by_node on do_not_call_sources (node_id) where deleted_at is null`,
  `create unique index do_not_call_sources_by_name on do_not_call_sources (node_id, lower(name))
    where deleted_at is null`,
  `create unique index do_not_call_own_source on do_not_call_sources (node_id)
    where deleted_at is null and kind = 'own'`,
  `create table do_not_call_numbers (
    source_key integer not null,
    number bigint not null,
    until bigint,
    reason text not null,
    added_at bigint not null,
    added_by text not null,
    primary key (source_key, number)) without rowid`,
  // The numbers of a file, packed some thousands to a row: a tenth of the room of a row each, and read as fast as
  // they can be compared.
  `create table do_not_call_blocks (
    key integer primary key,
    source_key integer not null,
    batch integer not null,
    first bigint not null,
    last bigint not null,
    data blob not null)`,
  `create unique index do_not_call_blocks_in_order on do_not_call_blocks (source_key, batch, first)`,
  `create table do_not_call_erased (
    node_id text not null references nodes (id),
    sieve integer not null,
    hash blob not null,
    erased_at bigint not null,
    primary key (node_id, sieve, hash)) without rowid`,
];

/** Versions of lists made by edits, segments, remembered mappings, and do-not-call data. */
export const migration0009ListVersionsAndDoNotCall = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [...VERSIONS, ...AROUND_LISTS, ...DO_NOT_CALL]) {
      await sql.raw(statement).execute(db);
    }
  },
};

import { type Kysely, sql } from 'kysely';

const RECORDS = [
  `create table gateways (
    id text not null primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    kind text not null check (kind in ('practice-sip', 'sip', 'asterisk')),
    name text not null,
    settings text not null,
    secret blob,
    calls_per_second real not null check (calls_per_second > 0),
    lines integer not null check (lines > 0),
    checked_at integer,
    check_fault text,
    created_at integer not null,
    created_by text not null,
    updated_at integer not null,
    deleted_at integer,
    version integer not null
  )`,
  'create index gateways_node on gateways (node_id)',
  `create table prompts (
    id text not null primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    name text not null,
    source_name text not null,
    ulaw blob not null,
    sha256 text not null,
    ms integer not null,
    created_at integer not null,
    created_by text not null,
    deleted_at integer,
    version integer not null
  )`,
  'create index prompts_node on prompts (node_id)',
  `create table caller_ids (
    id text not null primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    number integer not null,
    name text not null,
    verified_at integer,
    verified_by text,
    evidence text not null,
    created_at integer not null,
    created_by text not null,
    updated_at integer not null,
    deleted_at integer,
    version integer not null
  )`,
  'create unique index caller_ids_number on caller_ids (node_id, number) where deleted_at is null',
  // Calls by caller id and day (UTC), for the daily cap.
  `create table caller_id_days (
    number integer not null,
    day integer not null,
    calls integer not null,
    primary key (number, day)
  ) without rowid`,
];

const BROADCASTS = [
  'create table kept_counts as select * from broadcast_counts',
  'create table kept_outcomes as select * from broadcast_outcomes',
  'create table kept_broadcasts as select * from broadcasts',
  'create table kept_attempts as select * from broadcast_attempts',
  'drop table broadcast_counts',
  'drop table broadcast_outcomes',
  'drop table broadcast_attempts',
  'drop table broadcasts',
  `create table broadcasts (
    id text not null primary key,
    realm_id text not null references nodes (id),
    node_id text not null references nodes (id),
    key integer not null unique,
    name text not null,
    state text not null check (state in
      ('draft', 'scheduled', 'running', 'suspending', 'suspended', 'finishing', 'finished')),
    list_id text not null references number_lists (id),
    list_version_id text references number_list_versions (id),
    pinned_version_id text references number_list_versions (id),
    segment_id text,
    seed integer not null,
    gateway text not null check (gateway in ('practice', 'practice-sip', 'sip', 'asterisk')),
    gateway_id text references gateways (id),
    prompt_id text references prompts (id),
    caller_ids text not null default '[]',
    caller_cap integer,
    hours text not null default '[]',
    zone text,
    retries text not null default '[]',
    keys text not null default '[]',
    machine text not null default 'off' check (machine in ('off')),
    calls_per_second real not null check (calls_per_second > 0),
    lines integer not null check (lines > 0),
    attempts integer not null check (attempts > 0),
    ring_seconds integer not null default 30,
    talk_seconds integer not null default 120,
    abandoned_percent integer not null default 3,
    start_at integer,
    started_at integer,
    started_by text,
    finished_at integer,
    finished_how text check (finished_how in ('completed', 'stopped')),
    suspended_because text,
    suspended_note text,
    job_id text,
    copied_from text,
    created_at integer not null,
    created_by text not null,
    updated_at integer not null,
    deleted_at integer,
    version integer not null,
    unique (realm_id, id)
  )`,
  `insert into broadcasts (id, realm_id, node_id, key, name, state, list_id, list_version_id, seed, gateway,
      calls_per_second, lines, attempts, start_at, started_at, started_by, finished_at, finished_how,
      suspended_because, job_id, created_at, created_by, updated_at, deleted_at, version)
    select id, realm_id, node_id, key, name, state, list_id, list_version_id, seed, gateway, calls_per_second, lines,
      attempts, start_at, started_at, started_by, finished_at, finished_how, suspended_because, job_id, created_at,
      created_by, updated_at, deleted_at, version
    from kept_broadcasts`,
  'create index broadcasts_node on broadcasts (node_id, created_at)',
  'create index broadcasts_list on broadcasts (list_id)',
  `create table broadcast_counts (
    broadcast_key integer not null primary key references broadcasts (key),
    total integer not null,
    done integer not null,
    answered integer not null,
    interrupted integer not null,
    not_called integer not null,
    attempts integer not null,
    live integer not null
  )`,
  'insert into broadcast_counts select * from kept_counts',
  `create table broadcast_outcomes (
    broadcast_key integer not null references broadcasts (key),
    outcome text not null,
    numbers integer not null,
    primary key (broadcast_key, outcome)
  ) without rowid`,
  'insert into broadcast_outcomes select * from kept_outcomes',
  `create table broadcast_attempts (
    broadcast_key integer not null,
    seq integer not null,
    number_seq integer not null,
    attempt integer not null,
    started_at integer not null,
    ended_at integer,
    outcome text,
    ring real not null default 0,
    talk real not null,
    keys text not null default '',
    caller_id integer,
    handle text,
    primary key (broadcast_key, seq)
  ) without rowid`,
  `insert into broadcast_attempts (broadcast_key, seq, number_seq, attempt, started_at, ended_at, outcome, talk)
    select broadcast_key, seq, number_seq, attempt, started_at, ended_at, outcome, talk from kept_attempts`,
  // What a gateway turned away was no attempt, and its number keeps its place in the count.
  `create unique index broadcast_attempts_once on broadcast_attempts (broadcast_key, number_seq, attempt)
    where outcome is null or outcome <> 'not-placed'`,
  'create index broadcast_attempts_outcome on broadcast_attempts (broadcast_key, outcome, seq)',
  'create index broadcast_attempts_number on broadcast_attempts (broadcast_key, number_seq, seq)',
  'drop table kept_counts',
  'drop table kept_outcomes',
  'drop table kept_broadcasts',
  'drop table kept_attempts',
];

const NUMBERS = [
  // Null: not looked up yet; 0: no zone is known.
  'alter table broadcast_numbers add column zone_key integer',
  'alter table broadcast_numbers add column caller_id integer',
  // What the list says of its zone: it wins over what the number says.
  'alter table broadcast_numbers add column zone text',
  'drop index broadcast_numbers_waiting',
  // The order of dialling within a set of zones: first attempts (due 0) as listed, then retries as they fall due.
  `create index broadcast_numbers_waiting on broadcast_numbers (broadcast_key, zone_key, due, seq)
    where state = 'waiting'`,
  `create table broadcast_zones (
    broadcast_key integer not null,
    zone_key integer not null,
    zones text not null,
    primary key (broadcast_key, zone_key)
  ) without rowid`,
  // Attempts by what the charts show, kept in the transactions of what they sum.
  `create table broadcast_stats (
    broadcast_key integer not null,
    kind text not null,
    bucket text not null,
    outcome text not null,
    attempts integer not null,
    primary key (broadcast_key, kind, bucket, outcome)
  ) without rowid`,
];

/** Gateways, prompts and caller ids; what a broadcast dials with, and the states in which live calls end. */
export const migration0010Dialling = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [...RECORDS, ...BROADCASTS, ...NUMBERS]) await sql.raw(statement).execute(db);
  },
};

import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table broadcasts (
    id text not null primary key,
    realm_id text not null references nodes (id),
    node_id text not null references nodes (id),
    key integer not null unique,
    name text not null,
    state text not null check (state in ('draft', 'scheduled', 'running', 'suspended', 'finished')),
    list_id text not null references number_lists (id),
    list_version_id text references number_list_versions (id),
    seed integer not null,
    gateway text not null,
    calls_per_second real not null check (calls_per_second > 0),
    lines integer not null check (lines > 0),
    attempts integer not null check (attempts > 0),
    start_at integer,
    started_at integer,
    started_by text,
    finished_at integer,
    finished_how text check (finished_how in ('completed', 'stopped')),
    suspended_because text,
    job_id text,
    created_at integer not null,
    created_by text not null,
    updated_at integer not null,
    deleted_at integer,
    version integer not null,
    unique (realm_id, id)
  )`,
  'create index broadcasts_node on broadcasts (node_id, created_at)',
  'create index broadcasts_list on broadcasts (list_id)',
  // Bulk rows have no foreign keys: a look-up for each of a million.
  `create table broadcast_numbers (
    broadcast_key integer not null,
    seq integer not null,
    number integer not null,
    name text not null,
    state text not null check (state in ('waiting', 'dialling', 'done', 'interrupted', 'not-called')),
    attempts integer not null,
    last_outcome text,
    due integer not null,
    primary key (broadcast_key, seq)
  ) without rowid`,
  // Makes each number of a broadcast unique: filled in order when the numbers are frozen, at a quarter of the cost of
  // a unique index that is filled in list order.
  `create table broadcast_number_keys (
    broadcast_key integer not null,
    number integer not null,
    seq integer not null,
    primary key (broadcast_key, number)
  ) without rowid`,
  // The order of dialling: first attempts (due 0) as listed, then retries as they fall due.
  `create index broadcast_numbers_waiting on broadcast_numbers (broadcast_key, due, seq)
    where state = 'waiting'`,
  `create table broadcast_attempts (
    broadcast_key integer not null,
    seq integer not null,
    number_seq integer not null,
    attempt integer not null,
    started_at integer not null,
    ended_at integer,
    outcome text,
    talk real not null,
    primary key (broadcast_key, seq),
    unique (broadcast_key, number_seq, attempt)
  ) without rowid`,
  'create index broadcast_attempts_outcome on broadcast_attempts (broadcast_key, outcome, seq)',
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
  `create table broadcast_outcomes (
    broadcast_key integer not null references broadcasts (key),
    outcome text not null,
    numbers integer not null,
    primary key (broadcast_key, outcome)
  ) without rowid`,
  `create table broadcast_slots (
    broadcast_key integer not null,
    slot integer not null,
    outcome text not null,
    attempts integer not null,
    primary key (broadcast_key, slot, outcome)
  ) without rowid`,
] as const;

/** Voice broadcasts, their frozen numbers, their attempts and the sums over them. */
export const migration0003Broadcasts = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

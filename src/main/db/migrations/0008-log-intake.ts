import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table log_imports (
    id text not null primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    job_id text not null unique references jobs (id),
    file text not null,
    name text not null,
    source text not null check (source in ('person', 'folder')),
    sha256 text not null,
    "read" bigint not null,
    added bigint not null,
    refused bigint not null,
    differing bigint not null,
    created_at bigint not null,
    created_by text not null references persons (id),
    deleted_at bigint,
    version integer not null,
    unique (realm_id, id)
  )`,
  'create index log_imports_node on log_imports (node_id, created_at)',
  `create table log_import_problems (
    import_id text not null references log_imports (id),
    seq bigint not null,
    "row" bigint not null,
    outcome text not null check (outcome in ('refused', 'differing')),
    reason text not null,
    line text not null,
    primary key (import_id, seq)
  )`,
  `create table log_folders (
    node_id text not null primary key references nodes (id),
    realm_id text references nodes (id),
    folder text not null,
    reading text not null,
    checked_at bigint,
    message text not null,
    created_at bigint not null,
    created_by text not null references persons (id)
  )`,
  `create table log_folder_files (
    node_id text not null references nodes (id),
    name text not null,
    size bigint not null,
    modified bigint not null,
    import_id text references log_imports (id),
    message text not null,
    primary key (node_id, name)
  )`,
  `create table log_clients (
    id text not null primary key,
    realm_id text references nodes (id),
    account_id text not null references nodes (id),
    node_id text not null references nodes (id),
    client text not null,
    channel text not null,
    first_at bigint not null,
    last_at bigint not null,
    blocked_at bigint,
    blocked_by text references persons (id),
    version integer not null,
    unique (node_id, client)
  )`,
  'create index log_clients_account on log_clients (account_id, client)',
  'create index log_clients_last on log_clients (last_at)',
  `create table log_retention (
    node_id text not null primary key references nodes (id),
    realm_id text references nodes (id),
    months integer not null check (months > 0),
    set_at bigint not null,
    set_by text not null references persons (id)
  )`,
] as const;

/** Bringing dialog logs in: imports with their reports, watched folders, how long logs are kept; and their clients. */
export const migration0008LogIntake = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

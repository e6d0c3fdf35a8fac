import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table export_schedules (
    id text not null primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    file text not null,
    options text not null,
    filter text not null,
    zone text not null,
    hour integer not null check (hour between 0 and 23),
    keep_days integer not null check (keep_days > 0),
    first_day text not null,
    problem text not null,
    created_at bigint not null,
    created_by text not null references persons (id),
    deleted_at bigint,
    version integer not null,
    unique (realm_id, id)
  )`,
  'create index export_schedules_node on export_schedules (node_id, created_at)',
  // A check can't be changed: the table is made anew.
  `create table exports_with_options (
    id text not null primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    job_id text not null unique references jobs (id),
    file text not null,
    profile text not null check (profile in ('spreadsheet', 'raw', 'dialer')),
    options text not null,
    filter text not null,
    "rows" bigint not null,
    bytes bigint not null,
    sha256 text not null,
    files text not null,
    state text not null,
    schedule_id text references export_schedules (id),
    day text not null,
    removed_at bigint,
    created_at bigint not null,
    created_by text not null references persons (id),
    deleted_at bigint,
    version integer not null,
    unique (realm_id, id)
  )`,
  `insert into exports_with_options
    select id, realm_id, node_id, job_id, file, profile, '{}', filter, "rows", bytes, sha256, '[]', state,
      null, '', null, created_at, created_by, deleted_at, version
    from exports`,
  'drop table exports',
  'alter table exports_with_options rename to exports',
  'create index exports_node on exports (node_id, created_at)',
  'create index exports_file on exports (file)',
  'create index exports_schedule on exports (schedule_id, day)',
] as const;

/** How an export is written, the files that it made, and exports that are made each night. */
export const migration0007ExportOptionsAndSchedules = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

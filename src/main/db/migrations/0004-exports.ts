import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table exports (
    id text not null primary key,
    realm_id text references nodes (id),
    node_id text not null references nodes (id),
    job_id text not null unique references jobs (id),
    file text not null,
    profile text not null check (profile in ('spreadsheet', 'raw')),
    filter text not null,
    "rows" bigint not null,
    bytes bigint not null,
    sha256 text not null,
    state text not null,
    created_at bigint not null,
    created_by text not null references persons (id),
    deleted_at bigint,
    version integer not null,
    unique (realm_id, id)
  )`,
  'create index exports_node on exports (node_id, created_at)',
  'create index exports_file on exports (file)',
] as const;

/** The history of raw-log exports. */
export const migration0004Exports = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

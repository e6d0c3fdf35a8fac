import type { Kysely } from 'kysely';
import type { TargetKind } from '#shared/operation.ts';
import type { Tables } from './tables/index.ts';

/** Where a record lies and what conditions and states look at. */
export interface Location {
  readonly realm: string | null;
  readonly node: string;
  readonly state: string | null;
  readonly owner: string | null;
  /** What else conditions ask for, where a record has it: see `Place`. */
  readonly other?: string | null;
  readonly selfDiscovery?: boolean | null;
  readonly members?: readonly string[];
  readonly queue?: string | null;
  readonly product?: string | null;
  readonly line?: string | null;
}

type Db = Kysely<Tables>;
type Locate = (db: Db, id: string) => Promise<Location | undefined>;

/** How a record of each kind is found: written once per kind. A removed record is not found. */
const LOCATORS: Readonly<Record<TargetKind, Locate>> = {
  node: async (db, id) => {
    const row = await db
      .selectFrom('nodes')
      .select(['id', 'realm_id', 'kind', 'archived_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : {
          realm: row.realm_id,
          node: row.id,
          state: row.archived_at === null ? 'open' : 'archived',
          owner: null,
          ...(row.kind === 'line' ? { line: row.id } : {}),
        };
  },
  person: async (db, id) => {
    const row = await db
      .selectFrom('persons')
      .select(['id', 'realm_id', 'node_id', 'active'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : {
          realm: row.realm_id,
          node: row.node_id,
          state: row.active === 1 ? 'active' : 'inactive',
          owner: row.id,
        };
  },
  assignment: async (db, id) => {
    const row = await db
      .selectFrom('assignments')
      .select((eb) => [
        'realm_id',
        'node_id',
        'person_id',
        eb
          .exists(
            eb
              .selectFrom('node_ancestors')
              .innerJoin('nodes', 'nodes.id', 'node_ancestors.ancestor_id')
              .select('nodes.id')
              .whereRef('node_ancestors.node_id', '=', 'assignments.node_id')
              .where('nodes.archived_at', 'is not', null),
          )
          .as('archived'),
      ])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return (
      row && {
        realm: row.realm_id,
        node: row.node_id,
        // In an archived scope it can still be taken, and nothing else.
        state: Number(row.archived) === 1 ? 'archived' : 'given',
        owner: row.person_id,
      }
    );
  },
  'custom-role': async (db, id) => {
    const row = await db
      .selectFrom('custom_roles')
      .select(['realm_id', 'node_id'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row && { realm: row.realm_id, node: row.node_id, state: null, owner: null };
  },
  'access-review': async (db, id) => {
    const row = await db
      .selectFrom('access_reviews')
      .select(['realm_id', 'node_id', 'closed_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    return (
      row && {
        realm: row.realm_id,
        node: row.node_id,
        state: row.closed_at === null ? 'open' : 'closed',
        owner: null,
      }
    );
  },
  'number-list': async (db, id) => {
    const row = await db
      .selectFrom('number_lists')
      .select(['realm_id', 'node_id', 'state', 'created_by'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row && { realm: row.realm_id, node: row.node_id, state: row.state, owner: null };
  },
  'log-import': async (db, id) => {
    const row = await db
      .selectFrom('log_imports')
      .select(['realm_id', 'node_id'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row && { realm: row.realm_id, node: row.node_id, state: null, owner: null };
  },
  'do-not-call': async (db, id) => {
    const row = await db
      .selectFrom('do_not_call_sources')
      .select(['realm_id', 'node_id'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row && { realm: row.realm_id, node: row.node_id, state: null, owner: null };
  },
  client: async (db, id) => {
    const row = await db
      .selectFrom('log_clients')
      .select(['realm_id', 'node_id', 'blocked_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    const state = row?.blocked_at === null ? 'open' : 'blocked';
    return row && { realm: row.realm_id, node: row.node_id, state, owner: null };
  },
  gateway: (db, id) => placeIn(db, 'gateways', id),
  prompt: (db, id) => placeIn(db, 'prompts', id),
  'caller-id': (db, id) => placeIn(db, 'caller_ids', id),
  broadcast: async (db, id) => {
    const row = await db
      .selectFrom('broadcasts')
      .select(['realm_id', 'node_id', 'state', 'created_by'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row && { realm: row.realm_id, node: row.node_id, state: row.state, owner: null };
  },
  export: async (db, id) => {
    const row = await db
      .selectFrom('exports')
      .select(['realm_id', 'node_id', 'state'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row && { realm: row.realm_id, node: row.node_id, state: row.state, owner: null };
  },
  'export-schedule': async (db, id) => {
    const row = await db
      .selectFrom('export_schedules')
      .select(['realm_id', 'node_id'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row && { realm: row.realm_id, node: row.node_id, state: null, owner: null };
  },
};

async function placeIn(
  db: Db,
  table: 'gateways' | 'prompts' | 'caller_ids',
  id: string,
): Promise<Location | undefined> {
  const row = await db
    .selectFrom(table)
    .select(['realm_id', 'node_id'])
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row && { realm: row.realm_id, node: row.node_id, state: null, owner: null };
}

/** Finds a target's record, or undefined if there is none (any more). */
export function locate(db: Db, target: { kind: TargetKind; id: string }): Promise<Location | undefined> {
  return LOCATORS[target.kind](db, target.id);
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LogBatch, type LogRow } from '#main/db/logs/rows.ts';
import { openLogStore } from '#main/db/logs/store.ts';
import { migration0001PeopleAndScopes } from '#main/db/migrations/0001-people-and-scopes.ts';
import { migration0004Exports } from '#main/db/migrations/0004-exports.ts';
import { migration0007ExportOptionsAndSchedules } from '#main/db/migrations/0007-export-options-and-schedules.ts';
import { type Database, kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';
import { PLATFORM_ID } from '#shared/ids.ts';

const id = (last: number): string => `01980000-0000-7000-8000-${String(last).padStart(12, '0')}`;

/** A realm with two accounts; the first has two projects, the second one. */
export const REALM = id(1);
export const NORTH = id(2);
export const SOUTH = id(3);
export const BOOKING = id(4);
export const CLAIMS = id(5);
export const SHOP = id(6);
export const PERSON = id(7);

/** The tables that exports and log lists need, with a few nodes and one person. */
export interface ExportWorkspace {
  readonly folder: string;
  readonly raw: RawDatabase;
  readonly db: Database;
}

const NODES = [
  { id: REALM, kind: 'realm', name: 'Dialogs', path: [PLATFORM_ID] },
  { id: NORTH, kind: 'account', name: 'North', path: [PLATFORM_ID, REALM] },
  { id: SOUTH, kind: 'account', name: 'South', path: [PLATFORM_ID, REALM] },
  { id: BOOKING, kind: 'project', name: 'Booking', path: [PLATFORM_ID, REALM, NORTH] },
  { id: CLAIMS, kind: 'project', name: 'Claims', path: [PLATFORM_ID, REALM, NORTH] },
  { id: SHOP, kind: 'project', name: 'Shop', path: [PLATFORM_ID, REALM, SOUTH] },
];

export async function makeExportWorkspace(folder: string): Promise<ExportWorkspace> {
  mkdirSync(folder, { recursive: true });
  const raw = openRaw(join(folder, 'rolecall.db'));
  const db = kyselyOver(raw);
  await migration0001PeopleAndScopes.up(kyselyOver<unknown>(raw));
  await migration0004Exports.up(kyselyOver<unknown>(raw));
  await migration0007ExportOptionsAndSchedules.up(kyselyOver<unknown>(raw));
  for (const { id: node, kind, name, path } of NODES) {
    await db
      .insertInto('nodes')
      .values({
        id: node,
        realm_id: REALM,
        parent_id: path.at(-1) ?? null,
        kind,
        name,
        pack_id: null,
        pack_version: null,
        version: 1,
        created_at: 0,
        archived_at: null,
      })
      .execute();
    const ancestors = [...path, node].map((ancestor, index) => ({
      node_id: node,
      ancestor_id: ancestor,
      depth: path.length - index,
    }));
    await db.insertInto('node_ancestors').values(ancestors).execute();
  }
  await db
    .insertInto('persons')
    .values({
      id: PERSON,
      realm_id: REALM,
      node_id: NORTH,
      first_name: 'Rhea',
      last_name: 'Log',
      email: 'rhea@example.com',
      email_key: 'rhea@example.com',
      password_hash: null,
      active: 1,
      last_sign_in: null,
      version: 1,
      created_at: 0,
      updated_at: 0,
      deleted_at: null,
    })
    .execute();
  return { folder, raw, db };
}

/** A message with everything that a test does not care about filled in. */
export function logRow(row: Partial<LogRow> & { readonly id: string; readonly at: number }): LogRow {
  return {
    project: BOOKING,
    channel: 'web',
    client: 'web-1',
    session: 'session-1',
    direction: 'in',
    speaker: 'client',
    text: `text of ${row.id}`,
    intent: '',
    confidence: null,
    extra: '',
    ...row,
  };
}

/** Appends batches to a folder's log and closes it. */
export function fillLog(folder: string, batches: Iterable<LogBatch>): void {
  const store = openLogStore(folder);
  for (const batch of batches) store.append(batch);
  store.close();
}

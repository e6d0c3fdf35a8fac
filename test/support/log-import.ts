import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type LogStore, openLogStore } from '#main/db/logs/store.ts';
import { migrate } from '#main/db/migrate.ts';
import { addNode } from '#main/db/nodes.ts';
import { kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';
import type { JobEnd } from '#main/jobs/job.ts';
import { runLogImport } from '#main/jobs/log-import/import-dialog-log.ts';
import type { LogImportParams } from '#main/jobs/log-import/params.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { rowsOf } from '#shared/page.ts';
import { BOOKING, CLAIMS, NORTH, PERSON, REALM } from './export-workspace.ts';
import { jobHandle, type SteeredJob } from './job-handle.ts';

/** A workspace with one account of two projects, for imports that run inside a test. */
export interface LogWorkspace {
  readonly folder: string;
  readonly raw: RawDatabase;
}

export async function makeLogWorkspace(folder: string): Promise<LogWorkspace> {
  mkdirSync(folder, { recursive: true });
  const raw = openRaw(join(folder, 'rolecall.db'));
  await migrate(raw);
  const db = kyselyOver(raw);
  const node = { realm: REALM, now: 0 };
  await addNode(db, { ...node, id: REALM, parent: PLATFORM_ID, kind: 'realm', name: 'Dialogs' });
  await addNode(db, { ...node, id: NORTH, parent: REALM, kind: 'account', name: 'North' });
  await addNode(db, { ...node, id: BOOKING, parent: NORTH, kind: 'project', name: 'Booking' });
  await addNode(db, { ...node, id: CLAIMS, parent: NORTH, kind: 'project', name: 'Claims' });
  raw
    .prepare(
      `insert into persons (id, realm_id, node_id, first_name, last_name, email, email_key, active, version,
         created_at, updated_at) values (?, ?, ?, 'Rhea', 'Log', 'rhea@example.com', 'rhea@example.com', 1, 1, 0, 0)`,
    )
    .run(PERSON, REALM, NORTH);
  return { folder, raw };
}

let count = 0;

/** Adds the rows that the command would, and gives what the job is asked. */
export function addLogImport(
  { raw }: LogWorkspace,
  file: string,
  reading: LogImportParams['reading'] = {},
): LogImportParams {
  count += 1;
  const id = `01980000-0000-7000-b000-${String(count).padStart(12, '0')}`;
  raw
    .prepare(
      `insert into jobs (id, realm_id, node_id, kind, title, state, person_id, command_id, params, unit, created_at)
       values (?, ?, ?, 'import-dialog-log', '', 'running', ?, '', '{}', 'bytes', 0)`,
    )
    .run(id, REALM, NORTH, PERSON);
  raw
    .prepare(`insert into log_imports values (?, ?, ?, ?, ?, ?, 'person', '', 0, 0, 0, 0, 0, ?, null, 1)`)
    .run(id, REALM, NORTH, id, file, basename(file), PERSON);
  const projects = { Booking: BOOKING, Claims: CLAIMS };
  return {
    import: id,
    account: NORTH,
    realm: REALM,
    file,
    projects,
    keptFrom: 0,
    reading: { project: BOOKING, ...reading },
  };
}

/** What an import came to, with its report. */
export interface Imported {
  readonly end: JobEnd;
  readonly job: SteeredJob;
  readonly problems: readonly { row: number; outcome: string; reason: string; line: string }[];
}

export interface ImportOptions {
  readonly reading?: LogImportParams['reading'];
  readonly batchRows?: number;
  readonly cancelWhen?: () => boolean;
  readonly openStore?: (folder: string) => LogStore;
}

/** Imports a file, or contents that are written to one first. */
export async function importLog(
  workspace: LogWorkspace,
  given: { readonly file: string } | { readonly name: string; readonly contents: string | Uint8Array },
  options: ImportOptions = {},
): Promise<Imported> {
  const file = 'file' in given ? given.file : join(workspace.folder, given.name);
  if ('contents' in given) writeFileSync(file, given.contents);
  const params = addLogImport(workspace, file, options.reading);
  const job = jobHandle({
    db: workspace.raw,
    folder: workspace.folder,
    id: params.import,
    ...(options.cancelWhen === undefined ? {} : { cancelWhen: options.cancelWhen }),
  });
  const end = await runLogImport(params, job.handle, {
    batchRows: options.batchRows ?? 100,
    openStore: options.openStore ?? openLogStore,
  });
  return { end, job, problems: problemsOf(workspace, params.import) };
}

function problemsOf({ raw }: LogWorkspace, id: string): Imported['problems'] {
  return raw
    .prepare('select "row", outcome, reason, line from log_import_problems where import_id = ? order by seq')
    .all(id) as unknown as Imported['problems'];
}

/** Every message in the workspace's log, oldest first. */
export function messagesIn({ folder }: Pick<LogWorkspace, 'folder'>) {
  const store = openLogStore(folder);
  const messages = [];
  const scopes = [{ account: NORTH, projects: null }];
  for (let offset = 0; ; offset += 1_000) {
    const page = store.page({ scopes, filter: {}, direction: 'asc', offset, limit: 1_000 });
    messages.push(...rowsOf(page));
    if (page.rows < 1_000) break;
  }
  store.close();
  return messages;
}

/** A message as a platform's JSON Lines have it. */
export function jsonMessage(
  index: number,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    message_id: `m-${index}`,
    timestamp: new Date(Date.UTC(2026, 4, 1) + index * 60_000).toISOString(),
    client_id: `client-${index % 7}`,
    session_id: `session-${Math.floor(index / 4)}`,
    direction: index % 2 === 0 ? 'in' : 'out',
    channel: 'web',
    text: `message number ${index}`,
    ...more,
  };
}

/** JSON Lines of some objects. */
export function jsonLines(objects: readonly unknown[]): string {
  return `${objects.map((object) => JSON.stringify(object)).join('\n')}\n`;
}

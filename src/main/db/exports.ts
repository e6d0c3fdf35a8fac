import type { Transaction } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn, within } from './visible.ts';

type Tx = Transaction<Tables>;

/** What a stored filter may hold. */
type StoredFilter = Partial<Record<'from' | 'to', number>> &
  Partial<Record<'channel' | 'direction' | 'project' | 'client' | 'tag' | 'search', string>>;

/** How a stored export is written, as far as lists show it; exports of old say nothing. */
interface StoredOptions {
  readonly gzip?: boolean;
}

/** A page of the history of exports. */
export async function listExports(
  tx: Tx,
  input: ParsedInputOf<'exports.list'>,
  visible: Visible,
): Promise<OutputOf<'exports.list'>> {
  const names = await projectNamesSeen(tx, visible);
  const listing = {
    query: historyOf(tx, input, visible),
    key: 'exports.rowid',
    columns: {
      id: 'text',
      node: 'text',
      nodeName: 'text',
      // A job that ended by a bug could not say so in the export's own row.
      state: (row: { jobState: string | null; state: string }) => row.jobState ?? row.state,
      file: 'text',
      manifest: (row: { options: string; file: string }) => manifestOf(row),
      files: (row: { files: string }) => (JSON.parse(row.files) as unknown[]).length,
      profile: 'text',
      filter: (row: { filter: string }) => describeFilter(row.filter, names),
      rows: 'number',
      bytes: 'number',
      sha256: 'text',
      day: 'text',
      removedAt: 'number',
      createdAt: 'number',
      createdBy: (row: { firstName: string; lastName: string }) => `${row.firstName} ${row.lastName}`,
    },
    sorts: { createdAt: ['exports.created_at'] },
    otherwise: { by: 'createdAt', direction: 'desc' },
  } as const;
  return readPage(tx, listing, input);
}

function historyOf(tx: Tx, { node, search }: ParsedInputOf<'exports.list'>, visible: Visible) {
  let query = tx
    .selectFrom('exports')
    .innerJoin('nodes', 'nodes.id', 'exports.node_id')
    .innerJoin('persons', 'persons.id', 'exports.created_by')
    .leftJoin('jobs', 'jobs.id', 'exports.job_id')
    .where('exports.deleted_at', 'is', null)
    .where(visibleIn(visible, 'exports.node_id'))
    .where(within(node ?? PLATFORM_ID, 'exports.node_id'));
  if (search !== undefined && search !== '') {
    query = query.where((eb) => eb.or([contains('exports.file', search), contains('nodes.name', search)]));
  }
  return query.select([
    'exports.id',
    'exports.node_id as node',
    'nodes.name as nodeName',
    'exports.state',
    'jobs.state as jobState',
    'exports.file',
    'exports.options',
    'exports.files',
    'exports.profile',
    'exports.filter',
    'exports.rows',
    'exports.bytes',
    'exports.sha256',
    'exports.day',
    'exports.removed_at as removedAt',
    'exports.created_at as createdAt',
    'persons.first_name as firstName',
    'persons.last_name as lastName',
  ]);
}

/** Names of the projects at and below the covered nodes, for filters in words. */
export async function projectNamesSeen(tx: Tx, visible: Visible): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('nodes')
    .select(['id', 'name'])
    .where('kind', '=', 'project')
    .where(visibleIn(visible, 'nodes.id'))
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Names of an account's projects by id, for the file's column. */
export async function projectNames(tx: Tx, account: string): Promise<Record<string, string>> {
  const projects = await tx
    .selectFrom('nodes')
    .innerJoin('node_ancestors', 'node_ancestors.node_id', 'nodes.id')
    .select(['nodes.id', 'nodes.name'])
    .where('node_ancestors.ancestor_id', '=', account)
    .where('nodes.kind', '=', 'project')
    .execute();
  return Object.fromEntries(projects.map(({ id, name }) => [id, name]));
}

/** Whether an export that has not ended writes files of this name. */
export async function isBeingWritten(tx: Tx, file: string): Promise<boolean> {
  const other = await tx
    .selectFrom('exports')
    .innerJoin('jobs', 'jobs.id', 'exports.job_id')
    .select('exports.id')
    .where('exports.file', '=', file)
    .where('jobs.state', 'in', ['queued', 'running', 'interrupted'])
    .executeTakeFirst();
  return other !== undefined;
}

function manifestOf({ options, file }: { options: string; file: string }): string {
  const { gzip } = JSON.parse(options) as StoredOptions;
  // Exports from before there were options have none.
  if (gzip === undefined) return '';
  return `${gzip && !file.toLowerCase().endsWith('.gz') ? `${file}.gz` : file}.manifest.json`;
}

/** A stored filter in words; empty for the whole log. */
export function describeFilter(stored: string, projects: ReadonlyMap<string, string>): string {
  const filter = JSON.parse(stored) as StoredFilter;
  const words: string[] = [];
  if (filter.from !== undefined) words.push(`from ${isoOf(filter.from)}`);
  if (filter.to !== undefined) words.push(`before ${isoOf(filter.to)}`);
  if (filter.channel !== undefined) words.push(filter.channel);
  if (filter.direction !== undefined) words.push(filter.direction === 'in' ? 'incoming' : 'outgoing');
  if (filter.project !== undefined) words.push(`project ${projects.get(filter.project) ?? filter.project}`);
  if (filter.client !== undefined && filter.client !== '') words.push(`client ${filter.client}`);
  if (filter.tag !== undefined && filter.tag !== '') words.push(`tagged “${filter.tag}”`);
  if (filter.search !== undefined && filter.search !== '') words.push(`text contains “${filter.search}”`);
  return words.join(', ');
}

/** ISO 8601 in UTC; a number beyond the reach of dates as it is. */
function isoOf(at: number): string {
  return at <= 8.64e15 ? new Date(at).toISOString() : String(at);
}

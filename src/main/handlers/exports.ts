import { PLATFORM_ID } from '#shared/ids.ts';
import type { exportOperations } from '#shared/operations/exports.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { type Failure, fail, ok } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import { destinationFault, no } from './destination.ts';
import type { HandlersOf, Tx } from './handler.ts';

type Request = ParsedInputOf<'exports.rawLog'>;

/** Exporting raw dialog logs, and the history of it. */
export const exportHandlers: HandlersOf<typeof exportOperations> = {
  'exports.rawLog': async (tx, input, context) => {
    const account = await tx
      .selectFrom('nodes')
      .select(['id', 'realm_id', 'kind', 'name'])
      .where('id', '=', input.node)
      .executeTakeFirst();
    if (account?.kind !== 'account') {
      return fault('node', 'Raw logs are kept for each account: choose an account.');
    }
    const { from, to, channel, direction } = input;
    if (from !== undefined && to !== undefined && from >= to) {
      return fault('to', 'The end of the time range must lie after its start.');
    }
    const problem = (await destinationInUse(tx, input.file)) ?? destinationFault(input, context);
    if (problem !== null) return { ok: false, error: problem };
    const exportId = context.newId();
    const filter = { from, to, channel, direction };
    const job = await context.addJob({
      kind: 'export-raw-log',
      title: `Export the raw log of ${account.name}`,
      node: account.id,
      realm: account.realm_id,
      subject: exportId,
      unit: 'rows',
      total: null,
      params: {
        account: account.id,
        projects: await projectNames(tx, account.id),
        file: input.file,
        profile: input.profile,
        overwrite: input.overwrite,
        filter,
      },
    });
    await tx
      .insertInto('exports')
      .values({
        id: exportId,
        realm_id: account.realm_id,
        node_id: account.id,
        job_id: job,
        file: input.file,
        profile: input.profile,
        filter: JSON.stringify(filter),
        rows: 0,
        bytes: 0,
        sha256: '',
        state: 'queued',
        created_at: context.now,
        created_by: context.actor?.id ?? '',
        deleted_at: null,
        version: 1,
      })
      .execute();
    return ok({ job });
  },

  'exports.list': async (tx, input, context) => {
    let query = tx
      .selectFrom('exports')
      .innerJoin('nodes', 'nodes.id', 'exports.node_id')
      .innerJoin('persons', 'persons.id', 'exports.created_by')
      .leftJoin('jobs', 'jobs.id', 'exports.job_id')
      .where('exports.deleted_at', 'is', null)
      .where(visibleIn(context.visible('rawLogs.export'), 'exports.node_id'))
      .where(within(input.node ?? PLATFORM_ID, 'exports.node_id'));
    const { search } = input;
    if (search !== undefined && search !== '') {
      query = query.where((eb) => eb.or([contains('exports.file', search), contains('nodes.name', search)]));
    }
    const listing = {
      query: query.select([
        'exports.id',
        'exports.node_id as node',
        'nodes.name as nodeName',
        'exports.state',
        'jobs.state as jobState',
        'exports.file',
        'exports.profile',
        'exports.filter',
        'exports.rows',
        'exports.bytes',
        'exports.sha256',
        'exports.created_at as createdAt',
        'persons.first_name as firstName',
        'persons.last_name as lastName',
      ]),
      key: 'exports.rowid',
      columns: {
        id: 'text',
        node: 'text',
        nodeName: 'text',
        // A job that ended by a bug could not say so in the export's own row.
        state: (row: { jobState: string | null; state: string }) => row.jobState ?? row.state,
        file: 'text',
        profile: 'text',
        filter: (row: { filter: string }) => describeFilter(row.filter),
        rows: 'number',
        bytes: 'number',
        sha256: 'text',
        createdAt: 'number',
        createdBy: (row: { firstName: string; lastName: string }) => `${row.firstName} ${row.lastName}`,
      },
      sorts: { createdAt: ['exports.created_at'] },
      otherwise: { by: 'createdAt', direction: 'desc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },
};

function fault(path: string, message: string) {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

/** Names of the account's projects, for the file's column. */
async function projectNames(tx: Tx, account: string): Promise<Record<string, string>> {
  const projects = await tx
    .selectFrom('nodes')
    .innerJoin('node_ancestors', 'node_ancestors.node_id', 'nodes.id')
    .select(['nodes.id', 'nodes.name'])
    .where('node_ancestors.ancestor_id', '=', account)
    .where('nodes.kind', '=', 'project')
    .execute();
  return Object.fromEntries(projects.map(({ id, name }) => [id, name]));
}

async function destinationInUse(tx: Tx, file: string): Promise<Failure | null> {
  const other = await tx
    .selectFrom('exports')
    .innerJoin('jobs', 'jobs.id', 'exports.job_id')
    .select('exports.id')
    .where('exports.file', '=', file)
    .where('jobs.state', 'in', ['queued', 'running', 'interrupted'])
    .executeTakeFirst();
  if (other === undefined) return null;
  return no('Another export is writing this file; wait for it, or choose another name.');
}

/** A stored filter in words; empty for the whole log. */
function describeFilter(stored: string): string {
  const filter = JSON.parse(stored) as Partial<Pick<Request, 'from' | 'to' | 'channel' | 'direction'>>;
  const words: string[] = [];
  if (filter.from !== undefined) words.push(`from ${isoOf(filter.from)}`);
  if (filter.to !== undefined) words.push(`before ${isoOf(filter.to)}`);
  if (filter.channel !== undefined) words.push(filter.channel);
  if (filter.direction !== undefined) words.push(filter.direction === 'in' ? 'incoming' : 'outgoing');
  return words.join(', ');
}

/** ISO 8601 in UTC; a number beyond the reach of dates as it is. */
function isoOf(at: number): string {
  return at <= 8.64e15 ? new Date(at).toISOString() : String(at);
}

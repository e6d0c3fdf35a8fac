import { accessSync, constants, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { exportOperations } from '#shared/operations/exports.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { type Failure, fail, ok } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';

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

function no(message: string): Failure {
  return fault('file', message).error;
}

/** Why a file can't be written where it was asked for, or null. Looks, but changes nothing. */
function destinationFault({ file, overwrite }: Request, context: Context): Failure | null {
  if (!isAbsolute(file)) return no('Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(file, 'write')) {
    return fail('denied', 'Only a file that was chosen in the Save dialog can be written; choose it again.')
      .error;
  }
  const folder = dirname(file);
  try {
    if (!statSync(folder).isDirectory()) return no(`${folder} is not a folder; choose another place.`);
    if (isInside(context.folder, folder)) {
      return no('The workspace keeps its own files in this folder; choose another place.');
    }
    accessSync(folder, constants.W_OK);
    const there = look(file);
    if (there?.isDirectory()) return no('There is a folder of this name; choose another name.');
    if (there !== undefined && !overwrite) {
      return no('There is a file of this name; choose another name, or ask for it to be replaced.');
    }
    if (look(`${file}.part`) !== undefined) {
      return no(`${file}.part is in the way of the unfinished export; remove it, or choose another name.`);
    }
  } catch (error) {
    return no(unreachable(folder, (error as NodeJS.ErrnoException).code));
  }
  return null;
}

function look(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}

function isInside(folder: string, other: string): boolean {
  const path = relative(realpathSync(folder), realpathSync(other));
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}

function unreachable(folder: string, code: string | undefined): string {
  if (code === 'ENOENT') return `There is no folder ${folder}; make it, or choose another place.`;
  if (code === 'ENOTDIR') return `${folder} is not a folder; choose another place.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `You may not write into ${folder}; choose another folder.`;
  }
  if (code === 'ENAMETOOLONG') return 'The name of the file is too long; choose a shorter one.';
  return `The folder ${folder} can't be used (${code ?? 'unknown reason'}); choose another place.`;
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

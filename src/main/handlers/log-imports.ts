import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import type { logImportOperations } from '#shared/operations/log-imports.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { keptFrom } from '../db/logs/retention.ts';
import type { Database } from '../db/open.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import { faultMessage } from '../jobs/import/fault.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';
import { saveProblems } from './log-import-report.ts';

type Refused = ReturnType<typeof fail>;
type Preview = OutputOf<'dialogLogs.previewImport'>;
type Asking = Tx | Database;

const NOT_FOUND = 'There is no such import, or it is not yours to see.';
const IN_FOLDER = 'Only a folder that was chosen in the Open dialog can be watched; choose it again.';

/** Bringing dialog logs in from files and watched folders, and the reports of it. */
export const logImportHandlers: HandlersOf<typeof logImportOperations> = {
  // Prepared: reading a file takes time, and needs no transaction.
  'dialogLogs.previewImport': prepared<'dialogLogs.previewImport', Reply<Preview>>({
    prepare: async (reader, input, context) => {
      const { node, file, ...reading } = input;
      const refused = (await accountOf(reader, node, context.now)) ?? null;
      if (refused === null) return notAnAccount();
      const wrong = (await fileFault(file, context)) ?? projectFault(reading.project, refused.projects);
      if (wrong !== null) return wrong;
      // Loaded when a file is looked at.
      const { previewLog } = await import('../jobs/log-import/preview.ts');
      const { projects, keptFrom: from } = refused;
      const preview = await previewLog(file, {
        reading,
        account: node,
        projects,
        now: context.now,
        keptFrom: from,
      });
      return 'fault' in preview ? fault('file', preview.fault) : ok(preview);
    },
    run: (_tx, _input, context): Reply<Preview> => context.prepared,
  }),

  'dialogLogs.import': async (tx, input, context) => {
    const { node, file, ...reading } = input;
    const account = await accountOf(tx, node, context.now);
    if (account === null) return notAnAccount();
    const wrong = (await fileFault(file, context)) ?? projectFault(reading.project, account.projects);
    if (wrong !== null) return wrong;
    const running = await tx
      .selectFrom('log_imports')
      .innerJoin('jobs', 'jobs.id', 'log_imports.job_id')
      .select('log_imports.id')
      .where('log_imports.node_id', '=', node)
      .where('log_imports.file', '=', file)
      .where('jobs.state', 'in', ['queued', 'running', 'interrupted'])
      .executeTakeFirst();
    if (running !== undefined) return fault('file', 'This file is being imported already.');
    context.touch('logImports');
    return ok(await addImport(tx, { ...account, node, file, reading }, context));
  },

  'logImports.list': async (tx, input, context) => {
    let query = imports(tx)
      .where('log_imports.deleted_at', 'is', null)
      .where(visibleIn(context.visible('dialogLogs.import'), 'log_imports.node_id'))
      .where(within(input.node ?? PLATFORM_ID, 'log_imports.node_id'));
    const { search } = input;
    if (search !== undefined && search !== '') {
      query = query.where((eb) =>
        eb.or([contains('log_imports.name', search), contains('nodes.name', search)]),
      );
    }
    const listing = {
      query,
      key: 'log_imports.rowid',
      columns: {
        id: 'text',
        node: 'text',
        nodeName: 'text',
        name: 'text',
        source: 'text',
        state: 'text',
        read: 'number',
        added: 'number',
        known: (row: Counts) => row.read - row.added - row.refused,
        differing: 'number',
        refused: 'number',
        createdAt: 'number',
        createdBy: (row: { firstName: string; lastName: string }) => `${row.firstName} ${row.lastName}`,
      },
      sorts: { createdAt: ['log_imports.created_at'] },
      otherwise: { by: 'createdAt', direction: 'desc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },

  'logImports.get': async (tx, input) => {
    const row = await imports(tx)
      .select(['log_imports.file', 'log_imports.sha256', 'log_imports.job_id as job', 'jobs.message'])
      .where('log_imports.id', '=', input.id)
      .executeTakeFirst();
    if (row === undefined) return fail('not-found', NOT_FOUND);
    const { firstName, lastName, ...rest } = row;
    const known = row.read - row.added - row.refused;
    return ok({ ...rest, known, createdBy: `${firstName} ${lastName}` });
  },

  'logImports.problems': async (tx, input) => {
    let query = tx
      .selectFrom('log_import_problems')
      .select(['row', 'outcome', 'reason', 'line'])
      .where('import_id', '=', input.id);
    const { search, outcome } = input;
    if (search !== undefined && search !== '') {
      query = query.where((eb) => eb.or([contains('reason', search), contains('line', search)]));
    }
    if (outcome !== undefined) query = query.where('outcome', '=', outcome);
    const listing = {
      query,
      key: 'log_import_problems.rowid',
      columns: { row: 'number', outcome: 'text', reason: 'text', line: 'text' },
      sorts: { row: ['row'] },
      otherwise: { by: 'row', direction: 'asc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },

  // Prepared: a long report takes time to write.
  'logImports.saveProblems': prepared<'logImports.saveProblems', Reply<{ rows: number }>>({
    prepare: (reader, input, context) => saveProblems(reader, input, context),
    run: (_tx, _input, context): Reply<{ rows: number }> => context.prepared,
  }),

  'logImports.watch': async (tx, { node, folder, ...reading }, context) => {
    const account = await accountOf(tx, node, context.now);
    if (account === null) return notAnAccount();
    const wrong = (await folderFault(folder, context)) ?? projectFault(reading.project, account.projects);
    if (wrong !== null) return wrong;
    const row = {
      folder,
      reading: JSON.stringify(reading),
      checked_at: null,
      message: '',
      created_at: context.now,
      created_by: context.actor?.id ?? '',
    };
    await tx.deleteFrom('log_folder_files').where('node_id', '=', node).execute();
    await tx
      .insertInto('log_folders')
      .values({ node_id: node, realm_id: account.realm, ...row })
      .onConflict((conflict) => conflict.column('node_id').doUpdateSet(row))
      .execute();
    return ok({});
  },

  'logImports.unwatch': async (tx, { node }) => {
    await tx.deleteFrom('log_folder_files').where('node_id', '=', node).execute();
    await tx.deleteFrom('log_folders').where('node_id', '=', node).execute();
    return ok({});
  },

  'logImports.folders': async (tx, input, context) =>
    ok(
      await tx
        .selectFrom('log_folders')
        .innerJoin('nodes', 'nodes.id', 'log_folders.node_id')
        .select([
          'log_folders.node_id as node',
          'nodes.name as nodeName',
          'log_folders.folder',
          'log_folders.checked_at as checkedAt',
          'log_folders.message',
        ])
        .where(visibleIn(context.visible('dialogLogs.import'), 'log_folders.node_id'))
        .where(within(input.node ?? PLATFORM_ID, 'log_folders.node_id'))
        .orderBy('nodes.name')
        .execute(),
    ),
};

interface Counts {
  readonly read: number;
  readonly added: number;
  readonly refused: number;
}

function imports(tx: Tx) {
  return tx
    .selectFrom('log_imports')
    .innerJoin('nodes', 'nodes.id', 'log_imports.node_id')
    .innerJoin('persons', 'persons.id', 'log_imports.created_by')
    .innerJoin('jobs', 'jobs.id', 'log_imports.job_id')
    .select([
      'log_imports.id',
      'log_imports.node_id as node',
      'nodes.name as nodeName',
      'log_imports.name',
      'log_imports.source',
      'jobs.state',
      'log_imports.read',
      'log_imports.added',
      'log_imports.differing',
      'log_imports.refused',
      'log_imports.created_at as createdAt',
      'persons.first_name as firstName',
      'persons.last_name as lastName',
    ]);
}

function fault(path: string, message: string): Refused {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

function notAnAccount(): Refused {
  return fault('node', 'Logs are kept for each account: choose an account.');
}

interface Account {
  readonly realm: string | null;
  readonly name: string;
  /** Ids by name. */
  readonly projects: Readonly<Record<string, string>>;
  /** Unix ms. */
  readonly keptFrom: number;
}

/** An account with what an import needs to know of it; null if the node is none. */
async function accountOf(db: Asking, node: string, now: number): Promise<Account | null> {
  const account = await db
    .selectFrom('nodes')
    .leftJoin('log_retention', 'log_retention.node_id', 'nodes.id')
    .select(['nodes.kind', 'nodes.name', 'nodes.realm_id as realm', 'log_retention.months'])
    .where('nodes.id', '=', node)
    .executeTakeFirst();
  if (account?.kind !== 'account') return null;
  const projects = await db
    .selectFrom('nodes')
    .innerJoin('node_ancestors', 'node_ancestors.node_id', 'nodes.id')
    .select(['nodes.id', 'nodes.name'])
    .where('node_ancestors.ancestor_id', '=', node)
    .where('nodes.kind', '=', 'project')
    .execute();
  return {
    realm: account.realm,
    name: account.name,
    projects: Object.fromEntries(projects.map(({ id, name }) => [name, id])),
    keptFrom: account.months === null ? 0 : keptFrom(account.months, now),
  };
}

function projectFault(project: string | undefined, projects: Account['projects']): Refused | null {
  if (project === undefined || Object.values(projects).includes(project)) return null;
  return fault('project', 'This project belongs to another account; choose one of this account.');
}

async function fileFault(file: string, context: Context): Promise<Refused | null> {
  if (!isAbsolute(file))
    return fault('file', 'Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(file, 'read')) {
    return fail('denied', 'Only a file that was chosen in the Open dialog can be imported; choose it again.');
  }
  return unreachable('file', async () => {
    await access(file, constants.R_OK);
    return (await stat(file)).isFile() ? null : 'That is a folder. Choose a file.';
  });
}

async function folderFault(folder: string, context: Context): Promise<Refused | null> {
  if (!isAbsolute(folder))
    return fault('folder', 'Give the full path of the folder, from the root of the disk on.');
  if (!context.mayUseFile(folder, 'read')) return fail('denied', IN_FOLDER);
  return unreachable('folder', async () => {
    await access(folder, constants.R_OK);
    return (await stat(folder)).isDirectory() ? null : 'That is a file. Choose a folder.';
  });
}

async function unreachable(path: string, look: () => Promise<string | null>): Promise<Refused | null> {
  try {
    const wrong = await look();
    return wrong === null ? null : fault(path, wrong);
  } catch (error) {
    const message = faultMessage(error);
    if (message === null) throw error;
    return fault(path, message);
  }
}

interface Wanted extends Account {
  readonly node: string;
  readonly file: string;
  readonly reading: Readonly<Record<string, unknown>>;
}

async function addImport(tx: Tx, wanted: Wanted, context: Context): Promise<{ id: string; job: string }> {
  const { node, realm, file, reading, projects } = wanted;
  const id = context.newId();
  const job = await context.addJob({
    kind: 'import-dialog-log',
    title: `Import dialog log: ${basename(file)}`,
    node,
    realm,
    subject: id,
    params: { import: id, account: node, realm, file, projects, keptFrom: wanted.keptFrom, reading },
    unit: 'bytes',
    total: (await stat(file)).size,
  });
  const folder = await tx
    .selectFrom('log_folders')
    .select('folder')
    .where('node_id', '=', node)
    .executeTakeFirst();
  await tx
    .insertInto('log_imports')
    .values({
      id,
      realm_id: realm,
      node_id: node,
      job_id: job,
      file,
      name: basename(file),
      source: folder !== undefined && file === folderFile(folder.folder, file) ? 'folder' : 'person',
      sha256: '',
      read: 0,
      added: 0,
      refused: 0,
      differing: 0,
      created_at: context.now,
      created_by: context.actor?.id ?? '',
      deleted_at: null,
      version: 1,
    })
    .execute();
  return { id, job };
}

function folderFile(folder: string, file: string): string {
  return join(folder, basename(file));
}

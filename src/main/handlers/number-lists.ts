import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Selectable, sql, type Updateable } from 'kysely';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { numberListOperations } from '#shared/operations/number-lists.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { listEntries, listProblems } from '../db/number-list-rows.ts';
import { getNumberList, listNumberLists, type ReadyVersion, readyVersion } from '../db/number-lists.ts';
import type { NumberListsTable } from '../db/tables/number-lists.ts';
import { fieldsLine } from '../jobs/import/extra-fields.ts';
import type { Preview } from '../jobs/import/preview.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';
import { columnsFault, fault, fileFault, type Refused } from './import-file.ts';

type Row = Selectable<NumberListsTable>;

const NOT_FOUND = 'There is no such number list, or it is not yours to see.';
/** A list that is still being imported shows no rows. */
const NO_ROWS: ReadyVersion = { id: '', key: 0, accepted: 0, merged: 0, refused: 0, fields: [] };

/** Number lists: importing them from files, reading them, renaming and removing them. */
export const numberListHandlers: HandlersOf<typeof numberListOperations> = {
  'numberLists.list': async (tx, input, context) =>
    ok(await listNumberLists(tx, input, context.visible('numberLists.view'))),

  'numberLists.get': async (tx, input) => {
    const list = await getNumberList(tx, input.id);
    return list === undefined ? fail('not-found', NOT_FOUND) : ok(list);
  },

  'numberLists.entries': async (tx, input) => {
    const version = (await readyVersion(tx, input.id)) ?? NO_ROWS;
    return ok(await listEntries(tx, input, { version, line: fieldsLine }));
  },

  'numberLists.problems': async (tx, input) =>
    ok(await listProblems(tx, input, (await readyVersion(tx, input.id)) ?? NO_ROWS)),

  // Prepared: reading a file takes time, and needs no transaction.
  'numberLists.preview': prepared<'numberLists.preview', Reply<Preview>>({
    prepare: async (_reader, input, context) => {
      const refused = (await fileFault(input.file, context)) ?? columnsFault(input.columns);
      if (refused !== null) return refused;
      // Loaded when a file is looked at, and with it the numbering plans.
      const { previewFile } = await import('../jobs/import/preview.ts');
      const preview = await previewFile(input.file, input);
      return 'fault' in preview ? fault('file', preview.fault) : ok(preview);
    },
    run: (_tx, _input, context): Reply<OutputOf<'numberLists.preview'>> => context.prepared,
  }),

  'numberLists.import': async (tx, input, context) => {
    const account = await tx
      .selectFrom('nodes')
      .select(['id', 'realm_id', 'kind'])
      .where('id', '=', input.node)
      .executeTakeFirst();
    if (account?.kind !== 'account') {
      return fault('node', 'Number lists belong to an account: choose an account.');
    }
    const refused =
      (await fileFault(input.file, context)) ??
      columnsFault(input.columns) ??
      (await nameFault(tx, { node: account.id, name: input.name, except: null }));
    if (refused !== null) return refused;
    return ok(await addImport(tx, input, { context, realm: account.realm_id }));
  },

  'numberLists.rename': async (tx, input, context) => {
    const row = await forChange(tx, input);
    if ('ok' in row) return row;
    const taken = await nameFault(tx, { node: row.node_id, name: input.name, except: row.id });
    if (taken !== null) return taken;
    return change(tx, row, { name: input.name, updated_at: context.now });
  },

  'numberLists.remove': async (tx, input, context) => {
    const row = await forChange(tx, input);
    if ('ok' in row) return row;
    if (row.state !== 'ready') {
      return conflict('This list is still being imported. Cancel its import instead.', row, input);
    }
    const user = await tx
      .selectFrom('broadcasts')
      .select(['name', 'node_id'])
      .where('list_id', '=', row.id)
      .where('state', '<>', 'finished')
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (user !== undefined) {
      const name = context.holds('broadcasts.view', user.node_id) ? ` "${user.name}"` : '';
      const message = `The voice broadcast${name} uses this list. Finish it, or give it another list, first.`;
      return conflict(message, row, input);
    }
    context.touch('broadcasts');
    return change(tx, row, { deleted_at: context.now, updated_at: context.now });
  },
};

async function nameFault(
  tx: Tx,
  { node, name, except }: { node: string; name: string; except: string | null },
): Promise<Refused | null> {
  const other = await tx
    .selectFrom('number_lists')
    .select('id')
    .where('node_id', '=', node)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (other === undefined || other.id === except) return null;
  return fault('name', 'This account has a number list of that name already. Choose another name.');
}

/** Makes the list, which nobody can use yet, and the job that fills it. */
async function addImport(
  tx: Tx,
  input: ParsedInputOf<'numberLists.import'>,
  { context, realm }: { context: Context; realm: string | null },
): Promise<{ id: string; job: string }> {
  const { node, name, file, region, encoding, delimiter, header, columns } = input;
  const [id, versionId, now] = [context.newId(), context.newId(), context.now];
  const made = { realm_id: realm, created_at: now, created_by: context.actor?.id ?? '' };
  const last = await tx
    .selectFrom('number_list_versions')
    .select((eb) => eb.fn.max('key').as('key'))
    .executeTakeFirst();
  const key = (last?.key ?? 0) + 1;
  await tx
    .insertInto('number_lists')
    .values({
      ...made,
      id,
      node_id: node,
      name,
      region,
      state: 'importing',
      current_version: 1,
      updated_at: now,
      deleted_at: null,
      version: 1,
    })
    .execute();
  const job = await context.addJob({
    kind: 'import-number-list',
    title: `Import number list: ${name}`,
    node,
    realm,
    subject: id,
    params: { list: id, version: key, file, region, encoding, delimiter, header, columns },
    unit: 'bytes',
    total: (await stat(file)).size,
  });
  await tx
    .insertInto('number_list_versions')
    .values({
      ...made,
      id: versionId,
      list_id: id,
      ordinal: 1,
      key,
      source_name: basename(file),
      read_count: 0,
      accepted: 0,
      merged: 0,
      refused: 0,
      fields: '[]',
      mapping: '{}',
      job_id: job,
    })
    .execute();
  return { id, job };
}

/** The list that a change is based on, or why the change can't be made. */
async function forChange(
  tx: Tx,
  input: { readonly id: string; readonly version: number; readonly name?: string },
): Promise<Row | Refused> {
  const row = await tx
    .selectFrom('number_lists')
    .selectAll()
    .where('id', '=', input.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return fail('not-found', NOT_FOUND);
  if (row.version === input.version) return row;
  return conflict('This list has changed meanwhile. Nothing was done; look again and decide.', row, input);
}

function conflict(message: string, row: Row, input: { readonly version: number; name?: string }): Refused {
  const { name, state, version } = row;
  return fail('conflict', message, { theirs: { name, state, version }, yours: { ...input } });
}

async function change(tx: Tx, row: Row, set: Updateable<NumberListsTable>): Promise<Reply<{ version: number }>> {
  const version = row.version + 1;
  const { numUpdatedRows } = await tx
    .updateTable('number_lists')
    .set({ ...set, version })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`Number list ${row.id} changed within a transaction.`);
  return ok({ version });
}

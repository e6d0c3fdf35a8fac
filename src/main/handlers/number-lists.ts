import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { numberListOperations } from '#shared/operations/number-lists.ts';
import type { SegmentFilter } from '#shared/operations/segment-filter.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { fieldsLine } from '../db/lists/extra-fields.ts';
import { listEntries, listProblems } from '../db/number-list-rows.ts';
import { getNumberList, listNumberLists, type ReadyVersion, readyVersion } from '../db/number-lists.ts';
import { savedSegment } from '../db/segments.ts';
import { headerKey } from '../jobs/import/header-key.ts';
import type { Preview } from '../jobs/import/preview.ts';
import { type HandlersOf, prepared, type Tx } from './handler.ts';
import { fault, type Refused } from './import-file.ts';
import {
  changeList,
  inUse,
  type ListRow,
  listConflict,
  listForChange,
  listForEdit,
  NO_LIST,
  nameFault,
} from './list-change.ts';
import { addImport, type ImportFile, importFile } from './list-import.ts';
import { exportRefused } from './refused-rows.ts';

/** A list that is still being imported shows no rows. */
const NO_ROWS: ReadyVersion = {
  id: '',
  key: 0,
  ordinal: 0,
  baseKey: 0,
  changes: 0,
  dense: true,
  mark: '',
  mapping: '{}',
  accepted: 0,
  merged: 0,
  refused: 0,
  fields: [],
};

/** Number lists: importing them from files and pasted text, reading them, renaming and removing them. */
export const numberListHandlers: HandlersOf<typeof numberListOperations> = {
  'numberLists.list': async (tx, input, context) =>
    ok(await listNumberLists(tx, input, context.visible('numberLists.view'))),

  'numberLists.get': async (tx, input) => {
    const list = await getNumberList(tx, input.id);
    return list === undefined ? fail('not-found', NO_LIST) : ok(list);
  },

  'numberLists.entries': async (tx, input) => {
    const version = (await readyVersion(tx, input.id)) ?? NO_ROWS;
    const filter = await filterOf(tx, input);
    if (filter !== undefined && 'ok' in filter) return filter;
    return ok(await listEntries(tx, input, { version, line: fieldsLine, filter }));
  },

  'numberLists.problems': async (tx, input) =>
    ok(await listProblems(tx, input, (await readyVersion(tx, input.id, input.ordinal)) ?? NO_ROWS)),

  // Prepared: reading a file takes time, and needs no transaction.
  'numberLists.preview': prepared<'numberLists.preview', Reply<Preview>>({
    prepare: async (reader, input, context) => {
      const from = await importFile(input, context);
      if ('ok' in from) return from;
      // Loaded when a file is looked at, and with it the numbering plans.
      const { previewFile } = await import('../jobs/import/preview.ts');
      const preview = await previewFile(from.file, input, {
        folder: context.folder,
        stage: (file, kind) => context.stage(file, kind),
        remembered: async (titles) => {
          const row = await reader
            .selectFrom('import_mappings')
            .select('roles')
            .where('node_id', '=', input.node)
            .where('header', '=', headerKey(titles))
            .executeTakeFirst();
          return row === undefined ? undefined : (JSON.parse(row.roles) as never);
        },
      });
      return 'fault' in preview
        ? fault(input.text === undefined ? 'file' : 'text', preview.fault)
        : ok(preview);
    },
    run: (_tx, _input, context): Reply<OutputOf<'numberLists.preview'>> => context.prepared,
  }),

  'numberLists.import': prepared<'numberLists.import', ImportFile | Refused>({
    prepare: (_reader, input, context) => importFile(input, context),
    run: async (tx, input, context) => {
      const account = await tx
        .selectFrom('nodes')
        .select(['id', 'realm_id', 'kind'])
        .where('id', '=', input.node)
        .executeTakeFirst();
      if (account?.kind !== 'account') {
        return fault('node', 'Number lists belong to an account: choose an account.');
      }
      const from = context.prepared;
      if ('ok' in from) return from;
      const refused = await nameFault(tx, { node: account.id, name: input.name, except: null });
      if (refused !== null) return refused;
      const list: ListRow = {
        realm_id: account.realm_id,
        created_at: context.now,
        created_by: context.actor?.id ?? '',
        id: context.newId(),
        node_id: account.id,
        name: input.name,
        region: input.region,
        state: 'importing',
        current_version: 1,
        retention_days: null,
        updated_at: context.now,
        deleted_at: null,
        version: 1,
      };
      await tx.insertInto('number_lists').values(list).execute();
      return ok({ id: list.id, job: await addImport(tx, { list, input, from }, { context, onto: null }) });
    },
  }),

  'numberLists.importMore': prepared<'numberLists.importMore', ImportFile | Refused>({
    prepare: (_reader, input, context) => importFile(input, context),
    run: async (tx, input, context) => {
      const from = context.prepared;
      if ('ok' in from) return from;
      const row = await listForEdit(tx, input);
      if ('ok' in row) return row;
      const now = await readyVersion(tx, row.id);
      if (now === undefined) return fail('not-found', NO_LIST);
      const onto = { key: now.key, ordinal: now.ordinal, add: input.how === 'add' };
      const job = await addImport(tx, { list: row, input, from }, { context, onto });
      const changed = await changeList(tx, row, { updated_at: context.now });
      return changed.ok ? ok({ id: row.id, job, version: changed.value.version }) : changed;
    },
  }),

  // Prepared: a million rows take a while to write, and need no transaction.
  'numberLists.exportRefused': prepared<'numberLists.exportRefused', Reply<{ rows: number; file: string }>>({
    prepare: (reader, input, context) => exportRefused(reader, input, context),
    run: (_tx, _input, context) => context.prepared,
  }),

  'numberLists.rename': async (tx, input, context) => {
    const row = await listForChange(tx, input);
    if ('ok' in row) return row;
    const taken = await nameFault(tx, { node: row.node_id, name: input.name, except: row.id });
    if (taken !== null) return taken;
    return changeList(tx, row, { name: input.name, updated_at: context.now });
  },

  'numberLists.remove': async (tx, input, context) => {
    const row = await listForChange(tx, input);
    if ('ok' in row) return row;
    if (row.state !== 'ready') {
      return listConflict('This list is still being imported. Cancel its import instead.', row, input);
    }
    const used = await inUse(tx, row, (node) => context.holds('broadcasts.view', node));
    if (used !== null) return listConflict(used, row, input);
    context.touch('broadcasts');
    return changeList(tx, row, { deleted_at: context.now, updated_at: context.now });
  },
};

/** The filter that was asked for, saved or not. */
async function filterOf(
  tx: Tx,
  input: ParsedInputOf<'numberLists.entries'>,
): Promise<SegmentFilter | Refused | undefined> {
  if (input.segment === undefined) return input.filter;
  const saved = await savedSegment(tx, { list: input.id, segment: input.segment });
  return saved?.filter ?? fault('segment', 'There is no such segment of this list any more.');
}

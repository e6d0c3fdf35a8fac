import type { numberListVersionOperations } from '#shared/operations/number-list-versions.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { type Differences, differencesOf } from '../db/list-differences.ts';
import { nextVersionKey } from '../db/list-edits.ts';
import { fieldsLine } from '../db/lists/extra-fields.ts';
import { listSegments, listVersions, pageOfDifferences } from '../db/number-list-versions.ts';
import { type ReadyVersion, readyVersion } from '../db/number-lists.ts';
import type { MakeParams } from '../jobs/import/make-params.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';
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
import { splitPlan } from './split-plan.ts';

interface Compared {
  readonly from: ReadyVersion;
  readonly to: ReadyVersion;
  readonly differences: Differences;
}

/** Versions of lists, lists made from lists, retention, and saved segments. */
export const numberListVersionHandlers: HandlersOf<typeof numberListVersionOperations> = {
  'numberLists.versions': async (tx, input) => ok(await listVersions(tx, input)),

  // Prepared: comparing two versions of a million entries takes seconds, in parts.
  'numberLists.differences': prepared<'numberLists.differences', Compared | null>({
    prepare: async (reader, input) => {
      const [from, to] = [
        await readyVersion(reader as Tx, input.id, input.from),
        await readyVersion(reader as Tx, input.id, input.to),
      ];
      if (from === undefined || to === undefined) return null;
      return { from, to, differences: await differencesOf(reader, from, to) };
    },
    run: async (tx, input, context) => {
      if (context.prepared === null) {
        return fault('to', 'The list has no such version any more. Choose another.');
      }
      return ok(await pageOfDifferences(tx, input, { ...context.prepared, line: fieldsLine }));
    },
  }),

  'numberLists.goBack': async (tx, input, context) => {
    const row = await listForEdit(tx, input);
    if ('ok' in row) return row;
    const wanted = await readyVersion(tx, row.id, input.ordinal);
    if (wanted === undefined) return fault('ordinal', 'The list has no such version.');
    if (wanted.ordinal === row.current_version) return fault('ordinal', 'This version is in use already.');
    context.touch('broadcasts');
    return changeList(tx, row, { current_version: input.ordinal, updated_at: context.now });
  },

  'numberLists.undoImport': async (tx, input, context) => {
    const row = await listForEdit(tx, input);
    if ('ok' in row) return row;
    const now = await tx
      .selectFrom('number_list_versions')
      .select(['made_by', 'made_from'])
      .where('list_id', '=', row.id)
      .where('ordinal', '=', row.current_version)
      .executeTakeFirst();
    if (now?.made_by !== 'import') {
      return listConflict('The version in use is no import. Choose an earlier version instead.', row, input);
    }
    context.touch('broadcasts');
    if (now.made_from !== null) {
      const set = { current_version: now.made_from, updated_at: context.now };
      return withRemoved(await changeList(tx, row, set), false);
    }
    const used = await inUse(tx, row, (node) => context.holds('broadcasts.view', node));
    if (used !== null) return listConflict(used, row, input);
    const removed = await changeList(tx, row, { deleted_at: context.now, updated_at: context.now });
    return withRemoved(removed, true);
  },

  'numberLists.merge': async (tx, input, context) => {
    const lists = [...new Set(input.lists)];
    if (lists.length < 2) return fault('lists', 'Choose at least two lists.');
    const sources: ReadyVersion[] = [];
    let first: ListRow | undefined;
    for (const id of lists) {
      const row = await livingList(tx, id);
      const version = row && (await readyVersion(tx, id));
      if (row === undefined || version === undefined) return fail('not-found', NO_LIST);
      first ??= row;
      if (row.node_id !== first.node_id) {
        return fault('lists', 'Lists of different accounts are not merged. Choose lists of one account.');
      }
      sources.push(version);
    }
    const list = first as ListRow;
    const taken = await nameFault(tx, { node: list.node_id, name: input.name, except: null });
    if (taken !== null) return taken;
    const from = sources.map(({ key }) => ({ key }));
    const names = sources.length;
    const note = `Merged from ${names} lists`;
    return ok(await makeList(tx, { like: list, name: input.name, madeBy: 'merge', note, from }, context));
  },

  'numberLists.split': async (tx, input, context) => {
    const row = await livingList(tx, input.id);
    const version = row && (await readyVersion(tx, input.id));
    if (row === undefined || version === undefined) return fail('not-found', NO_LIST);
    const plan = await splitPlan(tx, { input, version, name: row.name });
    if ('ok' in plan) return plan;
    const made: { id: string; job: string }[] = [];
    for (const { name, from, note } of plan) {
      const refused: Refused | null = await nameFault(tx, { node: row.node_id, name, except: null });
      if (refused !== null) {
        return fault('', `This account has a list called "${name}" already. Rename it first.`);
      }
      made.push(await makeList(tx, { like: row, name, madeBy: 'split', note, from: [from] }, context));
    }
    return ok({ lists: made.map(({ id }) => id), jobs: made.map(({ job }) => job) });
  },

  'numberLists.setRetention': async (tx, input, context) => {
    const row = await listForChange(tx, input);
    if ('ok' in row) return row;
    return changeList(tx, row, { retention_days: input.days ?? null, updated_at: context.now });
  },

  'numberLists.segments': async (tx, input) => ok(await listSegments(tx, input)),

  'numberLists.addSegment': async (tx, input, context) => {
    const row = await livingList(tx, input.id);
    if (row === undefined) return fail('not-found', NO_LIST);
    if (Object.keys(input.filter).length === 0) {
      return fault('filter', 'Choose at least one condition; without one, the segment is the whole list.');
    }
    const taken = await tx
      .selectFrom('number_list_segments')
      .select('name')
      .where('list_id', '=', row.id)
      .where('deleted_at', 'is', null)
      .execute();
    if (taken.some(({ name }) => name.toLowerCase() === input.name.toLowerCase())) {
      return fault('name', 'This list has a segment of that name already. Choose another name.');
    }
    const segment = context.newId();
    await tx
      .insertInto('number_list_segments')
      .values({
        id: segment,
        realm_id: row.realm_id,
        node_id: row.node_id,
        list_id: row.id,
        name: input.name,
        filter: JSON.stringify(input.filter),
        created_at: context.now,
        created_by: context.actor?.id ?? '',
        updated_at: context.now,
        deleted_at: null,
        version: 1,
      })
      .execute();
    return ok({ segment });
  },

  'numberLists.removeSegment': async (tx, input, context) => {
    const { numUpdatedRows } = await tx
      .updateTable('number_list_segments')
      .set({ deleted_at: context.now, updated_at: context.now })
      .where('id', '=', input.segment)
      .where('list_id', '=', input.id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return ok({ removed: numUpdatedRows > 0n });
  },
};

function withRemoved(
  reply: Reply<{ version: number }>,
  removed: boolean,
): Reply<{ version: number; removed: boolean }> {
  return reply.ok ? ok({ ...reply.value, removed }) : reply;
}

function livingList(tx: Tx, id: string): Promise<ListRow | undefined> {
  return tx
    .selectFrom('number_lists')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .where('state', '=', 'ready')
    .executeTakeFirst();
}

interface NewList {
  /** The list whose account, country and retention it gets. */
  readonly like: ListRow;
  readonly name: string;
  readonly madeBy: 'merge' | 'split';
  readonly note: string;
  readonly from: MakeParams['from'];
}

/** What a version says of itself before its job has ended. */
const EMPTY_VERSION = {
  source_name: '',
  read_count: 0,
  accepted: 0,
  merged: 0,
  refused: 0,
  fields: '[]',
  mapping: '{}',
};

/** Makes a list, which nobody can use yet, and the job that fills it from others. */
async function makeList(
  tx: Tx,
  { like, name, madeBy, note, from }: NewList,
  context: Context,
): Promise<{ id: string; job: string }> {
  const id = context.newId();
  const made = {
    realm_id: like.realm_id,
    created_at: context.now,
    created_by: context.actor?.id ?? '',
  };
  await tx
    .insertInto('number_lists')
    .values({
      ...made,
      id,
      node_id: like.node_id,
      name,
      region: like.region,
      state: 'importing',
      current_version: 1,
      retention_days: like.retention_days,
      updated_at: context.now,
      deleted_at: null,
      version: 1,
    })
    .execute();
  const key = await nextVersionKey(tx);
  const params: MakeParams = { list: id, version: key, from };
  const job = await context.addJob({
    kind: 'make-number-list',
    title: `Make number list: ${name}`,
    node: like.node_id,
    realm: like.realm_id,
    subject: id,
    params: { ...params },
    unit: 'rows',
    total: null,
  });
  await tx
    .insertInto('number_list_versions')
    .values({
      ...made,
      id: context.newId(),
      list_id: id,
      ordinal: 1,
      key,
      state: 'importing',
      made_by: madeBy,
      note,
      ...EMPTY_VERSION,
      job_id: job,
    })
    .execute();
  return { id, job };
}

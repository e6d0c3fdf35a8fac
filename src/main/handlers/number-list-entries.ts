import { sql } from 'kysely';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { numberListEntryOperations } from '#shared/operations/number-list-entries.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { findAll } from '../db/do-not-call.ts';
import { eraseNumber } from '../db/erase-number.ts';
import { addEditedVersion, type Edit, type EditedEntry, nextSeq } from '../db/list-edits.ts';
import type { ListEntry } from '../db/lists/entry.ts';
import { unpackFields } from '../db/lists/extra-fields.ts';
import { entriesAt, seqsOfNumbers } from '../db/lists/version-entries.ts';
import { notFixed } from '../db/number-list-rows.ts';
import { type ReadyVersion, readyVersion } from '../db/number-lists.ts';
import type { HowRead } from '../jobs/import/entry-reader.ts';
import type { GoodRow, RefusedRow } from '../jobs/import/row-reader.ts';
import type { ReadNumbers } from '../jobs/phone/read-numbers.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';
import { fault, type Refused } from './import-file.ts';
import { changeList, type ListRow, listForEdit, NO_LIST } from './list-change.ts';

/** Doubtful rows accepted in one act, if none are named. */
const MOST_ACCEPTED = 10_000;

type Changed = Reply<{ version: number; ordinal: number }>;
type Typed = Pick<
  ParsedInputOf<'numberLists.addEntry'>,
  'number' | 'name' | 'fields' | 'zone' | 'priority' | 'acceptDoubtful'
>;

/** Single entries of a list: every act makes the list's next version. */
export const numberListEntryHandlers: HandlersOf<typeof numberListEntryOperations> = {
  'numberLists.entry': async (tx, input) => {
    const version = await readyVersion(tx, input.id);
    const entry = version && (await entryAt(tx, version, input.seq));
    if (version === undefined || entry === undefined) return fail('not-found', NO_LIST);
    const values = unpackFields(entry.fields);
    return ok({
      seq: entry.seq,
      number: `+${entry.number}`,
      name: entry.name,
      fieldNames: [...version.fields],
      fields: version.fields.map((_, place) => values[place] ?? ''),
      zone: entry.zone ?? '',
      priority: entry.priority,
    });
  },

  // The numbering plans are loaded before the transaction, and found loaded within it.
  'numberLists.addEntry': prepared<'numberLists.addEntry', unknown>({
    prepare: loadPlans,
    run: async (tx, input, context) => {
      const at = await begin(tx, input);
      if ('ok' in at) return at;
      const good = await readTyped(tx, { at, typed: input, except: null }, context);
      if ('ok' in good) return good;
      const entry = entryOf(good, { seq: await nextSeq(tx, at.version), row: 0, problem: null });
      const doubtful = good.doubtful ? 1 : 0;
      const note = 'An entry was added';
      return finish(tx, at, { put: [entry], remove: [], accepted: 1, refused: 0, doubtful, note }, context);
    },
  }),

  'numberLists.editEntry': prepared<'numberLists.editEntry', unknown>({
    prepare: loadPlans,
    run: async (tx, input, context) => {
      const at = await begin(tx, input);
      if ('ok' in at) return at;
      const before = await entryAt(tx, at.version, input.seq);
      if (before === undefined) return fault('seq', 'This entry is not in the list any more.');
      const good = await readTyped(tx, { at, typed: input, except: input.seq }, context);
      if ('ok' in good) return good;
      const entry = entryOf(good, { seq: input.seq, row: before.row, problem: null });
      const note = 'An entry was changed';
      return finish(
        tx,
        at,
        { put: [entry], remove: [], accepted: 0, refused: 0, doubtful: 0, note },
        context,
      );
    },
  }),

  'numberLists.removeEntries': async (tx, input, context) => {
    const at = await begin(tx, input);
    if ('ok' in at) return at;
    const seqs = [...new Set(input.seqs)];
    if ((await entriesAt(tx, at.version, seqs)).length !== seqs.length) {
      return fault('seqs', 'Some of these entries are not in the list any more. Nothing was removed.');
    }
    const note = seqs.length === 1 ? 'An entry was removed' : `${seqs.length} entries were removed`;
    const accepted = -seqs.length;
    return finish(tx, at, { put: [], remove: seqs, accepted, refused: 0, doubtful: 0, note }, context);
  },

  'numberLists.fixRow': prepared<'numberLists.fixRow', unknown>({
    prepare: loadPlans,
    run: async (tx, input, context) => {
      const at = await begin(tx, input);
      if ('ok' in at) return at;
      const [problem] = await refusedRows(tx, at.version, [input.problem]);
      if (problem === undefined) return fault('problem', 'This row is not refused any more.');
      const reader = await readerOf(at);
      const read = reader.again(problem, input.value, input.acceptDoubtful);
      if (read.outcome === 'refused') return fault('value', `${read.reason} ${read.suggestion}`);
      const refused = await takenFault(
        tx,
        { at, number: read.number, except: null },
        { context, path: 'value' },
      );
      if (refused !== null) return refused;
      const seq = await nextSeq(tx, at.version);
      const entry = entryOf(read, { seq, row: problem.row, problem: problem.seq });
      const note = `Row ${problem.row} was fixed`;
      const doubtful = read.doubtful ? 1 : 0;
      return finish(tx, at, { put: [entry], remove: [], accepted: 1, refused: -1, doubtful, note }, context);
    },
  }),

  'numberLists.acceptRows': prepared<'numberLists.acceptRows', unknown>({
    prepare: loadPlans,
    run: async (tx, input, context) => {
      const at = await begin(tx, input);
      if ('ok' in at) return at;
      const problems = await refusedRows(tx, at.version, input.problems ?? null);
      const put = await acceptable(
        tx,
        { at, problems: problems.filter(({ cause }) => cause === 'doubtful') },
        context,
      );
      if (put.length === 0) {
        return fault('problems', 'None of these rows holds a number that could be accepted.');
      }
      const count = put.length;
      const note = count === 1 ? 'A doubtful number was accepted' : `${count} doubtful numbers were accepted`;
      const edit = { put, remove: [], accepted: count, refused: -count, doubtful: count, note };
      const made = await finish(tx, at, edit, context);
      return made.ok ? ok({ ...made.value, accepted: count, left: problems.length - count }) : made;
    },
  }),

  'numberLists.erase': prepared<'numberLists.erase', ReadNumbers>({
    prepare: async (_reader, input) => {
      const { readNumbers } = await import('../jobs/phone/read-numbers.ts');
      return readNumbers(input.number, input.region);
    },
    run: async (tx, input, context) => {
      const [number, more] = context.prepared.numbers;
      if (number === undefined || more !== undefined || context.prepared.unread.length > 0) {
        return fault('number', 'This is no phone number. Write one, with its area code or its country code.');
      }
      const erased = await eraseNumber(tx, { node: input.node, number, now: context.now });
      context.touch('numberLists', 'broadcasts', 'doNotCall');
      return ok(erased);
    },
  }),
};

async function loadPlans(): Promise<void> {
  const { loadPhoneRules } = await import('../jobs/phone/normalise.ts');
  await loadPhoneRules();
}

interface At {
  readonly list: ListRow;
  readonly version: ReadyVersion;
}

async function begin(
  tx: Tx,
  input: { readonly id: string; readonly version: number },
): Promise<At | Refused> {
  const list = await listForEdit(tx, input);
  if ('ok' in list) return list;
  const version = await readyVersion(tx, list.id);
  return version === undefined ? fail('not-found', NO_LIST) : { list, version };
}

// oxlint-disable-next-line max-params -- where, what, by whom.
async function finish(tx: Tx, { list, version }: At, edit: Edit, context: Context): Promise<Changed> {
  const made = { id: context.newId(), now: context.now, by: context.actor?.id ?? '' };
  const ordinal = await addEditedVersion(tx, { version, edit, list: list.id }, made);
  const changed = await changeList(tx, list, { current_version: ordinal, updated_at: context.now });
  context.touch('broadcasts');
  return changed.ok ? ok({ version: changed.value.version, ordinal }) : changed;
}

function entryOf(
  good: GoodRow,
  { seq, row, problem }: Pick<EditedEntry, 'seq' | 'row' | 'problem'>,
): EditedEntry {
  const { number, name, fields, traits, zone, priority } = good;
  return { seq, number, name, row, fields, traits, zone, priority, problem };
}

async function entryAt(tx: Tx, version: ReadyVersion, seq: number): Promise<ListEntry | undefined> {
  const [entry] = await entriesAt(tx, version, [seq]);
  return entry;
}

const FIELD_OF: Readonly<Record<string, string>> = {
  Number: 'number',
  'Time zone': 'zone',
  Priority: 'priority',
};

async function readTyped(
  tx: Tx,
  { at, typed, except }: { at: At; typed: Typed; except: number | null },
  context: Context,
): Promise<GoodRow | Refused> {
  const { readEntry } = await import('../jobs/import/entry-reader.ts');
  const { number, name, fields, zone, priority, acceptDoubtful } = typed;
  const how = { names: at.version.fields, region: at.list.region, acceptDoubtful };
  const read: GoodRow | RefusedRow = await readEntry({ number, name, fields, zone, priority }, how);
  if (read.outcome === 'refused') {
    return fault(FIELD_OF[read.column] ?? 'number', `${read.reason} ${read.suggestion}`);
  }
  const path = 'number';
  return (await takenFault(tx, { at, number: read.number, except }, { context, path })) ?? read;
}

/** Why a number can't come into the list: it is there already, or it must not be called. */
async function takenFault(
  tx: Tx,
  { at, number, except }: { at: At; number: number; except: number | null },
  { context, path }: { context: Context; path: string },
): Promise<Refused | null> {
  const holder = (await seqsOfNumbers(tx, at.version, new Set([number]))).get(number);
  if (holder !== undefined && holder !== except) return fault(path, `The list has +${number} already.`);
  const [hit] = await findAll(tx, { node: at.list.node_id, number, now: context.now });
  return hit === undefined ? null : fault(path, `+${number} must not be called: it is in "${hit.name}".`);
}

async function readerOf({ version, list }: At) {
  const { entryReader } = await import('../jobs/import/entry-reader.ts');
  const how = JSON.parse(version.mapping) as HowRead;
  return entryReader(how, { fields: version.fields, region: list.region });
}

/** Refused rows of a version's report that are not mended yet: those named, or the doubtful ones. */
async function refusedRows(tx: Tx, version: ReadyVersion, seqs: readonly number[] | null) {
  let query = tx
    .selectFrom('number_list_problems')
    .select(['seq', 'row', 'cause', 'value', 'cells', 'column_name as column'])
    .where('version_key', '=', version.baseKey)
    .where('outcome', '=', 'refused')
    .where(notFixed(version.key))
    .orderBy('seq')
    .limit(MOST_ACCEPTED);
  query =
    seqs === null
      ? query.where('cause', '=', 'doubtful')
      : query.where(sql<boolean>`seq in (select value from json_each(${JSON.stringify(seqs)}))`);
  return query.execute();
}

/** The entries that doubtful rows become; without those whose number is in the list or must not be called. */
async function acceptable(
  tx: Tx,
  { at, problems }: { at: At; problems: Awaited<ReturnType<typeof refusedRows>> },
  context: Context,
): Promise<EditedEntry[]> {
  const reader = await readerOf(at);
  const rows = problems.flatMap((problem) => {
    const read = reader.again(problem, null, true);
    return read.outcome === 'refused' ? [] : [{ problem, read }];
  });
  const taken = new Set(
    (await seqsOfNumbers(tx, at.version, new Set(rows.map(({ read }) => read.number)))).keys(),
  );
  const put: EditedEntry[] = [];
  let seq = await nextSeq(tx, at.version);
  for (const { problem, read } of rows) {
    const { number } = read;
    if (taken.has(number)) continue;
    taken.add(number);
    const [hit] = await findAll(tx, { node: at.list.node_id, number, now: context.now });
    if (hit !== undefined) continue;
    put.push(entryOf(read, { seq, row: problem.row, problem: problem.seq }));
    seq += 1;
  }
  return put;
}

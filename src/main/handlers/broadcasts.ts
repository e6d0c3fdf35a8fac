import { type BroadcastEvent, stateAfter } from '#shared/broadcast-states.ts';
import type { BroadcastState, broadcastOperations } from '#shared/operations/broadcasts.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { listAttempts, outcomesOf } from '../db/broadcast-attempts.ts';
import { closeNumbers, dropNumbers, releaseInterrupted } from '../db/broadcast-numbers.ts';
import { type BroadcastSight, getBroadcast, listBroadcasts } from '../db/broadcasts.ts';
import { badList, listGone, type ReadyList, readyList } from '../db/callable-lists.ts';
import type { BroadcastsTable } from '../db/tables/broadcasts.ts';
import { type Exported, exportAttempts } from './broadcasts/export-attempts.ts';
import { freeze, frozenTotal } from './broadcasts/freeze.ts';
import { paceOf } from './broadcasts/pace.ts';
import { preflight, startFault } from './broadcasts/preflight.ts';
import { pickSettings, type StoredSettings, storedSettings } from './broadcasts/settings.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';

type Refused = ReturnType<typeof fail>;
type Changes = Partial<BroadcastsTable>;

/** A command on a broadcast, with the version it is based on if the caller knew one. */
interface Ask {
  readonly id: string;
  readonly version?: number | undefined;
}

const NOT_FOUND = 'There is no such voice broadcast, or it is not yours to see.';
const NOTHING = { nodes: [], own: null };

function sight(context: Context): BroadcastSight {
  return {
    full: context.minimal ? NOTHING : context.visible('broadcasts.view'),
    minimal: [
      context.visible('broadcasts.start'),
      context.visible('broadcasts.suspend'),
      context.visible('broadcasts.finish'),
    ],
    lists: context.visible('numberLists.view'),
  };
}

function load(tx: Tx, id: string): Promise<BroadcastsTable | undefined> {
  return tx
    .selectFrom('broadcasts')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

/** The row as it is now, as far as the person may see it, beside what was sent. */
function conflict(
  message: string,
  context: Context,
  sides: { row: BroadcastsTable; yours: object },
): Refused {
  const { row, yours } = sides;
  const { name, state, version } = row;
  const settings = {
    list: row.list_id,
    callsPerSecond: row.calls_per_second,
    lines: row.lines,
    attempts: row.attempts,
    startAt: row.start_at,
  };
  const full = context.holds('broadcasts.view', row.node_id);
  return fail('conflict', message, {
    theirs: full ? { name, ...settings, state, version } : { name, state, version },
    yours: { ...yours },
  });
}

/** Loads a broadcast for a command, or says why the command can't be done now. */
async function forCommand(
  tx: Tx,
  context: Context,
  { ask, event }: { ask: Ask; event: BroadcastEvent },
): Promise<BroadcastsTable | Refused> {
  const row = await load(tx, ask.id);
  if (row === undefined) return fail('not-found', NOT_FOUND);
  if (ask.version !== undefined && ask.version !== row.version) {
    const message = 'This broadcast has changed meanwhile. Nothing was done; look again and decide.';
    return conflict(message, context, { row, yours: ask });
  }
  if (stateAfter(row.state, event) === null) {
    const message = `This broadcast is ${row.state} by now. Nothing was done.`;
    return conflict(message, context, { row, yours: ask });
  }
  return row;
}

/** INVARIANT: the state changes only by the transitions table, and only from the row that was looked at. */
async function move(
  tx: Tx,
  context: Context,
  { row, event, set }: { row: BroadcastsTable; event: BroadcastEvent; set: Changes },
): Promise<{ state: BroadcastState; version: number }> {
  const state = stateAfter(row.state, event) as BroadcastState;
  const version = row.version + 1;
  const result = await tx
    .updateTable('broadcasts')
    .set({ ...set, state, version, updated_at: context.now })
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('version', '=', row.version)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`Broadcast ${row.id} changed within a transaction.`);
  return { state, version };
}

/** For whoever chooses a list: only one that the person may see. */
async function chosenList(
  tx: Tx,
  context: Context,
  place: { list: string; node: string },
): Promise<ReadyList | Refused> {
  const at = await tx
    .selectFrom('number_lists')
    .select('node_id as node')
    .where('id', '=', place.list)
    .executeTakeFirst();
  if (at !== undefined && !context.holds('numberLists.view', at.node)) {
    return badList('There is no such number list at this account. Choose another list.');
  }
  return readyList(tx, place);
}

function addJob(context: Context, row: BroadcastsTable, total: number): Promise<string> {
  return context.addJob({
    kind: 'broadcast',
    title: `Voice broadcast: ${row.name}`,
    node: row.node_id,
    realm: row.realm_id,
    subject: row.id,
    params: { broadcast: row.id },
    unit: 'numbers',
    total,
  });
}

async function create(
  tx: Tx,
  input: ParsedInputOf<'broadcasts.create'>,
  context: Context,
): Promise<Reply<OutputOf<'broadcasts.create'>>> {
  const realm = context.targets[0]?.realm ?? null;
  if (realm === null) return fail('invalid-input', 'Choose an account: a broadcast belongs to one.');
  const list = await chosenList(tx, context, input);
  if ('ok' in list) return list;
  const settings = await storedSettings(tx, input.node, input);
  if ('ok' in settings) return settings;
  const id = await insertDraft(tx, context, { realm, node: input.node, ...settings });
  return ok({ id, state: 'draft', version: 1 });
}

type Draft = StoredSettings & {
  readonly realm: string;
  readonly node: string;
  readonly copied_from?: string;
};

/** Stores a new draft; returns its id. */
async function insertDraft(tx: Tx, context: Context, { realm, node, ...settings }: Draft): Promise<string> {
  const id = context.newId();
  const last = await tx
    .selectFrom('broadcasts')
    .select((eb) => eb.fn.max('key').as('key'))
    .executeTakeFirst();
  await tx
    .insertInto('broadcasts')
    .values({
      id,
      realm_id: realm,
      node_id: node,
      key: (last?.key ?? 0) + 1,
      state: 'draft',
      list_version_id: null,
      copied_from: null,
      ...settings,
      // 32 random bits of a UUIDv7 of its own.
      seed: Number.parseInt(context.newId().slice(-8), 16),
      started_at: null,
      started_by: null,
      finished_at: null,
      finished_how: null,
      suspended_because: null,
      suspended_note: null,
      job_id: null,
      created_at: context.now,
      created_by: context.actor?.id ?? '',
      updated_at: context.now,
      deleted_at: null,
      version: 1,
    })
    .execute();
  return id;
}

/** A scheduled broadcast goes back to draft: what it was started with is no longer what it is. */
async function edit(
  tx: Tx,
  input: ParsedInputOf<'broadcasts.edit'>,
  context: Context,
): Promise<Reply<OutputOf<'broadcasts.edit'>>> {
  const row = await forCommand(tx, context, { ask: input, event: 'edit' });
  if ('ok' in row) return row;
  // A copy has its numbers already; its list only says where they came from.
  if (row.copied_from === null || input.list !== row.list_id) {
    const list = await chosenList(tx, context, { list: input.list, node: row.node_id });
    if ('ok' in list) return list;
  }
  const settings = await storedSettings(tx, row.node_id, input);
  if ('ok' in settings) return settings;
  const copied = input.list === row.list_id ? row.copied_from : null;
  if (row.state === 'scheduled') await dropNumbers(tx, row.key);
  const set = { ...settings, list_version_id: null, started_by: null, job_id: null, copied_from: copied };
  const moved = await move(tx, context, { row, event: 'edit', set });
  if (row.job_id !== null) context.tellJob(row.job_id, 'edit');
  return ok(moved);
}

/** Freezes the numbers; runs at once, or waits for a start time that is still to come. */
async function start(tx: Tx, input: Ask, context: Context): Promise<Reply<OutputOf<'broadcasts.start'>>> {
  const row = await forCommand(tx, context, { ask: input, event: 'start' });
  if ('ok' in row) return row;
  const frozen = row.state === 'scheduled';
  const later = !frozen && row.start_at !== null && row.start_at > context.now;
  const removed = frozen ? await listGone(tx, row) : null;
  if (removed !== null) return removed;
  const fault = await startFault(tx, row, context);
  if (fault !== undefined) {
    const message = `It can’t be started: ${fault.message === '' ? '' : `${fault.message} `}${fault.fix}`;
    return fail('unavailable', message);
  }
  const numbers = await freeze(tx, row, context.now);
  if ('ok' in numbers) return numbers;
  // An earlier job that waits for the start time finds another job in charge, and ends.
  const job = await addJob(context, row, numbers.total);
  if (row.job_id !== null) context.tellJob(row.job_id, 'start');
  const set = {
    job_id: job,
    started_by: context.actor?.id ?? null,
    list_version_id: numbers.version,
    started_at: later ? null : context.now,
    suspended_because: null,
    suspended_note: null,
  };
  return ok({ ...(await move(tx, context, { row, event: later ? 'schedule' : 'start', set })), job });
}

async function suspend(tx: Tx, input: Ask, context: Context): Promise<Reply<OutputOf<'broadcasts.suspend'>>> {
  const row = await forCommand(tx, context, { ask: input, event: 'suspend' });
  if ('ok' in row) return row;
  const set = { suspended_because: 'person', suspended_note: null } as const;
  const moved = await move(tx, context, { row, event: 'suspend', set });
  if (row.job_id !== null) context.tellJob(row.job_id, 'suspend');
  return ok(moved);
}

async function resume(tx: Tx, input: Ask, context: Context): Promise<Reply<OutputOf<'broadcasts.resume'>>> {
  const row = await forCommand(tx, context, { ask: input, event: 'resume' });
  if ('ok' in row) return row;
  const refused = await listGone(tx, row);
  if (refused !== null) return refused;
  const later = row.started_at === null && row.start_at !== null && row.start_at > context.now;
  const job = await addJob(context, row, await frozenTotal(tx, row.key));
  const set = {
    job_id: job,
    started_by: context.actor?.id ?? null,
    started_at: later ? null : (row.started_at ?? context.now),
    suspended_because: null,
    suspended_note: null,
  };
  return ok({ ...(await move(tx, context, { row, event: later ? 'reschedule' : 'resume', set })), job });
}

async function finish(tx: Tx, input: Ask, context: Context): Promise<Reply<OutputOf<'broadcasts.finish'>>> {
  const row = await forCommand(tx, context, { ask: input, event: 'finish' });
  if ('ok' in row) return row;
  const over = stateAfter(row.state, 'finish') === 'finished';
  const set = {
    finished_how: 'stopped',
    finished_at: over ? context.now : null,
    suspended_because: null,
    suspended_note: null,
  } as const;
  const moved = await move(tx, context, { row, event: 'finish', set });
  await closeNumbers(tx, row.key);
  if (row.job_id !== null) context.tellJob(row.job_id, 'finish');
  return ok(moved);
}

/** A draft with the same settings for the numbers that were not called. */
async function copy(
  tx: Tx,
  input: ParsedInputOf<'broadcasts.copy'>,
  context: Context,
): Promise<Reply<OutputOf<'broadcasts.copy'>>> {
  const row = await load(tx, input.id);
  if (row === undefined) return fail('not-found', NOT_FOUND);
  const counts = await tx
    .selectFrom('broadcast_counts')
    .select('not_called as uncalled')
    .where('broadcast_key', '=', row.key)
    .executeTakeFirst();
  if (!counts?.uncalled) return fail('unavailable', 'Every number of this broadcast was called.');
  const removed = await listGone(tx, row);
  if (removed !== null) return removed;
  const { realm_id: realm, node_id: node, name: _name, ...others } = row;
  const id = await insertDraft(tx, context, {
    ...(pickSettings(others) as StoredSettings),
    name: input.name,
    start_at: null,
    realm,
    node,
    copied_from: row.id,
  });
  return ok({ id, state: 'draft', version: 1 });
}

/** A person says so: numbers whose calls a crash cut off may be called again. */
async function redial(tx: Tx, input: Ask, context: Context): Promise<Reply<OutputOf<'broadcasts.redial'>>> {
  const row = await forCommand(tx, context, { ask: input, event: 'resume' });
  if ('ok' in row) return row;
  const numbers = await releaseInterrupted(tx, row.key);
  if (numbers === 0) return fail('unavailable', 'No number of this broadcast was interrupted.');
  const version = row.version + 1;
  await tx
    .updateTable('broadcasts')
    .set({ version, updated_at: context.now })
    .where('id', '=', row.id)
    .execute();
  return ok({ numbers, version });
}

export const broadcastHandlers: HandlersOf<typeof broadcastOperations> = {
  'broadcasts.list': async (tx, input, context) => ok(await listBroadcasts(tx, input, sight(context))),
  'broadcasts.get': async (tx, input, context) => {
    const row = await getBroadcast(tx, input.id, sight(context));
    return row === undefined ? fail('not-found', NOT_FOUND) : ok(row);
  },
  'broadcasts.outcomes': async (tx, input, context) => {
    const row = await load(tx, input.id);
    if (row === undefined) return fail('not-found', NOT_FOUND);
    return ok({ ...(await outcomesOf(tx, input.id)), pace: await paceOf(tx, row, context.now) });
  },
  'broadcasts.preflight': async (tx, input, context) => {
    const row = await load(tx, input.id);
    return row === undefined ? fail('not-found', NOT_FOUND) : ok(await preflight(tx, row, context));
  },
  // Prepared: a million attempts are written outside of any transaction.
  'broadcasts.exportAttempts': prepared<'broadcasts.exportAttempts', Exported>({
    prepare: (reader, input, context) => exportAttempts(reader, input, context),
    run: (_tx, _input, { prepared: done }) =>
      'rows' in done ? ok({ rows: done.rows }) : ({ ok: false, error: done } as const),
  }),
  'broadcasts.copy': copy,
  'broadcasts.redial': redial,
  'broadcasts.attempts': async (tx, input) => ok(await listAttempts(tx, input)),
  'broadcasts.create': create,
  'broadcasts.edit': edit,
  'broadcasts.start': start,
  'broadcasts.suspend': suspend,
  'broadcasts.resume': resume,
  'broadcasts.finish': finish,
};

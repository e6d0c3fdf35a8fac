import type { ParsedInputOf } from '#shared/operations/index.ts';
import { type FieldFault, fail } from '#shared/reply.ts';
import { savedSegment } from '../../db/segments.ts';
import type { BroadcastsTable } from '../../db/tables/broadcasts.ts';
import type { Tx } from '../handler.ts';

type Input = Omit<ParsedInputOf<'broadcasts.create'>, 'node'>;
type Refused = ReturnType<typeof fail>;

const COLUMNS = [
  'name',
  'list_id',
  'pinned_version_id',
  'segment_id',
  'gateway',
  'gateway_id',
  'prompt_id',
  'caller_ids',
  'caller_cap',
  'hours',
  'zone',
  'retries',
  'keys',
  'machine',
  'calls_per_second',
  'lines',
  'attempts',
  'ring_seconds',
  'talk_seconds',
  'abandoned_percent',
  'start_at',
] as const;

/** What a broadcast's settings are stored as. */
export type StoredSettings = Pick<BroadcastsTable, (typeof COLUMNS)[number]>;

/** The settings of a stored broadcast, for a copy. */
export function pickSettings(row: Partial<BroadcastsTable>): Partial<StoredSettings> {
  return Object.fromEntries(COLUMNS.map((column) => [column, row[column]]));
}

/** The account and everything above it: whose records its broadcasts may use. */
function around(tx: Tx, node: string) {
  return tx.selectFrom('node_ancestors').select('ancestor_id').where('node_id', '=', node);
}

async function gatewayKind(tx: Tx, node: string, id: string | undefined) {
  if (id === undefined) return 'practice' as const;
  const row = await tx
    .selectFrom('gateways')
    .select('kind')
    .where('id', '=', id)
    .where('node_id', 'in', around(tx, node))
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.kind;
}

async function promptFault(tx: Tx, node: string, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null;
  const row = await tx
    .selectFrom('prompts')
    .select('id')
    .where('id', '=', id)
    .where('node_id', 'in', around(tx, node))
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? 'There is no such prompt at this account.' : null;
}

async function callersFault(tx: Tx, node: string, ids: readonly string[]): Promise<string | null> {
  if (ids.length === 0) return null;
  const rows = await tx
    .selectFrom('caller_ids')
    .select(['id', 'verified_at'])
    .where('id', 'in', ids)
    .where('node_id', 'in', around(tx, node))
    .where('deleted_at', 'is', null)
    .execute();
  if (rows.length < new Set(ids).size) return 'One of these caller ids is not the account’s.';
  const open = rows.some(({ verified_at: at }) => at === null);
  return open ? 'One of these caller ids is not verified; only verified ones may be shown.' : null;
}

/** Faults of what a broadcast refers to, by field. */
async function faultsOf(tx: Tx, node: string, input: Input): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  const prompt = await promptFault(tx, node, input.prompt);
  if (prompt !== null) faults.push({ path: 'prompt', message: prompt });
  const callers = await callersFault(tx, node, input.callers);
  if (callers !== null) faults.push({ path: 'callers', message: callers });
  if (input.segment !== undefined) {
    const segment = await savedSegment(tx, { list: input.list, segment: input.segment });
    if (segment === undefined) faults.push({ path: 'segment', message: 'The list has no such segment.' });
  }
  if (input.listVersion !== undefined) {
    const row = await tx
      .selectFrom('number_list_versions')
      .select('id')
      .where('id', '=', input.listVersion)
      .where('list_id', '=', input.list)
      .executeTakeFirst();
    if (row === undefined) faults.push({ path: 'listVersion', message: 'The list has no such version.' });
  }
  return faults;
}

/** A broadcast's settings as they are stored, or what is wrong with them by field. */
export async function storedSettings(tx: Tx, node: string, input: Input): Promise<StoredSettings | Refused> {
  const kind = await gatewayKind(tx, node, input.gateway);
  const faults = await faultsOf(tx, node, input);
  if (kind === undefined)
    faults.push({ path: 'gateway', message: 'There is no such gateway at this account.' });
  if (kind === undefined || faults.length > 0) {
    return fail('invalid-input', faults[0]?.message ?? 'The settings are not right.', { fields: faults });
  }
  return {
    name: input.name,
    list_id: input.list,
    pinned_version_id: input.listVersion ?? null,
    segment_id: input.segment ?? null,
    gateway: kind,
    gateway_id: input.gateway ?? null,
    prompt_id: input.prompt ?? null,
    caller_ids: JSON.stringify(input.callers),
    caller_cap: input.callerCap ?? null,
    hours: JSON.stringify(input.hours),
    zone: input.zone ?? null,
    retries: JSON.stringify(input.retries),
    keys: JSON.stringify(input.keys),
    machine: input.machine,
    calls_per_second: input.callsPerSecond,
    lines: input.lines,
    attempts: input.attempts,
    ring_seconds: input.ringSeconds,
    talk_seconds: input.talkSeconds,
    abandoned_percent: input.abandonedPercent,
    start_at: input.startAt ?? null,
  };
}

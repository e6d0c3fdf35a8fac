import type { CallingWindow } from '#shared/dialling.ts';
import type { TwilioSettingsInput } from '#shared/gateway-settings.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import { readyList } from '../../db/callable-lists.ts';
import { doNotCallOutOfDate, scrubVersion } from '../../db/do-not-call.ts';
import { savedSegment } from '../../db/segments.ts';
import type { BroadcastsTable } from '../../db/tables/broadcasts.ts';
import { outOfDateWords } from '../../jobs/broadcast/do-not-call.ts';
import { CallingHours } from '../../jobs/broadcast/hours.ts';
import { NO_KEYS, NO_PROMPTS, promptUrlOf } from '../../jobs/gateways/twilio/published-prompt.ts';
import type { Context, Tx } from '../handler.ts';

type Preflight = OutputOf<'broadcasts.preflight'>;
type Item = Preflight['items'][number];

const DAYS = 86_400_000;
/** A connection that was tried longer ago than this says little about today, in ms. */
const FRESH_MS = 7 * DAYS;

const fine = (item: Item['item'], message: string): Item => ({ item, verdict: 'ok', message, fix: '' });

/** Whether a broadcast's telephones really ring. */
function isReal(row: BroadcastsTable): boolean {
  return row.gateway === 'sip' || row.gateway === 'asterisk' || row.gateway === 'twilio';
}

async function listItem(tx: Tx, row: BroadcastsTable): Promise<Item> {
  if (row.copied_from !== null)
    return fine('list', 'The uncalled numbers of the broadcast that this is a copy of.');
  const list = await readyList(tx, { list: row.list_id, node: row.node_id, version: row.pinned_version_id });
  if ('ok' in list) {
    return {
      item: 'list',
      verdict: 'fault',
      message: list.error.message,
      fix: 'Edit the broadcast and choose a list.',
    };
  }
  if (row.segment_id !== null) {
    const segment = await savedSegment(tx, { list: row.list_id, segment: row.segment_id });
    // Unnamed: who may see the broadcast need not be one who may see its list.
    if (segment !== undefined) return fine('list', 'The numbers of a segment of the list.');
    const fix = 'Edit the broadcast and choose another segment, or the whole list.';
    return { item: 'list', verdict: 'fault', message: 'The segment was removed.', fix };
  }
  return fine('list', `${list.entries.toLocaleString('en')} numbers.`);
}

/** Other broadcasts that call the same list now, or wait for their time to. */
async function sameListItem(tx: Tx, row: BroadcastsTable, context: Context): Promise<Item[]> {
  const rivals = await tx
    .selectFrom('broadcasts')
    .select(['name', 'node_id as node'])
    .where('list_id', '=', row.list_id)
    .where('id', '<>', row.id)
    .where('state', 'in', ['scheduled', 'running', 'suspending', 'suspended'])
    .where('deleted_at', 'is', null)
    .orderBy('name')
    .execute();
  if (rivals.length === 0) return [];
  const seen = rivals.filter(({ node }) => context.holds('broadcasts.view', node));
  const names = seen.slice(0, 3).map(({ name }) => `“${name}”`);
  const more = rivals.length - names.length;
  const who = [...names, ...(more === 0 ? [] : [more === 1 ? 'one more' : `${more} more`])].join(', ');
  return [
    {
      item: 'same-list',
      verdict: 'warning',
      message: `The same list is called, or waits to be, by ${who}. Its people may be called once by each.`,
      fix: 'If they are to be called once in all, finish the other one first, or choose a segment that it leaves out.',
    },
  ];
}

/** What a Twilio gateway of this broadcast is set up for; null: it is no such gateway. */
async function twilioOf(tx: Tx, row: BroadcastsTable): Promise<TwilioSettingsInput | null> {
  if (row.gateway !== 'twilio' || row.gateway_id === null) return null;
  const gateway = await tx
    .selectFrom('gateways')
    .select('settings')
    .where('id', '=', row.gateway_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return gateway === undefined ? null : (JSON.parse(gateway.settings) as TwilioSettingsInput);
}

/** Twilio plays what it finds on the web. That takes time to look at, so the start itself does. */
async function publishedItem(tx: Tx, row: BroadcastsTable, base: string): Promise<Item> {
  if (base === '') {
    const fix = 'The workspace administrator opens Gateways and enters where prompts are published.';
    return { item: 'prompt', verdict: 'fault', message: NO_PROMPTS, fix };
  }
  const prompt = await tx
    .selectFrom('prompts')
    .select('sha256')
    .where('id', '=', row.prompt_id)
    .executeTakeFirst();
  const message = `Twilio plays it from ${promptUrlOf(base, prompt?.sha256 ?? '')}`;
  const fix = 'Publish its WAV file under this address; the start looks whether it is there.';
  return { item: 'prompt', verdict: 'warning', message, fix };
}

async function promptItem(tx: Tx, row: BroadcastsTable): Promise<Item> {
  if (row.prompt_id !== null) {
    const twilio = await twilioOf(tx, row);
    return twilio === null ? fine('prompt', 'A prompt is chosen.') : publishedItem(tx, row, twilio.promptUrl);
  }
  const message = 'No prompt is chosen: callees would hear nothing.';
  const fix = 'Edit the broadcast and choose, import, record or speak a prompt.';
  return { item: 'prompt', verdict: isReal(row) ? 'fault' : 'warning', message, fix };
}

async function gatewayItem(tx: Tx, row: BroadcastsTable, now: number): Promise<Item> {
  if (row.gateway_id === null) return fine('gateway', 'Practice: nobody is called.');
  const gateway = await tx
    .selectFrom('gateways')
    .select(['name', 'checked_at as checkedAt', 'check_fault as fault', 'deleted_at as gone'])
    .where('id', '=', row.gateway_id)
    .executeTakeFirst();
  if (gateway === undefined || gateway.gone !== null) {
    const fix = 'Edit the broadcast and choose another gateway.';
    return { item: 'gateway', verdict: 'fault', message: 'The gateway was removed.', fix };
  }
  const { fault, checkedAt } = gateway;
  const fix = 'The workspace administrator opens Gateways and tries the connection.';
  if (fault !== null) return { item: 'gateway', verdict: 'fault', message: fault, fix };
  const twilio = await twilioOf(tx, row);
  if (twilio?.keysUrl === '' && row.keys !== '[]') {
    const remedy =
      'Edit the broadcast and remove its keys, or the workspace administrator opens Gateways and enters a TwiML Bin.';
    return { item: 'gateway', verdict: 'fault', message: NO_KEYS, fix: remedy };
  }
  if (isReal(row) && (checkedAt === null || now - checkedAt > FRESH_MS)) {
    const message =
      checkedAt === null
        ? 'The connection was never tried.'
        : 'The connection was last tried over a week ago.';
    return { item: 'gateway', verdict: 'warning', message, fix };
  }
  return fine('gateway', isReal(row) ? `${gateway.name} answers.` : 'Practice: nobody is called.');
}

async function callerItem(tx: Tx, row: BroadcastsTable): Promise<Item> {
  const ids = JSON.parse(row.caller_ids) as string[];
  const fix = 'Edit the broadcast and choose verified caller ids.';
  if (ids.length === 0) {
    if (!isReal(row)) return fine('caller-ids', 'None is needed for practice.');
    const message = 'No caller id is chosen: callees see what the gateway shows by itself.';
    return { item: 'caller-ids', verdict: 'warning', message, fix };
  }
  const good = await tx
    .selectFrom('caller_ids')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('id', 'in', ids)
    .where('verified_at', 'is not', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (good.count < ids.length) {
    return {
      item: 'caller-ids',
      verdict: 'fault',
      message: 'A caller id was removed or is not verified.',
      fix,
    };
  }
  return fine(
    'caller-ids',
    ids.length === 1 ? 'The caller id is verified.' : `${ids.length} verified caller ids.`,
  );
}

function hoursItem(row: BroadcastsTable, opensAt: number | null): Item {
  const windows = JSON.parse(row.hours) as CallingWindow[];
  const fix = 'Edit the broadcast and set calling hours.';
  if (windows.length === 0) {
    if (!isReal(row)) return fine('hours', 'At any time.');
    return {
      item: 'hours',
      verdict: 'warning',
      message: 'People may be called at any hour, at night too.',
      fix,
    };
  }
  if (row.zone === null) {
    const message = 'Numbers whose time zone is unknown wait and are not called.';
    return { item: 'hours', verdict: 'warning', message, fix: 'Set the time zone of numbers without one.' };
  }
  if (opensAt === null)
    return { item: 'hours', verdict: 'fault', message: 'No window opens within nine days.', fix };
  return fine('hours', 'By the callees’ own clocks.');
}

async function starterItem(row: BroadcastsTable, context: Context): Promise<Item> {
  if (context.holds('broadcasts.start', row.node_id)) return fine('starter', 'You may start it.');
  const target = { kind: 'broadcast', id: row.id } as const;
  const who = await context.whoMay({ act: { permission: 'broadcasts.start' }, target });
  if (who !== undefined && who.people.length === 0) {
    const fix = 'An administrator gives somebody the role DIALER_VERIFIED there.';
    return {
      item: 'starter',
      verdict: 'fault',
      message: 'Nobody may start broadcasts at this account.',
      fix,
    };
  }
  const message = 'You may not start it.';
  const fix = 'Somebody with the role DIALER_VERIFIED starts it.';
  return { item: 'starter', verdict: 'warning', message, fix };
}

/** Whether the data that says whom not to call is up to date. */
async function staleItem(tx: Tx, row: BroadcastsTable, now: number): Promise<Item | null> {
  const stale = (await doNotCallOutOfDate(tx, row.node_id, now)).length;
  if (stale === 0) return null;
  const fix = 'Import its newest file under Do not call.';
  return { item: 'do-not-call', verdict: 'fault', message: outOfDateWords(stale), fix };
}

/** How many of the list must not be called; who they are, the list tells. */
async function doNotCallItem(tx: Tx, row: BroadcastsTable, now: number): Promise<Item> {
  const stale = await staleItem(tx, row, now);
  if (stale !== null) return stale;
  const asked = 'Every number is looked up at the moment of its call.';
  if (row.copied_from !== null) return fine('do-not-call', asked);
  const { list_id: list, node_id: node } = row;
  const ready = await readyList(tx, { list, node, version: row.pinned_version_id });
  if ('ok' in ready) return fine('do-not-call', asked);
  const { numbers } = await scrubVersion(tx, { node, versionKey: ready.versionKey, now });
  const crossed = numbers.length.toLocaleString('en');
  return fine(
    'do-not-call',
    numbers.length === 1
      ? 'One number of the list is left out.'
      : `${crossed} numbers of the list are left out.`,
  );
}

/** The first fault that keeps a broadcast from being started; numbers are not counted for it. */
export async function startFault(tx: Tx, row: BroadcastsTable, context: Context): Promise<Item | undefined> {
  const stale = await staleItem(tx, row, context.now);
  const { items } = await others(tx, row, context);
  return [...items, ...(stale === null ? [] : [stale])].find(({ verdict }) => verdict === 'fault');
}

/** All but the do-not-call data. */
async function others(tx: Tx, row: BroadcastsTable, context: Context): Promise<Preflight> {
  const hours = new CallingHours(JSON.parse(row.hours) as CallingWindow[]);
  const opensAt = hours.nextOpening(
    row.zone === null ? null : [row.zone],
    Math.max(context.now, row.start_at ?? 0),
  );
  const items = [
    await listItem(tx, row),
    ...(await sameListItem(tx, row, context)),
    await promptItem(tx, row),
    await gatewayItem(tx, row, context.now),
    await callerItem(tx, row),
    hoursItem(row, opensAt),
    await starterItem(row, context),
  ];
  return { items, opensAt };
}

/** Looks at everything that a start depends on. Without the right to see the broadcast in full it names nothing. */
export async function preflight(tx: Tx, row: BroadcastsTable, context: Context): Promise<Preflight> {
  const { items: rest, opensAt } = await others(tx, row, context);
  const items = [...rest.slice(0, -1), await doNotCallItem(tx, row, context.now), ...rest.slice(-1)];
  if (!context.minimal) return { items, opensAt };
  return {
    items: items.map((each) => {
      if (each.item === 'starter') return each;
      const ring = isReal(row) ? 'Real telephones will ring.' : 'Practice: nobody is called.';
      return { ...each, message: each.item === 'gateway' ? ring : '' };
    }),
    opensAt: null,
  };
}

import { asteriskSettings, sipSettings, twilioSettings } from '#shared/gateway-settings.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { type gatewayOperations, TWILIO_API } from '#shared/operations/gateways.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { type Failure, type FieldFault, fail, ok, type Reply } from '#shared/reply.ts';
import { z } from '#shared/zod.ts';
import { contains, readPage } from '../db/page.ts';
import { SecretFault } from '../db/secrets.ts';
import type { GatewaysTable } from '../db/tables/gateways.ts';
import { visibleIn, within } from '../db/visible.ts';
import { type Gateway, GatewayError } from '../jobs/gateways/gateway.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';

type Input = Omit<ParsedInputOf<'gateways.create'>, 'node'>;
type Stored = Readonly<Record<string, string | number | boolean>>;

const CHANGED = 'This gateway has changed meanwhile. Nothing was done; look again.';

/** What a kind's settings are read from, as it was entered. */
function askedOf(input: Input): Readonly<Record<string, unknown>> {
  const { kind, host, secure, user, domain, ca, dialString, app } = input;
  const { accountSid, apiKey, from, promptUrl, keysUrl, apiUrl } = input;
  switch (kind) {
    case 'sip': {
      const port = input.port ?? (secure ? 5061 : 5060);
      return { host, port, transport: secure ? 'tls' : 'tcp', domain, user, ca };
    }
    case 'asterisk': {
      const port = input.port ?? (secure ? 8089 : 8088);
      const ownAddress = input.ownAddress === '' ? '127.0.0.1' : input.ownAddress;
      return { host, port, secure, user, app, dialString, ownAddress };
    }
    case 'twilio':
      return { accountSid, apiKey, from, promptUrl, keysUrl, apiUrl: apiUrl === '' ? TWILIO_API : apiUrl };
    case 'practice-sip':
      return {};
  }
}

const SCHEMAS = {
  sip: sipSettings,
  asterisk: asteriskSettings,
  twilio: twilioSettings,
  'practice-sip': () => z.strictObject({}),
} as const;

/** The settings that a kind has, or what is wrong with them by field. */
function settingsOf(input: Input): { readonly settings: Stored } | { readonly error: Failure } {
  const parsed = SCHEMAS[input.kind]().safeParse(askedOf(input));
  if (parsed.success) return { settings: parsed.data };
  const fields: FieldFault[] = parsed.error.issues.map(({ path, message }) => ({
    path: String(path[0]),
    message,
  }));
  return {
    error: fail('invalid-input', fields[0]?.message ?? 'The settings are not right.', { fields }).error,
  };
}

function shown(row: { readonly settings: string }): Stored {
  return JSON.parse(row.settings) as Stored;
}

const setting =
  <T extends string | number | boolean | null>(name: string, otherwise: T) =>
  (row: { settings: string }): T =>
    (shown(row)[name] ?? otherwise) as T;

async function usedBy(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('broadcasts')
    .select('name')
    .where('gateway_id', '=', id)
    .where('state', '<>', 'finished')
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.name;
}

/** A gateway's form, ready for storing: `secret` absent where the stored one stays. */
interface Storable {
  readonly settings: Stored;
  readonly secret?: Uint8Array | null;
}
type Ready = Storable | { readonly error: Failure };

async function ready(input: Input, context: Context): Promise<Ready> {
  const asked = settingsOf(input);
  if ('error' in asked || input.secret === undefined) return asked;
  if (input.secret === '') return { ...asked, secret: null };
  try {
    return { ...asked, secret: await context.secrets.seal(input.secret) };
  } catch (error) {
    if (error instanceof SecretFault) return { error: fail('unavailable', error.message).error };
    throw error;
  }
}

function stored(input: Input, { settings, ...sealed }: Storable, now: number) {
  const { name, kind, callsPerSecond, lines } = input;
  return {
    name,
    kind,
    settings: JSON.stringify(settings),
    calls_per_second: callsPerSecond,
    lines,
    checked_at: null,
    check_fault: null,
    updated_at: now,
    ...sealed,
  };
}

/** What was found when a gateway was tried; `row` as it was tried. */
interface Tried {
  readonly version: number;
  readonly fault: string | null;
}

const LISTED = {
  id: 'text',
  name: 'text',
  kind: 'text',
  node: 'text',
  nodeName: 'text',
  host: setting('host', ''),
  port: setting<number | null>('port', null),
  secure: (row: { settings: string }) => shown(row)['secure'] === true || shown(row)['transport'] === 'tls',
  user: setting('user', ''),
  hasSecret: (row: { hasSecret: number }) => row.hasSecret === 1,
  domain: setting('domain', ''),
  ca: setting('ca', ''),
  dialString: setting('dialString', ''),
  app: setting('app', 'rolecall'),
  ownAddress: setting('ownAddress', ''),
  accountSid: setting('accountSid', ''),
  apiKey: setting('apiKey', ''),
  from: setting('from', ''),
  promptUrl: setting('promptUrl', ''),
  keysUrl: setting('keysUrl', ''),
  apiUrl: setting('apiUrl', TWILIO_API),
  callsPerSecond: 'number',
  lines: 'number',
  checkedAt: 'number',
  checkFault: 'text',
  version: 'number',
} as const;

/** What places calls. INVARIANT: a secret goes in and never comes out again. */
export const gatewayHandlers: HandlersOf<typeof gatewayOperations> = {
  'gateways.list': async (tx, input, context) => {
    let query = tx
      .selectFrom('gateways')
      .innerJoin('nodes', 'nodes.id', 'gateways.node_id')
      .where('gateways.deleted_at', 'is', null)
      .where(visibleIn(context.visible('gateways.manage'), 'gateways.node_id'))
      .where(within(input.node ?? PLATFORM_ID, 'gateways.node_id'))
      .select((eb) => [
        'gateways.id',
        'gateways.name',
        'gateways.kind',
        'gateways.node_id as node',
        'nodes.name as nodeName',
        'gateways.settings',
        eb.case().when('gateways.secret', 'is', null).then(0).else(1).end().as('hasSecret'),
        'gateways.calls_per_second as callsPerSecond',
        'gateways.lines',
        'gateways.checked_at as checkedAt',
        'gateways.check_fault as checkFault',
        'gateways.version',
      ]);
    if (input.search !== undefined && input.search !== '')
      query = query.where(contains('gateways.name', input.search));
    const listing = {
      query,
      key: 'gateways.rowid',
      columns: LISTED,
      sorts: { name: ['gateways.name'], kind: ['gateways.kind'] },
      otherwise: { by: 'name', direction: 'asc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },

  'gateways.choices': async (tx, input) => {
    const rows = await tx
      .selectFrom('gateways')
      .innerJoin('node_ancestors', 'node_ancestors.ancestor_id', 'gateways.node_id')
      .where('node_ancestors.node_id', '=', input.node)
      .where('gateways.deleted_at', 'is', null)
      .select(['gateways.id', 'gateways.name', 'gateways.kind', 'gateways.check_fault as checkFault'])
      .orderBy('gateways.name')
      .execute();
    return ok(rows);
  },

  // Prepared, as every handler here that seals a secret.
  'gateways.create': prepared<'gateways.create', Ready>({
    prepare: (_reader, input, context) => ready(input, context),
    run: async (tx, input, context) => {
      const { prepared: asked, now } = context;
      if ('error' in asked) return { ok: false, error: asked.error };
      const id = context.newId();
      await tx
        .insertInto('gateways')
        .values({
          id,
          realm_id: context.targets[0]?.realm ?? null,
          node_id: input.node,
          secret: null,
          ...stored(input, asked, now),
          created_at: now,
          created_by: context.actor?.id ?? '',
          deleted_at: null,
          version: 1,
        })
        .execute();
      return ok({ id, version: 1 });
    },
  }),

  'gateways.edit': prepared<'gateways.edit', Ready>({
    prepare: (_reader, input, context) => ready(input, context),
    run: async (tx, input, context): Promise<Reply<{ version: number }>> => {
      const { prepared: asked } = context;
      if ('error' in asked) return { ok: false, error: asked.error };
      const version = input.version + 1;
      const { numUpdatedRows } = await tx
        .updateTable('gateways')
        .set({ ...stored(input, asked, context.now), version })
        .where('id', '=', input.id)
        .where('version', '=', input.version)
        .executeTakeFirst();
      return numUpdatedRows === 1n ? ok({ version }) : fail('conflict', CHANGED);
    },
  }),

  // Prepared: a host that never answers is waited for outside any transaction.
  'gateways.check': prepared<'gateways.check', Tried | null>({
    prepare: async (reader, input, context) => {
      const row = await reader
        .selectFrom('gateways')
        .selectAll()
        .where('id', '=', input.id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return row === undefined ? null : { version: row.version, fault: await faultOf(row, context) };
    },
    run: async (tx, input, context): Promise<Reply<{ fault: string | null; version: number }>> => {
      const tried = context.prepared;
      if (tried === null) return fail('not-found', 'There is no such gateway, or it is not yours to see.');
      // A check changes no setting: the version stays, and what was changed meanwhile was not tried.
      const { numUpdatedRows } = await tx
        .updateTable('gateways')
        .set({ checked_at: context.now, check_fault: tried.fault })
        .where('id', '=', input.id)
        .where('version', '=', tried.version)
        .executeTakeFirst();
      return numUpdatedRows === 1n
        ? ok({ fault: tried.fault, version: tried.version })
        : fail('conflict', CHANGED);
    },
  }),

  'gateways.remove': async (tx, input, context) => {
    const broadcast = await usedBy(tx, input.id);
    if (broadcast !== undefined) {
      return fail('conflict', `The broadcast “${broadcast}” uses this gateway and is not finished.`);
    }
    const { numUpdatedRows } = await tx
      .updateTable('gateways')
      .set({ deleted_at: context.now, secret: null, version: input.version + 1 })
      .where('id', '=', input.id)
      .where('version', '=', input.version)
      .executeTakeFirst();
    return numUpdatedRows === 1n ? ok({}) : fail('conflict', CHANGED);
  },
};

/** Connects and lets go again: null if calls can be placed, otherwise why not. */
async function faultOf(row: GatewaysTable, { secrets }: Context): Promise<string | null> {
  const [{ gatewayOf }, { systemClock }] = await Promise.all([
    import('../jobs/gateways/make-gateway.ts'),
    import('../jobs/clock.ts'),
  ]);
  const { calls_per_second: callsPerSecond, ...rest } = row;
  const place = { seed: 0, clock: systemClock(Date.now), key: secrets.key };
  let gateway: Gateway | null = null;
  try {
    gateway = gatewayOf({ ...rest, callsPerSecond }, place);
    await gateway.open();
    return null;
  } catch (error) {
    if (error instanceof GatewayError) return error.message;
    throw error;
  } finally {
    await gateway?.close();
  }
}

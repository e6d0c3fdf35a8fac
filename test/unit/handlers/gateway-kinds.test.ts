import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CalleeFarm } from '#main/jobs/gateways/farm/farm.ts';
import type { InputOf, OutputOf } from '#shared/operations/index.ts';
import { AriServer } from '#test/support/ari-server.ts';
import { CONTRACT_TIMES } from '#test/support/gateway-contract.ts';
import { Journal } from '#test/support/journal.ts';
import { TestKeyStore } from '#test/support/key-store.ts';
import { type RecordMaker, recordMaker } from '#test/support/records.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';
import { TwilioStandIn } from '#test/support/twilio-stand-in.ts';

const ADMIN = 'ada@x.example';
const DIALER = 'dora@x.example';
const STARTER = 'vera@x.example';
const SECRET = 'correct horse battery';
const HERE = '127.0.0.1';
const ACCOUNT = `AC${'0'.repeat(32)}`;

type Settings = Omit<InputOf<'gateways.create'>, 'node' | 'name'>;

let test: TestService;
let world: World;
let maker: RecordMaker;
const store = new TestKeyStore();
/** The log of everybody who could be called. */
const journal = new Journal();
let farm: CalleeFarm;
let ari: AriServer;
let twilio: TwilioStandIn;
let mute: Server;

const portOf = (server: Server) => (server.address() as { port: number }).port;

beforeAll(async () => {
  test = await testService(store);
  world = await testWorld(test, [
    { email: ADMIN, node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
    { email: DIALER, node: 'north-a', roles: [['J', 'DIALER_ADMIN', 'north-a']] },
    { email: STARTER, node: 'north-a', roles: [['J', 'DIALER_VERIFIED', 'north-a']] },
  ]);
  maker = recordMaker(test);
  await signIn();
  const callees = { ...CONTRACT_TIMES, note: journal.note };
  farm = await CalleeFarm.open({ ...callees, credentials: { user: 'dialer', secret: SECRET } });
  ari = await AriServer.open({ ...callees, user: 'dialer', secret: SECRET, congested: () => false });
  twilio = await TwilioStandIn.open({ ...callees, accountSid: ACCOUNT, user: ACCOUNT, secret: SECRET });
  mute = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => {
    mute.listen(0, HERE, resolve);
  });
});
afterAll(async () => {
  mute.close();
  await twilio.close();
  await ari.close();
  await farm.close();
  await test.close();
});

async function signIn(): Promise<void> {
  for (const email of [ADMIN, DIALER, STARTER]) await test.signIn(email);
}

const node = (): string => world.nodes['north-a'] as string;
const user = { user: 'dialer', secret: SECRET };

/** A real gateway of each kind, at its server or at one that never answers. */
const KINDS: readonly (readonly [name: string, settings: (silent: boolean) => Settings])[] = [
  ['SIP trunk', (silent) => ({ kind: 'sip', host: HERE, port: silent ? portOf(mute) : farm.port, ...user })],
  [
    'Asterisk',
    (silent) => ({
      kind: 'asterisk',
      host: HERE,
      dialString: 'PJSIP/{number}@trunk',
      ...user,
      port: silent ? portOf(mute) : ari.port,
    }),
  ],
  [
    'Twilio',
    (silent) => ({
      kind: 'twilio',
      accountSid: ACCOUNT,
      secret: SECRET,
      from: '+12025550199',
      apiUrl: silent ? `http://${HERE}:${portOf(mute)}` : twilio.url,
      promptUrl: `${twilio.url}/prompts`,
      keysUrl: `${twilio.url}/bin`,
    }),
  ],
];

let made = 0;

async function gateway(settings: Settings): Promise<string> {
  made += 1;
  const reply = await test.call(ADMIN, 'gateways.create', { node: node(), name: `G ${made}`, ...settings });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.id;
}

async function checked(settings: Settings): Promise<string | null> {
  const reply = await test.call(ADMIN, 'gateways.check', { id: await gateway(settings) });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.fault;
}

/** A draft over this gateway. */
async function draft(gatewayId: string): Promise<string> {
  const [list, prompt] = [
    await maker.list(node(), world.nodes['north'] as string),
    await maker.prompt(node(), world.nodes['north'] as string),
  ];
  const reply = await test.call(DIALER, 'broadcasts.create', {
    node: node(),
    name: 'B',
    list,
    prompt,
    gateway: gatewayId,
    attempts: 1,
  });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.id;
}

/** Starts it and waits until its job has ended. */
async function run(id: string): Promise<OutputOf<'broadcasts.get'>> {
  const started = await test.call(STARTER, 'broadcasts.start', { id });
  if (!started.ok) throw new Error(started.error.message);
  await test.service.jobs.ended(started.value.job);
  const now = await test.call(DIALER, 'broadcasts.get', { id });
  if (!now.ok) throw new Error(now.error.message);
  return now.value;
}

/** What keeps a broadcast from being started. */
const faultsOf = async (id: string) => {
  const reply = await test.call(DIALER, 'broadcasts.preflight', { id });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.items.filter(({ verdict }) => verdict === 'fault');
};

/** Whom somebody tried to call. */
const invited = () => journal.events.filter(({ what }) => what === 'invite').map(({ number }) => number);

describe.each(KINDS)('%s', (_name, settings) => {
  it('answers when it is tried with the right password', async () => {
    expect(await checked(settings(false))).toBeNull();
  });

  it('with a wrong password says so when it is tried, and a broadcast over it calls nobody', async () => {
    journal.events.length = 0;
    const wrong = { ...settings(false), secret: 'wrong' };
    const fault = await checked(wrong);
    expect(fault).toMatch(/refuses the .*(password|secret) of this gateway\. Enter (them|it) again\./);
    expect(await run(await draft(await gateway(wrong)))).toMatchObject({
      state: 'suspended',
      suspendedBecause: 'gateway-down',
      suspendedNote: fault,
      done: 0,
    });
    expect(journal.events).toEqual([]);
  });
});

describe('every kind of gateway whose host never answers', () => {
  it('says so when it is tried, and a broadcast over it calls nobody', async () => {
    journal.events.length = 0;
    await Promise.all(
      KINDS.map(async ([name, settings]) => {
        const broadcast = await draft(await gateway(settings(true)));
        const [fault, state] = await Promise.all([checked(settings(true)), run(broadcast)]);
        expect(`${name}: ${fault ?? ''}`).toContain('takes connections but does not answer');
        expect(state).toMatchObject({
          state: 'suspended',
          suspendedBecause: 'gateway-down',
          suspendedNote: fault,
          done: 0,
        });
      }),
    );
    expect(journal.events).toEqual([]);
  });
});

describe('a broadcast over Twilio', () => {
  const [, settings] = KINDS[2] as (typeof KINDS)[number];
  it('is told before its start where to publish the prompt, and what the gateway lacks for it', async () => {
    const bare = await gateway({ ...settings(false), promptUrl: '', keysUrl: '' });
    const id = await draft(bare);
    const faults = await faultsOf(id);
    expect(faults.map(({ item }) => item)).toEqual(['prompt', 'gateway']);
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('callees would hear nothing'),
      expect.stringContaining('Keys can’t be heard over this gateway'),
    ]);
    expect(await test.call(STARTER, 'broadcasts.start', { id })).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    const ready = await test.call(DIALER, 'broadcasts.preflight', {
      id: await draft(await gateway(settings(false))),
    });
    const prompt = ready.ok ? ready.value.items.find(({ item }) => item === 'prompt') : undefined;
    expect(prompt?.message).toMatch(/^Twilio plays it from http:.*\/prompts\/[0-9a-f]{64}\.wav$/);
    expect(prompt?.verdict).toBe('warning');
  });

  it('whose prompt is not published suspends itself before anybody is called', async () => {
    journal.events.length = 0;
    const state = await run(await draft(await gateway(settings(false))));
    expect(state).toMatchObject({ state: 'suspended', suspendedBecause: 'gateway-down', done: 0 });
    expect(state.suspendedNote).toContain('answers 404. Publish its WAV file there.');
    expect(journal.events).toEqual([]);
  });
});

describe('a gateway’s password that the system’s key store keeps', () => {
  const [, settings] = KINDS[0] as (typeof KINDS)[number];
  const NUMBERS = ['+12125550101', '+12125550102', '+12125550103'];

  it('reaches the dialler’s own process, which calls with it', async () => {
    journal.events.length = 0;
    expect(readFileSync(join(test.folder, 'secrets.key')).toString('latin1')).toMatch(
      /^rolecall wrapped key 1\n/,
    );
    const state = await run(await draft(await gateway(settings(false))));
    expect(state).toMatchObject({ state: 'finished', done: 3 });
    expect(invited().toSorted()).toEqual(NUMBERS);
  });

  it('is not there for who has no key store: said clearly, nobody called, nothing lost', async () => {
    journal.events.length = 0;
    const [trunk, other] = [await gateway(settings(false)), await gateway(settings(false))];
    Object.assign(test, await test.reopen(null));
    await signIn();
    const why = expect.stringContaining('Open Rolecall’s window for this.') as string;
    expect(await test.call(ADMIN, 'gateways.check', { id: trunk })).toMatchObject({
      ok: true,
      value: { fault: why },
    });
    const asked = { node: node(), name: 'New', ...settings(false) };
    expect(await test.call(ADMIN, 'gateways.create', asked)).toMatchObject({
      ok: false,
      error: { code: 'unavailable', message: why },
    });
    expect(await run(await draft(other))).toMatchObject({
      state: 'suspended',
      suspendedBecause: 'gateway-down',
      suspendedNote: why,
      done: 0,
    });
    expect(journal.events).toEqual([]);
    Object.assign(test, await test.reopen(store));
    await signIn();
    expect(await test.call(ADMIN, 'gateways.check', { id: trunk })).toMatchObject({
      ok: true,
      value: { fault: null },
    });
  });
});

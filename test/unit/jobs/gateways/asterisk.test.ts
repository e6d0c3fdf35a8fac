import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Prompt, promptOf } from '#main/jobs/audio/prompt.ts';
import { FRAME } from '#main/jobs/audio/rtp.ts';
import { CalleeFarm } from '#main/jobs/gateways/farm/farm.ts';
import type { Gateway } from '#main/jobs/gateways/gateway.ts';
import { AriServer } from '#test/support/ari-server.ts';
import {
  CONTRACT_PROMPT,
  CONTRACT_TIMES,
  dialTo,
  type GatewayUnderTest,
  gatewayContract,
  idOf,
} from '#test/support/gateway-contract.ts';
import { Journal } from '#test/support/journal.ts';
import {
  gatewayByAri,
  gatewayByTrunk,
  type NamedAsterisk,
  namedAsterisk,
} from '#test/support/real-asterisk.ts';
import { sipKilling } from '#test/support/sip-killing.ts';
import { NODE_FLAGS } from '../../../../scripts/node-flags.mjs';

const CALLER = fileURLToPath(new URL('../../../support/asterisk-caller.ts', import.meta.url));
const asterisk = namedAsterisk();

/** Telephones behind Asterisk, which names calls anew on its way to them: the log goes by the numbers. */
async function calleesOf(port: number, congested: () => boolean = () => false) {
  const journal = new Journal();
  const farm = await CalleeFarm.open({
    ...CONTRACT_TIMES,
    port,
    congested,
    note: (event) => journal.note({ ...event, callId: idOf(event.number) }),
  });
  return { farm, journal };
}

async function under(
  named: NamedAsterisk,
  make: () => Gateway,
  hears: GatewayUnderTest['heard'],
): Promise<GatewayUnderTest> {
  let congested = false;
  const { farm, journal } = await calleesOf(named.callees, () => congested);
  const another = async () => {
    const opened = make();
    await opened.open();
    return opened;
  };
  const gateway = await another();
  return {
    gateway,
    another,
    journal,
    live: () => farm.live,
    congest: (on) => {
      congested = on;
    },
    heard: hears,
    dispose: async () => {
      await gateway.close();
      await farm.close();
    },
  };
}

/**
 * What comes out of Asterisk where it plays the prompt: one zero for both of mu-law's, and silence up to what it leaves
 * out at the end of a file.
 */
function played({ ulaw }: Prompt): string {
  const length = Math.ceil((ulaw.length + 22) / FRAME) * FRAME - 22;
  const samples = Array.from({ length }, (_, at) => (ulaw[at] === 0x7f ? 0xff : (ulaw[at] ?? 0xff)));
  return promptOf(Uint8Array.from(samples)).sha256;
}

/** A gateway to a small server that speaks ARI, and what its callees saw. */
async function standIn(options: { readonly unplayable?: boolean } = {}) {
  const journal = new Journal();
  const login = { user: 'dialer', secret: 'correct horse' };
  const server = await AriServer.open({
    ...login,
    ...CONTRACT_TIMES,
    ...options,
    note: journal.note,
    congested: () => false,
  });
  const named = { ...login, host: '127.0.0.1', port: server.port, callees: 0, tcp: 0, tls: 0, ca: '' };
  const gateway = gatewayByAri(named);
  await gateway.open();
  return { gateway, server, journal };
}

it('a break in the events of an Asterisk loses no answer and no end', async () => {
  const { gateway, server, journal } = await standIn();
  const [answered, busy] = [dialTo(gateway, '7187'), dialTo(gateway, '0191')];
  const rings = ({ call }: typeof busy) =>
    journal.when(({ what, callId }) => what === 'ring' && callId === call.id);
  await Promise.all([rings(answered), rings(busy)]);
  server.breakEvents();
  expect((await busy.heard.whenEnded).outcome).toBe('interrupted');
  await answered.heard.whenAnswered;
  expect(gateway.fault()).toBeNull();
  answered.live.hangUp();
  expect((await answered.heard.whenEnded).outcome).toBe('answered');
  await gateway.close();
  await server.close();
});

it('a prompt that Asterisk can’t play ends the call, which counts as silent', async () => {
  const { gateway, server } = await standIn({ unplayable: true });
  const { heard } = dialTo(gateway, '7187', { prompt: CONTRACT_PROMPT, talkMs: 60_000, keyMs: 60_000 });
  expect(await heard.whenEnded).toMatchObject({ outcome: 'answered', silent: true });
  await gateway.close();
  await server.close();
});

if (asterisk === undefined) {
  it.skip('a real Asterisk: absent here; `npm run asterisk` brings one and names it by ROLECALL_ASTERISK', () =>
    undefined);
} else {
  gatewayContract('a real Asterisk by ARI', () => under(asterisk, () => gatewayByAri(asterisk), played));
  for (const transport of ['tcp', 'tls'] as const) {
    gatewayContract(`a real Asterisk as a SIP trunk over ${transport}`, () =>
      under(
        asterisk,
        () => gatewayByTrunk(asterisk, transport),
        ({ sha256 }) => sha256,
      ),
    );
  }

  describe('a real Asterisk by ARI', () => {
    let callees: Awaited<ReturnType<typeof calleesOf>>;
    beforeAll(async () => {
      callees = await calleesOf(asterisk.callees);
    });
    afterAll(() => callees.farm.close());

    /** Kills a console, -9, while somebody's telephone rings or is talked on. */
    async function killedWhile(what: 'ring' | 'answer', number: string): Promise<void> {
      const desk: ChildProcess = spawn(
        process.execPath,
        [...NODE_FLAGS, CALLER, idOf(number), number, String(what === 'ring' ? 20_000 : 1_000)],
        {
          stdio: 'inherit',
        },
      );
      await callees.journal.when((event) => event.what === what && event.number === number);
      desk.kill('SIGKILL');
      await once(desk, 'exit');
    }

    it('ends the calls that its list still has, once another console asks for them', async () => {
      const [ringing, talking] = ['+19015557186', '+19025557187'];
      await Promise.all([killedWhile('ring', ringing), killedWhile('answer', talking)]);
      expect(callees.farm.live).toBe(2);
      const later = gatewayByAri(asterisk);
      await later.open();
      await later.endLeft(
        [ringing, talking].map((number) => ({ id: idOf(number), number, callerId: null, handle: null })),
      );
      await callees.journal.when(({ what, number }) => what === 'cancel' && number === ringing);
      await callees.journal.when(({ what, number }) => what === 'bye' && number === talking);
      await later.close();
    });

    it('ends a call by itself when its time is over, if no console ever asks', {
      timeout: 60_000,
    }, async () => {
      const number = '+19035557187';
      await killedWhile('answer', number);
      await callees.journal.when((event) => event.what === 'bye' && event.number === number);
      expect(callees.farm.live).toBe(0);
    });

    it('joins a call that is handed over with the other number, and ends it for both', async () => {
      const gateway = gatewayByAri(asterisk);
      await gateway.open();
      const { call, heard, live } = dialTo(gateway, '7187', { prompt: CONTRACT_PROMPT });
      const agent = '+19045550190';
      await heard.whenAnswered;
      live.transfer(agent);
      expect((await heard.whenEnded).outcome).toBe('answered');
      expect(callees.farm.live).toBe(2);
      await callees.journal.when(({ what, number }) => what === 'hang-up' && number === agent);
      await callees.journal.when(({ what, number }) => what === 'bye' && number === call.number);
      await gateway.close();
    });

    it('ends a call whose other number does not answer, and rings it no more once the callee is gone', async () => {
      const gateway = gatewayByAri(asterisk);
      await gateway.open();
      const busy = dialTo(gateway, '7187');
      await busy.heard.whenAnswered;
      busy.live.transfer('+19055550191');
      expect((await busy.heard.whenEnded).outcome).toBe('answered');
      const short = dialTo(gateway, '0190');
      await short.heard.whenAnswered;
      short.live.transfer('+19065557186');
      expect((await short.heard.whenEnded).outcome).toBe('answered');
      await callees.journal.when(({ what, number }) => what === 'cancel' && number === '+19065557186');
      expect(callees.farm.live).toBe(0);
      await gateway.close();
    });

    it('takes two hundred calls at once', async () => {
      const gateway = gatewayByAri(asterisk);
      await gateway.open();
      const calls = Array.from({ length: 200 }, (_, at) => dialTo(gateway, at % 2 === 0 ? '0190' : '0191'));
      const ends = await Promise.all(calls.map(({ heard }) => heard.whenEnded));
      expect(ends.map(({ outcome }) => outcome)).toEqual(
        calls.map((_, at) => (at % 2 === 0 ? 'answered' : 'busy')),
      );
      await gateway.close();
    });
  });

  const { host, port, user, secret, callees, tcp } = asterisk;
  const byAri = { host, port, secure: false, user, app: 'rolecall', ownAddress: host };
  it.each([
    ['asterisk', { ...byAri, dialString: 'PJSIP/{number}@callees' }],
    ['sip', { host, port: tcp, transport: 'tcp', domain: '', user, ca: '' }],
  ] as const)(
    'nobody behind a real Asterisk is called twice by a dialler that is killed (%s)',
    {
      timeout: 180_000,
    },
    async (kind, settings) => {
      const verdict = await sipKilling({
        numbers: 300,
        dialerKills: 2,
        consoleKills: 1,
        between: 60,
        gateway: { kind, settings, secret, callees },
      });
      expect(verdict).toMatchObject({
        calledTwice: [],
        state: 'finished',
        stillUp: 0,
        kills: { dialler: 2, console: 1 },
      });
      expect(verdict.interrupted).toBeGreaterThan(0);
      expect(verdict.called).toBeGreaterThanOrEqual(300 - verdict.interrupted);
    },
  );
}

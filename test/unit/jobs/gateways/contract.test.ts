import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { wavOf } from '#main/jobs/audio/wav.ts';
import { systemClock } from '#main/jobs/clock.ts';
import { AsteriskGateway } from '#main/jobs/gateways/asterisk/asterisk-gateway.ts';
import { promptFile } from '#main/jobs/gateways/asterisk/prompt-server.ts';
import { CalleeFarm } from '#main/jobs/gateways/farm/farm.ts';
import { practiceGateway } from '#main/jobs/gateways/practice.ts';
import { PracticeSipGateway } from '#main/jobs/gateways/practice-sip.ts';
import { SipGateway } from '#main/jobs/gateways/sip/sip-gateway.ts';
import { TwilioGateway } from '#main/jobs/gateways/twilio/twilio-gateway.ts';
import { AriServer } from '#test/support/ari-server.ts';
import { certificate } from '#test/support/certificate.ts';
import { CONTRACT_PROMPT, CONTRACT_TIMES, gatewayContract } from '#test/support/gateway-contract.ts';
import { Journal } from '#test/support/journal.ts';
import { TwilioStandIn } from '#test/support/twilio-stand-in.ts';

const HERE = '127.0.0.1';
const credentials = { user: 'dialer', secret: 'correct horse' };

gatewayContract('practice', () => {
  let congested = false;
  const fault = () => (congested ? 'congestion' : null);
  const gateway = practiceGateway({ seed: 0, ...CONTRACT_TIMES, fault }, systemClock(Date.now));
  return Promise.resolve({
    gateway,
    another: null,
    journal: null,
    live: () => 0,
    congest: (on: boolean) => {
      congested = on;
    },
    heard: () => null,
    dispose: () => gateway.close(),
  });
});

gatewayContract('practice-sip', async () => {
  let congested = false;
  const journal = new Journal();
  const farm = await CalleeFarm.open({ ...CONTRACT_TIMES, note: journal.note, congested: () => congested });
  const another = async () => {
    const opened = new PracticeSipGateway({ seed: 0, ...CONTRACT_TIMES, farmPort: farm.port });
    await opened.open();
    return opened;
  };
  const gateway = await another();
  return {
    gateway,
    another,
    journal,
    live: () => farm.live,
    congest: (on: boolean) => {
      congested = on;
    },
    heard: ({ sha256 }) => sha256,
    dispose: async () => {
      await gateway.close();
      await farm.close();
    },
  };
});

for (const transport of ['tcp', 'tls'] as const) {
  gatewayContract(`SIP trunk over ${transport} with digest authentication`, async () => {
    let congested = false;
    const journal = new Journal();
    const tls = transport === 'tls' ? certificate() : undefined;
    const farm = await CalleeFarm.open({
      ...CONTRACT_TIMES,
      credentials,
      note: journal.note,
      congested: () => congested,
      ...(tls === undefined ? {} : { tls }),
    });
    const another = async () => {
      const opened = new SipGateway({
        label: 'trunk',
        real: true,
        host: tls === undefined ? HERE : 'localhost',
        port: farm.port,
        transport,
        domain: 'trunk.example',
        credentials,
        ...(tls === undefined ? {} : { ca: tls.cert }),
      });
      await opened.open();
      return opened;
    };
    const gateway = await another();
    return {
      gateway,
      another,
      journal,
      live: () => farm.live,
      congest: (on: boolean) => {
        congested = on;
      },
      heard: ({ sha256 }) => sha256,
      dispose: async () => {
        await gateway.close();
        await farm.close();
      },
    };
  });
}

const asterisk = {
  label: 'Asterisk',
  real: true,
  host: HERE,
  secure: false,
  app: 'rolecall',
  dialString: 'PJSIP/{number}@trunk',
  ownAddress: HERE,
  ...credentials,
};

gatewayContract('Asterisk by ARI, against a server that speaks the documented protocol', async () => {
  let congested = false;
  const journal = new Journal();
  const server = await AriServer.open({
    ...credentials,
    ...CONTRACT_TIMES,
    note: journal.note,
    congested: () => congested,
  });
  const another = async () => {
    const opened = new AsteriskGateway({ ...asterisk, port: server.port });
    await opened.open();
    return opened;
  };
  const gateway = await another();
  return {
    gateway,
    another,
    journal,
    live: () => server.live,
    congest: (on: boolean) => {
      congested = on;
    },
    heard: (prompt) => createHash('sha256').update(promptFile(prompt)).digest('hex'),
    dispose: async () => {
      await gateway.close();
      await server.close();
    },
  };
});

const account = {
  label: 'Twilio',
  real: true,
  accountSid: `AC${'0'.repeat(32)}`,
  apiKey: `SK${'1'.repeat(32)}`,
  secret: credentials.secret,
  from: '+12025550199',
} as const;
/** Twilio looked at often, so that tests need not wait. */
const OFTEN = { pollMs: 10, lateMs: 2_000, searchMs: 2_000 } as const;

gatewayContract('Twilio by REST polling, against a stand-in that speaks the documented API', async () => {
  let congested = false;
  const journal = new Journal();
  const server = await TwilioStandIn.open({
    ...CONTRACT_TIMES,
    accountSid: account.accountSid,
    user: account.apiKey,
    secret: account.secret,
    note: journal.note,
    fault: () => (congested ? 'congestion' : null),
  });
  server.publish(CONTRACT_PROMPT);
  const another = async () => {
    const opened = new TwilioGateway({
      ...account,
      apiUrl: server.url,
      promptUrl: `${server.url}/prompts/`,
      keysUrl: `${server.url}/bin`,
      times: OFTEN,
    });
    await opened.open();
    return opened;
  };
  const gateway = await another();
  return {
    gateway,
    another,
    journal,
    live: () => server.live,
    congest: (on: boolean) => {
      congested = on;
    },
    heard: (prompt) => createHash('sha256').update(wavOf(prompt)).digest('hex'),
    unsaid: { rejected: 'busy' },
    dispose: async () => {
      await gateway.close();
      await server.close();
    },
  };
});

/** A server that takes connections and never says a word. */
async function mute(): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, HERE, resolve);
  await promise;
  return {
    port: (server.address() as { port: number }).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const sip = (port: number, secret: string) =>
  new SipGateway({
    label: 'trunk',
    real: true,
    host: HERE,
    port,
    transport: 'tcp',
    domain: 'trunk.example',
    credentials: { ...credentials, secret },
    patienceMs: 300,
  });
const ari = (port: number, secret: string) =>
  new AsteriskGateway({ ...asterisk, secret, port, patienceMs: 300 });

const twilio = (port: number, secret: string) =>
  new TwilioGateway({
    ...account,
    secret,
    apiUrl: `http://${HERE}:${port}`,
    promptUrl: '',
    keysUrl: '',
    patienceMs: 300,
  });

describe('a gateway that can’t be used says why', () => {
  it('a SIP trunk with a wrong password', async () => {
    const farm = await CalleeFarm.open({ ...CONTRACT_TIMES, credentials });
    await expect(sip(farm.port, 'wrong').open()).rejects.toMatchObject({
      kind: 'wrong-password',
      message: '127.0.0.1 refuses the user name or the password of this gateway. Enter them again.',
    });
    await farm.close();
  });

  it('an Asterisk with a wrong password', async () => {
    const journal = new Journal();
    const server = await AriServer.open({
      ...credentials,
      ...CONTRACT_TIMES,
      note: journal.note,
      congested: () => false,
    });
    await expect(ari(server.port, 'wrong').open()).rejects.toMatchObject({ kind: 'wrong-password' });
    await server.close();
  });

  it('a Twilio account with a wrong secret', async () => {
    const journal = new Journal();
    const server = await TwilioStandIn.open({
      ...CONTRACT_TIMES,
      accountSid: account.accountSid,
      user: account.apiKey,
      secret: account.secret,
      note: journal.note,
    });
    const wrong = twilio(Number(new URL(server.url).port), 'wrong');
    await expect(wrong.open()).rejects.toMatchObject({
      kind: 'wrong-password',
      message: 'Twilio refuses the account SID, the API key or the secret of this gateway. Enter them again.',
    });
    expect(journal.events).toEqual([]);
    await wrong.close();
    await server.close();
  });

  it.each([
    ['SIP trunk', sip],
    ['Asterisk', ari],
    ['Twilio', twilio],
  ])('a %s whose host never answers', async (_, gateway) => {
    const server = await mute();
    await expect(gateway(server.port, 'x').open()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('takes connections but does not answer') as string,
    });
    server.close();
  });

  it.each([
    ['SIP trunk', sip],
    ['Asterisk', ari],
    ['Twilio', twilio],
  ])('a %s where nothing listens', async (_, gateway) => {
    const server = await mute();
    server.close();
    await expect(gateway(server.port, 'x').open()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('Nothing listens at') as string,
    });
  });

  it('a SIP trunk over TLS whose certificate nobody vouches for', async () => {
    const farm = await CalleeFarm.open({ ...CONTRACT_TIMES, tls: certificate() });
    const gateway = new SipGateway({
      label: 'trunk',
      real: true,
      host: 'localhost',
      port: farm.port,
      transport: 'tls',
      domain: 'trunk.example',
      credentials: null,
    });
    await expect(gateway.open()).rejects.toMatchObject({ kind: 'misconfigured' });
    await farm.close();
  });
});

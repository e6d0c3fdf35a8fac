import { afterEach, describe, expect, it } from 'vitest';
import { promptOf } from '#main/jobs/audio/prompt.ts';
import { Line } from '#main/jobs/broadcast/line.ts';
import { broadcastRunner } from '#main/jobs/broadcast/run-broadcast.ts';
import { systemClock } from '#main/jobs/clock.ts';
import { TwilioGateway, type TwilioSettings } from '#main/jobs/gateways/twilio/twilio-gateway.ts';
import { addList, broadcastDatabase, TestJob, testId } from '#test/support/broadcast-job.ts';
import { CONTRACT_PROMPT, CONTRACT_TIMES, dialTo } from '#test/support/gateway-contract.ts';
import { Journal } from '#test/support/journal.ts';
import { type StandInFault, type StandInOptions, TwilioStandIn } from '#test/support/twilio-stand-in.ts';

const account = { accountSid: `AC${'0'.repeat(32)}`, secret: 'correct horse' } as const;
const TIMES = { pollMs: 10, lateMs: 2_000, searchMs: 2_000, queueMs: 5_000 } as const;

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

/** A stand-in with these faults, and a gateway to it. */
async function twilio(
  options: Partial<StandInOptions> = {},
  settings: Partial<TwilioSettings> = {},
): Promise<{
  readonly server: TwilioStandIn;
  readonly gateway: TwilioGateway;
  readonly journal: Journal;
  readonly another: () => Promise<TwilioGateway>;
}> {
  const journal = new Journal();
  const server = await TwilioStandIn.open({
    ...CONTRACT_TIMES,
    accountSid: account.accountSid,
    user: account.accountSid,
    secret: account.secret,
    note: journal.note,
    ...options,
  });
  opened.push(server);
  server.publish(CONTRACT_PROMPT);
  const another = async () => {
    const gateway = new TwilioGateway({
      label: 'Twilio',
      real: true,
      ...account,
      apiKey: '',
      from: '+12025550199',
      apiUrl: server.url,
      promptUrl: `${server.url}/prompts`,
      keysUrl: `${server.url}/bin`,
      patienceMs: 150,
      ...settings,
      times: { ...TIMES, ...settings.times },
    });
    await gateway.open();
    opened.push(gateway);
    return gateway;
  };
  return { server, gateway: await another(), journal, another };
}

describe('a call that Twilio took although its answer was lost', () => {
  it.each(['silence', 'breakdown'] as const)('by %s is found again, and not placed twice', async (fault) => {
    const { server, gateway } = await twilio({ fault: () => fault });
    const { heard, call } = dialTo(gateway, '0190');
    expect((await heard.whenEnded).outcome).toBe('answered');
    expect(heard.told).toEqual(['answered', 'ended']);
    expect([...server.placed]).toEqual([[call.number, 1]]);
    expect(server.asked).toHaveLength(1);
  });

  it('is hung up as soon as it is found, if that was asked for meanwhile', async () => {
    const { server, gateway, journal } = await twilio({ fault: () => 'silence' });
    const { heard, live, call } = dialTo(gateway, '7187');
    live.hangUp();
    await journal.when(({ what, callId }) => (what === 'bye' || what === 'cancel') && callId === call.id);
    await heard.whenEnded;
    expect(server.placed.get(call.number)).toBe(1);
    expect(server.live).toBe(0);
  });

  it.each([
    ['is live already', 2_000],
    ['has just ended', 50],
  ])('is not mistaken for another call to the same number that %s', async (_, talkMs) => {
    const faults: ('silence' | null)[] = [null, 'silence'];
    const { server, gateway } = await twilio({ fault: () => faults.shift() ?? null });
    const first = dialTo(gateway, '7187', { number: '+12025557187', talkMs });
    await first.heard.whenAnswered;
    const second = dialTo(gateway, '7187', { number: '+12025557187', talkMs: 300 });
    await second.heard.whenAnswered;
    expect(second.heard.handle).not.toBe(first.heard.handle);
    expect((await first.heard.whenEnded).outcome).toBe('answered');
    expect((await second.heard.whenEnded).outcome).toBe('answered');
    expect(server.asked).toHaveLength(2);
  });
});

describe('a call of which nobody can say whether Twilio took it', () => {
  it('is interrupted, and asked for once', async () => {
    const { server, gateway } = await twilio({ fault: () => 'refusal' }, { times: { searchMs: 100 } });
    const { heard } = dialTo(gateway, '0190');
    expect(await heard.whenEnded).toMatchObject({ outcome: 'interrupted', talk: 0 });
    expect(server.asked).toHaveLength(1);
    expect(server.placed.size).toBe(0);
  });

  it('is ended by the next process although its SID was never known', async () => {
    const { server, gateway, another, journal } = await twilio(
      { fault: () => 'silence' },
      { times: { searchMs: 0 } },
    );
    const { heard, call } = dialTo(gateway, '7187', { callerId: null });
    expect((await heard.whenEnded).outcome).toBe('interrupted');
    expect(server.live).toBe(1);
    const later = await another();
    await later.endLeft([{ ...call, handle: null }]);
    await journal.when(({ what, callId }) => what === 'bye' && callId === call.id);
    expect(server.live).toBe(0);
  });
});

describe('a call that Twilio turns away', () => {
  it('for being one too many is not placed, and no attempt', async () => {
    const { server, gateway } = await twilio({ fault: () => 'congestion' });
    expect(await dialTo(gateway, '0190').heard.whenEnded).toMatchObject({
      outcome: 'not-placed',
      because: 'congestion',
    });
    expect(server.placed.size).toBe(0);
    expect(gateway.fault()).toBeNull();
  });

  it('for its caller id is a fault that the next call would meet as well, told in Twilio’s words', async () => {
    const { gateway } = await twilio({ fault: () => 'caller-id' });
    const { heard } = dialTo(gateway, '0190');
    expect(await heard.whenEnded).toMatchObject({ outcome: 'not-placed', because: 'fault' });
    expect(gateway.fault()).toBe(
      'Twilio refuses this gateway’s calls: +12025550100 is not yet verified for your account.',
    );
  });

  it('because nothing listens there any more is not placed, and the gateway is down', async () => {
    const { server, gateway } = await twilio();
    await server.close();
    opened.splice(opened.indexOf(server), 1);
    expect(await dialTo(gateway, '0190').heard.whenEnded).toMatchObject({
      outcome: 'not-placed',
      because: 'fault',
    });
    expect(gateway.fault()).toContain('Nothing listens at 127.0.0.1:');
  });
});

describe('a call that waits at Twilio for its turn', () => {
  it('for too long is called off, and was no attempt: nobody was rung', async () => {
    const { gateway, journal } = await twilio({ queueMs: () => 60_000 }, { times: { queueMs: 60 } });
    const { heard, call } = dialTo(gateway, '0190');
    expect(await heard.whenEnded).toMatchObject({ outcome: 'not-placed', because: 'congestion', talk: 0 });
    expect(journal.of(call.id)).toEqual(['invite', 'cancel']);
  });
});

describe('a call whose end Twilio reports late', () => {
  it('ends as it ended, once Twilio says so', async () => {
    const { gateway, server } = await twilio({ lateMs: 200 });
    const busy = dialTo(gateway, '0191').heard;
    const answered = dialTo(gateway, '0190').heard;
    expect((await busy.whenEnded).outcome).toBe('busy');
    expect(await answered.whenEnded).toMatchObject({ outcome: 'answered', talk: 1 });
    expect(server.asked).toHaveLength(2);
  });

  it('and never does is interrupted, unless it was seen to be answered', async () => {
    const { gateway, server } = await twilio({ lateMs: 60_000 }, { times: { lateMs: 100 } });
    const busy = dialTo(gateway, '0191', { ringMs: 50 }).heard;
    const answered = dialTo(gateway, '0190', { talkMs: 50 }).heard;
    expect((await busy.whenEnded).outcome).toBe('interrupted');
    expect((await answered.whenEnded).outcome).toBe('answered');
    expect(server.asked).toHaveLength(2);
  });
});

describe('a call whose record somebody deletes', () => {
  it('is interrupted once its limits are over, and does not keep others from being looked at', async () => {
    const { gateway, server, journal } = await twilio({}, { times: { pollMs: 100, lateMs: 100 } });
    const gone = dialTo(gateway, '0191', { ringMs: 300 });
    await journal.when(({ what, callId }) => what === 'refuse' && callId === gone.call.id);
    server.forget();
    const other = dialTo(gateway, '0191');
    expect((await other.heard.whenEnded).outcome).toBe('busy');
    expect((await gone.heard.whenEnded).outcome).toBe('interrupted');
  });
});

describe('questions that are turned away for being too many', () => {
  it('are asked again later; no call is lost or placed again', async () => {
    let count = 0;
    const { gateway, server } = await twilio({
      busy: () => ++count > 1 && count % 3 !== 0,
      fault: () => null,
    });
    const all = Array.from({ length: 8 }, () => dialTo(gateway, '0190'));
    const ends = await Promise.all(all.map(({ heard }) => heard.whenEnded));
    for (const [index, { outcome }] of ends.entries()) {
      expect(['answered', 'not-placed']).toContain(outcome);
      const number = all[index]?.call.number ?? '';
      expect(server.placed.get(number) ?? 0).toBe(outcome === 'answered' ? 1 : 0);
    }
    expect(gateway.fault()).toBeNull();
  });
});

describe('what a broadcast needs of Twilio', () => {
  it('is refused in words for a person where it is missing', async () => {
    const prompt = promptOf(new Uint8Array(80));
    const { gateway, server } = await twilio();
    await expect(gateway.prepare({ prompt, keys: true })).rejects.toMatchObject({
      kind: 'misconfigured',
      message: `Twilio can’t play the prompt: ${server.url}/prompts/${prompt.sha256}.wav answers 404. Publish its WAV file there.`,
    });
    const none = new TwilioGateway({
      ...account,
      label: '',
      real: true,
      apiKey: '',
      from: '+12025550199',
      apiUrl: server.url,
      promptUrl: '',
      keysUrl: '',
    });
    await expect(none.prepare({ prompt, keys: false })).rejects.toMatchObject({ kind: 'misconfigured' });
    await expect(none.prepare({ prompt: null, keys: true })).rejects.toMatchObject({ kind: 'misconfigured' });
    await expect(none.prepare({ prompt: null, keys: false })).resolves.toBeUndefined();
    await expect(gateway.prepare({ prompt: CONTRACT_PROMPT, keys: true })).resolves.toBeUndefined();
  });

  it('is what is sent: one request with the prompt’s address, limits, and who calls', async () => {
    const { gateway, server } = await twilio();
    const { heard, call } = dialTo(gateway, '0190', {
      prompt: CONTRACT_PROMPT,
      callerId: null,
      ringMs: 20_500,
      talkMs: 90_000,
    });
    await heard.whenEnded;
    expect(server.forms).toEqual([
      {
        To: call.number,
        From: '+12025550199',
        Timeout: '21',
        TimeLimit: '90',
        Twiml:
          `<Response><!-- attempt ${call.id} --><Gather input="dtmf" numDigits="1" finishOnKey="" timeout="5"` +
          ` method="POST" action="${server.url}/bin"><Play>${server.url}/prompts/${CONTRACT_PROMPT.sha256}.wav</Play>` +
          `</Gather></Response>`,
      },
    ]);
  });

  it('a second key is heard after one that does nothing', async () => {
    const { gateway, server } = await twilio();
    const { heard } = dialTo(gateway, '0188');
    await heard.whenKey;
    // The call waits for another key, and not in the queue.
    await expect
      .poll(() => server.requests.filter((request) => /^POST .*\/Calls\/CA/.test(request)).length)
      .toBe(1);
    expect((await heard.whenEnded).outcome).toBe('answered');
    expect(heard.keys).toEqual(['1']);
  });
});

function faultOf(nth: number): StandInFault | null {
  if (nth === 9) return 'congestion';
  if (nth % 11 === 3) return 'refusal';
  if (nth % 3 === 0) return 'silence';
  return nth % 4 === 1 ? 'breakdown' : null;
}

describe('a broadcast by Twilio under every fault at once', () => {
  it('places no number’s call twice by Twilio’s own log, and accounts for every number', async () => {
    const numbers = Array.from({ length: 40 }, (_, at) => 12_025_550_190 + 10_000 * at + (at % 2));
    let asked = 0;
    let questions = 0;
    const { gateway, server } = await twilio(
      {
        fault: () => faultOf(asked++),
        busy: () => ++questions % 29 === 0,
        lateMs: 60,
      },
      { times: { searchMs: 400 } },
    );
    const at = await broadcastDatabase();
    const id = testId();
    const job = testId();
    const list = addList(at, { numbers });
    at.raw
      .prepare(
        `insert into broadcasts (id, realm_id, node_id, key, name, state, list_id, seed, gateway, calls_per_second,
           lines, attempts, job_id, created_at, created_by, updated_at, version)
         values (?, ?, ?, 1, 'B', 'running', ?, 1, 'twilio', 100, 20, 1, ?, 0, '', 0, 1)`,
      )
      .run(id, at.realm, at.account, list.id, job);
    at.raw
      .prepare(
        `insert into broadcast_counts (broadcast_key, total, done, answered, interrupted, not_called, attempts, live)
         values (1, ?, 0, 0, 0, 0, 0, 0)`,
      )
      .run(numbers.length);
    const add = at.raw.prepare(
      `insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due)
       values (1, ?, ?, '', 'waiting', 0, null, 0)`,
    );
    numbers.forEach((number, index) => add.run(index + 1, number));
    const clock = systemClock(Date.now);
    const run = broadcastRunner({
      clock: () => clock,
      line: () => Promise.resolve(new Line(gateway, null, clock.steady())),
      zonesOf: () => [],
    });
    await run({ broadcast: id }, new TestJob(at.raw, job, Date.now));
    for (const [number, count] of server.placed) expect(`${number} ${count}`).toBe(`${number} 1`);
    const rows = at.raw
      .prepare('select number, state, last_outcome as outcome from broadcast_numbers')
      .all() as {
      number: number;
      state: string;
      outcome: string;
    }[];
    expect(rows.filter(({ state }) => state !== 'done' && state !== 'interrupted')).toEqual([]);
    for (const { number, state, outcome } of rows) {
      const called = server.placed.get(`+${number}`) ?? 0;
      // Whoever was called is known to have been called, or told as one of whom nobody knows.
      expect(called === 1 || state === 'interrupted').toBe(true);
      if (state === 'done') expect(outcome).toBe(String(number).endsWith('191') ? 'busy' : 'answered');
    }
    expect(rows.filter(({ state }) => state === 'interrupted').length).toBeLessThan(20);
    at.raw.close();
  });
});

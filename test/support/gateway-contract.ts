import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Prompt, promptOf } from '#main/jobs/audio/prompt.ts';
import type { Call, CallEnd, CallListener, Gateway, LiveCall } from '#main/jobs/gateways/gateway.ts';
import type { Outcome } from '#shared/operations/broadcasts.ts';
import type { Journal } from './journal.ts';

/** A gateway, open, and what lies behind it. */
export interface GatewayUnderTest {
  readonly gateway: Gateway;
  /** A second gateway to the same peer, open, as after a crash of the first; null: nothing outlives the process. */
  readonly another: (() => Promise<Gateway>) | null;
  /** The callees' log; null: there are no callees. */
  readonly journal: Journal | null;
  /** Calls that are up on the other side. */
  live(): number;
  congest(on: boolean): void;
  /** What a callee that heard the whole prompt notes of it; null: no sound is sent. */
  heard(prompt: Prompt): string | null;
  /** What the other side has no word for, and what it says in its place. */
  readonly unsaid?: Partial<Record<Outcome, Outcome>>;
  dispose(): Promise<void>;
}

/** How long callees ring and talk in the contract tests, in ms. */
export const CONTRACT_TIMES = { ringMs: [30, 60], talkMs: [300, 400] } as const;
/** A sixth of a second of something that is neither silence nor the same everywhere. */
export const CONTRACT_PROMPT = promptOf(
  Uint8Array.from(
    { length: 1_320 },
    (_, at) => createHash('sha256').update(String(at)).digest()[0] as number,
  ),
);

let calls = 0;

/** One call as its listener saw it. */
export class Heard implements CallListener {
  readonly told: string[] = [];
  readonly keys: string[] = [];
  handle: string | null = null;
  readonly #answered = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<CallEnd>();
  readonly #key = Promise.withResolvers<string>();

  answered(handle: string | null): void {
    this.told.push('answered');
    this.handle = handle;
    this.#answered.resolve();
  }

  key(key: string): void {
    this.told.push('key');
    this.keys.push(key);
    this.#key.resolve(key);
  }

  ended(end: CallEnd): void {
    this.told.push('ended');
    this.#ended.resolve(end);
  }

  get whenAnswered(): Promise<void> {
    return this.#answered.promise;
  }

  get whenEnded(): Promise<CallEnd> {
    return this.#ended.promise;
  }

  get whenKey(): Promise<string> {
    return this.#key.promise;
  }
}

const FIRST_AREA = 201;

/** The id of the call that was dialled to this number: no two calls of a file's suites share one. */
export function idOf(number: string): string {
  const nth = Number(number.slice(2, -7)) - FIRST_AREA;
  return `01890000-0000-7000-8000-${String(nth).padStart(12, '0')}-1`;
}

/** Dials; the number ends in these digits. */
export function dialTo(
  gateway: Gateway,
  ending: string,
  settings: Partial<Call> = {},
): { readonly call: Call; readonly live: LiveCall; readonly heard: Heard } {
  calls += 1;
  const number = `+1${FIRST_AREA + calls}555${ending}`;
  const call: Call = {
    id: idOf(number),
    number,
    attempt: 1,
    callerId: '+12025550100',
    prompt: null,
    ringMs: 5_000,
    talkMs: 5_000,
    keyMs: 5_000,
    machine: 'off',
    ...settings,
  };
  const heard = new Heard();
  const live = gateway.dial(call, heard);
  expect(heard.told).toEqual([]);
  return { call, live, heard };
}

/** The one suite that every gateway has to pass. */
export function gatewayContract(name: string, make: () => Promise<GatewayUnderTest>): void {
  describe(`${name}: the contract of gateways`, () => {
    let under: GatewayUnderTest;
    let gateway: Gateway;
    beforeAll(async () => {
      under = await make();
      ({ gateway } = under);
    });
    afterAll(async () => {
      await under.dispose();
    });

    it.each([
      ['0190', 'answered'],
      ['0191', 'busy'],
      ['0192', 'no-answer'],
      ['0193', 'rejected'],
      ['0194', 'invalid'],
      ['0195', 'failed'],
    ] as const)('a number that ends in %s ends as %s', async (ending, said) => {
      const outcome = under.unsaid?.[said] ?? said;
      const { heard, call } = dialTo(gateway, ending);
      const end = await heard.whenEnded;
      expect(end.outcome).toBe(outcome);
      expect(end.talk > 0).toBe(outcome === 'answered');
      expect(heard.told).toEqual(outcome === 'answered' ? ['answered', 'ended'] : ['ended']);
      if (under.journal === null) return;
      expect(under.journal.of(call.id)[0]).toBe('invite');
      const invite = under.journal.events.find(({ callId }) => callId === call.id);
      expect(invite?.number).toBe(call.number);
      expect(invite?.callerId).toBe(call.callerId);
    });

    it('twenty calls at once end each by itself', async () => {
      const all = Array.from({ length: 20 }, (_, index) =>
        dialTo(gateway, index % 2 === 0 ? '0190' : '0191'),
      );
      const ends = await Promise.all(all.map(({ heard }) => heard.whenEnded));
      expect(ends.map(({ outcome }) => outcome)).toEqual(
        all.map((_, index) => (index % 2 === 0 ? 'answered' : 'busy')),
      );
      expect(under.live()).toBe(0);
    });

    it('a call that is hung up while it rings ends unanswered, and the callee rings no more', async () => {
      const { heard, live, call } = dialTo(gateway, '7186');
      await under.journal?.when((event) => event.what === 'ring' && event.callId === call.id);
      live.hangUp();
      live.hangUp();
      expect(await heard.whenEnded).toMatchObject({ outcome: 'no-answer', talk: 0 });
      await under.journal?.when((event) => event.what === 'cancel' && event.callId === call.id);
      expect(heard.told).toEqual(['ended']);
    });

    it('a call that is hung up before anything was heard of it ends unanswered or not placed', async () => {
      const { heard, live } = dialTo(gateway, '0190');
      live.hangUp();
      expect(['no-answer', 'not-placed', 'answered']).toContain((await heard.whenEnded).outcome);
      expect(heard.told.filter((what) => what === 'ended')).toHaveLength(1);
    });

    it('a call that is hung up while it is talked on ends as answered', async () => {
      const { heard, live, call } = dialTo(gateway, '7187');
      await heard.whenAnswered;
      live.hangUp();
      expect((await heard.whenEnded).outcome).toBe('answered');
      await under.journal?.when((event) => event.what === 'bye' && event.callId === call.id);
      live.hangUp();
      expect(heard.told).toEqual(['answered', 'ended']);
    });

    it('a call that rings longer than it may ends unanswered', async () => {
      const { heard } = dialTo(gateway, '7186', { ringMs: 5 });
      expect((await heard.whenEnded).outcome).toBe('no-answer');
    });

    it('a call that lasts longer than it may is ended', async () => {
      const { heard, call } = dialTo(gateway, '7187', { talkMs: 60 });
      expect((await heard.whenEnded).outcome).toBe('answered');
      await under.journal?.when((event) => event.what === 'bye' && event.callId === call.id);
    });

    it('the callee hears the prompt to its last sample', async () => {
      const { heard, call } = dialTo(gateway, '7187', { prompt: CONTRACT_PROMPT, keyMs: 20 });
      expect((await heard.whenEnded).outcome).toBe('answered');
      const wanted = under.heard(CONTRACT_PROMPT);
      if (under.journal === null || wanted === null) return;
      const bye = await under.journal.when((event) => event.what === 'bye' && event.callId === call.id);
      expect(bye.detail).toBe(wanted);
    });

    it('a callee who hangs up in the midst of the prompt was not left in silence', async () => {
      const prompt = promptOf(new Uint8Array(8_000).fill(0x55));
      const dialled = Array.from({ length: 10 }, () => dialTo(gateway, '0190', { prompt }));
      for (const { heard } of dialled) {
        const end = await heard.whenEnded;
        expect(end.outcome).toBe('answered');
        expect(end.silent).toBeUndefined();
      }
    });

    it('a key that the callee presses is told once, and the call may end by it at once', async () => {
      const { heard, live } = dialTo(gateway, '0189', { prompt: CONTRACT_PROMPT });
      expect(await heard.whenKey).toBe('9');
      live.hangUp();
      expect((await heard.whenEnded).outcome).toBe('answered');
      expect(heard.told).toEqual(['answered', 'key', 'ended']);
    });

    it('an answered call is handed over to another number', async () => {
      const { heard, live } = dialTo(gateway, '0188');
      await heard.whenKey;
      live.transfer('+12025550123');
      expect((await heard.whenEnded).outcome).toBe('answered');
      // The two may still talk with each other; whichever hangs up ends it for both.
      await vi.waitUntil(() => under.live() === 0, { timeout: 10_000 });
    });

    it('a machine that answers hears the prompt like anybody, unless it is to be hung up on', async () => {
      const prompt = CONTRACT_PROMPT;
      const kept = dialTo(gateway, '7185', { prompt, keyMs: 20 });
      expect((await kept.heard.whenEnded).outcome).toBe('answered');
      const cut = dialTo(gateway, '7185', { prompt, keyMs: 20, machine: 'hang-up' });
      expect((await cut.heard.whenEnded).outcome).toBe('machine');
      if (under.journal === null) return;
      const bye = await under.journal.when(({ what, callId }) => what === 'bye' && callId === cut.call.id);
      expect(bye.detail).not.toBe(under.heard(prompt));
    });

    it('a person hears the whole prompt although machines are to be hung up on', async () => {
      const { heard, call } = dialTo(gateway, '7187', {
        prompt: CONTRACT_PROMPT,
        keyMs: 20,
        machine: 'hang-up',
      });
      expect((await heard.whenEnded).outcome).toBe('answered');
      const wanted = under.heard(CONTRACT_PROMPT);
      if (under.journal === null || wanted === null) return;
      const bye = await under.journal.when((event) => event.what === 'bye' && event.callId === call.id);
      expect(bye.detail).toBe(wanted);
    });

    it('congestion turns a call away before anybody is rung', async () => {
      under.congest(true);
      const { heard, call } = dialTo(gateway, '0190');
      expect(await heard.whenEnded).toMatchObject({ outcome: 'not-placed', because: 'congestion', talk: 0 });
      expect(under.journal?.of(call.id) ?? []).toEqual([]);
      under.congest(false);
      expect((await dialTo(gateway, '0191').heard.whenEnded).outcome).toBe('busy');
      expect(gateway.fault()).toBeNull();
    });

    it('calls that an earlier process left up, ringing or talking, are ended', async () => {
      if (under.another === null || under.journal === null) return;
      const { journal } = under;
      const ringing = dialTo(gateway, '7186');
      await journal.when((event) => event.what === 'ring' && event.callId === ringing.call.id);
      const talking = dialTo(gateway, '7187');
      const later = await under.another();
      const left = ({ call, heard }: typeof ringing) => ({ ...call, handle: heard.handle });
      await later.endLeft([left(ringing)]);
      await talking.heard.whenAnswered;
      await later.endLeft([left(talking)]);
      // To end calls that are over already harms nobody.
      const third = await under.another();
      await third.endLeft([left(ringing), left(talking)]);
      await third.close();
      expect(['cancel', 'bye']).toContain(
        (
          await journal.when(
            ({ what, callId }) => callId === ringing.call.id && (what === 'cancel' || what === 'bye'),
          )
        ).what,
      );
      await journal.when((event) => event.what === 'bye' && event.callId === talking.call.id);
      expect(under.live()).toBe(0);
      await later.close();
    });

    it('closing hangs up what is live and tells each end', async () => {
      const opened = under.another === null ? gateway : await under.another();
      const one = dialTo(opened, '7187');
      const two = dialTo(opened, '7186');
      await one.heard.whenAnswered;
      await opened.close();
      expect(one.heard.told.at(-1)).toBe('ended');
      expect(two.heard.told.at(-1)).toBe('ended');
      expect(under.live()).toBe(0);
    });
  });
}

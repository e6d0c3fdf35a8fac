import type { Call, CallListener, Gateway, LeftCall, Needs } from '../gateway.ts';
import { checkPublished, promptUrlOf } from './published-prompt.ts';
import { type CallRecord, pause, type TwilioAddress, TwilioApi, TwilioRefusal } from './twilio-api.ts';
import { TwilioCall, type TwilioTimes } from './twilio-call.ts';
import { answerTwiml, KEY_QUEUE } from './twiml.ts';

export interface TwilioSettings extends TwilioAddress {
  readonly label: string;
  readonly real: boolean;
  /** Shown where a call names no caller id: E.164, a number of the account or one that Twilio has verified. */
  readonly from: string;
  /** Where prompts are published on the web; '': nowhere. */
  readonly promptUrl: string;
  /** A TwiML Bin that puts a call whose callee pressed a key into the queue of that key; '': keys can't be told. */
  readonly keysUrl: string;
  /** How long Twilio may take to answer a question, in ms; 5 s if absent. */
  readonly patienceMs?: number;
  readonly times?: Partial<TwilioTimes>;
}

const PATIENCE_MS = 5_000;
const TIMES: TwilioTimes = { pollMs: 1_000, queueMs: 30_000, lateMs: 60_000, searchMs: 30_000 };
const CLOSING_MS = 5_000;
/** The longest pause between two looks where Twilio asks for patience, or does not answer, in ms. */
const LONGEST_MS = 30_000;
/** Up to so many calls are looked at one by one, more by Twilio's lists. */
const FEW = 3;
/** How long an ended call is known to be none that is searched for, in ms. */
const REMEMBERED_MS = 120_000;
/** Requests at the same time; Twilio limits how many an account may have. */
const AT_ONCE = 8;
/** In the order in which a call goes through them, so that none is missed on its way. */
const LIVE = ['queued', 'ringing', 'in-progress'] as const;

interface Queue {
  readonly sid: string;
  readonly friendly_name: string;
  readonly current_size: number;
}

interface Member {
  readonly call_sid: string;
  readonly date_enqueued: string;
}

/** Places calls by Twilio's REST API, and learns what becomes of them by asking: nothing has to reach this machine. */
export class TwilioGateway implements Gateway {
  readonly label: string;
  readonly real: boolean;
  readonly #settings: TwilioSettings;
  readonly #times: TwilioTimes;
  readonly #api: TwilioApi;
  readonly #live = new Set<TwilioCall>();
  /** SIDs of calls that ended a short while ago, and when (steady ms), in that order. */
  readonly #ended = new Map<string, number>();
  #refusal: string | null = null;
  #look: NodeJS.Timeout | null = null;
  #pause: number;
  #closed = false;

  constructor(settings: TwilioSettings) {
    this.label = settings.label;
    this.real = settings.real;
    this.#settings = settings;
    this.#times = { ...TIMES, ...settings.times };
    this.#pause = this.#times.pollMs;
    this.#api = new TwilioApi(settings, {
      patience: settings.patienceMs ?? PATIENCE_MS,
      breathMs: this.#times.pollMs / 4,
    });
  }

  async open(): Promise<void> {
    await this.#api.open();
    this.#lookLater();
  }

  fault(): string | null {
    return this.#api.fault ?? this.#refusal;
  }

  /** Prompts must be on the web, and keys need their TwiML Bin. */
  async prepare(needs: Needs): Promise<void> {
    await checkPublished(needs, this.#settings);
  }

  dial(call: Call, listener: CallListener): TwilioCall {
    const { promptUrl, keysUrl, from } = this.#settings;
    const at = {
      promptUrl: call.prompt === null ? null : promptUrlOf(promptUrl, call.prompt.sha256),
      keysUrl,
    };
    const placed = new TwilioCall({
      api: this.#api,
      call,
      listener,
      from: call.callerId ?? from,
      twiml: answerTwiml(call, at),
      keysUrl,
      times: this.#times,
      isTaken: (sid) => this.#ended.has(sid) || [...this.#live].some((live) => live.sid === sid),
      placed: (refusal) => {
        this.#refusal = refusal;
      },
      over: () => this.#over(placed),
    });
    this.#live.add(placed);
    return placed;
  }

  /** Calls are known by their SID; those that were not answered yet, by who is called and what they are shown. */
  async endLeft(calls: readonly LeftCall[]): Promise<void> {
    if (calls.length === 0) return;
    const up = await this.#up();
    const handles = new Set(calls.map(({ handle }) => handle));
    const pairs = new Set(
      calls
        .filter(({ handle }) => handle === null)
        .map(({ number, callerId }) => `${number} ${callerId ?? this.#settings.from}`),
    );
    const mine = new Set([...this.#live].map(({ sid }) => sid));
    const left = [...up.values()].filter(
      ({ sid, to, from }) => !mine.has(sid) && (handles.has(sid) || pairs.has(`${to} ${from}`)),
    );
    await inTurns(left, ({ sid }) =>
      this.#api.post(`/Calls/${sid}.json`, { Status: 'completed' }).catch(() => null),
    );
  }

  async close(): Promise<void> {
    for (const call of this.#live) call.hangUp();
    const until = performance.now() + CLOSING_MS;
    while (this.#live.size > 0 && performance.now() < until) await pause(20);
    this.#closed = true;
    if (this.#look !== null) clearTimeout(this.#look);
    for (const call of this.#live) call.abandon();
  }

  #over(call: TwilioCall): void {
    this.#live.delete(call);
    const now = performance.now();
    for (const [sid, at] of this.#ended) {
      if (now - at < REMEMBERED_MS) break;
      this.#ended.delete(sid);
    }
    if (call.sid !== null) this.#ended.set(call.sid, now);
  }

  #lookLater(): void {
    if (this.#closed) return;
    this.#look = setTimeout(() => {
      this.#lookAround().then(
        () => this.#lookAfter(this.#times.pollMs),
        (error: unknown) => {
          const asked = error instanceof TwilioRefusal ? error.waitMs : 0;
          this.#lookAfter(Math.min(LONGEST_MS, Math.max(asked, this.#pause * 2)));
        },
      );
    }, this.#pause);
  }

  #lookAfter(ms: number): void {
    this.#pause = ms;
    this.#lookLater();
  }

  async #lookAround(): Promise<void> {
    const known = [...this.#live].filter(({ sid }) => sid !== null);
    if (known.length === 0) {
      // Whether Twilio is back is asked for as long as it is away.
      if (this.#api.fault !== null) await this.#api.get('/Calls.json?PageSize=1');
      return;
    }
    const up = known.length > FEW ? await this.#up() : new Map<string, CallRecord>();
    const gone: TwilioCall[] = [];
    for (const call of known) {
      const record = up.get(call.sid ?? '');
      if (record === undefined) gone.push(call);
      else call.heard(record);
    }
    await inTurns(gone, (call) => this.#lookAt(call));
    if (this.#settings.keysUrl !== '' && known.some(({ answered }) => answered)) await this.#hearKeys(known);
  }

  async #lookAt(call: TwilioCall): Promise<void> {
    try {
      call.heard((await this.#api.get(`/Calls/${call.sid ?? ''}.json`)) as CallRecord);
    } catch (error) {
      // Somebody deleted its record: it ends by its own limits, and the others are looked at all the same.
      if (!(error instanceof TwilioRefusal) || error.status !== 404) throw error;
    }
  }

  /** The account's live calls, by SID. */
  async #up(): Promise<Map<string, CallRecord>> {
    const up = new Map<string, CallRecord>();
    for (const status of LIVE) {
      const listed = await this.#api.all<CallRecord>('/Calls.json', { Status: status }, 'calls');
      for (const record of listed) up.set(record.sid, record);
    }
    return up;
  }

  /** A call whose callee has pressed a key waits in the queue of that key. */
  async #hearKeys(calls: readonly TwilioCall[]): Promise<void> {
    const queues = await this.#api.all<Queue>('/Queues.json', {}, 'queues');
    for (const { sid, friendly_name: name, current_size: size } of queues) {
      const key = name.slice(KEY_QUEUE.length);
      if (size === 0 || !name.startsWith(KEY_QUEUE) || !/^[0-9*#]$/.test(key)) continue;
      const members = await this.#api.all<Member>(`/Queues/${sid}/Members.json`, {}, 'queue_members');
      for (const { call_sid: call, date_enqueued: at } of members)
        calls.find((known) => known.sid === call)?.pressed(key, at);
    }
  }
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += AT_ONCE)
    await Promise.all(items.slice(from, from + AT_ONCE).map(work));
}

import type { Outcome } from '#shared/operations/broadcasts.ts';
import type { Call, CallEnd, CallListener, LiveCall } from '../gateway.ts';
import { type CallRecord, neverSent, pause, type TwilioApi, TwilioRefusal } from './twilio-api.ts';
import { anotherKeyTwiml, dialTwiml, HANDED_OVER_S, wholeSeconds } from './twiml.ts';

/** How long things may take, in ms. */
export interface TwilioTimes {
  /** Between two looks at the calls. */
  readonly pollMs: number;
  /** A call may wait at Twilio for its turn before it is called off: the account's calls per second are used up. */
  readonly queueMs: number;
  /** Twilio may report the end of a call this long after it was over. */
  readonly lateMs: number;
  /** A call that Twilio may or may not have taken is looked for this long. */
  readonly searchMs: number;
}

/** How calls end that nobody answered. Twilio reports a declined call as busy. */
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  busy: 'busy',
  'no-answer': 'no-answer',
  failed: 'failed',
};
const FINAL: ReadonlySet<string> = new Set(['completed', 'canceled', ...Object.keys(OUTCOMES)]);

/** Twilio's numbers for faults that lie with the number that is called ("Error and warning dictionary"). */
const INVALID: ReadonlySet<number> = new Set([21_211, 21_214, 21_217]);
const FORBIDDEN: ReadonlySet<number> = new Set([21_215, 21_216, 21_219]);
/** Twilio's clock is read to the second. */
const SECOND_MS = 1_000;
const AGAIN_MS = 5_000;

export interface TwilioCallParts {
  readonly api: TwilioApi;
  readonly call: Call;
  readonly listener: CallListener;
  readonly from: string;
  readonly twiml: string;
  /** '': keys can't be told. */
  readonly keysUrl: string;
  readonly times: TwilioTimes;
  /** Whether another call of this gateway, live or ended a short while ago, is known to be this one. */
  readonly isTaken: (sid: string) => boolean;
  /** Twilio took the call (null), or the next one would be refused for the same reason. */
  readonly placed: (refusal: string | null) => void;
  readonly over: () => void;
}

/**
 * One call. INVARIANT: it is asked for once. Twilio knows no key by which a repeated request would be the same call,
 * so that a request whose answer was lost is never sent again: the call is looked for in Twilio's list instead.
 */
export class TwilioCall implements LiveCall {
  readonly #parts: TwilioCallParts;
  readonly #dialledAt = performance.now();
  readonly #asked: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #sid: string | null = null;
  #ringing = false;
  #answeredAt: number | null = null;
  #ending = false;
  #handing = false;
  /** A machine answered that is to be hung up on. */
  #machine = false;
  #waitedTooLong = false;
  #over = false;
  #lastKey = '';

  constructor(parts: TwilioCallParts) {
    this.#parts = parts;
    this.#asked = parts.api.now();
    const { call, times } = parts;
    // Should nothing at all be heard of it.
    this.#later(times.queueMs + call.ringMs, () => {
      if (this.#answeredAt === null) this.hangUp();
    });
    void this.#place();
  }

  /** Twilio's name for it; null as long as it is not known. */
  get sid(): string | null {
    return this.#sid;
  }

  get answered(): boolean {
    return this.#answeredAt !== null;
  }

  hangUp(): void {
    if (this.#ending || this.#over) return;
    this.#ending = true;
    this.#later(this.#parts.times.lateMs, () => this.abandon());
    if (this.#sid !== null) void this.#complete(this.#sid);
  }

  transfer(to: string): void {
    if (this.#sid === null || this.#answeredAt === null || this.#ending || this.#over) return;
    this.#handing = true;
    this.#parts.api
      .post(`/Calls/${this.#sid}.json`, { Twiml: dialTwiml(to), TimeLimit: String(HANDED_OVER_S) })
      .then(
        () => this.#finish({ outcome: 'answered' }),
        () => {
          this.#handing = false;
          this.hangUp();
        },
      );
  }

  /** What Twilio says of it now. */
  heard({ status, start_time: started, duration, answered_by: by }: CallRecord): void {
    if (this.#over) return;
    this.#machine ||= this.#parts.call.machine === 'hang-up' && /^(machine|fax)/.test(by ?? '');
    if (FINAL.has(status)) this.#final(status, started !== null, Number(duration ?? 0));
    else if (status === 'in-progress') {
      this.#answer();
      if (this.#machine) this.hangUp();
    } else if (status === 'ringing') this.#ring();
    else if (performance.now() - this.#dialledAt > this.#parts.times.queueMs) {
      this.#waitedTooLong = true;
      this.hangUp();
    }
  }

  /** The callee pressed a key; `at` tells two presses of one key apart. */
  pressed(key: string, at: string): void {
    if (this.#over || this.#ending || this.#handing || this.#lastKey === `${key} ${at}`) return;
    this.#lastKey = `${key} ${at}`;
    this.#answer();
    this.#parts.listener.key(key);
    this.#awaitAnotherKey();
  }

  /** Nobody can say what becomes of it any more. */
  abandon(): void {
    const answered = this.#machine ? 'machine' : 'answered';
    this.#finish({ outcome: this.#answeredAt === null ? 'interrupted' : answered });
  }

  async #place(): Promise<void> {
    const { api, call, from, twiml, placed } = this.#parts;
    try {
      const made = await api.post('/Calls.json', {
        To: call.number,
        From: from,
        Twiml: twiml,
        Timeout: String(wholeSeconds(call.ringMs)),
        TimeLimit: String(wholeSeconds(call.talkMs)),
        // Twilio listens first and plays to whoever it is; the next look tells which calls are to be ended.
        ...(call.machine === 'hang-up' ? { MachineDetection: 'Enable' } : {}),
      });
      const { sid } = made as Partial<CallRecord>;
      if (sid === undefined) throw new SyntaxError('a call without a SID');
      this.#known(sid);
      placed(null);
    } catch (error) {
      if (error instanceof TwilioRefusal && error.status < 500) this.#refused(error);
      else if (neverSent(error)) this.#finish({ outcome: 'not-placed', because: 'fault' });
      else await this.#search();
    }
  }

  #known(sid: string): void {
    this.#sid = sid;
    // Given up meanwhile: nobody would see to it any more.
    if (this.#over)
      void this.#parts.api.post(`/Calls/${sid}.json`, { Status: 'completed' }).catch(() => null);
    else if (this.#ending) void this.#complete(sid);
  }

  #refused({ status, code, message }: TwilioRefusal): void {
    if (status === 429) this.#finish({ outcome: 'not-placed', because: 'congestion' });
    else if (INVALID.has(code)) this.#finish({ outcome: 'invalid' });
    else if (FORBIDDEN.has(code)) this.#finish({ outcome: 'failed' });
    else {
      this.#parts.placed(`Twilio refuses this gateway’s calls: ${message}`);
      this.#finish({ outcome: 'not-placed', because: 'fault' });
    }
  }

  /** Looks for a call that Twilio may have taken although its answer was lost. */
  async #search(): Promise<void> {
    const { api, call, from, times } = this.#parts;
    const until = performance.now() + times.searchMs;
    while (!this.#over && performance.now() < until) {
      await pause(times.pollMs);
      const listed = await api
        .all<CallRecord>('/Calls.json', { To: call.number, From: from }, 'calls')
        .catch(() => []);
      const found = listed.filter((record) => this.#maybe(record));
      // More than one: somebody else calls this number from this caller id, and nobody can tell which is which.
      if (found.length > 1) break;
      if (found[0] === undefined) continue;
      this.#known(found[0].sid);
      this.heard(found[0]);
      return;
    }
    this.#finish({ outcome: 'interrupted' });
  }

  #maybe({ sid, direction, date_created: created }: CallRecord): boolean {
    const at = created === null ? Number.NaN : Date.parse(created);
    return direction === 'outbound-api' && at >= this.#asked - 2 * SECOND_MS && !this.#parts.isTaken(sid);
  }

  #ring(): void {
    if (this.#ringing) return;
    this.#ringing = true;
    this.#later(this.#parts.call.ringMs, () => {
      if (this.#answeredAt === null) this.hangUp();
    });
  }

  #answer(): void {
    if (this.#answeredAt !== null) return;
    this.#answeredAt = performance.now();
    this.#later(this.#parts.call.talkMs, () => {
      if (!this.#handing) this.hangUp();
    });
    if (!this.#ending) this.#parts.listener.answered(this.#sid);
  }

  #final(status: string, dialled: boolean, duration: number): void {
    const now = performance.now();
    if (status === 'completed' && (this.#answeredAt !== null || !this.#ending || duration > 0)) {
      // Answered and over between two looks.
      if (this.#answeredAt === null && !this.#ending) this.#parts.listener.answered(this.#sid);
      this.#answeredAt ??= now - duration * SECOND_MS;
      this.#finish({ outcome: this.#machine ? 'machine' : 'answered' }, duration);
    } else if (status === 'canceled' && !dialled) {
      // It never left Twilio's queue: nobody's telephone rang.
      this.#finish({ outcome: 'not-placed', ...(this.#waitedTooLong ? { because: 'congestion' } : {}) });
    } else this.#finish({ outcome: OUTCOMES[status] ?? 'no-answer' });
  }

  /** Ends it at Twilio; asked for until Twilio has heard it. */
  async #complete(sid: string): Promise<void> {
    const { api, times } = this.#parts;
    for (let wait = times.pollMs; !this.#over; wait = Math.min(wait * 2, AGAIN_MS)) {
      try {
        // How it ended, and whether somebody had answered meanwhile, the next look tells.
        await api.post(`/Calls/${sid}.json`, { Status: 'completed' });
        return;
      } catch (error) {
        // It is over already.
        if (error instanceof TwilioRefusal && error.status < 500 && error.status !== 429) return;
      }
      await pause(wait);
    }
  }

  #awaitAnotherKey(): void {
    if (this.#over || this.#ending || this.#handing || this.#sid === null) return;
    const { api, call, keysUrl } = this.#parts;
    api
      .post(`/Calls/${this.#sid}.json`, { Twiml: anotherKeyTwiml(keysUrl, call.keyMs) })
      // Nobody should be left to listen to the queue's music.
      .catch(() => this.hangUp());
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #finish(end: Pick<CallEnd, 'outcome' | 'because'>, duration = 0): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#parts.over();
    const now = performance.now();
    const answered = this.#answeredAt;
    this.#parts.listener.ended({
      ...end,
      ring: tenths(Math.max(0, (answered ?? now) - this.#dialledAt)),
      talk: answered === null ? 0 : duration > 0 ? duration : Math.max(0.1, tenths(now - answered)),
    });
  }
}

function tenths(ms: number): number {
  return Math.round(ms / 100) / 10;
}

import type { Answerer } from '../../audio/answer-detector.ts';
import { AnswerListening } from '../answer-listening.ts';
import { CONGESTION_CAUSES, OUTCOME_BY_CAUSE } from '../causes.ts';
import type { Call, CallEnd, CallListener, LiveCall } from '../gateway.ts';
import { type Ari, type AriEvent, AriRefusal, Unasked } from './ari.ts';
import type { AsteriskTransfers } from './asterisk-transfers.ts';
import { stillSpeaking } from './still-speaking.ts';

/** Asterisk may take this long beyond a call's own limits before it ends it by itself, in seconds. */
const GRACE_S = 10;

/** How long somebody is silent until Asterisk says so, and the shortest talk that is any, in ms. */
const [QUIET_MS, WORD_MS] = [200, 100];

/** How ARI answers what is asked of a channel that has ended or ends. */
const GONE: ReadonlySet<number> = new Set([404, 409, 412]);
/** How long the news may take that a callee has hung up, in ms. */
const LEAVING_MS = 500;
/** The callee's side ended a call that rang, and gave no reason. */
const NORMAL_CLEARING = 16;

export interface AsteriskCallParts {
  readonly ari: Ari;
  readonly call: Call;
  readonly listener: CallListener;
  readonly transfers: AsteriskTransfers;
  /** The dial string of a number. */
  readonly endpointOf: (number: string) => string;
  /** Where Asterisk finds the call's prompt; null: none. */
  readonly promptUrl: string | null;
  over(): void;
}

/** One call on Asterisk: a channel whose id is the call's. */
export class AsteriskCall implements LiveCall {
  readonly #parts: AsteriskCallParts;
  readonly #dialledAt = performance.now();
  #answeredAt: number | null = null;
  #rang = false;
  #ending = false;
  #handing = false;
  #placed = false;
  /** The callee has hung up; a prompt that breaks off by that was no fault of this side. */
  #leaving = false;
  #over = false;
  #silent = false;
  /** Until it is known who answered; null: nobody wants to know, or it is known. */
  #listening: AnswerListening | null = null;
  #machine = false;
  #originated: Promise<unknown>;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(parts: AsteriskCallParts) {
    this.#parts = parts;
    this.#originated = this.#originate();
  }

  hangUp(): void {
    if (this.#ending || this.#over) return;
    this.#ending = true;
    void this.#originated.then(() => this.#delete());
  }

  transfer(to: string): void {
    if (this.#answeredAt === null || this.#handing || this.#ending || this.#over) return;
    const { call, endpointOf, transfers } = this.#parts;
    this.#handing = true;
    void this.#hand(transfers.hand(call, endpointOf(to)));
  }

  hear(event: AriEvent): void {
    switch (event.type) {
      case 'Dial':
        if (event.dialstatus === 'RINGING') this.#rang = true;
        break;
      case 'StasisStart':
        this.#answered();
        break;
      case 'ChannelDtmfReceived':
        if (event.digit === undefined || this.#ending) break;
        this.#listening?.pressed();
        this.#parts.listener.key(event.digit);
        break;
      case 'ChannelTalkingStarted':
        this.#listening?.hear(true);
        break;
      case 'ChannelTalkingFinished':
        this.#listening?.hear(false);
        // Asterisk begins with a talk of no length, before it has heard anything.
        if ((event.duration ?? 0) < WORD_MS) this.#listening?.disregard();
        break;
      case 'ChannelHangupRequest':
        this.#leaving = true;
        break;
      case 'PlaybackFinished':
        this.#played(event.playback?.state !== 'failed');
        break;
      case 'ChannelDestroyed':
        this.#destroyed(event.cause ?? 0);
        break;
    }
  }

  /** Events were missed, and Asterisk knows this channel no more, or not yet. */
  lost(): void {
    if (!this.#placed) return;
    this.#finish({ outcome: this.#answeredAt === null ? 'interrupted' : 'answered' });
  }

  async #hand(handed: Promise<boolean>): Promise<void> {
    if (await handed) this.#finish({ outcome: 'answered' });
    else this.hangUp();
  }

  async #originate(): Promise<void> {
    const { ari, call, endpointOf } = this.#parts;
    const longest = Math.ceil((call.ringMs + call.talkMs) / 1_000) + GRACE_S;
    try {
      const body = {
        endpoint: endpointOf(call.number),
        app: ari.app,
        timeout: Math.max(1, Math.ceil(call.ringMs / 1_000)),
        ...(call.callerId === null ? {} : { callerId: call.callerId }),
        // Asterisk ends the call by itself should this console be gone by then.
        variables: { 'TIMEOUT(absolute)': String(longest) },
      };
      await ari.ask('POST', `/channels/${call.id}`, { body, wanted: () => !this.#ending });
      this.#placed = true;
      this.#later(call.ringMs, () => {
        if (this.#answeredAt === null) this.hangUp();
      });
    } catch (error) {
      this.#notOriginated(error);
    }
  }

  #notOriginated(error: unknown): void {
    if (error instanceof Unasked) {
      this.#finish({ outcome: 'no-answer' });
      return;
    }
    if (error instanceof AriRefusal) {
      const because = error.status >= 500 ? 'congestion' : 'fault';
      this.#finish({ outcome: 'not-placed', because });
      return;
    }
    // Asterisk may have taken the call although its answer was lost: whatever it made of it is ended.
    void this.#delete();
    this.#finish({ outcome: 'interrupted' });
  }

  #answered(): void {
    if (this.#answeredAt !== null || this.#over) return;
    const { call, listener } = this.#parts;
    this.#answeredAt = performance.now();
    this.#later(call.talkMs, () => this.hangUp());
    if (this.#ending) return;
    listener.answered(null);
    if (call.machine === 'off') this.#play();
    else this.#listen();
  }

  /** Silence until it is known who answered: a person then hears the prompt from its start. */
  #listen(): void {
    const { ari, call } = this.#parts;
    this.#listening = new AnswerListening((who) => void this.#known(who));
    const query = new URLSearchParams({ variable: 'TALK_DETECT(set)', value: String(QUIET_MS) });
    // An Asterisk without that function tells nothing of who speaks: then it is taken for a person.
    ari.ask('POST', `/channels/${call.id}/variable?${query.toString()}`).catch(() => undefined);
  }

  async #known(who: Answerer): Promise<void> {
    const { ari, call } = this.#parts;
    const machine = who === 'machine' && (await stillSpeaking(ari, call.id));
    this.#listening = null;
    if (this.#ending || this.#over || this.#handing) return;
    this.#machine = machine;
    if (machine) this.hangUp();
    else this.#play();
  }

  #play(): void {
    const { ari, call, promptUrl } = this.#parts;
    if (promptUrl === null) {
      this.#waitForKeys();
      return;
    }
    const query = new URLSearchParams({ media: `sound:${promptUrl}` });
    const path = `/channels/${call.id}/play/${call.id}?${query.toString()}`;
    ari.ask('POST', path).catch((error: unknown) => {
      // A channel that is gone, or on its way out: the callee hung up before anything could be said.
      if (error instanceof AriRefusal && GONE.has(error.status)) this.#leaving = true;
      this.#played(false);
    });
  }

  /** The prompt was heard to its end, or Asterisk could not fetch or read it. */
  #played(heard: boolean): void {
    if (this.#handing) return;
    if (heard) {
      this.#waitForKeys();
      return;
    }
    // A prompt fails too when the callee hangs up, of which Asterisk may tell only after it.
    this.#later(this.#leaving ? 0 : LEAVING_MS, () => {
      this.#silent = !this.#leaving && !this.#ending;
      this.hangUp();
    });
  }

  #waitForKeys(): void {
    this.#later(this.#parts.call.keyMs, () => {
      if (!this.#handing) this.hangUp();
    });
  }

  #destroyed(cause: number): void {
    if (this.#answeredAt !== null) {
      // Gone before the prompt began: a person who heard nothing.
      this.#silent ||= this.#listening !== null && !this.#ending;
      this.#finish({ outcome: this.#machine ? 'machine' : 'answered' });
    } else if (this.#ending) this.#finish({ outcome: 'no-answer' });
    else if (!this.#rang && CONGESTION_CAUSES.has(cause))
      this.#finish({ outcome: 'not-placed', because: 'congestion' });
    else if (cause === NORMAL_CLEARING) this.#finish({ outcome: 'no-answer' });
    else this.#finish({ outcome: OUTCOME_BY_CAUSE[cause] ?? 'failed' });
  }

  async #delete(): Promise<void> {
    if (this.#over) return;
    try {
      await this.#parts.ari.ask('DELETE', `/channels/${this.#parts.call.id}?reason=normal`);
    } catch (error) {
      // 404: it has ended meanwhile, and its event is on the way.
      if (!(error instanceof AriRefusal))
        this.#finish({ outcome: this.#answeredAt === null ? 'interrupted' : 'answered' });
    }
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #finish(end: Pick<CallEnd, 'outcome' | 'because'>): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#listening?.stop();
    this.#parts.transfers.giveUp(this.#parts.call.id);
    this.#parts.over();
    const now = performance.now();
    const answered = this.#answeredAt;
    this.#parts.listener.ended({
      ...end,
      ...(this.#silent ? { silent: true } : {}),
      ring: seconds((answered ?? now) - this.#dialledAt),
      talk: answered === null ? 0 : seconds(now - answered),
    });
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

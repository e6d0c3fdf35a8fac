import { createHash, randomBytes } from 'node:crypto';
import type { FarmEvent } from '#main/jobs/gateways/farm/callee.ts';
import { type PracticePlan, practicePlan, type Span } from '#main/jobs/gateways/practice.ts';

export interface CalleeOptions {
  readonly ringMs: Span;
  readonly talkMs: Span;
  readonly note: (event: FarmEvent) => void;
  /** Until a new call is dialled, in ms; absent: at once. */
  readonly queueMs?: () => number;
}

/** What a call was asked for with. */
export interface Asked {
  readonly to: string;
  readonly from: string;
  readonly twiml: string;
  readonly timeoutS: number;
  readonly limitS: number;
  /** Whether to find out who answers. */
  readonly detect: boolean;
}

type Status =
  | 'queued'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'canceled'
  | 'busy'
  | 'no-answer'
  | 'failed';

const ENDS: Readonly<Record<string, Status>> = {
  busy: 'busy',
  'no-answer': 'no-answer',
  // Twilio has no other word for a call that was declined.
  rejected: 'busy',
  failed: 'failed',
};
/** It listens so long to who answered before it plays anything. */
const LISTENING_MS = 100;
/** Twilio adds some seconds to the ring time that it is asked for. */
const RING_MORE_MS = 5_000;

function sidOf(prefix: string): string {
  return prefix + randomBytes(16).toString('hex');
}

const rfc2822 = (at: number | null) =>
  at === null ? null : new Date(at).toUTCString().replace('GMT', '+0000');

/** A queue that calls wait in; it stays when they have left. */
export class CallQueue {
  readonly sid = sidOf('QU');
  readonly name: string;
  readonly members = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }
}

/** One call of the stand-in, with a callee that does what the practice plan says of the number. */
export class StandInCall {
  readonly sid = sidOf('CA');
  readonly asked: Asked;
  readonly createdAt = Date.now();
  readonly #options: CalleeOptions;
  readonly #plan: PracticePlan;
  readonly #queueOf: (name: string) => CallQueue;
  readonly #timers = new Set<NodeJS.Timeout>();
  status: Status = 'queued';
  /** It goes on without the console, with somebody else. */
  handedOver = false;
  #startedAt: number | null = null;
  #answeredAt: number | null = null;
  #endedAt: number | null = null;
  #heard = '';
  #answeredBy: string | null = null;
  #gather: { readonly action: string } | null = null;
  #queue: CallQueue | null = null;
  #script = 0;

  constructor(asked: Asked, options: CalleeOptions, queueOf: (name: string) => CallQueue) {
    this.asked = asked;
    this.#options = options;
    this.#queueOf = queueOf;
    this.#plan = practicePlan({ ...options, seed: 0 }, asked.to, 1);
    this.note('invite');
    this.#after(options.queueMs?.() ?? 0, () => this.#dial());
  }

  get live(): boolean {
    return this.#endedAt === null;
  }

  /** Of a call that is over: how long ago, in ms. */
  get overSince(): number {
    return this.#endedAt === null ? 0 : Date.now() - this.#endedAt;
  }

  /** As Twilio shows it; `late`: as it was before it ended. */
  record(late: boolean): object {
    const over = this.#endedAt !== null && !late;
    const answered = this.#answeredAt;
    const before = answered === null ? 'ringing' : 'in-progress';
    const seconds = answered === null || !over ? null : Math.ceil(((this.#endedAt ?? 0) - answered) / 1_000);
    return {
      sid: this.sid,
      to: this.asked.to,
      from: this.asked.from,
      direction: 'outbound-api',
      status: late ? before : this.status,
      date_created: rfc2822(this.createdAt),
      start_time: rfc2822(this.#startedAt),
      end_time: over ? rfc2822(this.#endedAt) : null,
      duration: seconds === null ? null : String(seconds),
      answered_by: this.#answeredBy,
      parent_call_sid: null,
      annotation: null,
    };
  }

  note(what: FarmEvent['what'], detail = ''): void {
    const { to, from, twiml } = this.asked;
    const callId = /<!-- attempt (\S+) -->/.exec(twiml)?.[1] ?? '';
    this.#options.note({ what, callId, number: to, callerId: from, detail });
  }

  /** `Status=completed`. */
  complete(): void {
    if (!this.live) return;
    this.note(this.#answeredAt === null ? 'cancel' : 'bye', this.#heard);
    this.#end(this.#answeredAt === null ? 'canceled' : 'completed');
  }

  /** New TwiML takes the place of what is under way. */
  redirect(twiml: string): void {
    this.#queue?.members.delete(this.sid);
    this.#queue = null;
    void this.#run(twiml);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #dial(): void {
    this.#startedAt = Date.now();
    this.status = 'ringing';
    this.note('ring');
    const { outcome, ringMs } = this.#plan;
    this.#after(this.asked.timeoutS * 1_000 + RING_MORE_MS, () => {
      if (this.#answeredAt === null) this.#end('no-answer');
    });
    this.#after(ringMs, () => {
      if (outcome === 'answered') this.#answer();
      else {
        this.note('refuse', outcome);
        this.#end(ENDS[outcome] ?? 'failed');
      }
    });
  }

  #answer(): void {
    this.#answeredAt = Date.now();
    this.status = 'in-progress';
    this.note('answer');
    const { key, talkMs } = this.#plan;
    if (key !== null) this.#after(talkMs * 0.6, () => void this.#press(key));
    this.#after(talkMs * (key === null ? 1 : 10), () => {
      this.note('hang-up', this.#heard);
      this.#end('completed');
    });
    this.#after(this.asked.limitS * 1_000, () => this.#end('completed'));
    const begin = () => void this.#run(this.asked.twiml);
    if (this.asked.detect)
      this.#after(LISTENING_MS, () => {
        this.#answeredBy = this.#plan.machine ? 'machine_start' : 'human';
        begin();
      });
    else begin();
  }

  /** The key reaches Twilio only while a Gather waits for it: its action is asked what to do next. */
  async #press(key: string): Promise<void> {
    this.note('key', key);
    const gather = this.#gather;
    this.#gather = null;
    if (gather === null) return;
    const body = new URLSearchParams({ CallSid: this.sid, Digits: key });
    const answer = await fetch(gather.action, { method: 'POST', body });
    void this.#run(await answer.text());
  }

  async #run(twiml: string): Promise<void> {
    const script = ++this.#script;
    const gather = /<Gather [^>]*timeout="(\d+)"[^>]*action="([^"]*)"/.exec(twiml);
    this.#gather = gather === null ? null : { action: gather[2] ?? '' };
    const play = /<Play>([^<]*)<\/Play>/.exec(twiml)?.[1];
    const queue = /<Enqueue>([^<]*)<\/Enqueue>/.exec(twiml)?.[1];
    if (queue !== undefined) {
      this.#queue = this.#queueOf(queue);
      this.#queue.members.set(this.sid, Date.now());
      return;
    }
    this.handedOver = twiml.includes('<Dial>');
    if (this.handedOver) return;
    let ms = 0;
    if (play !== undefined) {
      const file = Buffer.from(await (await fetch(play)).arrayBuffer());
      ms = ((file.length - 44) / 16_000) * 1_000;
      this.#after(ms, () => {
        if (script === this.#script) this.#heard = createHash('sha256').update(file).digest('hex');
      });
    }
    ms += Number(gather?.[1] ?? /<Pause length="(\d+)"/.exec(twiml)?.[1] ?? 0) * 1_000;
    this.#after(ms, () => {
      if (script !== this.#script) return;
      this.note('bye', this.#heard);
      this.#end('completed');
    });
  }

  #end(status: Status): void {
    if (!this.live) return;
    this.status = status;
    this.#endedAt = Date.now();
    this.#script += 1;
    this.#queue?.members.delete(this.sid);
    this.stop();
  }

  #after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.live) work();
    }, ms);
    this.#timers.add(timer);
  }
}

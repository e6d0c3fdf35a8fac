import type { Outcome } from '#shared/operations/broadcasts.ts';
import type { Clock } from '../clock.ts';
import type { Call, CallEnd, CallListener, Gateway, LiveCall } from './gateway.ts';

/** From the shortest to the longest, in ms. */
export type Span = readonly [shortest: number, longest: number];

export interface PracticeSettings {
  readonly seed: number;
  readonly ringMs: Span;
  readonly talkMs: Span;
  /** Faults on demand: asked at each call; absent: none. */
  readonly fault?: () => PracticeFault | null;
}

/** What a practice gateway can be asked to suffer. */
export type PracticeFault = 'congestion' | 'down';

/** What will come of one practice call. */
export interface PracticePlan {
  readonly outcome: Outcome;
  /** Until it is answered or ends unanswered. */
  readonly ringMs: number;
  /** 0 unless answered. */
  readonly talkMs: number;
  /** Pressed in the midst of the talk; null: none. */
  readonly key: string | null;
  /** An answering machine takes the call. */
  readonly machine: boolean;
}

/** Shares of the outcomes among numbers without a scripted ending, in percent. */
const SHARES: readonly (readonly [Outcome, number])[] = [
  ['answered', 56],
  ['no-answer', 22],
  ['busy', 11],
  ['rejected', 5],
  ['invalid', 4],
  ['failed', 2],
];

/** Keys that answered callees press, in percent; the rest press none. */
const KEYS: readonly (readonly [string, number])[] = [
  ['1', 6],
  ['9', 1.5],
];

/** Calls without a scripted ending that are answered, but by a machine, in percent. */
const MACHINES = 8;
/** How long it takes to tell a machine, in ms. */
const TELLING_MS = 1_500;

/** Scripted endings by the last four digits; the last entry holds for every further attempt. */
const SCRIPTED: Readonly<Record<string, readonly Outcome[]>> = {
  '0190': ['answered'],
  '0191': ['busy'],
  '0192': ['no-answer'],
  '0193': ['rejected'],
  '0194': ['invalid'],
  '0195': ['failed'],
  '0196': ['busy', 'answered'],
  '0197': ['no-answer', 'answered'],
  '0187': ['answered'],
  '0188': ['answered'],
  '0189': ['answered'],
  '7185': ['answered'],
  '7186': ['answered'],
  '7187': ['answered'],
};

/** Patient ones, in no range of fictional numbers: how many times longer they ring, and talk. */
const PATIENT_RING: Readonly<Record<string, number>> = { '7186': 100 };
const PATIENT_TALK: Readonly<Record<string, number>> = { '7185': 100, '7187': 100 };

/** Scripted machines by the last four digits. */
const SCRIPTED_MACHINES: ReadonlySet<string> = new Set(['0187', '7185']);

/** Scripted keys by the last four digits. */
const SCRIPTED_KEYS: Readonly<Record<string, string>> = { '0188': '1', '0189': '9' };

export const PRACTICE_LABEL = 'practice: nobody is called';

/**
 * What comes of an attempt: a function of seed, number and attempt alone, so that pace, order and restarts don't
 * change it. Numbers that end in 0190 to 0197 end as scripted: answered, busy, no answer, rejected, invalid, failed,
 * busy and then answered, no answer and then answered; those that end in 0187 are answering machines, those that end in
 * 0188 and 0189 answer and press 1 and 9. 7186 rings, 7187 talks, and the machine 7185 goes on, a hundred times as long.
 */
export function practicePlan(
  settings: Pick<PracticeSettings, 'seed' | 'ringMs' | 'talkMs'>,
  number: string,
  attempt: number,
): PracticePlan {
  const draw = draws(settings.seed, number, attempt);
  const [first, second, third, fourth, fifth] = [draw(), draw(), draw(), draw(), draw()];
  const ending = number.slice(-4);
  const script = SCRIPTED[ending];
  const outcome = script?.[Math.min(attempt, script.length) - 1] ?? drawn(SHARES, first) ?? 'failed';
  const answered = outcome === 'answered';
  const machine =
    SCRIPTED_MACHINES.has(ending) || (answered && script === undefined && fifth * 100 < MACHINES);
  const presses = answered && !machine;
  return {
    outcome,
    ringMs: within(settings.ringMs, second) * (PATIENT_RING[ending] ?? 1),
    talkMs: answered ? within(settings.talkMs, third) * (PATIENT_TALK[ending] ?? 1) : 0,
    key: presses ? (SCRIPTED_KEYS[ending] ?? (script === undefined ? drawn(KEYS, fourth) : null)) : null,
    machine,
  };
}

/** Where in the talk a key is pressed. */
const KEY_AT = 0.6;

/** One practice call: rings, talks and presses keys by its plan. */
class PracticeCall implements LiveCall {
  readonly #clock: Clock;
  readonly #plan: PracticePlan;
  readonly #listener: CallListener;
  readonly #ringsAt: number;
  #answeredAt: number | null = null;
  #timers: (() => void)[] = [];
  #over = false;

  constructor(clock: Clock, plan: PracticePlan, listener: CallListener) {
    this.#clock = clock;
    this.#plan = plan;
    this.#listener = listener;
    this.#ringsAt = clock.steady();
  }

  begin(limits: Pick<Call, 'ringMs' | 'talkMs' | 'machine'>): void {
    const { outcome, ringMs } = this.#plan;
    if (ringMs > limits.ringMs) this.#after(limits.ringMs, () => this.#end('no-answer'));
    else if (outcome === 'answered') this.#after(ringMs, () => this.#answer(limits));
    else this.#after(ringMs, () => this.#end(outcome));
  }

  hangUp(): void {
    this.#end(this.#answeredAt === null ? 'no-answer' : 'answered');
  }

  transfer(): void {
    if (this.#answeredAt !== null) this.#end('answered');
  }

  turnAway(because: 'congestion' | 'fault'): void {
    this.#after(0, () => this.#finish({ outcome: 'not-placed', ring: 0, talk: 0, because }));
  }

  #answer(limits: Pick<Call, 'talkMs' | 'machine'>): void {
    const { talkMs, key, machine } = this.#plan;
    this.#answeredAt = this.#clock.steady();
    const talk = Math.min(talkMs, limits.talkMs);
    if (key !== null && talkMs * KEY_AT < talk) this.#after(talkMs * KEY_AT, () => this.#listener.key(key));
    if (machine && limits.machine === 'hang-up')
      this.#after(Math.min(talk, TELLING_MS), () => this.#end('machine'));
    this.#after(talk, () => this.#end('answered'));
    this.#listener.answered(null);
  }

  #after(ms: number, work: () => void): void {
    this.#timers.push(
      this.#clock.after(ms, () => {
        if (!this.#over) work();
      }),
    );
  }

  #end(outcome: Outcome): void {
    const now = this.#clock.steady();
    const answered = this.#answeredAt;
    this.#finish({
      outcome,
      ring: seconds((answered ?? now) - this.#ringsAt),
      talk: answered === null ? 0 : seconds(now - answered),
    });
  }

  #finish(end: CallEnd): void {
    if (this.#over) return;
    this.#over = true;
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
    this.#listener.ended(end);
  }
}

/** The practice gateway: rings and talks in shortened time, and calls nobody. */
export function practiceGateway(settings: PracticeSettings, clock: Clock): Gateway {
  const live = new Set<LiveCall>();
  return {
    label: PRACTICE_LABEL,
    real: false,
    open: () => Promise.resolve(),
    fault: () => (settings.fault?.() === 'down' ? 'The practice gateway was told to be down.' : null),
    endLeft: () => Promise.resolve(),
    close() {
      for (const call of live) call.hangUp();
      return Promise.resolve();
    },
    dial(call, listener) {
      const plan = practicePlan(settings, call.number, call.attempt);
      const placed = new PracticeCall(clock, plan, {
        answered: (handle) => listener.answered(handle),
        key: (key) => listener.key(key),
        ended(end) {
          live.delete(placed);
          listener.ended(end);
        },
      });
      live.add(placed);
      const fault = settings.fault?.() ?? null;
      if (fault === null) placed.begin(call);
      else placed.turnAway(fault === 'congestion' ? 'congestion' : 'fault');
      return placed;
    },
  };
}

function drawn<T>(shares: readonly (readonly [T, number])[], share: number): T | null {
  let rest = share * 100;
  for (const [value, percent] of shares) {
    rest -= percent;
    if (rest < 0) return value;
  }
  return null;
}

function within([shortest, longest]: Span, share: number): number {
  return shortest + (longest - shortest) * share;
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** Numbers in [0, 1) from a mulberry32 generator, seeded by FNV-1a over all three. */
function draws(seed: number, number: string, attempt: number): () => number {
  let state = 0x811c9dc5;
  for (const char of `${seed}/${number}/${attempt}`) {
    state = Math.imul(state ^ char.charCodeAt(0), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

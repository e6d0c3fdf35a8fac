import type { Clock } from './clock.ts';
import type { CallEnd, Gateway } from './gateway.ts';

/** From the shortest to the longest, in ms. */
export type Span = readonly [shortest: number, longest: number];

export interface PracticeSettings {
  readonly seed: number;
  readonly ringMs: Span;
  readonly talkMs: Span;
}

/** What will come of one practice call. */
export interface PracticePlan {
  readonly outcome: CallEnd['outcome'];
  /** Until it is answered or ends unanswered. */
  readonly ringMs: number;
  /** 0 unless answered. */
  readonly talkMs: number;
}

/** Shares of the outcomes among numbers without a scripted ending, in percent. */
const SHARES: readonly (readonly [CallEnd['outcome'], number])[] = [
  ['answered', 56],
  ['no-answer', 22],
  ['busy', 11],
  ['rejected', 5],
  ['invalid', 4],
  ['failed', 2],
];

/** Scripted endings by the last four digits; the last entry holds for every further attempt. */
const SCRIPTED: Readonly<Record<string, readonly CallEnd['outcome'][]>> = {
  '0190': ['answered'],
  '0191': ['busy'],
  '0192': ['no-answer'],
  '0193': ['rejected'],
  '0194': ['invalid'],
  '0195': ['failed'],
  '0196': ['busy', 'answered'],
  '0197': ['no-answer', 'answered'],
};

export const PRACTICE_LABEL = 'practice: nobody is called';

/**
 * What comes of an attempt: a function of seed, number and attempt alone, so that pace, order and restarts don't
 * change it. Numbers that end in 0190 to 0197 end as scripted: answered, busy, no answer, rejected, invalid, failed,
 * busy and then answered, no answer and then answered.
 */
export function practicePlan(settings: PracticeSettings, number: string, attempt: number): PracticePlan {
  const draw = draws(settings.seed, number, attempt);
  const [first, second, third] = [draw(), draw(), draw()];
  const script = SCRIPTED[number.slice(-4)];
  const outcome = script?.[Math.min(attempt, script.length) - 1] ?? drawn(first);
  return {
    outcome,
    ringMs: within(settings.ringMs, second),
    talkMs: outcome === 'answered' ? within(settings.talkMs, third) : 0,
  };
}

/** The practice gateway: rings and talks in shortened time, and calls nobody. */
export function practiceGateway(settings: PracticeSettings, clock: Clock): Gateway {
  return {
    id: 'practice',
    label: PRACTICE_LABEL,
    dial(call, ended) {
      const plan = practicePlan(settings, call.number, call.attempt);
      const startedAt = clock.steady();
      let live = true;
      const end = (result: CallEnd) => {
        if (!live) return;
        live = false;
        ended(result);
      };
      const cancel = clock.after(plan.ringMs + plan.talkMs, () => {
        end({ outcome: plan.outcome, talk: seconds(plan.talkMs) });
      });
      return {
        hangUp() {
          cancel();
          const talked = clock.steady() - startedAt - plan.ringMs;
          // Hung up while it rang: nobody had answered yet.
          if (plan.talkMs === 0 || talked <= 0) end({ outcome: 'no-answer', talk: 0 });
          else end({ outcome: 'answered', talk: seconds(talked) });
        },
      };
    },
  };
}

function drawn(share: number): CallEnd['outcome'] {
  let rest = share * 100;
  for (const [outcome, percent] of SHARES) {
    rest -= percent;
    if (rest < 0) return outcome;
  }
  return 'failed';
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

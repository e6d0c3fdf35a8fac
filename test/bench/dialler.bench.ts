import { createHash } from 'node:crypto';
import { promptOf } from '#main/jobs/audio/prompt.ts';
import type { FarmEvent } from '#main/jobs/gateways/farm/callee.ts';
import { CalleeFarm } from '#main/jobs/gateways/farm/farm.ts';
import type { CallEnd } from '#main/jobs/gateways/gateway.ts';
import { type PracticePlan, practicePlan } from '#main/jobs/gateways/practice.ts';
import { PracticeSipGateway } from '#main/jobs/gateways/practice-sip.ts';
import type { BenchLine } from './bench-line.ts';

const CALLS = 1_000;
const PER_SECOND = 100;
const SPANS = { ringMs: [100, 400], talkMs: [1_200, 1_600] } as const;

interface Seen {
  readonly plan: PracticePlan;
  end: CallEnd | null;
  keyAt: number | null;
}

/** The figures of the dialler over real SIP. */
export async function run(): Promise<BenchLine[]> {
  const events: (FarmEvent & { readonly at: number })[] = [];
  const farm = await CalleeFarm.open({
    ...SPANS,
    note: (event) => events.push({ ...event, at: performance.now() }),
  });
  const gateway = new PracticeSipGateway({ seed: 3, ...SPANS, farmPort: farm.port });
  await gateway.open();
  const prompt = promptOf(
    Uint8Array.from(
      { length: 8_000 },
      (_, at) => createHash('sha256').update(String(at)).digest()[0] as number,
    ),
  );
  const seen = new Map<string, Seen>();
  const begin = performance.now();
  const { promise: all, resolve } = Promise.withResolvers<void>();
  let ended = 0;
  const dial = (nth: number): void => {
    const id = `bench-${nth}`;
    const number = `+1201555${String(1_000 + nth).padStart(4, '0')}`;
    const one: Seen = { plan: practicePlan({ seed: 3, ...SPANS }, number, 1), end: null, keyAt: null };
    seen.set(id, one);
    const limits = { ringMs: 20_000, talkMs: 20_000, keyMs: 10_000, machine: 'off' } as const;
    gateway.dial(
      { id, number, attempt: 1, callerId: null, prompt, ...limits },
      {
        answered: () => undefined,
        key: () => {
          one.keyAt = performance.now();
        },
        ended: (end) => {
          one.end = end;
          ended += 1;
          if (ended === CALLS) resolve();
        },
      },
    );
  };
  for (let nth = 0; nth < CALLS; nth++) {
    const wait = begin + (nth * 1_000) / PER_SECOND - performance.now();
    if (wait > 1) await new Promise((later) => setTimeout(later, wait));
    dial(nth);
  }
  const rate = (CALLS / (performance.now() - begin)) * 1_000;
  await all;
  const lines = judged({ seen, events, sha256: prompt.sha256, rate, left: farm.live });
  await gateway.close();
  await farm.close();
  return lines;
}

function judged(of: {
  readonly seen: ReadonlyMap<string, Seen>;
  readonly events: readonly (FarmEvent & { readonly at: number })[];
  readonly sha256: string;
  readonly rate: number;
  readonly left: number;
}): BenchLine[] {
  const { seen, events, sha256, rate, left } = of;
  const exact = [...seen.values()].filter(({ plan, end }) => plan.outcome === end?.outcome).length;
  const whole = events.filter(({ what }) => what === 'hang-up' || what === 'bye');
  const heard = whole.filter(({ detail }) => detail === sha256).length;
  const delays = events
    .filter(({ what }) => what === 'key')
    .map(({ callId, at }) => (seen.get(callId)?.keyAt ?? Number.POSITIVE_INFINITY) - at);
  const slowest = Math.max(0, ...delays);
  return [
    {
      name: 'practice-sip: calls a second over 1,000 calls',
      asked: '100',
      measured: rate.toFixed(1),
      ok: rate >= PER_SECOND * 0.98,
    },
    { name: 'practice-sip: exact outcomes', asked: '1,000', measured: String(exact), ok: exact === CALLS },
    {
      name: 'practice-sip: prompts heard byte by byte',
      asked: `all ${whole.length} answered`,
      measured: String(heard),
      ok: heard === whole.length,
    },
    {
      name: `practice-sip: slowest of ${delays.length} keys`,
      asked: 'under 300 ms',
      measured: `${slowest.toFixed(0)} ms`,
      ok: slowest < 300,
    },
    { name: 'practice-sip: telephones still up', asked: '0', measured: String(left), ok: left === 0 },
  ];
}

import { describe, expect, it } from 'vitest';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import type { CallEnd } from '#main/jobs/gateways/gateway.ts';
import { practiceGateway, practicePlan } from '#main/jobs/gateways/practice.ts';
import { ManualClock } from '#test/support/manual-clock.ts';

const settings = { seed: 42, ringMs: [200, 2_000], talkMs: [1_000, 5_000] } as const;
const toAnswered = {
  id: '1',
  number: '+12015550190',
  attempt: 1,
  callerId: null,
  prompt: null,
  ringMs: 60_000,
  talkMs: 60_000,
  keyMs: 0,
  machine: 'off' as const,
};
const hearing = (ends: CallEnd[]) => ({
  answered: () => undefined,
  key: () => undefined,
  ended: (end: CallEnd) => void ends.push(end),
});
const numbers = fictionalNumbers({ seed: 1, count: 5_000 }).map((number) => `+${number}`);

describe('the practice gateway', () => {
  it('draws the same end for the same seed, number and attempt', () => {
    expect(practicePlan(settings, '+12015550123', 1)).toEqual(practicePlan(settings, '+12015550123', 1));
    const ends = [1, 2, 3, 4, 5, 6].map(
      (seed) => practicePlan({ ...settings, seed }, '+12015550123', 1).ringMs,
    );
    expect(new Set(ends).size).toBe(6);
  });

  it('answers rather more than half of the numbers', () => {
    const answered = numbers.filter(
      (number) => practicePlan(settings, number, 1).outcome === 'answered',
    ).length;
    expect(answered / numbers.length).toBeGreaterThan(0.5);
    expect(answered / numbers.length).toBeLessThan(0.6);
  });

  it('keeps ring and talk within their spans, and talks only if answered', () => {
    for (const number of numbers) {
      const plan = practicePlan(settings, number, 1);
      expect(plan.ringMs).toBeGreaterThanOrEqual(200);
      expect(plan.ringMs).toBeLessThan(2_000);
      expect(plan.talkMs === 0).toBe(plan.outcome !== 'answered');
      expect(plan.talkMs).toBeLessThan(5_000);
    }
  });

  it.each([
    ['0190', ['answered', 'answered']],
    ['0191', ['busy', 'busy']],
    ['0192', ['no-answer', 'no-answer']],
    ['0193', ['rejected', 'rejected']],
    ['0194', ['invalid', 'invalid']],
    ['0195', ['failed', 'failed']],
    ['0196', ['busy', 'answered']],
    ['0197', ['no-answer', 'answered']],
  ])('ends numbers in %s as scripted', (suffix, outcomes) => {
    expect([1, 2].map((attempt) => practicePlan(settings, `+1201555${suffix}`, attempt).outcome)).toEqual(
      outcomes,
    );
  });

  it('tells the end once, when its time has come', async () => {
    const clock = new ManualClock();
    const ends: CallEnd[] = [];
    const call = practiceGateway(settings, clock).dial(toAnswered, hearing(ends));
    const plan = practicePlan(settings, '+12015550190', 1);
    await clock.pass(plan.ringMs + plan.talkMs - 1);
    expect(ends).toEqual([]);
    await clock.pass(1);
    const [ring, talk] = [plan.ringMs, plan.talkMs].map((ms) => Math.round(ms / 100) / 10);
    expect(ends).toEqual([{ outcome: 'answered', ring, talk }]);
    call.hangUp();
    expect(ends).toHaveLength(1);
  });

  it('ends a hung-up call by what had been reached', async () => {
    const clock = new ManualClock();
    const ends: CallEnd[] = [];
    const gateway = practiceGateway(settings, clock);
    const dial = () => gateway.dial(toAnswered, hearing(ends));
    dial().hangUp();
    const answered = dial();
    await clock.pass(practicePlan(settings, '+12015550190', 1).ringMs + 700);
    answered.hangUp();
    await clock.pass(60_000);
    expect(ends).toMatchObject([
      { outcome: 'no-answer', ring: 0, talk: 0 },
      { outcome: 'answered', talk: 0.7 },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { Pace } from '#main/jobs/broadcast/pace.ts';

/** Places all that is allowed at each of these times; returns the times of the calls. */
function place(pace: Pace, times: readonly number[]): number[] {
  return times.flatMap((at) => {
    const calls = pace.allowed(at);
    pace.placed(at, calls);
    return Array.from({ length: calls }, () => at);
  });
}

const ticks = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, index) => from + index * step);

describe('the pace of calls', () => {
  it('allows one call at once and the next after its share of a second', () => {
    const pace = new Pace(2, 0);
    expect(place(pace, [0, 100, 499, 500, 999, 1_000])).toEqual([0, 500, 1_000]);
  });

  it('places less than one call a second', () => {
    expect(place(new Pace(0.1, 0), ticks(0, 60_050, 50))).toEqual([
      0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000,
    ]);
  });

  it('holds 10,000 calls a minute', () => {
    const calls = place(new Pace(10_000 / 60, 0), ticks(0, 60_000, 50));
    expect(Math.abs(calls.length - 10_000)).toBeLessThan(200);
  });

  it('does not make up for a long pause by a burst', () => {
    const calls = place(new Pace(10, 0), [...ticks(0, 2_000, 50), ...ticks(30_000, 32_000, 50)]);
    calls.forEach((at, index) => {
      expect((calls[index + 10] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(1_000);
    });
  });

  it('counts the calls of an earlier run', () => {
    const pace = new Pace(3, 1_000, [400, 500, 600]);
    expect(place(pace, ticks(1_000, 1_700, 50))[0]).toBe(1_400);
  });
});

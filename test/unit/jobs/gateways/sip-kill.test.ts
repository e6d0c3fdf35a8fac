import { describe, expect, it } from 'vitest';
import { requeue, sipKilling } from '#test/support/sip-killing.ts';

describe('a dialler that is killed in the midst of real SIP calls', () => {
  it('calls nobody twice by the callees’ own log, calls all the rest, and leaves no telephone up', {
    timeout: 120_000,
  }, async () => {
    const verdict = await sipKilling({ numbers: 200, dialerKills: 1, consoleKills: 1, between: 50 });
    expect(verdict).toMatchObject({
      calledTwice: [],
      state: 'finished',
      stillUp: 0,
      kills: { dialler: 1, console: 1 },
    });
    expect(verdict.interrupted).toBeGreaterThan(0);
    // A number that was cut off may have been reached or not; all others were.
    expect(verdict.called).toBeGreaterThanOrEqual(200 - verdict.interrupted);
    expect(verdict.called).toBeLessThanOrEqual(200);
  });

  it('would be caught calling numbers again that a kill cut off', { timeout: 120_000 }, async () => {
    const verdict = await sipKilling({
      numbers: 130,
      dialerKills: 1,
      consoleKills: 1,
      between: 40,
      tamper: requeue,
    });
    expect(verdict.kills).toEqual({ dialler: 1, console: 1 });
    expect(verdict.calledTwice.length).toBeGreaterThan(0);
  });
});

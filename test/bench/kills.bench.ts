import { requeue, sipKilling } from '#test/support/sip-killing.ts';
import type { BenchLine } from './bench-line.ts';

const KILLED_CALLS = 4_000;

/** What becomes of 4,000 real SIP calls while the dialler, or everything, is killed again and again. */
export async function run(): Promise<BenchLine[]> {
  const before = performance.now();
  const verdict = await sipKilling({ numbers: KILLED_CALLS, dialerKills: 15, consoleKills: 5, between: 150 });
  const { calledTwice, called, interrupted, state, stillUp, kills } = verdict;
  const seconds = (performance.now() - before) / 1_000;
  const broken = await sipKilling({
    numbers: 600,
    dialerKills: 3,
    consoleKills: 1,
    between: 100,
    tamper: requeue,
  });
  return [
    {
      name: 'kill -9, 15 times the dialler and 5 times everything, during 4,000 SIP calls: called twice',
      asked: '0',
      measured: `${calledTwice.length} (${kills.dialler} and ${kills.console} kills, ${seconds.toFixed(0)} s)`,
      ok: calledTwice.length === 0 && kills.dialler === 15 && kills.console === 5,
    },
    {
      name: 'the rest after resume: called, and cut off by the kills',
      asked: 'all 4,000 accounted for, finished, no telephone up',
      measured: `${called} called, ${interrupted} cut off, ${state}, ${stillUp} up`,
      ok:
        state === 'finished' &&
        stillUp === 0 &&
        called <= KILLED_CALLS &&
        called >= KILLED_CALLS - interrupted,
    },
    {
      name: 'the same with a fault that calls again what a kill cut off (600 calls, 4 kills): called twice',
      asked: 'found',
      measured: `${broken.calledTwice.length}`,
      ok: broken.calledTwice.length > 0,
    },
  ];
}

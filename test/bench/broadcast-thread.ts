import { parentPort, workerData } from 'node:worker_threads';
import { openRaw } from '#main/db/open.ts';
import { Line } from '#main/jobs/broadcast/line.ts';
import { type BroadcastParams, broadcastRunner } from '#main/jobs/broadcast/run-broadcast.ts';
import { systemClock } from '#main/jobs/clock.ts';
import type { Gateway } from '#main/jobs/gateways/gateway.ts';
import { practiceGateway, type Span } from '#main/jobs/gateways/practice.ts';
import { TestJob } from '#test/support/broadcast-job.ts';

/** What the bench asks of the engine's thread. */
export interface BroadcastBench {
  readonly file: string;
  readonly job: string;
  readonly params: BroadcastParams;
  /** How long practice calls ring and talk, in ms. */
  readonly ringMs: Span;
  readonly talkMs: Span;
  /** For so long, in ms. */
  readonly time: number;
}

/** What it answers. */
export interface BroadcastMeasured {
  /** When each call was dialled, in ms since the first. */
  readonly times: Float64Array;
}

const { file, job: id, params, ringMs, talkMs, time } = workerData as BroadcastBench;
const job = new TestJob(openRaw(file), id, Date.now);
const times: number[] = [];

const run = broadcastRunner({
  clock: () => systemClock(Date.now),
  line: ({ seed }, _, clock) => {
    const practice = practiceGateway({ seed, ringMs, talkMs }, clock);
    const gateway: Gateway = {
      ...practice,
      dial(call, listener) {
        if (times.length === 0) setTimeout(() => job.close(), time);
        times.push(performance.now());
        return practice.dial(call, listener);
      },
    };
    return Promise.resolve(new Line(gateway, null, clock.steady()));
  },
  zonesOf: () => null,
});
await run(params, job);
const begin = times[0] ?? 0;
const measured: BroadcastMeasured = { times: Float64Array.from(times, (at) => at - begin) };
parentPort?.postMessage(measured, []);

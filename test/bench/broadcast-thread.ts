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
  /** Processor time of the thread, in ms, from the first call on. */
  readonly cpu: number;
  /** Growth of the process's memory, in bytes. */
  readonly memory: number;
}

const { file, job: id, params, ringMs, talkMs, time } = workerData as BroadcastBench;
const job = new TestJob(openRaw(file), id, Date.now);
const times: number[] = [];
let before = process.threadCpuUsage();
let memory = 0;

function first(): void {
  before = process.threadCpuUsage();
  memory = process.memoryUsage.rss();
  setTimeout(() => job.close(), time);
}

const run = broadcastRunner({
  clock: () => systemClock(Date.now),
  line: ({ seed }, _, clock) => {
    const practice = practiceGateway({ seed, ringMs, talkMs }, clock);
    const gateway: Gateway = {
      ...practice,
      dial(call, listener) {
        if (times.length === 0) first();
        times.push(performance.now());
        return practice.dial(call, listener);
      },
    };
    return Promise.resolve(new Line(gateway, null, clock.steady()));
  },
  zonesOf: () => null,
});
await run(params, job);
const { user, system } = process.threadCpuUsage(before);
const begin = times[0] ?? 0;
const measured: BroadcastMeasured = {
  times: Float64Array.from(times, (at) => at - begin),
  cpu: (user + system) / 1_000,
  memory: process.memoryUsage.rss() - memory,
};
parentPort?.postMessage(measured, []);

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import type { Span } from '#main/jobs/gateways/practice.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, type BroadcastDatabase, broadcastDatabase } from '#test/support/broadcast-job.ts';
import type { BenchLine } from './bench-line.ts';
import type { BroadcastBench, BroadcastMeasured } from './broadcast-thread.ts';

const CEILING_MS = 4_000;
const MILLION = 1_000_000;

interface Setting {
  readonly numbers: readonly number[];
  readonly callsPerSecond: number;
  readonly lines: number;
  readonly time: number;
  readonly ringMs?: Span;
  readonly talkMs?: Span;
}

/** What the engine can do at most on the practice gateway, and what a million numbers cost; its pace: `practice`. */
export async function run(): Promise<BenchLine[]> {
  return [await ceiling(), ...(await million())];
}

async function inFolder<T>(work: (at: BroadcastDatabase, file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-'));
  const file = join(folder, 'rolecall.db');
  const at = await broadcastDatabase(file);
  try {
    return await work(at, file);
  } finally {
    await at.db.destroy();
    rmSync(folder, { recursive: true });
  }
}

function engine(setting: Setting): Promise<BroadcastMeasured> {
  return inFolder(async (at, file) => {
    const desk = new TestConsole(at);
    desk.startJob = () => undefined;
    const list = addList(at, { numbers: setting.numbers });
    const { id } = await desk.do('broadcasts.create', {
      node: at.account,
      name: 'Bench',
      list: list.id,
      attempts: 1,
    });
    at.raw
      .prepare('update broadcasts set calls_per_second = ?, lines = ? where id = ?')
      .run(setting.callsPerSecond, setting.lines, id);
    const { job } = await desk.do('broadcasts.start', { id });
    const workerData: BroadcastBench = {
      file,
      job,
      time: setting.time,
      ringMs: setting.ringMs ?? [200, 2_000],
      talkMs: setting.talkMs ?? [1_000, 5_000],
      params: { broadcast: id },
    };
    const worker = new Worker(new URL('broadcast-thread.ts', import.meta.url), { workerData });
    const [measured] = (await once(worker, 'message')) as [BroadcastMeasured];
    await worker.terminate();
    return measured;
  });
}

async function ceiling(): Promise<BenchLine> {
  const { times } = await engine({
    numbers: fictionalNumbers({ seed: 1, count: 36_700 }),
    callsPerSecond: 100_000,
    lines: 500,
    time: CEILING_MS,
    ringMs: [1, 5],
    talkMs: [1, 5],
  });
  const seconds = (times.at(-1) ?? 1) / 1_000;
  const rate = Math.round((times.length / seconds) * 60);
  return {
    name: 'Broadcast: attempts a minute without a limit, 500 lines, calls of 2 to 10 ms',
    asked: 'reported',
    measured: rate.toLocaleString('en'),
    ok: true,
  };
}

/** What starting and finishing cost on a million numbers: other writers wait as long. */
function million(): Promise<BenchLine[]> {
  return inFolder(async (at) => {
    const desk = new TestConsole(at);
    desk.startJob = () => undefined;
    // No fictional range is that long; these are only copied, never dialled.
    const numbers = Array.from(
      { length: MILLION },
      (_, index) => 12_000_000_000 + ((index * 618_033) % MILLION) * 7_993,
    );
    const list = addList(at, { numbers });
    const { id } = await desk.do('broadcasts.create', { node: at.account, name: 'Bench', list: list.id });
    const lines: BenchLine[] = [];
    for (const name of ['broadcasts.start', 'broadcasts.finish'] as const) {
      const before = performance.now();
      await desk.do(name, { id });
      const seconds = (performance.now() - before) / 1_000;
      lines.push({
        name: `Broadcast: ${name === 'broadcasts.start' ? 'start' : 'finish'} on 1,000,000 numbers`,
        asked: 'under 5 s, the time that other writers wait',
        measured: `${seconds.toFixed(2)} s`,
        ok: seconds < 5,
      });
    }
    return lines;
  });
}

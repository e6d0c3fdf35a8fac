import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type FromJob, JOB_LIMITS, type JobStart } from '#main/jobs/messages.ts';
import { SERVICE_LIMITS } from '#main/service/remote.ts';
import { BOOKING } from '#test/support/export-workspace.ts';
import { addLogImport, makeLogWorkspace } from '#test/support/log-import.ts';
import { NODE_FLAGS } from '../../scripts/node-flags.mjs';
import { type BenchLine, count, limit, seconds } from './bench-line.ts';
import { writeJsonLines } from './log-rows.ts';

/** Rows that are imported and read then, and rows that the loop takes: the issue's, or what the environment says. */
const ROWS = Number(process.env['ROLECALL_BENCH_LOG_ROWS'] ?? 10_000_000);
const LOOPED = Math.round(ROWS / 2);
const SMALL = Math.min(1_000_000, LOOPED);
const HERE = fileURLToPath(new URL('.', import.meta.url));
const THREAD = new URL('../../src/main/jobs/thread.ts', import.meta.url);

/** Figures of bringing dialog logs in and of reading them. */
export async function run(): Promise<BenchLine[]> {
  const home = mkdtempSync(join(tmpdir(), 'rolecall-bench-logs-'));
  try {
    const importing = await importFigures(home);
    const reading = await readingFigures(join(home, 'job'));
    return [...importing, ...reading, await stallFigure(home)];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Ran {
  readonly rows: number;
  readonly kept: number;
  /** Ms. */
  readonly cpu: number;
  /** Bytes. */
  readonly growth: number;
}

async function runImport(
  home: string,
  file: string,
  how: { name: string; by: 'job' | 'loop'; rows?: number },
): Promise<Ran> {
  const folder = join(home, how.name);
  const { raw } = await makeLogWorkspace(folder);
  raw.close();
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...NODE_FLAGS,
    // As job threads of the product have it.
    '--max-semi-space-size=5',
    `--max-old-space-size=${JOB_LIMITS.maxOldGenerationSizeMb}`,
    join(HERE, 'log-import-run.ts'),
    folder,
    file,
    how.by,
    String(how.rows ?? 0),
  ]);
  return JSON.parse(stdout) as Ran;
}

/** Ms of processor time for each million rows. */
function perMillion({ cpu, rows }: Ran): number {
  return (cpu / rows) * 1e6;
}

async function importFigures(home: string): Promise<BenchLine[]> {
  const [file, small] = [join(home, 'log.jsonl'), join(home, 'small.jsonl')];
  writeJsonLines(file, ROWS);
  writeJsonLines(small, SMALL);
  // Side by side: what else the machine does slows both.
  const [job, [loop, few]] = await Promise.all([
    runImport(home, file, { name: 'job', by: 'job' }),
    (async (): Promise<[Ran, Ran]> => [
      await runImport(home, file, { name: 'loop', by: 'loop', rows: LOOPED }),
      await runImport(home, small, { name: 'small', by: 'job' }),
    ])(),
  ]);
  rmSync(file);
  rmSync(join(home, 'loop'), { recursive: true });
  const whole = job.kept === job.rows && job.rows === ROWS && loop.rows === LOOPED;
  const [own, plain] = [perMillion(job), perMillion(loop)];
  return [
    {
      name: `Import of ${count(job.rows)} rows of JSON Lines: processor time ${seconds(own)} a million; a loop of JSON.parse and one prepared statement into messages and text index, for ${count(loop.rows)} rows, ${seconds(plain)} a million`,
      asked: 'at most 1.5 times',
      measured: `${(own / plain).toFixed(2)} times`,
      ok: whole && own <= 1.5 * plain,
    },
    {
      name: `Memory growth of that import, and of one of ${count(few.rows)} rows`,
      asked: 'under 150 MB, the same for both',
      measured: `${megabytes(job.growth)} and ${megabytes(few.growth)}`,
      ok: job.growth < 150e6 && Math.abs(job.growth - few.growth) < 60e6,
    },
  ];
}

/** What a service thread with the product's own limits measures of reading. */
async function readingFigures(folder: string): Promise<BenchLine[]> {
  const entry = new URL('log-reading.ts', import.meta.url);
  const worker = new Worker(entry, { workerData: folder, resourceLimits: SERVICE_LIMITS });
  const [lines] = (await once(worker, 'message')) as [BenchLine[]];
  await once(worker, 'exit');
  return lines;
}

/** How long the main thread is held up while one thread imports and another reads. */
async function stallFigure(home: string): Promise<BenchLine> {
  const { folder, raw } = await makeLogWorkspace(join(home, 'stall'));
  const params = addLogImport({ folder, raw }, join(home, 'small.jsonl'), { project: BOOKING });
  raw.close();
  const start: JobStart = {
    id: params.import,
    kind: 'import-dialog-log',
    folder,
    params,
    resume: null,
    signal: new SharedArrayBuffer(4),
  };
  const reader = new Worker(new URL('log-reader.ts', import.meta.url), { workerData: join(home, 'job') });
  const worker = new Worker(THREAD, { workerData: start });
  let ended = false;
  worker.on('message', (message: FromJob) => {
    ended ||= message.type === 'end';
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // oxlint-disable-next-line no-unmodified-loop-condition -- the listener above does.
  while (!ended) await sleep(1);
  delay.disable();
  reader.postMessage('end');
  await Promise.all([once(reader, 'exit'), once(worker, 'exit')]);
  return limit("Main thread's delay while one thread imports and another reads, p99", 'under 16 ms', {
    measured: delay.percentile(99) / 1e6,
    limit: 16,
    unit: 'ms',
  });
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

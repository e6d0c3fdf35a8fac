import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchLine, median } from './bench-line.ts';

const ROUNDS = 15;
const out = (file: string): string => fileURLToPath(new URL(`../../out/main/${file}`, import.meta.url));

// Each runs in a process of its own and prints the processor time in ms from its first line on: all threads of the
// process together, and other programs on the machine left out.
const BASE = `
const begin = process.cpuUsage();
const { default: Database } = await import('better-sqlite3');
const db = new Database(process.argv[2]);
db.prepare('select count(*) from sqlite_schema').get();
const used = process.cpuUsage(begin); console.log((used.user + used.system) / 1000);`;

const OWN = `
import { Worker } from 'node:worker_threads';
const begin = process.cpuUsage();
const worker = new Worker(new URL(process.argv[3]), {
  workerData: { folder: process.argv[2], jobEntry: 'file:///none', demo: false },
});
worker.on('message', (message) => {
  if (message.type !== 'opened') return;
  const used = process.cpuUsage(begin); console.log((used.user + used.system) / 1000);
  process.exit(0);
});`;

interface ProbeOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** As the shell has it: what V8 compiled at an earlier start is kept, for worker threads too. */
const KEPT_CODE = {
  ...process.env,
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../.cache/startup-code', import.meta.url)),
};

function time(folder: string, code: string, { args = [], env = process.env }: ProbeOptions = {}): number {
  // Beside the sources, so that the probe finds the same packages.
  const probe = fileURLToPath(new URL(`../../.cache/startup-${process.pid}.mjs`, import.meta.url));
  writeFileSync(probe, code);
  const child = spawnSync(process.execPath, [probe, folder, ...args], { encoding: 'utf8', env });
  rmSync(probe);
  const ms = Number.parseFloat(child.stdout);
  if (child.status !== 0 || !Number.isFinite(ms)) throw new Error(child.stderr);
  return ms;
}

const EMPTY = `
import { Worker } from 'node:worker_threads';
const begin = process.cpuUsage();
const worker = new Worker(new URL('data:text/javascript,import{parentPort}from"node:worker_threads";parentPort.postMessage(1)'));
worker.on('message', () => { const used = process.cpuUsage(begin); console.log((used.user + used.system) / 1000); process.exit(0); });`;

/** Own work at start: bundled imports, opening the database, checking the schema, loading rights. */
export async function run(): Promise<BenchLine[]> {
  mkdirSync(new URL('../../.cache', import.meta.url), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-'));
  const service = new URL(`file://${out('service.js')}`).href;
  // The first start makes the schema; the figure is about every later one.
  time(folder, OWN, { args: [service], env: KEPT_CODE });
  time(folder, OWN, { args: [service], env: KEPT_CODE });
  const base: number[] = [];
  const own: number[] = [];
  const thread: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    base.push(time(join(folder, 'rolecall.db'), BASE));
    thread.push(time(folder, EMPTY, { env: KEPT_CODE }));
    own.push(time(folder, OWN, { args: [service], env: KEPT_CODE }));
  }
  rmSync(folder, { recursive: true, force: true });
  const work = median(own) - median(thread);
  const ratio = work / median(base);
  return [
    {
      name: 'own start-up work against "load better-sqlite3, open, one query"',
      asked: 'at most 3 times',
      measured: `${ratio.toFixed(2)} times (${work.toFixed(0)} ms against ${median(base).toFixed(0)} ms; starting the thread itself ${median(thread).toFixed(0)} ms)`,
      ok: ratio <= 3,
    },
  ];
}

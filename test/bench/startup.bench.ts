import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchLine, median } from './bench-line.ts';

const ROUNDS = 15;
const out = (file: string): string => fileURLToPath(new URL(`../../out/main/${file}`, import.meta.url));

// Each runs in a process of its own and prints the ms from its first line on.
const BASE = `
const begin = performance.now();
const { default: Database } = await import('better-sqlite3');
const db = new Database(process.argv[1]);
db.prepare('select count(*) from sqlite_schema').get();
console.log(performance.now() - begin);`;

const OWN = `
import { Worker } from 'node:worker_threads';
const begin = performance.now();
const worker = new Worker(new URL(process.argv[2]), {
  workerData: { folder: process.argv[1], jobEntry: 'file:///none', demo: false },
});
worker.on('message', (message) => {
  if (message.type !== 'opened') return;
  console.log(performance.now() - begin);
  process.exit(0);
});`;

function time(code: string, ...args: string[]): number {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', code, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  const ms = Number(child.stdout.trim().split('\n').at(-1));
  if (!Number.isFinite(ms)) throw new Error(child.stderr);
  return ms;
}

const EMPTY = `
import { Worker } from 'node:worker_threads';
const begin = performance.now();
const worker = new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true });
worker.on('message', () => { console.log(performance.now() - begin); process.exit(0); });`;

/** Own work at start: bundled imports, opening the database, checking the schema, loading rights. */
export async function run(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-'));
  const service = new URL(`file://${out('service.js')}`).href;
  // The first start makes the schema; the figure is about every later one.
  time(OWN, folder, service);
  const base: number[] = [];
  const own: number[] = [];
  const thread: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    base.push(time(BASE, join(folder, 'rolecall.db')));
    thread.push(time(EMPTY));
    own.push(time(OWN, folder, service));
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

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openRaw, type RawDatabase } from '#main/db/open.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import type { SpawnDialer } from '#main/service/child.ts';
import { argon2Passwords } from '#main/service/passwords.ts';
import { RemoteService } from '#main/service/remote.ts';
import type { Caller } from '#main/service/sessions.ts';
import { PASSWORD, testService, testWorld } from '#test/support/service.ts';
import { storeEntries } from '#test/support/stored-entries.ts';
import type { BenchLine } from './bench-line.ts';

const RUN_MS = 300_000;
const A_MINUTE = 10_000;
/** Until processes are warm: their memory is compared with what it is then. */
const WARM_MS = 15_000;
const CLOCK_TICKS = 100;
const STARTER = 'vera@x.example';
const CALLER: Caller = { id: 'bench', kind: 'command-line' };
const DIALLER = new URL('practice-dialler.ts', import.meta.url);
const entry = (path: string): URL => new URL(`../../src/main/${path}`, import.meta.url);

interface Usage {
  /** Processor time so far, in ms. */
  readonly cpu: number;
  /** Resident memory in MB. */
  readonly memory: number;
}

/** Linux only, as the bench's other figures of processes. */
function usageOf(pid: number): Usage {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  const pages = Number(fields[21]);
  return { cpu: (ticks * 1_000) / CLOCK_TICKS, memory: (pages * 4_096) / 1e6 };
}

/**
 * Five minutes of practice calls at 10,000 a minute by the product's own processes: this one as the window's main
 * thread, the service in its worker, the dialler in its process.
 */
export async function run(): Promise<BenchLine[]> {
  const { folder, node, list, close } = await workspace();
  const timesFile = join(folder, 'dialled');
  let child: ChildProcess | undefined;
  const spawnDialer: SpawnDialer = (listener) => {
    const made = fork(fileURLToPath(DIALLER), [timesFile], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = made;
    made.on('message', (message) => listener.message(message));
    made.once('exit', () => listener.exit());
    return {
      send: (message) => void made.send(message as object, () => undefined),
      kill: () => void made.kill('SIGKILL'),
    };
  };
  const remote = await RemoteService.start(
    entry('service/worker.ts'),
    { folder, jobEntry: entry('jobs/thread.ts').href, demo: false },
    { event: () => undefined, report: (what, error) => console.error(what, error), spawnDialer },
  );
  const ask = async (name: string, input: object): Promise<Record<string, unknown>> => {
    const reply = await remote.dispatch(CALLER, name, input);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
    return reply.value as Record<string, unknown>;
  };
  await ask('session.signIn', { email: STARTER, password: PASSWORD });
  const setting = { callsPerSecond: A_MINUTE / 60, lines: 1_000, attempts: 1 };
  const { id } = await ask('broadcasts.create', { node, name: 'Bench', list, ...setting });
  await ask('broadcasts.start', { id });
  await sleep(WARM_MS);
  const pid = child?.pid as number;
  const before = usageOf(pid);
  const mine = usageOf(process.pid).memory;
  const began = performance.now();
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  await sleep(RUN_MS);
  loop.disable();
  const took = performance.now() - began;
  const after = usageOf(pid);
  const growth = Math.max(after.memory - before.memory, usageOf(process.pid).memory - mine);
  await ask('broadcasts.suspend', { id });
  if (child?.exitCode === null) await once(child, 'exit');
  await remote.close();
  const bytes = readFileSync(timesFile);
  const times = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  const twice = withDatabase(folder, (db) => calledTwice(db));
  await close();
  const share = ((after.cpu - before.cpu) / took) * 100;
  const stall = loop.percentile(99) / 1e6;
  return [
    ...dialled(times),
    { name: 'Practice: numbers called twice', asked: '0', measured: String(twice), ok: twice === 0 },
    {
      name: 'Practice: processor share of the dialler at that pace',
      asked: 'under 10 % of a core',
      measured: `${share.toFixed(1)} %`,
      ok: share < 10,
    },
    {
      name: 'Practice: main thread, p99 of the delay of its loop',
      asked: 'under 16 ms',
      measured: `${stall.toFixed(1)} ms`,
      ok: stall < 16,
    },
    {
      name: 'Practice: growth of memory after the first seconds, the larger of dialler and console',
      asked: 'under 50 MB',
      measured: `${growth.toFixed(1)} MB`,
      ok: growth < 50,
    },
  ];
}

/** What the moments of dialling say of the pace. */
function dialled(times: Float64Array): BenchLine[] {
  const minutes = ((times.at(-1) as number) - (times[0] as number)) / 60_000;
  const held = (times.length - 1) / minutes;
  const off = Math.abs(held / A_MINUTE - 1) * 100;
  let worst = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while ((times[last] as number) - (times[first] as number) >= 1_000) first += 1;
    worst = Math.max(worst, last - first + 1);
  }
  const most = Math.ceil(A_MINUTE / 60);
  return [
    {
      name: `Practice: 10,000 attempts a minute over ${minutes.toFixed(1)} minutes`,
      asked: 'within 2 %',
      measured: `${Math.round(held).toLocaleString('en')} a minute (${off.toFixed(2)} % off)`,
      ok: off <= 2 && minutes >= 5,
    },
    {
      name: 'Practice: calls in the busiest second of it',
      asked: `at most ${most}`,
      measured: String(worst),
      ok: worst <= most,
    },
  ];
}

function calledTwice(db: RawDatabase): number {
  const twice = 'select count(*) - count(distinct number_seq) from broadcast_attempts';
  return db.prepare(twice).pluck().get() as number;
}

async function workspace() {
  const test = await testService();
  const { nodes } = await testWorld(test, [
    {
      email: STARTER,
      node: 'north-a',
      roles: [
        ['J', 'DIALER_VERIFIED', 'north-a'],
        ['J', 'DIALER_ADMIN', 'north-a'],
      ],
    },
  ]);
  const { folder } = test;
  await test.service.close();
  const hash = await argon2Passwords().hash(PASSWORD);
  const list = '00000000-0000-7000-b000-000000000001';
  withDatabase(folder, (db) => {
    db.prepare('update persons set password_hash = ?').run(hash);
    addNumbers(db, { list, node: nodes['north-a'] as string, realm: nodes['north'] as string });
  });
  return { folder, node: nodes['north-a'] as string, list, close: () => test.close() };
}

function addNumbers(db: RawDatabase, { list, node, realm }: { list: string; node: string; realm: string }) {
  const count = Math.ceil((A_MINUTE * (RUN_MS + 4 * WARM_MS)) / 60_000);
  const regions = ['US', 'GB', 'AU', 'FR'] as const;
  const numbers = fictionalNumbers({ seed: 1, count, regions: [...regions] });
  db.prepare(
    `insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at, created_by,
       updated_at) values (?, ?, ?, 'Bench', 'US', 'ready', 1, 0, '', 0)`,
  ).run(list, realm, node);
  db.prepare(
    `insert into number_list_versions (id, realm_id, list_id, ordinal, key, source_name, read_count, accepted, job_id,
       created_at, created_by) values (?, ?, ?, 1, 1, 'a.csv', ?, ?, '', 0, '')`,
  ).run(list.replace(/1$/, '2'), realm, list, count, count);
  storeEntries(
    db,
    1,
    numbers.map((number) => ({ number })),
  );
}

function withDatabase<T>(folder: string, work: (db: RawDatabase) => T): T {
  const db = openRaw(join(folder, 'rolecall.db'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

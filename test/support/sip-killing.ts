import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openRaw, type RawDatabase } from '#main/db/open.ts';
import { Secrets } from '#main/db/secrets.ts';
import { promptOf } from '#main/jobs/audio/prompt.ts';
import { NODE_FLAGS } from '../../scripts/node-flags.mjs';
import { testService, testWorld } from './service.ts';
import { storeEntries } from './stored-entries.ts';

const FARM = fileURLToPath(new URL('farm-process.ts', import.meta.url));
const CONSOLE = fileURLToPath(new URL('console-process.ts', import.meta.url));
const STARTER = 'vera@x.example';

/** Lines that a child says, one after the other. */
class Lines {
  readonly child: ChildProcess;
  readonly #lines: string[] = [];
  #wake: (() => void) | null = null;
  /** What was said last, by the line's first word. */
  readonly latest = new Map<string, string>();
  gone = false;

  constructor(script: string, args: readonly string[]) {
    this.child = spawn(process.execPath, [...NODE_FLAGS, script, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const [word = '', ...rest] = line.split(' ');
      this.latest.set(word, rest.join(' '));
      this.#lines.push(line);
      this.#wake?.();
    });
    this.child.on('exit', () => {
      this.gone = true;
      this.#wake?.();
    });
  }

  /** The next line that begins so; lines before it are forgotten. Null if the child has ended. */
  async next(...starts: readonly string[]): Promise<string | null> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) {
        if (starts.some((start) => line.startsWith(start))) return line;
        continue;
      }
      if (this.gone) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** What the callees' own log says. */
export interface Verdict {
  readonly called: number;
  readonly calledTwice: readonly string[];
  /** Numbers that a kill cut off, whose telephones may have rung or not. */
  readonly interrupted: number;
  /** With the reason, if it is suspended. */
  readonly state: string;
  /** Kills that came before the broadcast was over. */
  readonly kills: { readonly dialler: number; readonly console: number };
  /** Telephones that still ring or are talked on at the end. */
  readonly stillUp: number;
}

/** What lies between the dialler and the callees. */
export interface KillingGateway {
  readonly kind: 'sip' | 'asterisk';
  readonly settings: object;
  readonly secret: string;
  /** Where it looks for telephones. */
  readonly callees: number;
}

export interface KillingPlan {
  /** Absent: nothing, the dialler calls them by practice-sip. */
  readonly gateway?: KillingGateway;
  readonly numbers: number;
  readonly dialerKills: number;
  readonly consoleKills: number;
  /** Calls that are placed between two kills. */
  readonly between: number;
  /** Done to the database after every kill, before the broadcast is resumed. */
  readonly tamper?: (db: RawDatabase) => void;
}

/** The fault that the whole is made to find: what a kill cut off is called again. */
export function requeue(db: RawDatabase): void {
  db.exec(`update broadcast_numbers set state = 'waiting', due = 0 where state = 'interrupted'`);
}

function countOf(journal: string, what: string): number {
  if (!existsSync(journal)) return 0;
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(what)).length;
}

async function workspace({ numbers, gateway: between }: KillingPlan, port: number) {
  const test = await testService();
  const world = await testWorld(test, [
    {
      email: STARTER,
      node: 'north-a',
      roles: [
        ['J', 'DIALER_VERIFIED', 'north-a'],
        ['J', 'DIALER_ADMIN', 'north-a'],
      ],
    },
  ]);
  const [node, realm] = [world.nodes['north-a'] as string, world.nodes['north'] as string];
  const { folder } = test;
  await test.service.close();
  const db = openRaw(join(folder, 'rolecall.db'));
  const [list, version, gateway, id, prompt] = [1, 2, 3, 4, 5].map(
    (nth) => `00000000-0000-7000-b000-00000000000${nth}`,
  );
  db.prepare(
    `insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at, created_by,
       updated_at) values (?, ?, ?, 'Kills', 'US', 'ready', 1, 0, '', 0)`,
  ).run(list, realm, node);
  db.prepare(
    `insert into number_list_versions (id, realm_id, list_id, ordinal, key, source_name, read_count, accepted, job_id,
       created_at, created_by) values (?, ?, ?, 1, 1, 'a.csv', ?, ?, '', 0, '')`,
  ).run(version, realm, list, numbers, numbers);
  storeEntries(
    db,
    1,
    Array.from({ length: numbers }, (_, index) => ({ number: 12_000_000_000 + (index + 1) * 7_919 })),
  );
  const kind = between?.kind ?? 'practice-sip';
  const secrets = await Secrets.open({ folder, keyStore: null, report: () => undefined });
  const secret = between === undefined ? null : await secrets.seal(between.secret);
  db.prepare(
    `insert into gateways (id, realm_id, node_id, kind, name, settings, secret, calls_per_second, lines, created_at,
       created_by, updated_at, version) values (?, ?, ?, ?, 'Farm', ?, ?, 200, 1000, 0, '', 0, 1)`,
  ).run(gateway, realm, node, kind, JSON.stringify(between?.settings ?? { farmPort: port }), secret);
  const ulaw = Buffer.alloc(800, 0x55);
  db.prepare(
    `insert into prompts (id, realm_id, node_id, name, source_name, ulaw, sha256, ms, created_at, created_by, version)
     values (?, ?, ?, 'Kills', 'a.wav', ?, ?, 100, 0, '', 1)`,
  ).run(prompt, realm, node, ulaw, promptOf(ulaw).sha256);
  db.prepare(
    `insert into broadcasts (id, realm_id, node_id, key, name, state, list_id, seed, gateway, gateway_id, prompt_id,
       calls_per_second, lines, attempts, created_at, created_by, updated_at, version)
     values (?, ?, ?, 1, 'Kills', 'draft', ?, 7, ?, ?, ?, 200, 60, 1, 0, '', 0, 1)`,
  ).run(id, realm, node, list, kind, gateway, between === undefined ? null : prompt);
  db.close();
  return { folder, id: id as string };
}

/** Kills the dialler, and the whole console, again and again during real SIP calls; the callees say what they saw. */
export async function sipKilling(plan: KillingPlan): Promise<Verdict> {
  const place = mkdtempSync(join(tmpdir(), 'rolecall-farm-'));
  const journal = join(place, 'journal');
  const farm = new Lines(FARM, [journal, String(plan.gateway?.callees ?? 0)]);
  const port = Number((await farm.next('port'))?.slice(5));
  const { folder, id } = await workspace(plan, port);
  const kills = [
    ...Array.from({ length: plan.dialerKills }, () => 'dialler' as const),
    ...Array.from({ length: plan.consoleKills }, () => 'console' as const),
  ].toSorted(() => Math.random() - 0.5);
  const open = () => new Lines(CONSOLE, [folder, id, STARTER]);
  const tamper = () => withDatabase(folder, (db) => plan.tamper?.(db));
  const isOver = () => withDatabase(folder, (db) => stateOf(db, id)) === 'finished';
  const done = { dialler: 0, console: 0 };
  let desk = open();
  await desk.next('running');
  for (const kill of kills) {
    const before = countOf(journal, 'invite');
    while (countOf(journal, 'invite') < before + plan.between && !isOver()) await pause(5);
    if (isOver()) break;
    process.kill(Number(desk.latest.get('dialler')), 'SIGKILL');
    done[kill] += 1;
    if (kill === 'console') {
      desk.child.kill('SIGKILL');
      while (!desk.gone) await pause(5);
      tamper();
      desk = open();
    } else {
      await desk.next('ended');
      tamper();
      desk.child.stdin?.write('again\n');
    }
    await desk.next('running', 'refused');
  }
  await desk.next('ended');
  desk.child.stdin?.end();
  while (!desk.gone) await pause(5);
  farm.child.stdin?.write('live\n');
  const stillUp = Number((await farm.next('live'))?.slice(5));
  farm.child.stdin?.end();
  const numbers = readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('invite'))
    .map((line) => line.split(' ')[1] as string);
  const seen = new Set<string>();
  const calledTwice = numbers.filter((number) => seen.has(number) || !seen.add(number));
  const verdict = withDatabase(folder, (db) => ({
    called: seen.size,
    calledTwice,
    interrupted: db
      .prepare(`select count(*) from broadcast_numbers where state = 'interrupted'`)
      .pluck()
      .get() as number,
    state: stateOf(db, id),
    kills: done,
    stillUp,
  }));
  rmSync(folder, { recursive: true });
  rmSync(place, { recursive: true });
  return verdict;
}

function withDatabase<T>(folder: string, work: (db: RawDatabase) => T): T {
  const db = openRaw(join(folder, 'rolecall.db'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function stateOf(db: RawDatabase, id: string): string {
  const words = `trim(state || ' ' || coalesce(suspended_because, '') || ' ' || coalesce(suspended_note, ''))`;
  return db.prepare(`select ${words} from broadcasts where id = ?`).pluck().get(id) as string;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

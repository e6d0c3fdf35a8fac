import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { RawDatabase } from '#main/db/open.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { recoverBroadcasts } from '#main/jobs/broadcast/recover.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';
import { NODE_FLAGS } from '../../../../scripts/node-flags.mjs';

const CHILD = fileURLToPath(new URL('kill-child.ts', import.meta.url));

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What the callees saw that they must not see. */
interface Wrongs {
  readonly repeated: string[];
  readonly atOnce: string[];
  readonly interruptedAgain: string[];
}

/** A broadcast in a real file whose engine runs in a process of its own. */
class Killing {
  readonly desk: TestConsole;
  readonly id: string;
  readonly #folder: string;
  /** Numbers found interrupted, with how many journal lines there were when they were found. */
  readonly #interrupted = new Map<string, number>();
  /** Journal lengths at which a process began. */
  readonly #begins = new Set<number>();

  private constructor(desk: TestConsole, id: string, folder: string) {
    this.desk = desk;
    this.id = id;
    this.#folder = folder;
  }

  static async of(count: number): Promise<Killing> {
    const folder = mkdtempSync(join(tmpdir(), 'rolecall-kill-'));
    folders.push(folder);
    const at = await broadcastDatabase(join(folder, 'rolecall.db'));
    const desk = new TestConsole(at);
    desk.startJob = () => undefined;
    const list = addList(at, { numbers: fictionalNumbers({ seed: 6, count }) });
    const { id } = await desk.do('broadcasts.create', { node: at.account, name: 'Notice', list: list.id });
    at.raw.exec('update broadcasts set calls_per_second = 500, lines = 200');
    return new Killing(desk, id, folder);
  }

  get lines(): string[] {
    const journal = join(this.#folder, 'journal');
    return existsSync(journal) ? readFileSync(journal, 'utf8').trimEnd().split('\n') : [];
  }

  /** Starts or resumes, in a process of its own; kills it after so many ms of calling, or lets it end. */
  async run(killAfter: number | null): Promise<void> {
    const { desk, id } = this;
    const name = desk.state(id).state === 'draft' ? 'broadcasts.start' : 'broadcasts.resume';
    const { job } = await desk.do(name, { id });
    this.#begins.add(this.lines.length);
    const child = spawn(
      process.execPath,
      [...NODE_FLAGS, CHILD, join(this.#folder, 'rolecall.db'), id, job, join(this.#folder, 'journal')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    if (killAfter !== null) {
      await delay(killAfter);
      child.kill('SIGKILL');
    }
    const [code, signal] = (await exit) as [number | null, string | null];
    if (killAfter === null) expect({ code, signal }).toEqual({ code: 0, signal: null });
  }

  recover(recover: (db: RawDatabase, now: number) => unknown): void {
    const { raw } = this.desk.at;
    raw.exec(`update jobs set state = 'failed' where state in ('queued', 'running')`);
    // What is live in the file now is what the crash interrupts, whatever the recovery makes of it.
    const live = this.desk.rows(
      'select number from broadcast_attempts a join broadcast_numbers n on n.seq = a.number_seq where outcome is null',
    );
    for (const { number } of live) this.#interrupted.set(`+${String(number)}`, this.lines.length);
    recover(raw, Date.now());
  }

  wrongs(): Wrongs {
    const wrongs: Wrongs = { repeated: [], atOnce: [], interruptedAgain: [] };
    const dialled = new Set<string>();
    const live = new Set<string>();
    this.lines.forEach((line, index) => {
      if (this.#begins.has(index)) live.clear();
      const [what, number = '', attempt] = line.split(' ');
      if (what === 'end') live.delete(number);
      if (what !== 'dial') return;
      const call = `${number} ${attempt}`;
      if (dialled.has(call)) wrongs.repeated.push(call);
      if (live.has(number)) wrongs.atOnce.push(call);
      if (index >= (this.#interrupted.get(number) ?? Number.POSITIVE_INFINITY))
        wrongs.interruptedAgain.push(call);
      dialled.add(call);
      live.add(number);
    });
    return wrongs;
  }

  get interrupted(): number {
    return this.#interrupted.size;
  }
}

/** What recovery must not do. */
function requeue(db: RawDatabase, now: number): void {
  recoverBroadcasts(db, now);
  db.exec(`update broadcast_numbers set state = 'waiting', due = 0 where state = 'interrupted'`);
}

describe('an engine that is killed at any moment', () => {
  it('calls nobody twice and no interrupted number again, and the rest are all called', {
    timeout: 60_000,
  }, async () => {
    const killing = await Killing.of(1_000);
    const { desk, id } = killing;
    for (let kill = 0; kill < 10; kill++) {
      await killing.run(Math.random() * 160);
      killing.recover(recoverBroadcasts);
    }
    await killing.run(null);
    expect(killing.wrongs()).toEqual({ repeated: [], atOnce: [], interruptedAgain: [] });
    expect(killing.interrupted).toBeGreaterThan(0);
    expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
    expect(desk.counts(id)).toMatchObject({
      done: 1_000 - killing.interrupted,
      interrupted: killing.interrupted,
      live: 0,
      not_called: 0,
    });
    expect(desk.at.raw.pragma('integrity_check', { simple: true })).toBe('ok');
    await desk.at.db.destroy();
  });

  it('would be caught calling interrupted numbers again', { timeout: 60_000 }, async () => {
    const killing = await Killing.of(300);
    for (let kill = 0; kill < 2; kill++) {
      await killing.run(120);
      killing.recover(requeue);
    }
    await killing.run(null);
    expect(killing.wrongs().interruptedAgain.length).toBeGreaterThan(0);
    await killing.desk.at.db.destroy();
  });
});

import { join } from 'node:path';
import { zonesOf } from '../../db/number-zones.ts';
import { openRaw } from '../../db/open.ts';
import type { SecretKey } from '../../db/secrets.ts';
import { DATABASE_FILE } from '../../db/workspace-files.ts';
import { readFacts } from '../broadcast/facts.ts';
import { Lines } from '../broadcast/lines.ts';
import { leftCalls } from '../broadcast/recover.ts';
import { type BroadcastParams, broadcastRunner } from '../broadcast/run-broadcast.ts';
import { systemClock } from '../clock.ts';
import { GatewayError } from '../gateways/gateway.ts';
import type { JobEnd } from '../job.ts';
import { makeHandle } from '../make-handle.ts';
import { CLOSE, type FromJob, GO_ON, JOB_FAULT, type JobStart } from '../messages.ts';
import { Questions } from '../questions.ts';
import type { FromDialer, ToDialer } from './messages.ts';

const BEAT_MS = 1_000;

interface Running {
  signal: number;
  readonly listeners: ((message: string) => void)[];
}

/** Runs broadcasts, each with a connection of its own, over gateways that they share. */
export class Dialer {
  readonly #send: (message: FromDialer) => void;
  readonly #running = new Map<string, Running>();
  #lines: Lines | null = null;

  constructor(send: (message: FromDialer) => void) {
    this.#send = send;
    setInterval(() => send({ type: 'beat' }), BEAT_MS).unref();
  }

  /** Resolves with true when the process has nothing more to do and should end. */
  async receive(message: ToDialer): Promise<boolean> {
    switch (message.type) {
      case 'start':
        await this.#run(message.start, message.key);
        return false;
      case 'tell':
        for (const listener of this.#running.get(message.job)?.listeners ?? []) listener(message.message);
        return false;
      case 'signal':
        this.#signal(message.job, message.signal);
        return false;
      case 'clean':
        for (const broadcast of message.broadcasts) await this.#clean(message, broadcast);
        this.#send({ type: 'cleaned' });
        return false;
      case 'exit':
        return true;
    }
  }

  /** The console is gone: nobody is called any more, and live calls end. */
  abandoned(): void {
    for (const job of this.#running.keys()) this.#signal(job, CLOSE);
  }

  get idle(): boolean {
    return this.#running.size === 0;
  }

  #signal(job: string, signal: number): void {
    const running = this.#running.get(job);
    if (running === undefined) return;
    running.signal = signal;
    for (const listener of running.listeners) listener('signal');
  }

  async #run(start: Omit<JobStart, 'signal'>, key: SecretKey): Promise<void> {
    const running: Running = { signal: GO_ON, listeners: [] };
    this.#running.set(start.id, running);
    const post = (message: FromJob) => this.#send({ type: 'job', job: start.id, message });
    this.#lines ??= new Lines(key);
    this.#lines.key = key;
    let end: JobEnd;
    try {
      end = await this.#broadcast(start, { running, lines: this.#lines, post });
    } catch (error) {
      post({ type: 'fault', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      end = { state: 'failed', message: JOB_FAULT, result: {} };
    }
    this.#running.delete(start.id);
    post({ type: 'end', end });
  }

  async #broadcast(
    start: Omit<JobStart, 'signal'>,
    { running, lines, post }: { running: Running; lines: Lines; post: (message: FromJob) => void },
  ): Promise<JobEnd> {
    const { listeners } = running;
    const { handle, close } = makeHandle(start, {
      post,
      signal: () => running.signal,
      listeners,
      questions: new Questions(post),
    });
    const params = start.params as BroadcastParams;
    let taken: (() => Promise<void>) | null = null;
    const run = broadcastRunner({
      clock: () => systemClock(() => handle.now()),
      line: async (facts, job, clock) => {
        const line = await lines.take(job.db, facts, clock);
        taken = () => lines.release(job.db, facts);
        return line;
      },
      zonesOf,
    });
    try {
      return await run(params, handle);
    } finally {
      await (taken as (() => Promise<void>) | null)?.();
      close();
    }
  }

  /** What can't be reached now has its own limit: no call lasts longer than its longest talk time. */
  async #clean({ folder, key }: { folder: string; key: SecretKey }, broadcast: string): Promise<void> {
    const db = openRaw(join(folder, DATABASE_FILE));
    try {
      const left = leftCalls(db, broadcast, Date.now());
      if (left.length === 0) return;
      const lines = new Lines(key);
      const facts = readFacts(db, broadcast);
      const line = await lines.take(db, facts, systemClock(Date.now));
      await line.gateway.endLeft(left);
      await lines.release(db, facts);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
    } finally {
      db.close();
    }
  }
}

import { Worker } from 'node:worker_threads';
import type { ServiceEvent } from '#shared/events.ts';
import { fail, type Reply } from '#shared/reply.ts';
import type { KeyStore } from '../db/secrets.ts';
import type { Child, SpawnDialer } from './child.ts';
import { askKeyStore } from './key-store.ts';
import type { FromService, ToService, WorkerStart } from './protocol.ts';
import type { Caller } from './sessions.ts';

/** What the shell does with the service's events and faults. */
export interface RemoteListener {
  /** `only`: the callers it concerns; null: all. */
  event(event: ServiceEvent, only: readonly string[] | null): void;
  /** A bug, for the log. */
  report(what: string, error: string): void;
  /** Makes the dialler's process. */
  readonly spawnDialer: SpawnDialer;
  /** The system's key store; absent: keys are kept in plain files. */
  readonly keyStore?: KeyStore;
}

/**
 * Memory of the service thread, in MB. On a machine with much of it V8 would let the young generation grow to 100 MB and
 * more before it looks for garbage.
 */
export const SERVICE_LIMITS = { maxYoungGenerationSizeMb: 24 } as const;

const GONE = fail(
  'unavailable',
  'The service has stopped. Close Rolecall and start it again; what was saved is kept.',
);

/** The service in its worker thread, as the main thread sees it. The main thread itself runs no SQL. */
export class RemoteService {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (message: FromService | null) => void>();
  readonly #children = new Map<number, Child>();
  #next = 1;
  #gone = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Starts the thread and waits until the workspace is open. Throws, with a sentence for a person, where it can't. */
  static async start(entry: URL, start: WorkerStart, listener: RemoteListener): Promise<RemoteService> {
    const { keyStore } = listener;
    const workerData: WorkerStart = { ...start, hostSpawns: true, hostKeeps: keyStore !== undefined };
    const worker = new Worker(entry, { workerData, name: 'service', resourceLimits: SERVICE_LIMITS });
    const remote = new RemoteService(worker);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    worker.on('message', (message: FromService) => {
      if (message.type === 'opened') {
        if (message.failure === null) resolve();
        else reject(new Error(message.failure));
      } else if (message.type === 'child-spawn') remote.#spawn(message.child, listener.spawnDialer);
      else if (message.type === 'child-send') remote.#children.get(message.child)?.send(message.message);
      else if (message.type === 'child-kill') remote.#children.get(message.child)?.kill();
      else if (message.type === 'key-ask') void remote.#askKeyStore(keyStore, message);
      else if (message.type === 'event') listener.event(message.event, message.only);
      else if (message.type === 'report') listener.report(message.what, message.error);
      else remote.#answer(message.id, message);
    });
    worker.on('error', (error) => {
      listener.report('service thread', String(error));
      reject(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on('exit', () => {
      remote.#gone = true;
      reject(new Error('The service thread ended before the workspace was open.'));
      for (const id of remote.#waiting.keys()) remote.#answer(id, null);
      // Nobody is left to tell a dialler when to stop.
      for (const child of remote.#children.values()) child.kill();
    });
    await promise;
    return remote;
  }

  /** Through the one door. */
  async dispatch(caller: Caller, operation: string, input: unknown): Promise<Reply<unknown>> {
    const answer = await this.#ask((id) => ({ type: 'dispatch', id, caller, operation, input }));
    return answer?.type === 'reply' ? answer.reply : GONE;
  }

  /** Whether the caller is signed in; false when the service is gone. */
  async isSignedIn(caller: Caller): Promise<boolean> {
    const answer = await this.#ask((id) => ({ type: 'is-signed-in', id, caller }));
    return answer?.type === 'answer' && answer.yes;
  }

  /** Notes that a caller's person chose a file in a dialog, so that the service may use it for them. */
  grantFile(callerId: string, file: string, use: 'read' | 'write'): void {
    this.#send({ type: 'grant-file', callerId, file, use });
  }

  /** Ends a caller's session, when its window has closed. */
  forget(callerId: string): void {
    this.#send({ type: 'forget', callerId });
  }

  /** Stops jobs where they can go on later, closes the files, ends the thread. */
  async close(): Promise<void> {
    await this.#ask((id) => ({ type: 'close', id }));
    await this.#worker.terminate();
  }

  #spawn(id: number, spawnDialer: SpawnDialer): void {
    const child = spawnDialer({
      message: (message) => this.#send({ type: 'child-message', child: id, message }),
      exit: () => {
        this.#children.delete(id);
        this.#send({ type: 'child-exit', child: id });
      },
    });
    this.#children.set(id, child);
  }

  async #askKeyStore(
    keyStore: KeyStore | undefined,
    { id, question }: FromService & { readonly type: 'key-ask' },
  ): Promise<void> {
    const answer = keyStore === undefined ? { fault: 'no key store' } : await askKeyStore(keyStore, question);
    this.#send({ type: 'key-answer', id, answer });
  }

  async #ask(question: (id: number) => ToService): Promise<FromService | null> {
    if (this.#gone) return null;
    const id = this.#next++;
    const { promise, resolve } = Promise.withResolvers<FromService | null>();
    this.#waiting.set(id, resolve);
    this.#send(question(id));
    return promise;
  }

  #answer(id: number, message: FromService | null): void {
    this.#waiting.get(id)?.(message);
    this.#waiting.delete(id);
  }

  #send(message: ToService): void {
    this.#worker.postMessage(message);
  }
}

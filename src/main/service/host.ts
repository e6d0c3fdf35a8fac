import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceEvent } from '#shared/events.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { lockFolder } from '../db/lock.ts';
import { DATABASE_FILE } from '../db/workspace-files.ts';
import { wakeDemo } from './demo-wake.ts';
import { openFailure } from './open-failure.ts';
import { type Listener, openService, type Service, type ServiceOptions } from './service.ts';
import type { Caller } from './sessions.ts';

/** The demo workspace lies in its own folder beside the real one and never touches it. */
const DEMO_FOLDER = 'demo';
const DEMO_SEED = 1;

export interface HostOptions extends ServiceOptions {
  /** How long to wait, in ms, for another Rolecall to let go of the folder. */
  readonly waitForLock: number;
}

/** Opens workspaces, one at a time: the folder's own, or the demo workspace within it. Passes everything else on. */
export class WorkspaceHost {
  readonly #options: HostOptions;
  readonly #lock: { release(): void };
  readonly #listeners = new Set<Listener>();
  #service: Service;
  #unsubscribe: () => void;
  #switching: Promise<unknown> = Promise.resolve();

  private constructor(options: HostOptions, lock: { release(): void }, service: Service) {
    this.#options = options;
    this.#lock = lock;
    this.#service = service;
    this.#unsubscribe = this.#listenTo(service);
  }

  /** Takes the folder and opens its workspace. Throws, in words for a person, where it can't. */
  static async open(options: HostOptions): Promise<WorkspaceHost> {
    let lock: { release(): void } | undefined;
    try {
      mkdirSync(options.folder, { recursive: true });
      lock = lockFolder(options.folder, options.waitForLock);
      return new WorkspaceHost(options, lock, await openService(options));
    } catch (error) {
      lock?.release();
      throw openFailure(options.folder, error);
    }
  }

  get service(): Service {
    return this.#service;
  }

  async dispatch(caller: Caller, operation: string, input: unknown): Promise<Reply<unknown>> {
    await this.#switching;
    if (operation === 'workspace.openDemo') return this.#switch(() => this.openDemo());
    if (operation === 'workspace.leaveDemo') return this.#switch(() => this.#leaveDemo());
    return this.#service.dispatch(caller, operation, input);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#switching;
    this.#unsubscribe();
    await this.#service.close();
    this.#lock.release();
  }

  /** Opens the demo workspace, making it first if there is none; the folder's own if that is one already. */
  async openDemo(): Promise<Reply<{ people: number }>> {
    const caller: Caller = { id: 'host', kind: 'command-line' };
    const status = await this.#service.dispatch(caller, 'workspace.status', {});
    const already = status.ok && (status.value as { demo: boolean }).demo;
    if (!already) {
      const folder = join(this.#options.folder, DEMO_FOLDER);
      if (!existsSync(join(folder, DATABASE_FILE))) await this.#makeDemo(folder);
      await this.#open(folder);
    }
    await wakeDemo(this.#service);
    const people = await this.#service.dispatch(caller, 'workspace.demoPeople', {});
    return ok({ people: people.ok ? (people.value as unknown[]).length : 0 });
  }

  async #makeDemo(folder: string): Promise<void> {
    // Loaded only when wanted: the generators bring phone metadata with them.
    const { makeDemo } = await import('../demo/make-demo.ts');
    await makeDemo({
      folder,
      seed: DEMO_SEED,
      now: (this.#options.now ?? Date.now)(),
      progress: (done, total, message) => this.#tell({ type: 'progress', done, total, message }),
    });
  }

  async #leaveDemo(): Promise<Reply<object>> {
    if (this.#service.folder === this.#options.folder) {
      return fail('denied', 'The demo workspace is not open.', { reason: 'wrong-state' });
    }
    await this.#open(this.#options.folder);
    return ok({});
  }

  #switch<T>(work: () => Promise<Reply<T>>): Promise<Reply<T>> {
    const turn = this.#switching.then(work);
    this.#switching = turn.catch(() => undefined);
    return turn.catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      return fail('unavailable', `The workspace could not be opened: ${why}`);
    });
  }

  async #open(folder: string): Promise<void> {
    const next = await openService({ ...this.#options, folder });
    this.#unsubscribe();
    await this.#service.close();
    this.#service = next;
    this.#unsubscribe = this.#listenTo(next);
    this.#tell({ type: 'workspace' });
  }

  #listenTo(service: Service): () => void {
    return service.subscribe((event, only) => {
      for (const listener of this.#listeners) listener(event, only);
    });
  }

  #tell(event: ServiceEvent): void {
    for (const listener of this.#listeners) listener(event, null);
  }
}

import type { SecretKey } from '../db/secrets.ts';
import type { FromDialer, ToDialer } from '../jobs/dialer/messages.ts';
import type { FromJob, JobStart } from '../jobs/messages.ts';
import type { Child, SpawnDialer } from './child.ts';

/** How often its beats are counted, and how many may be missed, in ms. */
const CHECK_MS = 1_000;
const MISSED = 20;

interface Job {
  readonly folder: string;
  hear(message: FromJob): void;
  /** The process died under it. */
  gone(): void;
}

export interface DialerSurroundings {
  readonly spawn: SpawnDialer;
  /** Of the gateways' secrets, as it is now. */
  key(): SecretKey;
  report(what: string, error: unknown): void;
}

/**
 * The dialler's process, supervised: started with the first broadcast, ended with the last; one that dies, or no longer
 * gets to its work, takes its broadcasts with it, which are told so.
 */
export class DialerProcess {
  readonly #around: DialerSurroundings;
  readonly #jobs = new Map<string, Job>();
  #child: Child | null = null;
  #check: NodeJS.Timeout | null = null;
  #missed = 0;
  #cleaning = false;

  constructor(around: DialerSurroundings) {
    this.#around = around;
  }

  start(start: Omit<JobStart, 'signal'>, job: Omit<Job, 'folder'>): void {
    this.#jobs.set(start.id, { ...job, folder: start.folder });
    this.#send({ type: 'start', start, key: this.#around.key() });
  }

  tell(job: string, message: string): void {
    if (this.#jobs.has(job)) this.#send({ type: 'tell', job, message });
  }

  signal(job: string, signal: number): void {
    if (this.#jobs.has(job)) this.#send({ type: 'signal', job, signal });
  }

  /** Ends calls of these broadcasts that a crash left up. */
  clean(folder: string, broadcasts: readonly string[]): void {
    if (broadcasts.length === 0) return;
    this.#cleaning = true;
    this.#send({ type: 'clean', folder, broadcasts, key: this.#around.key() });
  }

  #send(message: ToDialer): void {
    this.#child ??= this.#spawn();
    this.#child.send(message);
  }

  #spawn(): Child {
    this.#missed = 0;
    const child = this.#around.spawn({
      message: (message) => this.#hear(message as FromDialer),
      exit: () => {
        if (this.#child === child) this.#died();
      },
    });
    // After a sleep of the machine one check comes late, not many: only checks that come in turn are counted.
    this.#check = setInterval(() => {
      this.#missed += 1;
      if (this.#missed < MISSED) return;
      this.#around.report('dialler', 'it no longer answers and is stopped');
      child.kill();
    }, CHECK_MS);
    this.#check.unref();
    return child;
  }

  #hear(message: FromDialer): void {
    this.#missed = 0;
    if (message.type === 'cleaned') {
      this.#cleaning = false;
      this.#letGo();
    }
    if (message.type !== 'job') return;
    const job = this.#jobs.get(message.job);
    if (message.message.type === 'end') this.#jobs.delete(message.job);
    job?.hear(message.message);
    this.#letGo();
  }

  /** A process without work ends. */
  #letGo(): void {
    if (this.#jobs.size > 0 || this.#cleaning || this.#child === null) return;
    const child = this.#child;
    this.#child = null;
    if (this.#check !== null) clearInterval(this.#check);
    child.send({ type: 'exit' } satisfies ToDialer);
  }

  #died(): void {
    this.#child = null;
    this.#cleaning = false;
    if (this.#check !== null) clearInterval(this.#check);
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    if (jobs.length > 0) this.#around.report('dialler', 'its process ended while it called');
    for (const job of jobs) job.gone();
  }
}

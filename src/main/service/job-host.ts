import { Worker } from 'node:worker_threads';
import type { ServiceEvent } from '#shared/events.ts';
import type { Job } from '#shared/operations/jobs.ts';
import { fail, type Reply } from '#shared/reply.ts';
import type { Database } from '../db/open.ts';
import type { JobsTable } from '../db/tables/system.ts';
import { jobOf } from '../handlers/jobs.ts';
import type { JobEnd, Progress } from '../jobs/job.ts';
import {
  CANCEL,
  CLOSE,
  type FromJob,
  JOB_FAULT,
  JOB_LIMITS,
  type JobStart,
  type ToJob,
} from '../jobs/messages.ts';
import type { DialerProcess } from './dialer-process.ts';

/** How a running job is spoken to: in a thread, or in the dialler's process. */
interface JobLink {
  tell(message: string): void;
  answer(answer: ToJob): void;
  signal(signal: number): void;
}

interface Running {
  readonly link: JobLink;
  readonly ended: Promise<void>;
  row: JobsTable;
  /** When progress was last written to the row, Unix ms. */
  saved: number;
}

/** What the host of jobs needs of the service. */
export interface JobSurroundings {
  readonly db: Database;
  readonly folder: string;
  /** The thread's entry: `thread.ts`, or what it is bundled to. */
  readonly entry: URL;
  readonly now: () => number;
  /** Sends to windows; with a person, only to theirs. */
  publish(event: ServiceEvent, person?: string): void;
  report(what: string, error: unknown): void;
  /** Whether the job's person may see how far it is; see `jobOf`. */
  seesFigures(job: JobsTable): boolean;
  /** Asks the door as the job's person. */
  ask(job: JobsTable, operation: string, input: unknown): Promise<Reply<unknown>>;
  /** A job's thread or process died without a word: mends what it left. */
  cutOff(job: JobsTable): void;
  readonly dialer: DialerProcess;
  /** Looks whether the job's person may have it go on, and stops it if not. */
  mayGoOn(job: JobsTable): void;
}

interface JobListener {
  readonly hear: (message: FromJob) => void;
  readonly gone: () => void;
}

const LISTS: Readonly<Record<JobsTable['kind'], readonly string[]>> = {
  'import-number-list': ['numberLists'],
  'import-dialog-log': ['logImports', 'dialogLogs', 'clients'],
  'erase-client': ['dialogLogs', 'clients', 'logImports'],
  'make-number-list': ['numberLists'],
  'import-do-not-call': ['doNotCall'],
  'export-list': [],
  'export-raw-log': ['exports', 'exportSchedules'],
  broadcast: ['broadcasts'],
};
const SAVE_EVERY = 1000;

/** Runs jobs, a thread each, keeps their rows up to date, and tells their persons. */
export class JobHost {
  readonly #around: JobSurroundings;
  readonly #running = new Map<string, Running>();
  #closing = false;

  constructor(around: JobSurroundings) {
    this.#around = around;
  }

  /** Starts a job that its command has committed. */
  async start(id: string): Promise<void> {
    const { db, now } = this.#around;
    if (this.#closing || this.#running.has(id)) return;
    await db
      .updateTable('jobs')
      .set({ state: 'running', started_at: now(), message: '' })
      .where('id', '=', id)
      .where('state', 'in', ['queued', 'interrupted'])
      .execute();
    const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();
    if (row?.state !== 'running') return;
    const start = {
      id,
      kind: row.kind,
      folder: this.#around.folder,
      params: JSON.parse(row.params) as unknown,
      resume: row.resume === null ? null : (JSON.parse(row.resume) as unknown),
    };
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const listener = this.#listenerOf(id, resolve);
    const link = row.kind === 'broadcast' ? this.#inDialer(start, listener) : this.#inThread(start, listener);
    const job: Running = { link, ended, row, saved: 0 };
    this.#running.set(id, job);
    this.#tell(job);
  }

  #inDialer(start: Omit<JobStart, 'signal'>, { hear, gone }: JobListener): JobLink {
    const { dialer } = this.#around;
    dialer.start(start, {
      hear: (message) => {
        hear(message);
        if (message.type === 'end') gone();
      },
      gone,
    });
    return {
      tell: (message) => dialer.tell(start.id, message),
      // A broadcast asks the door nothing.
      answer: () => undefined,
      signal: (signal) => dialer.signal(start.id, signal),
    };
  }

  #inThread(start: Omit<JobStart, 'signal'>, { hear, gone }: JobListener): JobLink {
    const signal = new SharedArrayBuffer(4);
    const flag = new Int32Array(signal);
    const worker = new Worker(this.#around.entry, {
      workerData: { ...start, signal } satisfies JobStart,
      name: `job ${start.kind}`,
      resourceLimits: JOB_LIMITS,
    });
    worker.on('message', hear);
    worker.on('error', (error) => {
      hear({ type: 'fault', error: String(error) });
      hear({ type: 'end', end: { state: 'failed', message: JOB_FAULT, result: {} } });
    });
    worker.on('exit', gone);
    return {
      tell: (message) => worker.postMessage({ message }),
      answer: (answer) => worker.postMessage(answer),
      signal: (value) => {
        Atomics.store(flag, 0, value);
        worker.postMessage({ message: 'signal' });
      },
    };
  }

  #listenerOf(id: string, done: () => void): JobListener {
    let end: JobEnd | undefined;
    return {
      hear: (message) => {
        const job = this.#running.get(id);
        if (job === undefined) return;
        if (message.type === 'progress') this.#progress(job, message.progress);
        else if (message.type === 'changed') this.#around.publish({ type: 'changed', nouns: message.nouns });
        else if (message.type === 'ask') void this.#ask(job, message);
        else if (message.type === 'fault') this.#around.report(`job ${job.row.kind}`, message.error);
        else end = message.end;
      },
      gone: () => {
        const job = this.#running.get(id);
        if (job === undefined) return;
        if (end === undefined) this.#around.cutOff(job.row);
        const last = end ?? { state: 'interrupted', message: 'This job was cut off.', result: {} };
        this.#end(job, last)
          .catch((error: unknown) => this.#around.report('end of a job', error))
          .finally(done);
      },
    };
  }

  async #ask(job: Running, { id, operation, input }: FromJob & { readonly type: 'ask' }): Promise<void> {
    // A job waits for its answer: a fault must become one too.
    const reply = await this.#around.ask(job.row, operation, input).catch((error: unknown) => {
      this.#around.report(`job ${job.row.kind}: ${operation}`, error);
      return fail('internal', 'The service could not answer this job.');
    });
    const answer: ToJob = { answerTo: id, reply };
    job.link.answer(answer);
  }

  #progress(job: Running, progress: Progress): void {
    const message = progress.message ?? job.row.message;
    job.row = { ...job.row, done: progress.done, total: progress.total, message };
    this.#tell(job);
    this.#around.mayGoOn(job.row);
    const now = this.#around.now();
    if (now - job.saved < SAVE_EVERY) return;
    job.saved = now;
    this.#around.db
      .updateTable('jobs')
      .set({ done: progress.done, total: progress.total, message })
      .where('id', '=', job.row.id)
      .execute()
      // Busy behind the job's own write: the next progress says it again.
      .catch(() => undefined);
  }

  async #end(job: Running, end: JobEnd): Promise<void> {
    const now = this.#around.now();
    const { done, total } = job.row;
    const full = end.state === 'done' && total !== null ? total : done;
    job.row = {
      ...job.row,
      state: end.state,
      message: end.message,
      result: JSON.stringify(end.result),
      done: full,
      ended_at: end.state === 'interrupted' ? null : now,
    };
    const { state, message, result, ended_at } = job.row;
    await this.#around.db
      .updateTable('jobs')
      .set({ state, message, result, done: full, total, ended_at })
      .where('id', '=', job.row.id)
      .execute();
    this.#running.delete(job.row.id);
    this.#tell(job);
    this.#around.publish({ type: 'changed', nouns: ['jobs', ...LISTS[job.row.kind]] });
  }

  #tell(job: Running): void {
    this.#around.publish({ type: 'job', job: this.#shown(job.row) }, job.row.person_id);
  }

  /** Rights have changed: looks whether running jobs may go on. */
  recheck(): void {
    for (const { row } of this.#running.values()) this.#around.mayGoOn(row);
  }

  /** Passes a message to a job; 'cancel' is seen by its thread at once. A job that runs no more hears nothing. */
  tell(id: string, message: string): void {
    const job = this.#running.get(id);
    if (job === undefined) return;
    if (message === 'cancel') job.link.signal(CANCEL);
    else job.link.tell(message);
  }

  /** The rows of the jobs that run. */
  running(): readonly JobsTable[] {
    return [...this.#running.values()].map(({ row }) => row);
  }

  /** A running job as it stands now; fresher than its row. */
  live(id: string): Job | undefined {
    const job = this.#running.get(id);
    return job === undefined ? undefined : this.#shown(job.row);
  }

  #shown(row: JobsTable): Job {
    return jobOf(row, this.#around.now(), this.#around.seesFigures(row));
  }

  /** Resolves when the job has ended (at once if it does not run). */
  ended(id: string): Promise<void> {
    return this.#running.get(id)?.ended ?? Promise.resolve();
  }

  /** Asks all jobs to stop where they can go on later, and waits for them. */
  async close(): Promise<void> {
    this.#closing = true;
    const running = [...this.#running.values()];
    for (const job of running) job.link.signal(CLOSE);
    await Promise.all(running.map((job) => job.ended));
  }
}

import type { Job } from '#shared/operations/jobs.ts';
import type { Reply } from '#shared/reply.ts';
import type { RawDatabase } from '../db/open.ts';

export type JobKind = Job['kind'];

/** Counts, paths and ids that a job ends with; shown to the person and kept in the job's row. */
export type JobResult = Readonly<Record<string, string | number>>;

/** How a runner says that it stopped before its end. */
export interface JobEnd {
  readonly state: 'done' | 'cancelled' | 'failed' | 'interrupted';
  /** A whole sentence for the person. */
  readonly message: string;
  readonly result: JobResult;
}

export interface Progress {
  /** In the job's unit. */
  readonly done: number;
  readonly total: number | null;
  readonly message?: string;
}

/** What a job's thread gives its runner. */
export interface JobHandle {
  readonly id: string;
  /** Nouns of what the job changes are announced by `changed`. */
  readonly folder: string;
  /** The thread's own connection to `rolecall.db`; other connections write beside it, so keep transactions short. */
  readonly db: RawDatabase;
  /** Where an earlier run of the job got to, as `saveResume` was told; null on the first run. */
  readonly resume: unknown;
  /** True as soon as cancel was asked or the console closes; look at it at least every 50 ms. */
  cancelled(): boolean;
  /** True when the console closes: stop, keep what is needed to go on later, end as 'interrupted'. */
  closing(): boolean;
  /** Unix ms. */
  now(): number;
  /** A new UUIDv7. */
  newId(): string;
  /** Cheap to call often; passed on at most four times a second. */
  progress(progress: Progress): void;
  /** Writes the point to resume from, in the runner's present transaction if it has one open. */
  saveResume(point: unknown): void;
  /** Tells open windows that lists of these nouns are stale; at most four times a second. */
  changed(...nouns: string[]): void;
  /** Asks a query through the door as the job's person, with the rights that they have at that moment. */
  ask(operation: string, input: unknown): Promise<Reply<unknown>>;
  /** The file of job threads, for work that is divided between two; left out: there is but this thread. */
  readonly entry?: URL | undefined;
  /** Calls back with what `Context.tellJob` sent ('suspend', 'finish', ...). */
  onMessage(listener: (message: string) => void): void;
}

/** The work of one kind of job. Ends by a value; an exception is a bug and marks the job failed. */
export type JobRunner<P> = (params: P, job: JobHandle) => Promise<JobEnd>;

import type { Reply } from '#shared/reply.ts';
import type { ReadFile } from './import/reading.ts';
import type { RowPart } from './import/row-part.ts';
import type { Staged, StageKind } from './import/staging.ts';
import type { JobEnd, JobKind, Progress } from './job.ts';

/** What a job's thread is started with. */
export interface JobStart {
  readonly id: string;
  readonly kind: JobKind;
  readonly folder: string;
  readonly params: unknown;
  readonly resume: unknown;
  /** One Int32: 0 go on, 1 cancel, 2 the console closes. */
  readonly signal: SharedArrayBuffer;
}

/** A thread that writes a workbook anew, and no job. */
export interface StageStart {
  readonly stage: { readonly folder: string; readonly file: string; readonly kind: StageKind };
}

/** What such a thread answers. */
export type StageEnd = { readonly staged: Staged } | { readonly fault: string };

/** A thread that reads the rows of a file for a job's thread. */
export interface ReadStart {
  readonly read: true;
}

/** To such a thread: what to read (once), that a part was taken, memory that is free again, that no more is wanted. */
export type ToReader =
  | { readonly file: ReadFile }
  | { readonly goOn: true }
  | { readonly spare: readonly ArrayBuffer[] }
  | { readonly stop: true };

/** What such a thread answers, part by part. */
export type ReadEnd = { readonly part: RowPart } | { readonly end: true } | { readonly fault: string };

/**
 * Of a job's thread. Bulk work makes much that dies young; without limits V8 lets that pile up to hundreds of MB on a
 * machine that has them: by the second, which is far above what jobs hold, it measures how much garbage it keeps.
 */
export const JOB_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1_024 } as const;

/** Of a thread that reads a file's rows. It works on bytes and leaves little garbage: 5 MB less, as fast (3 is slower). */
export const READ_LIMITS = { ...JOB_LIMITS, maxYoungGenerationSizeMb: 6 } as const;

/** What a person is told of a job that a bug stopped. */
export const JOB_FAULT = 'A fault in Rolecall stopped this job; it is in the log.';

export const GO_ON = 0;
export const CANCEL = 1;
export const CLOSE = 2;

/** From the thread to the service. */
export type FromJob =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'changed'; readonly nouns: readonly string[] }
  /** A bug, for the log; the person is told in general words. */
  | { readonly type: 'fault'; readonly error: string }
  /** A question for the door; `id` pairs it with its answer. */
  | { readonly type: 'ask'; readonly id: number; readonly operation: string; readonly input: unknown }
  | { readonly type: 'end'; readonly end: JobEnd };

/** From the service to the thread: a word for the runner, or the answer to a question. */
export type ToJob =
  | { readonly message: string }
  | { readonly answerTo: number; readonly reply: Reply<unknown> };

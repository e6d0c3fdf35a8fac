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
  | { readonly type: 'end'; readonly end: JobEnd };

/** From the service to the thread. */
export interface ToJob {
  readonly message: string;
}

import type { RawDatabase } from '#main/db/open.ts';
import { uuidV7Source } from '#main/db/uuid.ts';
import type { JobHandle, Progress } from '#main/jobs/job.ts';

/** What a test sees of a job that runs in its own thread of control, and how it steers it. */
export interface SteeredJob {
  readonly handle: JobHandle;
  readonly progress: Progress[];
  readonly changed: string[];
  resume: unknown;
  /** Asks the job to stop; `closing`: because the console closes. */
  stop(closing?: boolean): void;
  tell(message: string): void;
}

export interface JobHandleOptions {
  readonly db: RawDatabase;
  readonly id?: string;
  readonly folder?: string;
  readonly resume?: unknown;
  /** The file of job threads; that of the sources if left out. */
  readonly entry?: URL;
  /** Looked at whenever the job asks whether it is cancelled. */
  readonly cancelWhen?: () => boolean;
}

const THREAD = new URL('../../src/main/jobs/thread.ts', import.meta.url);

/** A job handle without a thread, for running a job's runner inside a test. */
export function jobHandle(options: JobHandleOptions): SteeredJob {
  const listeners: ((message: string) => void)[] = [];
  let stopping = false;
  let closing = false;
  const now = Date.now;
  const steered: SteeredJob = {
    progress: [],
    changed: [],
    resume: options.resume ?? null,
    stop(because = false) {
      stopping = true;
      closing = because;
    },
    tell(message) {
      for (const listener of listeners) listener(message);
    },
    handle: {
      id: options.id ?? '00000000-0000-7000-8000-000000000001',
      folder: options.folder ?? '',
      db: options.db,
      resume: options.resume ?? null,
      cancelled: () => stopping || options.cancelWhen?.() === true,
      closing: () => closing,
      now,
      newId: uuidV7Source(now, (bytes) => void crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)),
      progress: (progress) => void steered.progress.push(progress),
      saveResume: (point) => {
        steered.resume = point;
      },
      changed: (...nouns) => void steered.changed.push(...nouns),
      ask: () => Promise.reject(new Error('This job asks nothing.')),
      entry: options.entry ?? THREAD,
      onMessage: (listener) => void listeners.push(listener),
    },
  };
  return steered;
}

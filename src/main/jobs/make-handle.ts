import { join } from 'node:path';
import { openRaw } from '../db/open.ts';
import { uuidV7Source } from '../db/uuid.ts';
import { DATABASE_FILE } from '../db/workspace-files.ts';
import type { JobHandle, Progress } from './job.ts';
import { CLOSE, type FromJob, GO_ON, type JobStart } from './messages.ts';
import type { Questions } from './questions.ts';

/** Progress and changes are passed on at most this often, in ms. */
const QUIET = 250;

/** Holds back what comes too often; the last one is always sent by `flush`. */
function throttled<T>(send: (value: T) => void): { offer(value: T): void; flush(): void } {
  let last = 0;
  let held: { readonly value: T } | null = null;
  const flush = (): void => {
    if (held === null) return;
    send(held.value);
    held = null;
    last = performance.now();
  };
  return {
    offer(value) {
      held = { value };
      if (performance.now() - last >= QUIET) flush();
    },
    flush,
  };
}

/** What a job's handle speaks with. */
export interface JobWires {
  readonly post: (message: FromJob) => void;
  /** GO_ON, CANCEL or CLOSE. */
  readonly signal: () => number;
  readonly listeners: ((message: string) => void)[];
  readonly questions: Questions;
  readonly entry?: URL;
}

/** The handle of a job that runs here, with a connection of its own; `close` lets go of it. */
export function makeHandle(
  start: Omit<JobStart, 'signal'>,
  { post, signal, listeners, questions, entry }: JobWires,
): { readonly handle: JobHandle; readonly close: () => void } {
  const db = openRaw(join(start.folder, DATABASE_FILE));
  const progress = throttled<Progress>((value) => post({ type: 'progress', progress: value }));
  const nouns = new Set<string>();
  const changes = throttled<null>(() => {
    post({ type: 'changed', nouns: [...nouns] });
    nouns.clear();
  });
  const saveResume = db.prepare('update jobs set resume = ? where id = ?');
  const handle: JobHandle = {
    id: start.id,
    folder: start.folder,
    db,
    resume: start.resume,
    cancelled: () => signal() !== GO_ON,
    closing: () => signal() === CLOSE,
    now: () => Date.now(),
    newId: uuidV7Source(Date.now, (bytes) => crypto.getRandomValues(bytes)),
    progress: (value) => progress.offer(value),
    saveResume: (point) => void saveResume.run(JSON.stringify(point), start.id),
    changed: (...changed) => {
      for (const noun of changed) nouns.add(noun);
      changes.offer(null);
    },
    ask: (operation, input) => questions.ask(operation, input),
    entry,
    onMessage: (listener) => void listeners.push(listener),
  };
  return {
    handle,
    close: () => {
      progress.flush();
      changes.flush();
      // What a job wrote is copied out of the log here, and not by whoever writes next: for a list of a million, some
      // 100 ms.
      db.pragma('wal_checkpoint(passive)');
      db.close();
    },
  };
}

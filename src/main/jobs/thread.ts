import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Reply } from '#shared/reply.ts';
import { openRaw } from '../db/open.ts';
import { uuidV7Source } from '../db/uuid.ts';
import { DATABASE_FILE } from '../db/workspace-files.ts';
import type { JobEnd, JobHandle, JobKind, JobRunner, Progress } from './job.ts';
import {
  CLOSE,
  type FromJob,
  GO_ON,
  JOB_FAULT,
  type JobStart,
  type StageEnd,
  type StageStart,
  type ToJob,
} from './messages.ts';

/** Progress and changes are passed on at most this often, in ms. */
const QUIET = 250;

/** Runners by kind, each loaded only when such a job runs (an import brings the phone metadata with it). */
const RUNNERS: Readonly<Record<JobKind, () => Promise<JobRunner<never>>>> = {
  'import-number-list': async () => (await import('./import/import-number-list.ts')).importNumberList,
  'make-number-list': async () => (await import('./import/make-number-list.ts')).makeNumberList,
  'import-do-not-call': async () => (await import('./do-not-call/import-do-not-call.ts')).importDoNotCall,
  'export-list': async () => (await import('./export/export-list.ts')).exportList,
  'export-raw-log': async () => (await import('./export/export-raw-log.ts')).exportRawLog,
  'import-dialog-log': async () => (await import('./log-import/import-dialog-log.ts')).importDialogLog,
  'erase-client': async () => (await import('./erase-client.ts')).eraseClientJob,
  broadcast: async () => (await import('./broadcast/run-broadcast.ts')).runBroadcast,
};

function post(message: FromJob): void {
  parentPort?.postMessage(message);
}

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

/** Questions to the door that wait for their answers. */
class Questions {
  readonly #waiting = new Map<number, (reply: Reply<unknown>) => void>();
  #next = 1;

  ask(operation: string, input: unknown): Promise<Reply<unknown>> {
    const id = this.#next++;
    const { promise, resolve } = Promise.withResolvers<Reply<unknown>>();
    this.#waiting.set(id, resolve);
    post({ type: 'ask', id, operation, input });
    return promise;
  }

  answer(id: number, reply: Reply<unknown>): void {
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
  }
}

function handleFor(start: JobStart, listeners: ((message: string) => void)[], questions: Questions) {
  const db = openRaw(join(start.folder, DATABASE_FILE));
  const signal = new Int32Array(start.signal);
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
    cancelled: () => Atomics.load(signal, 0) !== GO_ON,
    closing: () => Atomics.load(signal, 0) === CLOSE,
    now: () => Date.now(),
    newId: uuidV7Source(Date.now, (bytes) => crypto.getRandomValues(bytes)),
    progress: (value) => progress.offer(value),
    saveResume: (point) => void saveResume.run(JSON.stringify(point), start.id),
    changed: (...changed) => {
      for (const noun of changed) nouns.add(noun);
      changes.offer(null);
    },
    ask: (operation, input) => questions.ask(operation, input),
    onMessage: (listener) => void listeners.push(listener),
  };
  return {
    handle,
    close: () => {
      progress.flush();
      changes.flush();
      db.close();
    },
  };
}

async function main(start: JobStart): Promise<JobEnd> {
  const listeners: ((message: string) => void)[] = [];
  const questions = new Questions();
  parentPort?.on('message', (told: ToJob) => {
    if ('answerTo' in told) questions.answer(told.answerTo, told.reply);
    else for (const listener of listeners) listener(told.message);
  });
  const { handle, close } = handleFor(start, listeners, questions);
  try {
    const run = await RUNNERS[start.kind]();
    return await run(start.params as never, handle);
  } finally {
    close();
  }
}

async function runToEnd(start: JobStart): Promise<void> {
  let end: JobEnd;
  try {
    end = await main(start);
  } catch (error) {
    post({ type: 'fault', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    end = { state: 'failed', message: JOB_FAULT, result: {} };
  }
  post({ type: 'end', end });
  parentPort?.close();
}

/** Writes a workbook anew for a preview; what can't be read is told in words, anything else ends the thread. */
async function stageFor({ stage: asked }: StageStart): Promise<void> {
  const { stage } = await import('./import/staging.ts');
  const { faultMessage } = await import('./import/fault.ts');
  let end: StageEnd;
  try {
    end = { staged: await stage(asked.folder, asked.file, asked.kind) };
  } catch (error) {
    const fault = faultMessage(error);
    if (fault === null) throw error;
    end = { fault };
  }
  parentPort?.postMessage(end);
  parentPort?.close();
}

if ('stage' in (workerData as object)) void stageFor(workerData as StageStart);
else void runToEnd(workerData as JobStart);

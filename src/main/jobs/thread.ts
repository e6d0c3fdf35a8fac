import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { JobEnd, JobKind, JobRunner } from './job.ts';
import {
  type FromJob,
  JOB_FAULT,
  type JobStart,
  type StageEnd,
  type StageStart,
  type ToJob,
} from './messages.ts';
import { Questions } from './questions.ts';

/** Runners by kind, each loaded only when such a job runs (an import brings the phone metadata with it). */
const RUNNERS: Readonly<Record<Exclude<JobKind, 'broadcast'>, () => Promise<JobRunner<never>>>> = {
  'import-number-list': async () => (await import('./import/import-number-list.ts')).importNumberList,
  'make-number-list': async () => (await import('./import/make-number-list.ts')).makeNumberList,
  'import-do-not-call': async () => (await import('./do-not-call/import-do-not-call.ts')).importDoNotCall,
  'export-list': async () => (await import('./export/export-list.ts')).exportList,
  'export-raw-log': async () => (await import('./export/export-raw-log.ts')).exportRawLog,
  'import-dialog-log': async () => (await import('./log-import/import-dialog-log.ts')).importDialogLog,
  'erase-client': async () => (await import('./erase-client.ts')).eraseClientJob,
};

function post(message: FromJob): void {
  parentPort?.postMessage(message);
}

async function main(start: JobStart): Promise<JobEnd> {
  const { kind } = start;
  if (kind === 'broadcast') throw new Error('broadcasts are the dialler’s work');
  const listeners: ((message: string) => void)[] = [];
  const questions = new Questions(post);
  parentPort?.on('message', (told: ToJob) => {
    if ('answerTo' in told) questions.answer(told.answerTo, told.reply);
    else for (const listener of listeners) listener(told.message);
  });
  const signal = new Int32Array(start.signal);
  // Not loaded by threads that open no database.
  const { makeHandle } = await import('./make-handle.ts');
  const { handle, close } = makeHandle(start, {
    post,
    signal: () => Atomics.load(signal, 0),
    listeners,
    questions,
    entry: new URL(import.meta.url),
  });
  try {
    const run = await RUNNERS[kind]();
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

async function serveReader(): Promise<void> {
  const { serveReading } = await import('./import/reading-thread.ts');
  await serveReading(parentPort as MessagePort);
}

if ('read' in (workerData as object)) void serveReader();
else if ('stage' in (workerData as object)) void stageFor(workerData as StageStart);
else void runToEnd(workerData as JobStart);

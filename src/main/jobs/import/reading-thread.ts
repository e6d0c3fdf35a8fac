import type { MessagePort } from 'node:worker_threads';
import type { ReadEnd, ToReader } from '../messages.ts';
import { loadPhoneRules } from '../phone/normalise.ts';
import { faultMessage } from './fault.ts';
import { type FilePart, type ReadFile, readRows } from './reading.ts';
import { reopen } from './source.ts';

/** Parts that may wait to be worked on: enough that neither thread waits for the other, few enough for memory. */
const MOST_WAITING = 8;

/** Answers one `ReadFile` with the parts of its file, then with its end, or with why it can't be read. */
export async function serveReading(port: MessagePort): Promise<void> {
  const rules = loadPhoneRules();
  let credit = MOST_WAITING;
  let wake: () => void = () => undefined;
  const { promise, resolve } = Promise.withResolvers<ReadFile>();
  port.on('message', (told: ToReader) => {
    if ('file' in told) return resolve(told.file);
    credit += 1;
    wake();
  });
  const answer = (end: ReadEnd): void => port.postMessage(end);
  const { file, source, plan } = await promise;
  try {
    const opened = await reopen(file, source);
    try {
      for await (const part of readRows(opened, plan, await rules)) {
        while (credit === 0) await new Promise<void>((go) => (wake = go));
        credit -= 1;
        port.postMessage({ part } satisfies ReadEnd, buffersOf(part));
      }
    } finally {
      await opened.close();
    }
    answer({ end: true });
  } catch (error) {
    const fault = faultMessage(error);
    if (fault === null) throw error;
    answer({ fault });
  } finally {
    port.close();
  }
}

/** They go to the other thread and are not copied. */
function buffersOf({ batches }: FilePart): ArrayBuffer[] {
  return batches.flatMap(
    ({ block: { fixed, texts }, gaps }) => [fixed.buffer, texts.buffer, gaps.buffer] as ArrayBuffer[],
  );
}

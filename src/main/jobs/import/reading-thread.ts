import type { MessagePort } from 'node:worker_threads';
import type { ReadEnd, ToReader } from '../messages.ts';
import { loadPhoneRules, type PhoneRules } from '../phone/normalise.ts';
import { faultMessage } from './fault.ts';
import { type ReadFile, readRows } from './reading.ts';
import { buffersOf } from './row-part.ts';
import { reopen } from './source.ts';
import { SpareBytes } from './spare-bytes.ts';

/** Parts that may wait to be worked on: enough that neither thread waits for the other, few enough for memory. */
const MOST_WAITING = 4;

/**
 * Answers one `ReadFile` with the parts of its file, then with its end, or with why it can't be read. Ends as soon as
 * it is told to stop.
 */
export async function serveReading(port: MessagePort): Promise<void> {
  const rules = loadPhoneRules();
  const parts = new Credit(MOST_WAITING);
  const room = new SpareBytes();
  const { promise: asked, resolve: ask } = Promise.withResolvers<ReadFile | null>();
  port.on('message', (told: ToReader) => {
    if ('file' in told) ask(told.file);
    else if ('goOn' in told) parts.give();
    else if ('spare' in told) room.give(told.spare);
    else {
      ask(null);
      parts.stop();
    }
  });
  try {
    const file = await asked;
    if (file !== null) await answer(file, { rules: await rules, room, parts, port });
  } finally {
    port.close();
  }
}

async function answer(
  { file, source, plan }: ReadFile,
  { rules, room, parts, port }: { rules: PhoneRules; room: SpareBytes; parts: Credit; port: MessagePort },
): Promise<void> {
  try {
    const opened = await reopen(file, source);
    try {
      for await (const part of readRows(opened, plan, { rules, room })) {
        if (!(await parts.take())) return;
        port.postMessage({ part } satisfies ReadEnd, buffersOf(part));
      }
    } finally {
      await opened.close();
    }
    port.postMessage({ end: true } satisfies ReadEnd);
  } catch (error) {
    const fault = faultMessage(error);
    if (fault === null) throw error;
    port.postMessage({ fault } satisfies ReadEnd);
  }
}

/** How many parts may still be sent before one is worked on. */
class Credit {
  #left: number;
  #stopped = false;
  #wake: () => void = () => undefined;

  constructor(left: number) {
    this.#left = left;
  }

  give(): void {
    this.#left += 1;
    this.#wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Waits until a part may be sent; false if none is wanted any more. */
  async take(): Promise<boolean> {
    while (this.#left === 0 && !this.#stopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#left -= 1;
    return !this.#stopped;
  }
}

import { Worker } from 'node:worker_threads';
import { JOB_LIMITS, type ReadEnd, type ReadStart, type ToReader } from '../messages.ts';
import type { PhoneRules } from '../phone/normalise.ts';
import { ByteScanner } from './byte-scanner.ts';
import { ImportFault } from './fault.ts';
import { type RowBatch, RowPacker } from './row-packer.ts';
import type { RowPlan } from './row-reader.ts';
import { bytesOf, type Opened, type Source } from './source.ts';
import type { SpareBytes } from './spare-bytes.ts';

/** A part of a file: its rows, and how many of the file's bytes were read up to its end. */
export interface FilePart {
  readonly batches: readonly RowBatch[];
  readonly at: number;
}

/** What goes to another thread with a part, instead of being copied. */
export function buffersOf({ batches }: FilePart): ArrayBuffer[] {
  return batches.flatMap(
    ({ block: { fixed, texts }, gaps }) => [fixed.buffer, texts.buffer, gaps.buffer] as ArrayBuffer[],
  );
}

/** How the rows of a file are read. */
export interface ReadPlan extends RowPlan {
  readonly header: boolean;
}

/** Reads the rows of a file from its start to its end, in parts. Throws ImportFault where its bytes are no rows. */
export async function* readRows(
  opened: Opened,
  plan: ReadPlan,
  { rules, room }: { readonly rules: PhoneRules; readonly room?: SpareBytes },
): AsyncGenerator<FilePart> {
  const { source } = opened;
  const packer = new RowPacker(plan, rules, room);
  const scanner = new ByteScanner({
    delimiter: source.delimiter,
    columns: source.titles.length,
    // What was written anew is well formed: no quote in it is stray.
    looksLikeRow: source.format === 'text' ? packer.isRow : () => false,
  });
  for await (const { bytes, at } of bytesOf(opened)) {
    scanner.push(bytes, packer.take);
    yield { batches: packer.batches(), at };
  }
  scanner.end(packer.take);
  yield { batches: packer.batches(true), at: source.size };
}

/** What a reading thread is asked for. */
export interface ReadFile {
  readonly file: string;
  readonly source: Source;
  readonly plan: ReadPlan;
}

/** A thread that reads a file's rows, so that another core works while rows are compared and stored. */
export class ReadingThread {
  readonly #worker: Worker;
  readonly #ended: Promise<unknown>;
  #told: ReadEnd[] = [];
  #wake: () => void = () => undefined;
  #error: Error | undefined;

  /** `entry`: the file of job threads. The thread loads its code at once and waits for `read`. */
  constructor(entry: URL) {
    this.#worker = new Worker(entry, {
      workerData: { read: true } satisfies ReadStart,
      name: 'rows of a file',
      resourceLimits: JOB_LIMITS,
    });
    this.#ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.on('message', (told: ReadEnd) => {
      this.#told.push(told);
      this.#wake();
    });
    const failed = (error: Error): void => {
      this.#error ??= error;
      this.#wake();
    };
    this.#worker.on('error', failed);
    this.#worker.on('exit', () => failed(new Error('The thread that read the rows ended without a word.')));
  }

  /** As `readRows`; the thread goes on while a part is worked on. A part is valid until the next is asked for. */
  async *read(asked: ReadFile): AsyncGenerator<FilePart> {
    this.#post({ file: asked });
    for (;;) {
      const told = await this.#next();
      if ('fault' in told) throw new ImportFault(told.fault);
      if ('end' in told) return;
      yield told.part;
      const buffers = buffersOf(told.part);
      this.#worker.postMessage({ goOn: buffers } satisfies ToReader, buffers);
    }
  }

  /** Stops the thread at the end of the part that it is reading, and waits until it is gone. */
  async close(): Promise<void> {
    this.#post({ stop: true });
    await this.#ended;
  }

  async #next(): Promise<ReadEnd> {
    for (;;) {
      const told = this.#told.shift();
      if (told !== undefined) return told;
      if (this.#error !== undefined) throw this.#error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #post(message: ToReader): void {
    this.#worker.postMessage(message);
  }
}

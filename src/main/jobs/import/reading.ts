import { Worker } from 'node:worker_threads';
import type { PackedBlock } from '#main/db/lists/entry-block.ts';
import { READ_LIMITS, type ReadEnd, type ReadStart, type ToReader } from '../messages.ts';
import type { PhoneRules } from '../phone/normalise.ts';
import { ByteScanner } from './byte-scanner.ts';
import { ImportFault } from './fault.ts';
import { ListImport, type ListPlan } from './list-import.ts';
import { PartSink } from './part-sink.ts';
import type { RowPart } from './row-part.ts';
import { bytesOf, type Opened, type Source } from './source.ts';
import type { SpareBytes } from './spare-bytes.ts';

/**
 * Reads the rows of a file from its start to its end, and tells what becomes of them, in parts. Throws ImportFault
 * where its bytes are no rows.
 */
export async function* readRows(
  opened: Opened,
  plan: ListPlan,
  { rules, room }: { readonly rules: PhoneRules; readonly room?: SpareBytes },
): AsyncGenerator<RowPart> {
  const { source } = opened;
  const sink = new PartSink(plan.mapping, {
    carried: plan.carried?.length ?? 0,
    expected: plan.expected ?? 0,
    room,
  });
  const list = new ListImport(plan, rules, sink);
  const scanner = new ByteScanner({
    delimiter: source.delimiter,
    columns: source.titles.length,
    // What was written anew is well formed: no quote in it is stray.
    looksLikeRow: source.format === 'text' ? list.isRow : () => false,
  });
  for await (const { bytes, at } of bytesOf(opened)) {
    scanner.push(bytes, list.takeCells);
    list.settle();
    yield sink.part(list.counts, at);
  }
  scanner.end(list.takeCells);
  list.settle();
  yield sink.part(list.counts, source.size);
}

/** What a reading thread is asked for. */
export interface ReadFile {
  readonly file: string;
  readonly source: Source;
  readonly plan: ListPlan;
}

/** A thread that reads a file's rows, so that another core works while they are stored. */
export class ReadingThread {
  readonly #worker: Worker;
  readonly #ended: Promise<unknown>;
  readonly #told: ReadEnd[] = [];
  #wake: () => void = () => undefined;
  #error: Error | undefined;

  /** `entry`: the file of job threads. The thread loads its code at once and waits for `read`. */
  constructor(entry: URL) {
    this.#worker = new Worker(entry, {
      workerData: { read: true } satisfies ReadStart,
      name: 'rows of a file',
      resourceLimits: READ_LIMITS,
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

  /** As `readRows`; the thread goes on while a part is worked on. */
  async *read(asked: ReadFile): AsyncGenerator<RowPart> {
    this.#post({ file: asked });
    for (;;) {
      const told = await this.#next();
      if ('fault' in told) throw new ImportFault(told.fault);
      if ('end' in told) return;
      this.#post({ goOn: true });
      yield told.part;
    }
  }

  /** Gives the memory of blocks back to it. */
  give(blocks: readonly PackedBlock[]): void {
    const spare = blocks.flatMap(({ fixed, texts }) => [fixed.buffer, texts.buffer] as ArrayBuffer[]);
    this.#worker.postMessage({ spare } satisfies ToReader, spare);
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

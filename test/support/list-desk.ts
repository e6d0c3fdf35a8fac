import { expect } from 'vitest';
import { doNotCallHandlers } from '#main/handlers/do-not-call.ts';
import type { Context, NewJob, PreparedHandler, Tx } from '#main/handlers/handler.ts';
import { numberListEntryHandlers } from '#main/handlers/number-list-entries.ts';
import { numberListVersionHandlers } from '#main/handlers/number-list-versions.ts';
import { numberListHandlers } from '#main/handlers/number-lists.ts';
import { importDoNotCall } from '#main/jobs/do-not-call/import-do-not-call.ts';
import { importNumberList } from '#main/jobs/import/import-number-list.ts';
import { makeNumberList } from '#main/jobs/import/make-number-list.ts';
import type { JobEnd } from '#main/jobs/job.ts';
import { type InputOf, type OperationName, type OutputOf, operations } from '#shared/operations/index.ts';
import type { Reply } from '#shared/reply.ts';
import { jobHandle } from './job-handle.ts';
import { ACCOUNT, jobId, type ListWorkspace, PERSON } from './number-lists.ts';

const HANDLERS = {
  ...numberListHandlers,
  ...numberListVersionHandlers,
  ...numberListEntryHandlers,
  ...doNotCallHandlers,
};
export type ListOperation = keyof typeof HANDLERS & OperationName;
type AnyRun = (tx: Tx, input: unknown, context: Context) => Promise<Reply<unknown>>;

/** Lists and do-not-call sources as a person with every right at the account works with them, without a service. */
export class ListDesk {
  readonly at: ListWorkspace;
  now = 1_700_000_000_000;
  #ids = 0;
  readonly #jobs: (NewJob & { readonly id: string })[] = [];

  constructor(at: ListWorkspace) {
    this.at = at;
  }

  #context(): Context {
    return {
      now: (this.now += 1_000),
      actor: { id: PERSON, email: 'ana@example.com' },
      minimal: false,
      folder: this.at.folder,
      newId: () => `01990000-0000-7000-8000-${String(++this.#ids).padStart(12, '0')}`,
      visible: () => ({ nodes: [ACCOUNT], own: null }),
      holds: () => true,
      mayUseFile: () => true,
      addJob: (job: NewJob) => {
        const id = jobId(1_000 + this.#jobs.length);
        this.#jobs.push({ ...job, id });
        return Promise.resolve(id);
      },
      touch: () => undefined,
    } as unknown as Context;
  }

  /** Asks as the door does: input parsed, one transaction that a refusal undoes, output checked. */
  async ask<N extends ListOperation>(name: N, input: InputOf<N>): Promise<Reply<OutputOf<N>>> {
    const parsed = operations[name].input.parse(input) as never;
    const handler = HANDLERS[name] as unknown as AnyRun | PreparedHandler<N, unknown>;
    const db = this.at.kysely();
    class Undo extends Error {}
    let reply: Reply<unknown> | undefined;
    const context = this.#context();
    const prepared = typeof handler === 'function' ? undefined : await handler.prepare(db, parsed, context);
    await db
      .transaction()
      .execute(async (tx) => {
        reply =
          typeof handler === 'function'
            ? await handler(tx, parsed, context)
            : await handler.run(tx, parsed, { ...context, prepared });
        if (!reply.ok) throw new Undo();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
    if (reply?.ok) expect(operations[name].output.safeParse(reply.value).error).toBeUndefined();
    return reply as Reply<OutputOf<N>>;
  }

  async value<N extends ListOperation>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    const reply = await this.ask(name, input);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
    return reply.value;
  }

  /** Runs the job that the last command made, in this thread. */
  async runJob(options: Partial<Parameters<typeof jobHandle>[0]> = {}): Promise<JobEnd> {
    const job = this.#jobs.at(-1) as NewJob & { readonly id: string };
    const { handle } = jobHandle({ db: this.at.db, folder: this.at.folder, ...options });
    const run = {
      'import-number-list': importNumberList,
      'make-number-list': makeNumberList,
      'import-do-not-call': importDoNotCall,
    }[job.kind as 'import-number-list'] as (params: never, handle: unknown) => Promise<JobEnd>;
    return run(job.params as never, { ...handle, id: job.id });
  }

  /** A list of pasted text, imported; its id. */
  async list(name: string, text: string, more: Partial<InputOf<'numberLists.import'>> = {}): Promise<string> {
    const { id } = await this.value('numberLists.import', { node: ACCOUNT, name, text, ...more });
    const end = await this.runJob();
    if (end.state !== 'done') throw new Error(end.message);
    return id;
  }

  /** The version of a list's row, for the next command. */
  async version(id: string): Promise<number> {
    return (await this.value('numberLists.get', { id })).version;
  }
}

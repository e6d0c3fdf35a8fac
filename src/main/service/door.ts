import type { Kysely, Transaction } from 'kysely';
import type { ServiceEvent } from '#shared/events.ts';
import type { Operation } from '#shared/operation.ts';
import type { BulkResult } from '#shared/operations/fields.ts';
import { findOperation, type OperationName } from '#shared/operations/index.ts';
import { type Failure, fail, ok, type Reply } from '#shared/reply.ts';
import type { Tables } from '../db/tables/index.ts';
import type { BulkHandler, BulkItem, Context, Located, PreparedHandler } from '../handlers/handler.ts';
import { type AnyHandler, handlerOf } from '../handlers/index.ts';
import { authorize } from './authorize.ts';
import { logCommand } from './command-log.ts';
import { contextFor, type Surroundings } from './context.ts';
import { type Effects, noEffects } from './effects.ts';
import { exceptionReply, inputFaults, MAX_INPUT } from './failures.ts';
import type { Caller, Session, Signed } from './sessions.ts';

/** Carries an expected failure out of a transaction, so that it is undone. */
class Undo extends Error {
  readonly reply: Reply<unknown>;
  constructor(reply: Reply<unknown>) {
    super('undone');
    this.reply = reply;
  }
}

const ONLY_LOOKING = {
  ...fail(
    'denied',
    'You are looking at Rolecall as somebody else, so nothing can be changed. Stop viewing first.',
    {
      reason: 'viewing',
    },
  ),
  targets: [],
};
const NOT_NEEDED: Reply<unknown> = ok(undefined);

interface Ask {
  readonly operation: Operation;
  readonly handler: AnyHandler;
  readonly input: Record<string, unknown>;
  readonly caller: Caller;
  /** As whom it is asked. */
  readonly session: Session | undefined;
  /** Who asks, while they look at the console as somebody else. */
  readonly viewer: Signed | null;
  readonly commandId: string;
  readonly now: number;
  /** Of an item of a command of many: gathers the nouns that changed, which are told once. */
  readonly nouns?: Set<string> | undefined;
}

type Admission = Pick<Ask, 'caller' | 'operation' | 'handler' | 'nouns'>;

interface Outcome {
  readonly targets: readonly Located[];
  readonly failure: Failure | null;
  /** Whom the command signed in. */
  readonly signedIn: string | null;
}

/** What the door does once a command has committed. */
export interface AfterCommit {
  settle(caller: Caller, effects: Effects): Promise<void>;
  publish(event: ServiceEvent): void;
}

/**
 * The one door: every operation, whoever asks, comes through `dispatch` and no other way. Looks the name up, checks
 * the session, parses the input, locates the targets, authorizes, runs the handler in one transaction together with
 * its log entry, publishes what changed, and checks the output. Never throws: an exception of a handler is a bug,
 * logged with the operation's name and answered as `internal`.
 */
export class Door {
  readonly #around: Surroundings;
  readonly #after: AfterCommit;
  // Commands run one after the other: the engine is brought up to date between a commit and the next command.
  #queue: Promise<unknown> = Promise.resolve();

  constructor(around: Surroundings, after: AfterCommit) {
    this.#around = around;
    this.#after = after;
  }

  dispatch(caller: Caller, name: string, input: unknown): Promise<Reply<unknown>> {
    return this.#admitByName(caller, { operation: name, input });
  }

  async #admitByName(
    caller: Caller,
    { operation: name, input }: { readonly operation: string; readonly input: unknown },
    nouns?: Set<string>,
  ): Promise<Reply<unknown>> {
    const operation = findOperation(name);
    if (operation === undefined) return unknownOperation(name);
    try {
      const found = handlerOf(operation.name);
      const handler = found instanceof Promise ? await found : found;
      if (handler === undefined) return unknownOperation(name);
      return await this.#admit({ caller, operation, handler, nouns }, input);
    } catch (error) {
      this.#around.report(operation.name, error);
      return exceptionReply(operation, error);
    }
  }

  async #admit({ caller, operation, handler, nouns }: Admission, input: unknown): Promise<Reply<unknown>> {
    const largest = operation.largestInput ?? MAX_INPUT;
    if ((JSON.stringify(input ?? {}) ?? '').length > largest) {
      const said = `${Math.floor(largest / MAX_INPUT)} MiB`;
      return fail(
        'too-large',
        `${operation.title}: the input is larger than ${said}. Use a file for bulk work.`,
      );
    }
    const now = this.#around.now();
    const signed = this.#around.sessionOf(caller, now);
    const asOther = operation.whileViewing === true ? undefined : signed?.viewing;
    const session = asOther ?? signed;
    const viewer = asOther === undefined ? null : (signed ?? null);
    if (session === undefined && operation.permission !== 'anyone') {
      return fail('not-signed-in', 'Sign in first.', { reason: 'not-signed-in' });
    }
    const parsed = operation.input.safeParse(input ?? {});
    if (!parsed.success) return inputFaults(operation, parsed.error);
    const commandId = this.#around.newId();
    const ask: Ask = {
      operation,
      handler,
      input: parsed.data,
      caller,
      session,
      viewer,
      commandId,
      now,
      nouns,
    };
    if (viewer !== null && operation.kind === 'command') return this.#refused(ask, ONLY_LOOKING);
    const reply = await this.#carryOut(ask);
    if (reply.ok && !operation.output.safeParse(reply.value).success) {
      throw new Error(`${operation.name} answered what it does not declare`);
    }
    return reply;
  }

  async #carryOut(ask: Ask): Promise<Reply<unknown>> {
    if ('items' in ask.handler) return this.#many(ask, ask.handler);
    // The slow part of a prepared handler runs here, outside the queue and any transaction, once the person is
    // known to be allowed; the transaction then asks again.
    const preparation = 'prepare' in ask.handler ? await this.#prepare(ask, ask.handler) : NOT_NEEDED;
    if (ask.operation.kind === 'query') {
      return preparation.ok ? this.#query(ask, preparation.value) : preparation;
    }
    if (!preparation.ok) return this.#refused(ask, { error: preparation.error, targets: [] });
    const turn = this.#queue.then(() => this.#command(ask, preparation.value));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Each item is admitted as the single command that it is; other commands may come between two of them. */
  async #many(ask: Ask, handler: BulkHandler<OperationName>): Promise<Reply<unknown>> {
    const { reader, writer } = this.#around;
    const verdict = await reader.transaction().execute((tx) => this.#judge(tx, ask));
    if (!verdict.allowed) return this.#refused(ask, { error: verdict.error, targets: verdict.targets });
    const context = contextFor(this.#around, { ...ask, tx: reader, effects: noEffects(), verdict });
    const items = await handler.items(reader, ask.input, context);
    if (!items.ok) return this.#refused(ask, { error: items.error, targets: [] });
    const nouns = new Set<string>();
    const results: BulkResult['results'] = [];
    for (const item of items.value) results.push(await this.#item(ask.caller, item, nouns));
    await this.#log(writer, ask, { targets: verdict.targets, failure: null, signedIn: null });
    await this.#after.settle(ask.caller, { ...noEffects(), nouns });
    return ok({ done: results.filter((one) => one.ok).length, results });
  }

  async #item(caller: Caller, item: BulkItem, nouns: Set<string>): Promise<BulkResult['results'][number]> {
    const act = await item.act(this.#around.reader);
    if (!act.ok) return { id: item.id, ok: false, message: act.error.message };
    if ('nothing' in act.value) return { id: item.id, ok: true, message: act.value.nothing };
    const reply = await this.#admitByName(caller, act.value, nouns);
    return reply.ok
      ? { id: item.id, ok: true, message: act.value.done ?? null }
      : { id: item.id, ok: false, message: reply.error.message };
  }

  #query(ask: Ask, preparation: unknown): Promise<Reply<unknown>> {
    return this.#around.reader.transaction().execute(async (tx) => {
      const verdict = await this.#judge(tx, ask);
      if (!verdict.allowed) return { ok: false, error: verdict.error };
      const context = contextFor(this.#around, { ...ask, tx, effects: noEffects(), verdict });
      return run(ask, { tx, context, preparation });
    });
  }

  async #prepare(ask: Ask, handler: PreparedHandler<OperationName, unknown>): Promise<Reply<unknown>> {
    const { reader } = this.#around;
    const verdict = await reader.transaction().execute((tx) => this.#judge(tx, ask));
    if (!verdict.allowed) return { ok: false, error: verdict.error };
    const context = contextFor(this.#around, { ...ask, tx: reader, effects: noEffects(), verdict });
    return ok(await handler.prepare(reader, ask.input, context));
  }

  async #command(ask: Ask, preparation: unknown): Promise<Reply<unknown>> {
    const effects = noEffects();
    let targets: readonly Located[] = [];
    let reply: Reply<unknown>;
    try {
      reply = await this.#around.writer.transaction().execute(async (tx) => {
        const verdict = await this.#judge(tx, ask);
        targets = verdict.targets;
        if (!verdict.allowed) throw new Undo({ ok: false, error: verdict.error });
        const context = contextFor(this.#around, { ...ask, tx, effects, verdict });
        const answer = await run(ask, { tx, context, preparation });
        if (!answer.ok && !effects.keep) throw new Undo(answer);
        const signedIn = effects.session ?? null;
        await this.#log(tx, ask, { targets, failure: answer.ok ? null : answer.error, signedIn });
        return answer;
      });
    } catch (error) {
      if (error instanceof Undo && !error.reply.ok) {
        return this.#refused(ask, { error: error.reply.error, targets });
      }
      throw error;
    }
    if (reply.ok) effects.nouns.add(nounOf(ask.operation));
    if (ask.nouns !== undefined) {
      for (const noun of effects.nouns) ask.nouns.add(noun);
      effects.nouns.clear();
    }
    await this.#after.settle(ask.caller, effects);
    return reply;
  }

  async #refused(
    ask: Ask,
    { error, targets }: { error: Failure; targets: readonly Located[] },
  ): Promise<Reply<unknown>> {
    await this.#log(this.#around.writer, ask, { targets, failure: error, signedIn: null });
    return { ok: false, error };
  }

  #judge(tx: Transaction<Tables>, { operation, input, session, now }: Ask) {
    const asking = { rights: this.#around.rights, db: tx, person: session?.person ?? null, now };
    return authorize(asking, operation, operation.targets(input));
  }

  #log(db: Kysely<Tables>, ask: Ask, { targets, failure, signedIn }: Outcome): Promise<void> {
    return logCommand(db, {
      id: ask.commandId,
      at: ask.now,
      operation: ask.operation,
      input: ask.input,
      // Who signs in has no session yet, and is whose act it is.
      person: ask.viewer?.person ?? ask.session?.person ?? signedIn,
      device: this.#around.device,
      targets,
      policyVersion: this.#around.policyVersion,
      failure,
    });
  }
}

function unknownOperation(name: string): Reply<never> {
  return fail('unknown-operation', `There is no operation called "${name.slice(0, 80)}".`);
}

function nounOf(operation: Operation): string {
  return operation.name.slice(0, operation.name.indexOf('.'));
}

async function run(
  { handler, input, operation }: Ask,
  { tx, context, preparation }: { tx: Transaction<Tables>; context: Context; preparation: unknown },
): Promise<Reply<unknown>> {
  if ('items' in handler) throw new Error(`${operation.name} is a command of many`);
  return 'prepare' in handler
    ? await handler.run(tx, input, { ...context, prepared: preparation })
    : await handler(tx, input, context);
}

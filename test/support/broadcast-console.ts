import { broadcastHandlers } from '#main/handlers/broadcasts.ts';
import type { Context, NewJob, Tx } from '#main/handlers/handler.ts';
import { Line } from '#main/jobs/broadcast/line.ts';
import { type BroadcastParams, broadcastRunner } from '#main/jobs/broadcast/run-broadcast.ts';
import type { ZonesOf } from '#main/jobs/broadcast/zone-book.ts';
import type { Gateway } from '#main/jobs/gateways/gateway.ts';
import { type PracticeFault, practiceGateway, type Span } from '#main/jobs/gateways/practice.ts';
import type { JobEnd } from '#main/jobs/job.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { broadcastOperations } from '#shared/operations/broadcasts.ts';
import { type InputOf, type OutputOf, operations } from '#shared/operations/index.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import type { Reply } from '#shared/reply.ts';
import { type BroadcastDatabase, TestJob, testId } from './broadcast-job.ts';
import { ManualClock } from './manual-clock.ts';

type Name = keyof typeof broadcastOperations;
type AnyRun = (tx: Tx, input: unknown, context: Context) => Promise<Reply<unknown>>;

/** Who asks: what they hold, and where. */
export interface Asker {
  readonly holds: readonly PermissionId[];
  /** Left out: everywhere. */
  readonly nodes?: readonly string[];
  readonly minimal?: boolean;
}

export const EVERYTHING: Asker = {
  holds: [
    'broadcasts.view',
    'broadcasts.create',
    'broadcasts.start',
    'broadcasts.suspend',
    'broadcasts.finish',
    'numberLists.view',
  ],
};

/** One call that was dialled, as the callee's side saw it. */
export interface Dialled {
  readonly number: string;
  readonly attempt: number;
  readonly at: number;
  endedAt: number | null;
}

interface Engine {
  readonly job: TestJob;
  end: JobEnd | null;
  failure: unknown;
}

/** Broadcast handlers and engines over one database and one clock that stands still until told to go on. */
export class TestConsole {
  readonly at: BroadcastDatabase;
  clock = new ManualClock();
  /** The callee's log. */
  readonly dialled: Dialled[] = [];
  /** How often a gateway was told to dial, whatever came of it. */
  dials = 0;
  readonly engines = new Map<string, Engine>();
  params: Partial<BroadcastParams> = { retryDelayMs: 2_000 };
  ringMs: Span = [200, 2_000];
  talkMs: Span = [1_000, 5_000];
  fault: PracticeFault | null = null;
  /** Whether the next callee who answers hears nothing. */
  mute: () => boolean = () => false;
  zonesOf: ZonesOf = () => null;
  /** Called as a call is dialled. */
  onDial: (call: Dialled) => void = () => undefined;
  /** Tells lost on their way. */
  deaf = false;

  constructor(at: BroadcastDatabase) {
    this.at = at;
  }

  /** Asks an operation's handler, as the door does: undone if it fails, effects after the commit. */
  async ask<N extends Name>(
    name: N,
    input: InputOf<N>,
    asker: Asker = EVERYTHING,
  ): Promise<Reply<OutputOf<N>>> {
    const parsed = operations[name].input.parse(input);
    const jobs: string[] = [];
    const tells: [string, string][] = [];
    const context = this.#context(parsed, asker, { jobs, tells });
    const handler = broadcastHandlers[name] as unknown as AnyRun;
    class Undo extends Error {}
    let reply: Reply<unknown> | undefined;
    await this.at.db
      .transaction()
      .execute(async (tx) => {
        reply = await handler(tx, parsed, context);
        if (!reply.ok) throw new Undo();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
    if (reply?.ok === true) {
      operations[name].output.parse(reply.value);
      for (const [job, message] of this.deaf ? [] : tells) this.engines.get(job)?.job.tell(message);
      for (const job of jobs) this.startJob(job);
    }
    return reply as Reply<OutputOf<N>>;
  }

  /** The same, for what must succeed. */
  async do<N extends Name>(name: N, input: InputOf<N>, asker: Asker = EVERYTHING): Promise<OutputOf<N>> {
    const reply = await this.ask(name, input, asker);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
    return reply.value;
  }

  /** Runs a stored job in an engine of its own. */
  startJob(id: string): void {
    const row = this.at.raw.prepare('select params from jobs where id = ?').get(id) as { params: string };
    this.at.raw.prepare(`update jobs set state = 'running' where id = ?`).run(id);
    const { clock } = this;
    const job = new TestJob(this.at.raw, id, () => clock.now());
    const engine: Engine = { job, end: null, failure: null };
    this.engines.set(id, engine);
    const run = broadcastRunner({
      clock: () => clock,
      line: ({ seed }) => {
        const practice = { seed, ringMs: this.ringMs, talkMs: this.talkMs, fault: () => this.fault };
        const gateway = this.#journalled(practiceGateway(practice, clock), clock);
        return Promise.resolve(new Line(gateway, null, clock.steady()));
      },
      zonesOf: (number) => this.zonesOf(number),
    });
    const params = { ...this.params, ...(JSON.parse(row.params) as BroadcastParams) };
    const ended = (state: string) => {
      this.at.raw.prepare('update jobs set state = ? where id = ?').run(state, id);
    };
    run(params, job)
      .then((end) => {
        engine.end = end;
        return ended(end.state);
      })
      .catch((error: unknown) => {
        engine.failure = error;
        ended('failed');
      });
  }

  /** The process dies; what is in the database stays. */
  crash(): void {
    const now = this.clock.now();
    this.clock.die();
    this.clock = new ManualClock(now + 60_000);
    this.engines.clear();
    this.at.raw.prepare(`update jobs set state = 'failed' where state = 'running'`).run();
    for (const call of this.dialled) call.endedAt ??= now;
  }

  state(id: string): {
    state: string;
    suspended_because: string | null;
    finished_how: string | null;
    version: number;
  } {
    return this.at.raw
      .prepare('select state, suspended_because, finished_how, version from broadcasts where id = ?')
      .get(id) as ReturnType<TestConsole['state']>;
  }

  counts(id: string): Record<string, number> {
    return this.at.raw
      .prepare(
        'select c.* from broadcast_counts c join broadcasts b on b.key = c.broadcast_key where b.id = ?',
      )
      .get(id) as Record<string, number>;
  }

  rows(sql: string): Record<string, unknown>[] {
    return this.at.raw.prepare(sql).all() as Record<string, unknown>[];
  }

  #journalled(gateway: Gateway, clock: ManualClock): Gateway {
    return {
      ...gateway,
      dial: (call, listener) => {
        const entry: Dialled = { number: call.number, attempt: call.attempt, at: clock.now(), endedAt: null };
        this.dialled.push(entry);
        this.dials += 1;
        this.onDial(entry);
        return gateway.dial(call, {
          answered: (handle) => listener.answered(handle),
          key: (key) => listener.key(key),
          ended: (end) => {
            entry.endedAt = clock.now();
            // Nobody's telephone rang.
            if (end.outcome === 'not-placed') this.dialled.splice(this.dialled.indexOf(entry), 1);
            const silent = end.outcome === 'answered' && this.mute();
            listener.ended(silent ? { ...end, silent } : end);
          },
        });
      },
    };
  }

  #context(input: object, asker: Asker, effects: { jobs: string[]; tells: [string, string][] }): Context {
    const { at, clock } = this;
    const nodes = asker.nodes ?? [PLATFORM_ID];
    const context: Partial<Context> = {
      now: clock.now(),
      commandId: testId(),
      actor: { id: at.person, email: 'dana@example.org' },
      targets: [
        { kind: 'node', id: at.account, realm: at.realm, node: at.account, state: null, owner: null },
      ],
      minimal: asker.minimal ?? false,
      newId: testId,
      visible: (permission) => ({ nodes: asker.holds.includes(permission) ? nodes : [], own: null }),
      holds: (permission, node) => asker.holds.includes(permission) && this.#covers(nodes, node),
      whoMay: () => Promise.resolve(undefined),
      addJob: (job) => {
        effects.jobs.push(this.#addJob(job));
        return Promise.resolve(effects.jobs.at(-1) as string);
      },
      tellJob: (job, message) => {
        effects.tells.push([job, message]);
      },
      touch: () => undefined,
    };
    return Object.assign(context, { input }) as unknown as Context;
  }

  #covers(nodes: readonly string[], node: string): boolean {
    const up = this.at.raw.prepare('select 1 from node_ancestors where ancestor_id = ? and node_id = ?');
    return nodes.some((ancestor) => up.get(ancestor, node) !== undefined);
  }

  #addJob(job: NewJob): string {
    const id = testId();
    this.at.raw
      .prepare(
        `insert into jobs (id, realm_id, node_id, kind, title, state, person_id, command_id, params, subject_id, unit,
           total, created_at) values (?, ?, ?, ?, ?, 'queued', ?, '', ?, ?, ?, ?, 0)`,
      )
      .run(
        id,
        job.realm,
        job.node,
        job.kind,
        job.title,
        this.at.person,
        JSON.stringify(job.params),
        job.subject,
        job.unit,
        job.total,
      );
    return id;
  }
}

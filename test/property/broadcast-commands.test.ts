import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawDatabase } from '#main/db/open.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { recoverBroadcasts } from '#main/jobs/broadcast/recover.ts';
import { type BroadcastEvent, stateAfter } from '#shared/broadcast-states.ts';
import type { BroadcastState } from '#shared/operations/broadcasts.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';

interface Model {
  state: BroadcastState;
  /** Dialled when the state last stopped calls; nothing more may be dialled until it runs again. */
  stoppedAt: number | null;
  interrupted: Set<string>;
}

interface Real {
  readonly desk: TestConsole;
  readonly id: string;
  readonly recover: (db: RawDatabase, now: number) => unknown;
  /** Numbers that were dialled again although a crash hid how their call ended. */
  readonly wronged: string[];
}

type Step = fc.AsyncCommand<Model, Real>;

const SIZE = 40;

/** What must hold after every step, whatever was done. */
function checkAll(model: Model, { desk, id, wronged }: Real): void {
  const stored = desk.state(id);
  // Only the engine may have moved on by itself: it completes what runs.
  if (model.state === 'running' && stored.state === 'finished') {
    expect(stored.finished_how).toBe('completed');
    model.state = 'finished';
  }
  expect(stored.state).toBe(model.state);
  if (model.state !== 'running') model.stoppedAt ??= desk.dialled.length;
  else model.stoppedAt = null;
  if (model.stoppedAt !== null) expect(desk.dialled.length).toBe(model.stoppedAt);
  const attempts = desk.dialled.map((call) => `${call.number}/${call.attempt}`);
  expect(new Set(attempts).size).toBe(attempts.length);
  expect(wronged).toEqual([]);
  checkSums(desk, id);
}

function checkSums(desk: TestConsole, id: string): void {
  const counts = desk.counts(id) as Record<string, number> | undefined;
  if (counts === undefined) return;
  const rows = desk.rows('select state, count(*) as n from broadcast_numbers group by state');
  const having = (state: string) =>
    (rows.find((row) => row['state'] === state)?.['n'] as number | undefined) ?? 0;
  expect(counts).toMatchObject({
    total: SIZE,
    done: having('done'),
    interrupted: having('interrupted'),
    not_called: having('not-called'),
    live: having('dialling'),
    attempts: desk.rows('select count(*) as n from broadcast_attempts')[0]?.['n'],
  });
}

function moved(model: Model, event: BroadcastEvent): boolean {
  const next = stateAfter(model.state, event);
  if (next === null) return false;
  model.state = next;
  if (next === 'running') model.stoppedAt = null;
  return true;
}

class Ask implements Step {
  readonly name: 'start' | 'suspend' | 'resume' | 'finish';

  constructor(name: Ask['name']) {
    this.name = name;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const reply = await real.desk.ask(`broadcasts.${this.name}`, { id: real.id });
    expect(reply.ok).toBe(moved(model, this.name));
    checkAll(model, real);
  }

  toString(): string {
    return this.name;
  }
}

/** Two commands at once: whichever comes first, the second finds a legal state. */
class Race implements Step {
  readonly order: readonly ('suspend' | 'finish' | 'resume')[];

  constructor(order: Race['order']) {
    this.order = order;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const replies = await Promise.all(
      this.order.map((name) => real.desk.ask(`broadcasts.${name}`, { id: real.id })),
    );
    expect(replies.map((reply) => reply.ok)).toEqual(this.order.map((name) => moved(model, name)));
    checkAll(model, real);
  }

  toString(): string {
    return `${this.order.join(' and ')} at once`;
  }
}

class Pass implements Step {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    if (model.state !== 'running') model.stoppedAt ??= real.desk.dialled.length;
    await real.desk.clock.pass(this.ms);
    checkAll(model, real);
  }

  toString(): string {
    return `${this.ms} ms pass`;
  }
}

class Crash implements Step {
  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const { desk } = real;
    for (const call of desk.dialled) if (call.endedAt === null) model.interrupted.add(call.number);
    const before = desk.dialled.length;
    desk.crash();
    real.recover(desk.at.raw, desk.clock.now());
    moved(model, 'halt');
    desk.onDial = ({ number }) => {
      if (model.interrupted.has(number)) real.wronged.push(number);
    };
    checkAll(model, real);
    expect(desk.dialled).toHaveLength(before);
  }

  toString(): string {
    return 'crash';
  }
}

const STEPS = [
  fc.constantFrom('start', 'suspend', 'resume', 'finish').map((name) => new Ask(name)),
  fc.constant(new Ask('start')),
  fc.constant(new Ask('resume')),
  fc
    .shuffledSubarray(['suspend', 'finish', 'resume'] as const, { minLength: 2 })
    .map((order) => new Race(order)),
  fc.constant(new Crash()),
  fc.integer({ min: 1, max: 3_000 }).map((ms) => new Pass(ms)),
  fc.integer({ min: 1, max: 300 }).map((ms) => new Pass(ms)),
  fc.constant(new Pass(20_000)),
];

async function propertyOf(recover: Real['recover']) {
  const at = await broadcastDatabase();
  const list = addList(at, { numbers: fictionalNumbers({ seed: 2, count: SIZE }) });
  return fc.asyncProperty(fc.commands(STEPS, { maxCommands: 25, size: 'max' }), async (commands) => {
    for (const table of ['numbers', 'number_keys', 'attempts', 'counts', 'outcomes', 'slots']) {
      at.raw.exec(`delete from broadcast_${table}`);
    }
    at.raw.exec(`delete from broadcasts`);
    const desk = new TestConsole(at);
    const settings = { callsPerSecond: 20, lines: 30, attempts: 2 };
    const { id } = await desk.do('broadcasts.create', {
      node: at.account,
      name: 'Notice',
      list: list.id,
      ...settings,
    });
    const model: Model = { state: 'draft', stoppedAt: null, interrupted: new Set() };
    await fc.asyncModelRun(() => ({ model, real: { desk, id, recover, wronged: [] } }), commands);
  });
}

/** What recovery must not do. */
function requeue(db: RawDatabase, now: number): void {
  recoverBroadcasts(db, now);
  db.exec(`update broadcast_counts set interrupted = 0`);
  db.exec(`update broadcast_numbers set state = 'waiting' where state = 'interrupted'`);
}

describe('a broadcast', () => {
  it('ends every sequence of commands, crashes and time in a legal state, and calls nobody twice', async () => {
    await fc.assert(await propertyOf(recoverBroadcasts), { numRuns: 80 });
  });

  it('would be caught calling interrupted numbers again', async () => {
    const verdict = await fc.check(await propertyOf(requeue), { numRuns: 80, endOnFailure: true });
    expect(verdict.failed).toBe(true);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawDatabase } from '#main/db/open.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { recoverBroadcasts } from '#main/jobs/broadcast/recover.ts';
import type { PracticeFault } from '#main/jobs/gateways/practice.ts';
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

/** Only the engine moves on by itself: completes, suspends for its gateway's sake, sees the last call end. */
function follow(model: Model, desk: TestConsole, id: string): void {
  const stored = desk.state(id);
  if (model.state === 'running' && stored.state === 'finished') {
    expect(stored.finished_how).toBe('completed');
    model.state = 'finished';
  }
  if (model.state === 'running' && stored.state !== 'running') {
    expect(['gateway-down', 'congestion']).toContain(stored.suspended_because);
    model.state = 'suspending';
  }
  if (stored.state === stateAfter(model.state, 'quiet')) model.state = stored.state;
}

/** An answer that must fit the state, or the state once the last live call has ended. */
function answered(model: Model, event: BroadcastEvent, done: boolean): void {
  if ((stateAfter(model.state, event) !== null) !== done) {
    const quiet = stateAfter(model.state, 'quiet');
    expect(quiet).not.toBeNull();
    model.state = quiet as BroadcastState;
  }
  expect(moved(model, event)).toBe(done);
}

/** What must hold after every step, whatever was done. */
function checkAll(model: Model, { desk, id, wronged }: Real): void {
  follow(model, desk, id);
  expect(desk.state(id).state).toBe(model.state);
  if (model.state !== 'running') model.stoppedAt ??= desk.dials;
  else model.stoppedAt = null;
  if (model.stoppedAt !== null) expect(desk.dials).toBe(model.stoppedAt);
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
    follow(model, real.desk, real.id);
    const reply = await real.desk.ask(`broadcasts.${this.name}`, { id: real.id });
    answered(model, this.name, reply.ok);
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
    replies.forEach((reply, index) => answered(model, this.order[index] as BroadcastEvent, reply.ok));
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
    if (model.state !== 'running') model.stoppedAt ??= real.desk.dials;
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
    const before = desk.dials;
    desk.crash();
    real.recover(desk.at.raw, desk.clock.now());
    moved(model, 'crash');
    desk.onDial = ({ number }) => {
      if (model.interrupted.has(number)) real.wronged.push(number);
    };
    checkAll(model, real);
    expect(desk.dials).toBe(before);
  }

  toString(): string {
    return 'crash';
  }
}

/** The gateway begins or ceases to suffer. */
class Suffer implements Step {
  readonly fault: PracticeFault | null;

  constructor(fault: PracticeFault | null) {
    this.fault = fault;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): Promise<void> {
    real.desk.fault = this.fault;
    checkAll(model, real);
    return Promise.resolve();
  }

  toString(): string {
    return this.fault === null ? 'the gateway recovers' : `the gateway suffers ${this.fault}`;
  }
}

/** A person says that interrupted numbers are called again. */
class Redial implements Step {
  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const reply = await real.desk.ask('broadcasts.redial', { id: real.id });
    if (reply.ok) model.interrupted.clear();
    checkAll(model, real);
  }

  toString(): string {
    return 'redial';
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
  fc.constant(new Redial()),
  fc.constantFrom<PracticeFault | null>('congestion', 'down', null).map((fault) => new Suffer(fault)),
  fc.integer({ min: 1, max: 3_000 }).map((ms) => new Pass(ms)),
  fc.integer({ min: 1, max: 300 }).map((ms) => new Pass(ms)),
  fc.constant(new Pass(20_000)),
];

async function propertyOf(recover: Real['recover']) {
  const at = await broadcastDatabase();
  const list = addList(at, { numbers: fictionalNumbers({ seed: 2, count: SIZE }) });
  return fc.asyncProperty(fc.commands(STEPS, { maxCommands: 25, size: 'max' }), async (commands) => {
    for (const table of [
      'numbers',
      'number_keys',
      'attempts',
      'counts',
      'outcomes',
      'slots',
      'stats',
      'zones',
    ]) {
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
    const verdict = await fc.check(await propertyOf(requeue), { numRuns: 2_000, endOnFailure: true });
    expect(verdict.failed).toBe(true);
  });
});

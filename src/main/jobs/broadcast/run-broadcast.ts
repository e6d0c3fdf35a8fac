import type { BroadcastState, SuspendedBecause } from '#shared/operations/broadcasts.ts';
import { type Clock, Sleeper } from '../clock.ts';
import { GatewayError } from '../gateways/gateway.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { type DoNotCallGuard, OptOuts } from './do-not-call.ts';
import { Engine } from './engine.ts';
import { type Facts, readFacts } from './facts.ts';
import type { Line } from './line.ts';
import { interruptLive, leftCalls, recoverBroadcast } from './recover.ts';
import { BroadcastStore } from './store.ts';
import { ZoneBook, type ZonesOf } from './zone-book.ts';

/** A job's parameters. */
export interface BroadcastParams {
  /** The broadcast's id. */
  readonly broadcast: string;
  /** In place of the retry table's times, in ms. */
  readonly retryDelayMs?: number;
}

/** How often a scheduled broadcast looks whether its time has come, in ms. */
const WAIT_MS = 50;
/** How often a waiting broadcast says that it does, so that its starter's rights are looked at, in ms. */
const TOLD_MS = 1_000;
/** How long to wait for another connection's write before the calls are looked after again, in ms. */
const BUSY_MS = 200;

/** What a broadcast runs in. */
export interface BroadcastWorld {
  clock(job: JobHandle): Clock;
  /** The broadcast's gateway, open. Throws a GatewayError if it can't be used. */
  line(facts: Facts, job: JobHandle, clock: Clock): Promise<Line>;
  zonesOf: ZonesOf;
}

interface Run {
  readonly world: BroadcastWorld;
  readonly store: BroadcastStore;
  readonly guard: DoNotCallGuard;
  readonly clock: Clock;
  readonly sleeper: Sleeper;
  readonly job: JobHandle;
}

/**
 * Waits for a scheduled broadcast's time, then calls its numbers by its gateway. Goes on where an earlier job of the
 * broadcast stopped; places no call unless the broadcast is `running` and names this job.
 */
export function broadcastRunner(world: BroadcastWorld): JobRunner<BroadcastParams> {
  return async (params, job) => {
    const wait = job.db.pragma('busy_timeout', { simple: true }) as number;
    job.db.pragma(`busy_timeout = ${BUSY_MS}`);
    try {
      const clock = world.clock(job);
      const facts = readFacts(job.db, params.broadcast, params.retryDelayMs);
      const store = new BroadcastStore(job.db, facts, job.id);
      const sleeper = new Sleeper(clock);
      job.onMessage(() => {
        sleeper.wake();
      });
      const guard = new OptOuts(job.db, facts.node, () => job.newId());
      const run = { world, store, clock, sleeper, job, guard };
      const state = await untilDue(run);
      if (state === 'running') await call(params, run);
      return endOf(store, job);
    } finally {
      job.db.pragma(`busy_timeout = ${wait}`);
    }
  };
}

async function call(params: BroadcastParams, run: Run): Promise<void> {
  const { world, store, clock, sleeper, job, guard } = run;
  endOrphans(run);
  const line = await openLine(run);
  if (line === null) return;
  const zones = new ZoneBook(job.db, store.facts);
  const engine = new Engine({ store, line, clock, sleeper, job, zones, guard });
  try {
    await line.gateway.endLeft(leftCalls(job.db, params.broadcast, clock.now()));
    await zones.assign(
      world.zonesOf,
      (work) => store.write(work),
      () => sleeper.sleep(0),
    );
    await engine.run();
  } catch (error) {
    engine.hangUp();
    recoverBroadcast(job.db, params.broadcast, { job: job.id, now: clock.now() });
    throw error;
  }
}

/** The gateway; null if it can't be used, which suspends the broadcast before anybody was called. */
async function openLine({ world, store, job, clock, sleeper }: Run): Promise<Line | null> {
  try {
    const line = await world.line(store.facts, job, clock);
    const { prompt, keys } = store.facts;
    await line.gateway.prepare?.({ prompt, keys: keys.size > 0 });
    return line;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const stop = () => {
      const now = clock.now();
      store.halt('gateway-down', now, error.message);
      store.quiet(now);
    };
    while (!store.write(stop) && !job.closing()) await sleeper.sleep(BUSY_MS);
    job.changed('broadcasts');
    return null;
  }
}

/** Live attempts of which nobody knows any more: an earlier job died without a word. */
function endOrphans({ store, clock, job }: Run): void {
  store.write(() => {
    if (store.counts().live > 0 && !store.hasOtherRun()) interruptLive(job.db, store.facts.key, clock.now());
  });
}

/** Resolves with the state once it is no longer `scheduled`, or when the console closes. */
async function untilDue({ store, clock, sleeper, job }: Run): Promise<BroadcastState> {
  for (let toldAt = Number.NEGATIVE_INFINITY; ; ) {
    const { state, startAt, superseded } = store.standing();
    if (state !== 'scheduled' || superseded || job.closing()) return state;
    const now = clock.now();
    if (job.cancelled()) store.write(() => store.halt('person', now));
    else if (startAt !== null && now >= startAt) {
      store.write(() => {
        const fault = store.listFault();
        if (fault === null) store.begin(now);
        else store.halt(fault, now);
      });
      job.changed('broadcasts');
    } else await sleeper.sleep(WAIT_MS);
    if (clock.steady() - toldAt < TOLD_MS) continue;
    toldAt = clock.steady();
    job.progress({ done: 0, total: store.counts().total, message: '' });
  }
}

/** Why a broadcast suspended itself, for whoever started it. */
const BY_ITSELF: Readonly<Partial<Record<SuspendedBecause, string>>> = {
  'gateway-down': 'its gateway could not be used',
  congestion: 'its gateway turned every call away',
  abandoned: 'too many people answered and heard nothing',
  'do-not-call': 'its do-not-call data is out of date',
  starter: 'whoever started it may not start broadcasts any more',
  'list-removed': 'its number list was removed',
  'list-emptied': 'its number list was emptied',
};

/** Says how many, never with which outcome: whoever started it may not be one who may view it. */
function endOf(store: BroadcastStore, job: JobHandle): JobEnd {
  const counts = store.counts();
  const { state } = store.standing();
  const called = counts.done + counts.interrupted;
  const result = { numbers: counts.total, called, notCalled: counts.not_called };
  const waiting = counts.total - called - counts.not_called;
  if (job.closing()) {
    return { state: 'interrupted', message: 'The console was closed; no further number was called.', result };
  }
  if (job.cancelled()) {
    return { state: 'cancelled', message: 'The broadcast was suspended; resume it to go on.', result };
  }
  const because = store.because();
  const why = because === null ? undefined : BY_ITSELF[because];
  const suspended = `${why === undefined ? 'Suspended' : `It suspended itself: ${why}`}; ${waiting} of ${counts.total} numbers are still to be called.`;
  const finished = `${called} of ${counts.total} numbers were called.`;
  const messages: Readonly<Record<BroadcastState, string>> = {
    draft: 'The broadcast was edited and is a draft again; nobody was called.',
    scheduled: 'Another job waits for its start time.',
    running: 'Another job goes on with it.',
    suspending: suspended,
    suspended,
    finishing: finished,
    finished,
  };
  return { state: state === 'finished' ? 'done' : 'cancelled', message: messages[state], result };
}

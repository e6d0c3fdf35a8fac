import type { BroadcastState } from '#shared/operations/broadcasts.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { type Clock, Sleeper, systemClock } from './clock.ts';
import { Engine } from './engine.ts';
import type { Gateway } from './gateway.ts';
import { type PracticeSettings, practiceGateway, type Span } from './practice-gateway.ts';
import { interruptLive, recoverBroadcast } from './recover.ts';
import { BroadcastStore } from './store.ts';

/** A job's parameters; the practice gateway's times are shortened unless told otherwise. */
export interface BroadcastParams {
  /** The broadcast's id. */
  readonly broadcast: string;
  /** How long practice calls ring and talk, in ms. */
  readonly ringMs?: Span;
  readonly talkMs?: Span;
  /** Until a busy or unanswered number is called again, in ms. */
  readonly retryDelayMs?: number;
}

const RING_MS: Span = [200, 2_000];
const TALK_MS: Span = [1_000, 5_000];
const RETRY_DELAY_MS = 2_000;
/** How often a scheduled broadcast looks whether its time has come, in ms. */
const WAIT_MS = 50;
/** How long to wait for another connection's write before the calls are looked after again, in ms. */
const BUSY_MS = 200;

/** What a test replaces. */
export interface BroadcastWorld {
  clock(job: JobHandle): Clock;
  gateway(settings: PracticeSettings, clock: Clock): Gateway;
}

const WORLD: BroadcastWorld = { clock: (job) => systemClock(() => job.now()), gateway: practiceGateway };

/**
 * Waits for a scheduled broadcast's time, then calls its numbers by the practice gateway. Goes on where an earlier
 * job of the broadcast stopped; places no call unless the broadcast is `running` and names this job.
 */
export const runBroadcast: JobRunner<BroadcastParams> = broadcastRunner(WORLD);

/** `runBroadcast` in another world. */
export function broadcastRunner(world: BroadcastWorld): JobRunner<BroadcastParams> {
  return async (params, job) => {
    const wait = job.db.pragma('busy_timeout', { simple: true }) as number;
    job.db.pragma(`busy_timeout = ${BUSY_MS}`);
    try {
      const clock = world.clock(job);
      const store = new BroadcastStore(job.db, params.broadcast, job.id);
      const sleeper = new Sleeper(clock);
      job.onMessage(() => {
        sleeper.wake();
      });
      const run = { world, store, clock, sleeper, job };
      const state = await untilDue(run);
      if (state === 'running') await call(params, run);
      return endOf(store, job);
    } finally {
      job.db.pragma(`busy_timeout = ${wait}`);
    }
  };
}

interface Run {
  readonly world: BroadcastWorld;
  readonly store: BroadcastStore;
  readonly clock: Clock;
  readonly sleeper: Sleeper;
  readonly job: JobHandle;
}

async function call(params: BroadcastParams, run: Run): Promise<void> {
  const { world, store, clock, sleeper, job } = run;
  const settings = {
    seed: store.facts.seed,
    ringMs: params.ringMs ?? RING_MS,
    talkMs: params.talkMs ?? TALK_MS,
  };
  endOrphans(run);
  const gateway = world.gateway(settings, clock);
  const retryDelay = params.retryDelayMs ?? RETRY_DELAY_MS;
  const engine = new Engine({ store, gateway, clock, sleeper, job, retryDelay });
  try {
    await engine.run();
  } catch (error) {
    engine.hangUp();
    recoverBroadcast(job.db, params.broadcast, { job: job.id, now: clock.now() });
    throw error;
  }
}

/** Live attempts of which no thread knows any more: an earlier job died without a word. */
function endOrphans({ store, clock, job }: Run): void {
  store.write(() => {
    if (store.counts().live > 0 && !store.hasOtherRun()) interruptLive(job.db, store.facts.key, clock.now());
  });
}

/** Resolves with the state once it is no longer `scheduled`, or when the console closes. */
async function untilDue({ store, clock, sleeper, job }: Run): Promise<BroadcastState> {
  for (;;) {
    const { state, startAt, superseded } = store.standing();
    if (state !== 'scheduled' || superseded || job.closing()) return state;
    const now = clock.now();
    if (job.cancelled()) store.write(() => store.halt('person', now));
    else if (startAt !== null && now >= startAt) {
      store.write(() => {
        if (store.listStands()) store.begin(now);
        else store.halt('list-removed', now);
      });
      job.changed('broadcasts');
    } else await sleeper.sleep(WAIT_MS);
  }
}

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
  const messages: Readonly<Record<BroadcastState, string>> = {
    draft: 'The broadcast was edited and is a draft again; nobody was called.',
    scheduled: 'Another job waits for its start time.',
    running: 'Another job goes on with it.',
    suspended: `Suspended; ${waiting} of ${counts.total} numbers are still to be called.`,
    finished: `${called} of ${counts.total} numbers were called.`,
  };
  return { state: state === 'finished' ? 'done' : 'cancelled', message: messages[state], result };
}

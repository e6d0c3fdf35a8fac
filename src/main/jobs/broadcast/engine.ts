import type { SuspendedBecause } from '../../db/tables/broadcasts.ts';
import type { JobHandle } from '../job.ts';
import type { Clock, Sleeper } from './clock.ts';
import type { Gateway, LiveCall } from './gateway.ts';
import { Pace } from './pace.ts';
import type { BroadcastStore, Claim, Ended } from './store.ts';

/** How often the engine looks at the database, writes what ended and claims what may be called next, in ms. */
const TICK_MS = 50;
/** Calls that may be placed sooner after each other than this are placed together, in ms. */
const DIAL_MS = 4;
/** Progress and `changed` are told at most this often, in ms. */
const PROGRESS_MS = 250;
const CHANGED_MS = 1_000;
/** How long a closing console waits for hung-up calls to end, in ms. */
const CLOSING_MS = 2_000;

export interface EngineParts {
  readonly store: BroadcastStore;
  readonly gateway: Gateway;
  readonly clock: Clock;
  /** Woken by messages to the job. */
  readonly sleeper: Sleeper;
  readonly job: JobHandle;
  /** Until a busy or unanswered number is called again, in ms. */
  readonly retryDelay: number;
}

/**
 * Calls the numbers of a running broadcast until none is left or its state says stop.
 * INVARIANTS: an attempt is committed before it is dialled; it is dialled under a write lock that sees the state
 * `running`, so that nothing is dialled once a suspend or finish has been acknowledged; the database's state, not a
 * message, decides: messages only make the engine look at once.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #pace: Pace;
  /** Dialled and not ended, by attempt. */
  readonly #live = new Map<number, LiveCall>();
  /** Committed and not dialled yet. */
  #claimed: Claim[] = [];
  /** Ended and not written yet. */
  #ended: Ended[] = [];
  #settledAt = Number.NEGATIVE_INFINITY;
  #progressAt = Number.NEGATIVE_INFINITY;
  #changedAt = Number.NEGATIVE_INFINITY;
  #closingSince: number | null = null;
  #halted: SuspendedBecause | null = null;
  #over = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { store, clock } = parts;
    const drift = clock.steady() - clock.now();
    const earlier = store.latestStarts(Math.ceil(store.facts.callsPerSecond)).toReversed();
    this.#pace = new Pace(
      store.facts.callsPerSecond,
      clock.steady(),
      // The machine's clock may have been set back since.
      earlier.map((at) => Math.min(at + drift, clock.steady())),
    );
  }

  /** Resolves once no call is live and none may be placed. */
  async run(): Promise<void> {
    for (let woken = true; !this.#over; ) {
      this.#tick(woken);
      if (!this.#over) woken = await this.#parts.sleeper.sleep(this.#pause());
    }
    this.#tellProgress();
    this.#parts.job.changed('broadcasts');
  }

  /** Ends every live call, for when the engine itself has failed. */
  hangUp(): void {
    for (const call of this.#live.values()) call.hangUp();
  }

  #tick(woken: boolean): void {
    const { clock, job } = this.#parts;
    const due = clock.steady() - this.#settledAt >= TICK_MS;
    if (due || woken || job.cancelled()) {
      this.#heed();
      this.#settle();
    }
    this.#place();
    const since = this.#closingSince;
    if (since !== null && clock.steady() - since > CLOSING_MS) this.#over = true;
    if (clock.steady() - this.#progressAt >= PROGRESS_MS) this.#tellProgress();
  }

  /** Until the next look at the database, or until a claimed number may be dialled. */
  #pause(): number {
    const now = this.#parts.clock.steady();
    const tick = Math.max(0, this.#settledAt + TICK_MS - now);
    if (this.#claimed.length === 0) return tick;
    return Math.min(tick, Math.max(DIAL_MS, this.#pace.wait(now)));
  }

  /** The console closes, or the job was cancelled: no further call; when closing, live calls end now. */
  #heed(): void {
    const { job, clock } = this.#parts;
    if (!job.cancelled()) return;
    this.#halted ??= job.closing() ? 'console-closed' : 'person';
    if (!job.closing() || this.#closingSince !== null) return;
    this.#closingSince = clock.steady();
    this.hangUp();
  }

  /** One transaction: what ended is written, what may be called until the next is claimed, and the end is seen. */
  #settle(): void {
    const { store, clock, retryDelay } = this.#parts;
    this.#settledAt = clock.steady();
    const now = clock.now();
    const ended = this.#ended;
    let claimed = this.#claimed;
    let mine = false;
    const wrote = store.write(() => {
      if (this.#halted !== null) store.halt(this.#halted, now);
      const standing = store.standing();
      mine = standing.mine;
      for (const one of ended) store.record(one, standing.state, retryDelay);
      if (mine) claimed = [...claimed, ...store.claim(now, this.#wanted(ended.length), retryDelay)];
      else {
        store.withdraw(claimed, standing.state);
        claimed = [];
      }
      if (mine && claimed.length === 0 && this.#live.size === 0) mine = !this.#completeIfDone(now);
    });
    if (!wrote) return;
    this.#claimed = claimed;
    // INVARIANT: what ended meanwhile (hang-ups end calls at once) stays for the next time.
    this.#ended = this.#ended.filter((one) => !ended.includes(one));
    if (!mine && this.#live.size === 0 && this.#ended.length === 0) this.#over = true;
  }

  /** As many as pace and lines allow; lines that an earlier job's last calls hold are not free. */
  #wanted(recorded: number): number {
    const { store, clock } = this.#parts;
    const allowed = this.#pace.allowed(clock.steady() + TICK_MS) - this.#claimed.length;
    if (allowed <= 0) return 0;
    const taken = store.counts().live - recorded;
    return Math.max(0, Math.min(allowed, store.facts.lines - taken));
  }

  #completeIfDone(now: number): boolean {
    const { store } = this.#parts;
    const others = store.counts().live - this.#ended.length;
    return others === 0 && store.nextDue() === null && store.complete(now);
  }

  /** Dials what is committed and may be called now, unless the state has moved on since. */
  #place(): void {
    const { store, clock } = this.#parts;
    const allowed = Math.min(this.#pace.allowed(clock.steady()), this.#claimed.length);
    if (allowed <= 0) return;
    store.write(() => {
      const { mine } = store.standing();
      if (!mine) return;
      for (const claim of this.#claimed.splice(0, allowed)) this.#dial(claim);
      this.#pace.placed(clock.steady(), allowed);
    });
  }

  #dial(claim: Claim): void {
    const { gateway, clock, store } = this.#parts;
    const call = {
      id: `${store.facts.key}/${claim.numberSeq}/${claim.attempt}`,
      number: `+${claim.number}`,
      attempt: claim.attempt,
    };
    try {
      const live = gateway.dial(call, (end) => {
        this.#live.delete(claim.seq);
        this.#ended.push({ claim, end, endedAt: clock.now() });
      });
      this.#live.set(claim.seq, live);
    } catch {
      this.#ended.push({ claim, end: { outcome: 'failed', talk: 0 }, endedAt: clock.now() });
    }
  }

  #tellProgress(): void {
    const { store, job, gateway, clock } = this.#parts;
    this.#progressAt = clock.steady();
    const counts = store.counts();
    // Outcomes are left out: whoever started it may not be one who may view it.
    job.progress({
      done: counts.done + counts.interrupted + counts.not_called,
      total: counts.total,
      message: `${counts.live} of ${store.facts.lines} lines in use (${gateway.label})`,
    });
    if (this.#progressAt - this.#changedAt < CHANGED_MS) return;
    this.#changedAt = this.#progressAt;
    job.changed('broadcasts');
  }
}

import type { SuspendedBecause } from '../../db/tables/broadcasts.ts';
import type { JobHandle } from '../job.ts';
import type { Clock, Sleeper } from './clock.ts';
import type { Gateway, LiveCall } from './gateway.ts';
import { Pace } from './pace.ts';
import type { BroadcastStore, Claim, Ended } from './store.ts';

/** How often the engine looks at the database and places calls, in ms. */
const TICK_MS = 50;
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
      earlier.map((at) => at + drift),
    );
  }

  /** Resolves once no call is live and none may be placed. */
  async run(): Promise<void> {
    for (;;) {
      this.#tick();
      if (this.#over) break;
      await this.#parts.sleeper.sleep(TICK_MS);
    }
    this.#tellProgress();
    this.#parts.job.changed('broadcasts');
  }

  /** Ends every live call, for when the engine itself has failed. */
  hangUp(): void {
    for (const call of this.#live.values()) call.hangUp();
  }

  #tick(): void {
    const { clock } = this.#parts;
    this.#heed();
    const wrote = this.#settle();
    if (this.#claimed.length > 0) this.#place();
    const idle = this.#live.size === 0 && this.#claimed.length === 0 && this.#ended.length === 0;
    if (wrote && idle && !this.#parts.store.standing().mine) this.#over = true;
    const since = this.#closingSince;
    if (since !== null && clock.steady() - since > CLOSING_MS) this.#over = true;
    if (clock.steady() - this.#progressAt >= PROGRESS_MS) this.#tellProgress();
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

  /** One transaction: what ended is written, what may be called now is claimed, and the end is seen. */
  #settle(): boolean {
    const { store, clock, retryDelay } = this.#parts;
    const now = clock.now();
    const ended = this.#ended;
    let claimed: Claim[] = [];
    const wrote = store.write(() => {
      if (this.#halted !== null) store.halt(this.#halted, now);
      const { state, mine } = store.standing();
      for (const one of ended) store.record(one, state, retryDelay);
      if (!mine || this.#claimed.length > 0) return;
      claimed = store.claim(now, this.#wanted(ended.length));
      if (claimed.length === 0 && this.#live.size === 0) this.#completeIfDone(now);
    });
    // INVARIANT: what ended meanwhile (hang-ups end calls at once) stays for the next tick.
    if (wrote) this.#ended = this.#ended.filter((one) => !ended.includes(one));
    if (wrote) this.#claimed = [...this.#claimed, ...claimed];
    return wrote;
  }

  /** As many as pace and lines allow; lines that an earlier job's last calls hold are not free. */
  #wanted(recorded: number): number {
    const { store, clock } = this.#parts;
    const allowed = this.#pace.allowed(clock.steady());
    if (allowed <= 0) return 0;
    const taken = store.counts().live - recorded;
    return Math.max(0, Math.min(allowed, store.facts.lines - taken));
  }

  #completeIfDone(now: number): void {
    const { store } = this.#parts;
    const others = store.counts().live - this.#ended.length;
    if (others === 0 && store.nextDue() === null) store.complete(now);
  }

  /** Dials what is committed, or gives it back if the state has moved on since. */
  #place(): void {
    const { store, clock } = this.#parts;
    const claims = this.#claimed;
    const wrote = store.write(() => {
      const { state, mine } = store.standing();
      if (!mine) {
        store.withdraw(claims, state);
        return;
      }
      for (const claim of claims) this.#dial(claim);
      this.#pace.placed(clock.steady(), claims.length);
    });
    if (wrote) this.#claimed = [];
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

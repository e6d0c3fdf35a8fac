import type { SuspendedBecause } from '#shared/operations/broadcasts.ts';
import type { Clock, Sleeper } from '../clock.ts';
import type { CallEnd, LiveCall } from '../gateways/gateway.ts';
import type { JobHandle } from '../job.ts';
import { Abandoned } from './abandoned.ts';
import type { DoNotCallGuard } from './do-not-call.ts';
import type { Line } from './line.ts';
import { Pace } from './pace.ts';
import type { BroadcastStore, Claim, Ended } from './store.ts';
import { Throttle } from './throttle.ts';
import type { ZoneBook } from './zone-book.ts';

/** How often the engine looks at the database, writes what ended and claims what may be called next, in ms. */
const TICK_MS = 50;
/** Calls that may be placed sooner after each other than this are placed together, in ms. */
const DIAL_MS = 4;
/** Progress and `changed` are told at most this often, in ms. */
const PROGRESS_MS = 250;
const CHANGED_MS = 1_000;
/** How long a closing console waits for hung-up calls to end, in ms. */
const CLOSING_MS = 6_000;
/** How long a gateway may be down until the broadcast suspends itself, in ms. */
const DOWN_MS = 10_000;
/** How long to wait for another key, and for the first once the prompt has ended, in ms. */
const KEY_MS = 5_000;
/** How long to stay on the line once the prompt has ended where no key does anything, in ms. */
const END_MS = 500;

export interface EngineParts {
  readonly store: BroadcastStore;
  readonly line: Line;
  readonly clock: Clock;
  /** Woken by messages to the job. */
  readonly sleeper: Sleeper;
  readonly job: JobHandle;
  readonly zones: ZoneBook;
  readonly guard: DoNotCallGuard;
}

interface Placed {
  readonly claim: Claim;
  readonly live: LiveCall;
}

/**
 * Calls the numbers of a running broadcast until none is left or its state says stop.
 * INVARIANTS: an attempt is committed before it is dialled; it is dialled under a write lock that sees the state
 * `running`, so that nothing is dialled once a suspend or finish has been acknowledged; the callee's calling hours and
 * the do-not-call data are asked in that same moment; the database's state, not a message, decides: messages only make
 * the engine look at once.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #pace: Pace;
  readonly #throttle = new Throttle();
  readonly #abandoned: Abandoned;
  /** Dialled and not ended, by attempt. */
  readonly #live = new Map<number, Placed>();
  readonly #keys = new Map<number, string>();
  readonly #handles = new Map<number, string>();
  #optOuts: number[] = [];
  /** Committed and not dialled yet. */
  #claimed: Claim[] = [];
  /** Ended and not written yet. */
  #ended: Ended[] = [];
  #settledAt = Number.NEGATIVE_INFINITY;
  #progressAt = Number.NEGATIVE_INFINITY;
  #changedAt = Number.NEGATIVE_INFINITY;
  #closingSince: number | null = null;
  #downSince: number | null = null;
  #halted: { readonly because: SuspendedBecause; readonly note: string | null } | null = null;
  #over = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { store, clock } = parts;
    const { callsPerSecond, abandonedPercent } = store.facts;
    const drift = clock.steady() - clock.now();
    const earlier = store.latestStarts(Math.ceil(callsPerSecond)).toReversed();
    this.#abandoned = new Abandoned(abandonedPercent);
    this.#pace = new Pace(
      callsPerSecond,
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
    for (const { live } of this.#live.values()) live.hangUp();
  }

  #tick(woken: boolean): void {
    const { clock, job } = this.#parts;
    const now = clock.steady();
    // The same sum as in #pause: rounded otherwise, a clock that stands still would never reach it.
    if (now >= this.#settledAt + TICK_MS || woken || job.cancelled()) {
      this.#heed();
      this.#watch(now);
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
    this.#halted ??= { because: job.closing() ? 'console-closed' : 'person', note: null };
    if (!job.closing() || this.#closingSince !== null) return;
    this.#closingSince = clock.steady();
    this.hangUp();
  }

  /** What makes it stop by itself: a gateway that is down or congested, silence for too many, stale data. */
  #watch(now: number): void {
    const { line, guard, clock, store } = this.#parts;
    const fault = line.gateway.fault();
    this.#downSince = fault === null ? null : (this.#downSince ?? now);
    const stale = guard.outOfDate(clock.now());
    if (stale !== null) this.#halt('do-not-call', stale);
    else if (this.#abandoned.tooMany) {
      this.#halt(
        'abandoned',
        `More than ${store.facts.abandonedPercent} % of the people who answered heard nothing.`,
      );
    } else if (this.#downSince !== null && now - this.#downSince >= DOWN_MS)
      this.#halt('gateway-down', fault);
    else if (this.#throttle.stuck(now)) {
      this.#halt('congestion', 'The gateway has turned every call away for a minute.');
    }
    this.#pace.setRate(store.facts.callsPerSecond * this.#throttle.share(now), now);
  }

  #halt(because: SuspendedBecause, note: string | null): void {
    this.#halted ??= { because, note };
  }

  /** One transaction: what ended is written, what may be called until the next is claimed, and the end is seen. */
  #settle(): void {
    const { store, clock, zones } = this.#parts;
    this.#settledAt = clock.steady();
    const now = clock.now();
    const [ended, optOuts, handles] = [this.#ended, this.#optOuts, new Map(this.#handles)];
    let claimed = this.#claimed;
    let mine = false;
    let resting = false;
    const wrote = store.write(() => {
      if (this.#halted !== null) store.halt(this.#halted.because, now, this.#halted.note);
      const standing = store.standing();
      mine = standing.mine;
      for (const number of optOuts) this.#parts.guard.add(number, now);
      for (const [seq, handle] of handles) store.keepHandle(seq, handle);
      for (const one of ended) {
        store.record(one, standing.state, zones.hourOf(one.claim.zoneKey, one.claim.startedAt));
      }
      if (mine) claimed = [...claimed, ...store.claim(now, this.#wanted(ended.length), zones)];
      else {
        store.withdraw(claimed, standing.state);
        claimed = [];
      }
      const quiet = claimed.length === 0 && this.#live.size === 0 && this.#othersLive() === 0;
      if (mine && quiet && !store.anyWaiting()) mine = !store.complete(now);
      if (!mine && quiet) store.quiet(now);
      resting = !mine;
    });
    if (!wrote) return;
    this.#claimed = claimed;
    // INVARIANT: what ended meanwhile (hang-ups end calls at once) stays for the next time.
    this.#ended = this.#ended.filter((one) => !ended.includes(one));
    this.#optOuts = this.#optOuts.slice(optOuts.length);
    if (optOuts.length > 0) this.#parts.job.changed('doNotCall');
    for (const seq of handles.keys()) this.#handles.delete(seq);
    if (resting && this.#live.size === 0 && this.#ended.length === 0) this.#over = true;
  }

  /** In the settling transaction: live by the database's count as it was before, and not by this engine. */
  #othersLive(): number {
    return this.#parts.store.counts().live - this.#ended.length - this.#live.size - this.#claimed.length;
  }

  /** As many as pace and lines allow; lines that an earlier job's last calls hold are not free. */
  #wanted(recorded: number): number {
    const { store, clock, line } = this.#parts;
    if (this.#downSince !== null) return 0;
    const until = clock.steady() + TICK_MS;
    const allowed = Math.min(this.#pace.allowed(until), line.allowed(until)) - this.#claimed.length;
    if (allowed <= 0) return 0;
    const taken = store.counts().live - recorded;
    return Math.max(0, Math.min(allowed, store.facts.lines - taken));
  }

  /** Dials what is committed and may be called now, unless the state has moved on since. */
  #place(): void {
    const { store, clock, line, zones, guard } = this.#parts;
    const now = clock.steady();
    const allowed = Math.min(this.#pace.allowed(now), line.allowed(now), this.#claimed.length);
    if (allowed <= 0 || this.#downSince !== null) return;
    let placed = 0;
    store.write(() => {
      const { mine, state } = store.standing();
      if (!mine) return;
      for (const claim of this.#claimed.splice(0, allowed)) {
        if (guard.forbids(claim.number, clock.now())) store.forbid(claim);
        else if (!zones.isOpen(claim.zoneKey, clock.now())) store.withdraw([claim], state);
        else {
          this.#dial(claim);
          placed += 1;
        }
      }
    });
    if (placed > 0) this.#pace.placed(clock.steady(), placed);
  }

  #dial(claim: Claim): void {
    const { line, clock, store } = this.#parts;
    const { facts } = store;
    const call = {
      id: `${facts.id}-${claim.seq}`,
      number: `+${claim.number}`,
      attempt: claim.attempt,
      callerId: claim.caller === null ? null : `+${claim.caller}`,
      prompt: facts.prompt,
      ringMs: facts.ringMs,
      talkMs: facts.talkMs,
      keyMs: facts.keys.size === 0 ? END_MS : KEY_MS,
      machine: facts.machine,
    };
    line.placed(clock.steady());
    try {
      const live = line.gateway.dial(call, {
        answered: (handle) => {
          if (handle !== null) this.#handles.set(claim.seq, handle);
        },
        key: (key) => this.#pressed(claim, key),
        ended: (end) => this.#endedCall(claim, end),
      });
      this.#live.set(claim.seq, { claim, live });
    } catch {
      // Nobody can say whether it went out before the fault: it counts, and is not repeated.
      this.#endedCall(claim, { outcome: 'failed', ring: 0, talk: 0 });
    }
  }

  #pressed(claim: Claim, key: string): void {
    const { store } = this.#parts;
    const placed = this.#live.get(claim.seq);
    this.#keys.set(claim.seq, (this.#keys.get(claim.seq) ?? '') + key);
    const act = store.facts.keys.get(key);
    if (act?.act === 'opt-out') {
      this.#optOuts.push(claim.number);
      placed?.live.hangUp();
      this.#parts.sleeper.wake();
    } else if (act?.act === 'transfer' && act.to !== undefined) placed?.live.transfer(act.to);
  }

  #endedCall(claim: Claim, end: CallEnd): void {
    const { clock, line, job } = this.#parts;
    const now = clock.steady();
    line.ended();
    this.#live.delete(claim.seq);
    this.#handles.delete(claim.seq);
    const keys = this.#keys.get(claim.seq) ?? '';
    this.#keys.delete(claim.seq);
    this.#ended.push({ claim, end, endedAt: clock.now(), keys });
    if (end.outcome === 'not-placed' && end.because === 'congestion') this.#throttle.congested(now);
    else if (end.outcome !== 'not-placed') this.#throttle.taken();
    if (end.outcome === 'answered' && !job.closing()) this.#abandoned.answered(end.silent === true);
  }

  #tellProgress(): void {
    const { store, job, line, clock } = this.#parts;
    this.#progressAt = clock.steady();
    const counts = store.counts();
    // Outcomes are left out: whoever started it may not be one who may view it.
    job.progress({
      done: counts.done + counts.interrupted + counts.not_called,
      total: counts.total,
      message: `${counts.live} of ${store.facts.lines} lines in use (${line.gateway.label})`,
    });
    if (this.#progressAt - this.#changedAt < CHANGED_MS) return;
    this.#changedAt = this.#progressAt;
    job.changed('broadcasts');
  }
}

import type { BroadcastState, Outcome } from '#shared/operations/broadcasts.ts';
import type { RawDatabase } from '../../db/open.ts';
import type { SuspendedBecause } from '../../db/tables/broadcasts.ts';
import type { CallEnd } from './gateway.ts';
import { prepareStatements } from './statements.ts';
import { Tally } from './tally.ts';

/** What a run needs to know of its broadcast. */
export interface Facts {
  readonly key: number;
  readonly seed: number;
  readonly callsPerSecond: number;
  readonly lines: number;
  readonly attempts: number;
}

/** An attempt that is committed and may be dialled. */
export interface Claim {
  readonly seq: number;
  readonly numberSeq: number;
  readonly number: number;
  readonly attempt: number;
  readonly startedAt: number;
  /** How the number's earlier attempt ended. */
  readonly before: Outcome | null;
}

export interface Ended {
  readonly claim: Claim;
  readonly end: CallEnd;
  readonly endedAt: number;
}

export interface Counts {
  readonly total: number;
  readonly done: number;
  readonly answered: number;
  readonly interrupted: number;
  readonly not_called: number;
  readonly attempts: number;
  readonly live: number;
}

/** Of a broadcast that was never started. */
const NO_COUNTS: Counts = {
  total: 0,
  done: 0,
  answered: 0,
  interrupted: 0,
  not_called: 0,
  attempts: 0,
  live: 0,
};

export interface Standing {
  readonly state: BroadcastState;
  /** Running, and this job is the one that may place attempts. */
  readonly mine: boolean;
  /** Another job is in charge. */
  readonly superseded: boolean;
  readonly startAt: number | null;
}

const RETRIED: ReadonlySet<Outcome> = new Set<Outcome>(['busy', 'no-answer']);

/** What a job's thread reads and writes of its broadcast; each method states whether it needs a transaction. */
export class BroadcastStore {
  readonly facts: Facts;
  readonly #db: RawDatabase;
  readonly #job: string;
  readonly #sql: ReturnType<typeof prepareStatements>;
  readonly #tally: Tally;

  /** Throws if there is no such broadcast. */
  constructor(db: RawDatabase, broadcast: string, job: string) {
    this.#db = db;
    this.#job = job;
    this.#sql = prepareStatements(db);
    this.#tally = new Tally(db);
    const facts = this.#sql.facts.get(broadcast);
    if (facts === undefined) throw new Error(`There is no broadcast ${broadcast}.`);
    this.facts = facts as unknown as Facts;
  }

  /** One write transaction that holds off every other writer; false if the database can't be written now. */
  write(work: () => void): boolean {
    try {
      this.#db
        .transaction(() => {
          work();
          this.#tally.flush(this.facts.key);
        })
        .immediate();
      return true;
    } catch (error) {
      this.#tally.forget();
      if (cannotWriteNow(error)) return false;
      throw error;
    }
  }

  standing(): Standing {
    const row = this.#sql.standing.get(this.facts.key) as {
      state: BroadcastState;
      job: string | null;
      startAt: number | null;
    };
    return {
      state: row.state,
      mine: row.state === 'running' && row.job === this.#job,
      superseded: row.job !== this.#job,
      startAt: row.startAt,
    };
  }

  counts(): Counts {
    return (this.#sql.counts.get(this.facts.key) as Counts | undefined) ?? NO_COUNTS;
  }

  /** When the next waiting number falls due, Unix ms; null if none waits. */
  nextDue(): number | null {
    return (this.#sql.nextDue.get(this.facts.key)?.['due'] as number | undefined) ?? null;
  }

  /** Start times of the latest attempts, Unix ms, newest first. */
  latestStarts(count: number): number[] {
    return this.#sql.latestStarts.all(this.facts.key, count).map((row) => row['startedAt'] as number);
  }

  /** In a transaction: takes up to `most` numbers, if this job may place attempts, and writes their attempts. */
  claim(now: number, most: number, retryDelay: number): Claim[] {
    if (most <= 0) return [];
    const claims = this.#claimDue(now, { now, most });
    if (claims.length > 0) return claims;
    // Nothing is due later than this, unless the machine's clock was set back meanwhile.
    const due = this.nextDue();
    return due !== null && due > now + retryDelay ? this.#claimDue(due, { now, most }) : [];
  }

  #claimDue(due: number, { now, most }: { now: number; most: number }): Claim[] {
    const { key } = this.facts;
    const rows = this.#sql.claim.all(key, key, due, most, key, this.#job) as {
      numberSeq: number;
      number: number;
      attempt: number;
      before: Outcome | null;
    }[];
    if (rows.length === 0) return [];
    // RETURNING promises no order.
    rows.sort((a, b) => a.attempt - b.attempt || a.numberSeq - b.numberSeq);
    let seq = (this.#sql.lastSeq.get(key)?.['seq'] as number | undefined) ?? 0;
    this.#tally.add('attempts', rows.length);
    this.#tally.add('live', rows.length);
    return rows.map((row) => {
      seq += 1;
      this.#sql.insertAttempt.run(key, seq, row.numberSeq, row.attempt, now);
      return { ...row, seq, startedAt: now };
    });
  }

  /** In a transaction: gives back what was claimed and not dialled. */
  withdraw(claims: readonly Claim[], state: BroadcastState): void {
    const { key } = this.facts;
    this.#tally.add('attempts', -claims.length);
    this.#tally.add('live', -claims.length);
    for (const claim of claims) {
      this.#sql.deleteAttempt.run(key, claim.seq);
      const called = claim.attempt > 1;
      const next = state === 'finished' ? (called ? 'done' : 'not-called') : 'waiting';
      this.#sql.withdraw.run(next, key, claim.numberSeq);
      if (next === 'done') this.#tally.add('done', 1);
      if (next === 'not-called') this.#tally.add('not_called', 1);
    }
  }

  /** In a transaction: writes how a call ended, and whether its number is called again after `retryDelay` ms. */
  record(ended: Ended, state: BroadcastState, retryDelay: number): void {
    const { claim, end, endedAt } = ended;
    const { key, attempts } = this.facts;
    const written = this.#sql.endAttempt.run(endedAt, end.outcome, end.talk, key, claim.seq);
    // Somebody took this run for dead and wrote 'interrupted'; that stands.
    if (written.changes === 0) return;
    const again = RETRIED.has(end.outcome) && claim.attempt < attempts && state !== 'finished';
    const due = again ? endedAt + retryDelay : 0;
    this.#sql.endNumber.run(again ? 'waiting' : 'done', end.outcome, due, key, claim.numberSeq);
    this.#tally.ended(end.outcome, claim.before, claim.startedAt);
    if (!again) this.#tally.add('done', 1);
    if (end.outcome === 'answered') this.#tally.add('answered', 1);
  }

  /** In a transaction: the start time has come; false if the state has moved on. */
  begin(now: number): boolean {
    return this.#sql.begin.run(now, now, this.facts.key, this.#job).changes === 1;
  }

  /** In a transaction: whether the list that the numbers came from is still there. */
  listStands(): boolean {
    return this.#sql.listStands.get(this.facts.key) !== undefined;
  }

  /** In a transaction: suspends what this job runs or waits for; false if the state has moved on. */
  halt(because: SuspendedBecause, now: number): boolean {
    return this.#sql.halt.run(because, now, this.facts.key, this.#job).changes === 1;
  }

  /** In a transaction: every number has been called; false if the state has moved on. */
  complete(now: number): boolean {
    return this.#sql.complete.run(now, now, this.facts.key, this.#job).changes === 1;
  }

  /** Whether another job of this broadcast is still in a thread of this console. */
  hasOtherRun(): boolean {
    return this.#sql.otherRun.get(this.facts.key, this.#job) !== undefined;
  }
}

/** Another writer holds the database for long (an import), or the disk is full: to be tried again. */
function cannotWriteNow(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_FULL');
}

import type { BroadcastState, Outcome, SuspendedBecause } from '#shared/operations/broadcasts.ts';
import type { RawDatabase } from '../../db/open.ts';
import type { CallEnd } from '../gateways/gateway.ts';
import { CallerBook, nextDay } from './caller-book.ts';
import type { Facts } from './facts.ts';
import { prepareStatements } from './statements.ts';
import { Tally } from './tally.ts';
import type { ZoneBook } from './zone-book.ts';

/** An attempt that is committed and may be dialled. */
export interface Claim {
  readonly seq: number;
  readonly numberSeq: number;
  readonly number: number;
  readonly attempt: number;
  readonly startedAt: number;
  /** How the number's earlier attempt ended. */
  readonly before: Outcome | null;
  readonly zoneKey: number;
  /** E.164 digits of what the callee sees. */
  readonly caller: number | null;
  readonly due: number;
}

export interface Ended {
  readonly claim: Claim;
  readonly end: CallEnd;
  readonly endedAt: number;
  readonly keys: string;
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

/** When a number that the gateway turned away may be tried again, in ms. */
const TURNED_AWAY_MS = 3_000;

interface ClaimRow extends Omit<Claim, 'seq' | 'startedAt' | 'caller'> {
  readonly callerBefore: number | null;
}

/** What a job reads and writes of its broadcast; each method states whether it needs a transaction. */
export class BroadcastStore {
  readonly facts: Facts;
  readonly #db: RawDatabase;
  readonly #job: string;
  readonly #sql: ReturnType<typeof prepareStatements>;
  readonly #tally: Tally;
  readonly #callers: CallerBook;
  readonly #longest: number;

  constructor(db: RawDatabase, facts: Facts, job: string) {
    this.#db = db;
    this.#job = job;
    this.#sql = prepareStatements(db);
    this.#tally = new Tally(db);
    this.#callers = new CallerBook(db, facts);
    this.#longest = Math.max(TURNED_AWAY_MS, ...facts.retries.values());
    this.facts = facts;
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

  /** Whether any number is still to be called. */
  anyWaiting(): boolean {
    return this.#sql.anyWaiting.get(this.facts.key) !== undefined;
  }

  /** Whether today's caps leave a number to show. */
  anyCallerLeft(now: number): boolean {
    return this.#callers.anyLeft(now);
  }

  /** Start times of the latest attempts, Unix ms, newest first. */
  latestStarts(count: number): number[] {
    return this.#sql.latestStarts.all(this.facts.key, count).map((row) => row['startedAt'] as number);
  }

  /** In a transaction: takes up to `most` numbers whose callees may be called now, and writes their attempts. */
  claim(now: number, most: number, zones: ZoneBook): Claim[] {
    if (most <= 0 || !this.#callers.anyLeft(now)) return [];
    const heads = zones.keys
      .filter((zone) => zones.isOpen(zone, now))
      .flatMap((zone) => this.#heads(zone, now, most).map((head) => ({ ...head, zone })));
    heads.sort((a, b) => a.due - b.due || a.seq - b.seq);
    const wanted = new Map<number, number>();
    for (const { zone } of heads.slice(0, most)) wanted.set(zone, (wanted.get(zone) ?? 0) + 1);
    const { key } = this.facts;
    const rows = [...wanted].flatMap(
      ([zone, count]) =>
        this.#sql.claim.all(
          key,
          key,
          zone,
          this.#until(zone, now),
          count,
          key,
          this.#job,
        ) as unknown as ClaimRow[],
    );
    // RETURNING promises no order.
    rows.sort((a, b) => a.attempt - b.attempt || a.numberSeq - b.numberSeq);
    return this.#write(rows, now);
  }

  /**
   * The latest due time that counts as due. Nothing waits longer than the longest retry, or than until tomorrow's caps:
   * what seems to has been overtaken by a clock that was set back.
   */
  #until(zone: number, now: number): number {
    const due = this.#sql.nextDue.get(this.facts.key, zone)?.['due'] as number | undefined;
    const latest = Math.max(now + this.#longest, this.facts.callerCap === null ? 0 : nextDay(now));
    return due !== undefined && due > latest ? due : now;
  }

  #heads(zone: number, now: number, most: number): { due: number; seq: number }[] {
    const until = this.#until(zone, now);
    return this.#sql.heads.all(this.facts.key, zone, until, most) as { due: number; seq: number }[];
  }

  #write(rows: readonly ClaimRow[], now: number): Claim[] {
    const { key } = this.facts;
    if (rows.length === 0) return [];
    let seq = (this.#sql.lastSeq.get(key)?.['seq'] as number | undefined) ?? 0;
    const claims: Claim[] = [];
    for (const { callerBefore, ...row } of rows) {
      const caller = this.#callers.take(row.number, callerBefore, now);
      if (caller === undefined) {
        // What this callee is always shown has had its calls for today.
        this.#sql.giveBack.run('waiting', nextDay(now), key, row.numberSeq);
        continue;
      }
      seq += 1;
      this.#sql.insertAttempt.run(key, seq, row.numberSeq, row.attempt, now, caller);
      if (caller !== null) this.#sql.keepCaller.run(caller, key, row.numberSeq);
      claims.push({ ...row, seq, startedAt: now, caller });
    }
    this.#tally.add('attempts', claims.length);
    this.#tally.add('live', claims.length);
    return claims;
  }

  /** In a transaction: gives back what was claimed and not dialled. */
  withdraw(claims: readonly Claim[], state: BroadcastState): void {
    const { key } = this.facts;
    this.#tally.add('attempts', -claims.length);
    this.#tally.add('live', -claims.length);
    for (const claim of claims) {
      this.#sql.deleteAttempt.run(key, claim.seq);
      this.#giveBack(claim, { state, due: claim.due });
    }
  }

  /** In a transaction: a claimed number must not be called; it is dropped from the broadcast. */
  forbid(claim: Claim): void {
    const { key } = this.facts;
    this.#tally.add('attempts', -1);
    this.#tally.add('live', -1);
    this.#sql.deleteAttempt.run(key, claim.seq);
    this.#close(claim);
  }

  #giveBack(claim: Claim, to: { readonly state: BroadcastState; readonly due: number }): void {
    const over = to.state === 'finishing' || to.state === 'finished';
    if (over) this.#close(claim);
    else this.#sql.giveBack.run('waiting', to.due, this.facts.key, claim.numberSeq);
  }

  /** The number is not called (again). */
  #close(claim: Claim): void {
    const called = claim.attempt > 1;
    this.#sql.giveBack.run(called ? 'done' : 'not-called', claim.due, this.facts.key, claim.numberSeq);
    this.#tally.add(called ? 'done' : 'not_called', 1);
  }

  /** In a transaction: writes how a call ended, and whether its number is called again. */
  record(ended: Ended, state: BroadcastState, hour: string): void {
    const { claim, end, endedAt, keys } = ended;
    const { outcome, ring, talk } = end;
    const { key, attempts, retries } = this.facts;
    const written = this.#sql.endAttempt.run(endedAt, outcome, ring, talk, keys, key, claim.seq);
    // Somebody took this run for dead and wrote 'interrupted'; that stands.
    if (written.changes === 0) return;
    this.#tally.ended({ ...claim, ...end, keys, hour });
    if (outcome === 'not-placed') {
      this.#giveBack(claim, { state, due: endedAt + TURNED_AWAY_MS });
      return;
    }
    const over = state === 'finishing' || state === 'finished';
    const delay = retries.get(outcome);
    const again = delay !== undefined && claim.attempt < attempts && !over;
    const next = again ? 'waiting' : outcome === 'interrupted' ? 'interrupted' : 'done';
    this.#sql.endNumber.run(next, outcome, again ? endedAt + delay : 0, key, claim.numberSeq);
    if (next === 'done') this.#tally.add('done', 1);
    if (next === 'interrupted') this.#tally.add('interrupted', 1);
    if (outcome === 'answered') this.#tally.add('answered', 1);
  }

  /** In a transaction: what a gateway needs to end a call after a crash. */
  keepHandle(seq: number, handle: string): void {
    this.#sql.keepHandle.run(handle, this.facts.key, seq);
  }

  /** In a transaction: the start time has come; false if the state has moved on. */
  begin(now: number): boolean {
    return this.#sql.begin.run(now, now, this.facts.key, this.#job).changes === 1;
  }

  /** In a transaction: what has become of the list that the numbers came from, if they may not be called for it. */
  listFault(): 'list-removed' | 'list-emptied' | null {
    const list = this.#sql.listNow.get(this.facts.key);
    if (list === undefined || list['removed'] === 1) return 'list-removed';
    return list['emptied'] === 1 ? 'list-emptied' : null;
  }

  /** In a transaction: suspends what this job runs or waits for; false if the state has moved on. */
  halt(because: SuspendedBecause, now: number, note: string | null = null): boolean {
    return this.#sql.halt.run(because, note, now, this.facts.key, this.#job).changes === 1;
  }

  /** In a transaction: the last live call has ended, so that suspending or finishing is done. */
  quiet(now: number): boolean {
    return this.#sql.quiet.run(now, now, this.facts.key, this.#job).changes === 1;
  }

  /** In a transaction: every number has been called; false if the state has moved on. */
  complete(now: number): boolean {
    return this.#sql.complete.run(now, now, this.facts.key, this.#job).changes === 1;
  }

  /** Who or what holds it; null if nothing does. */
  because(): SuspendedBecause | null {
    return (this.#sql.because.get(this.facts.key)?.['because'] as SuspendedBecause | undefined) ?? null;
  }

  /** Whether another job of this broadcast still runs in this console. */
  hasOtherRun(): boolean {
    return this.#sql.otherRun.get(this.facts.key, this.#job) !== undefined;
  }
}

/** Another writer holds the database for long (an import), or the disk is full: to be tried again. */
function cannotWriteNow(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_FULL');
}

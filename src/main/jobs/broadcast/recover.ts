import type { Outcome } from '#shared/operations/broadcasts.ts';
import type { RawDatabase } from '../../db/open.ts';
import type { LeftCall } from '../gateways/gateway.ts';
import { Tally } from './tally.ts';

export interface Recovered {
  /** Broadcasts that a crash stopped; they are suspended. */
  readonly suspended: number;
  /** Calls whose end is unknown; their numbers are not dialled again by themselves. */
  readonly interrupted: number;
  /** Jobs of scheduled broadcasts whose start time is still to come: to be started again. */
  readonly waiting: readonly string[];
}

// Who was suspending or finishing it has had their will: no call of its own is live any more.
const CRASHED = `update broadcasts set
    suspended_because = case state when 'running' then 'crash' else suspended_because end,
    finished_at = case state when 'finishing' then @now else finished_at end,
    state = case state when 'finishing' then 'finished' else 'suspended' end,
    updated_at = @now, version = version + 1`;

/**
 * Called once when a workspace opens, before any broadcast job starts. Broadcasts that were running become suspended
 * because of the crash, live attempts become `interrupted`; a scheduled broadcast whose start time has passed while
 * the console was closed is suspended rather than called late. Doing it twice changes nothing more.
 */
export function recoverBroadcasts(db: RawDatabase, now: number): Recovered {
  return db
    .transaction(() => {
      const live = db.prepare('select broadcast_key as key from broadcast_counts where live > 0').all();
      let interrupted = 0;
      for (const row of live as { key: number }[]) interrupted += interruptLive(db, row.key, now);
      const missed = db.prepare(
        `update broadcasts set state = 'suspended', suspended_because = 'console-closed', updated_at = @now,
           version = version + 1
         where state = 'scheduled' and start_at <= @now`,
      );
      const crashed = db.prepare(`${CRASHED} where state in ('running', 'suspending', 'finishing')`);
      const suspended = missed.run({ now }).changes + crashed.run({ now }).changes;
      const waiting = db
        .prepare(`select job_id as job from broadcasts where state = 'scheduled' and job_id is not null`)
        .all() as { job: string }[];
      return { suspended, interrupted, waiting: waiting.map((row) => row.job) };
    })
    .immediate();
}

/**
 * The same for one broadcast whose job's thread died while the console lives on: live attempts become `interrupted`,
 * and it is suspended because of the crash if that job still was the one in charge.
 */
export function recoverBroadcast(db: RawDatabase, broadcast: string, at: { job: string; now: number }): void {
  db.transaction(() => {
    const row = db.prepare('select key from broadcasts where id = ?').get(broadcast) as
      | { key: number }
      | undefined;
    if (row === undefined) return;
    interruptLive(db, row.key, at.now);
    db.prepare(
      `${CRASHED} where key = @key and job_id = @job and state in ('running', 'suspending', 'finishing')`,
    ).run({ now: at.now, key: row.key, job: at.job });
    db.prepare(
      `update broadcasts set state = 'suspended', suspended_because = 'crash', updated_at = ?, version = version + 1
       where key = ? and job_id = ? and state = 'scheduled'`,
    ).run(at.now, row.key, at.job);
  }).immediate();
}

/** In a transaction: every live attempt of a broadcast ends as `interrupted`; returns how many. */
export function interruptLive(db: RawDatabase, key: number, now: number): number {
  const tally = new Tally(db);
  const orphans = db
    .prepare(
      `select a.seq, a.number_seq as numberSeq, a.attempt, a.started_at as startedAt, n.last_outcome as before
       from broadcast_attempts a
       join broadcast_numbers n on n.broadcast_key = a.broadcast_key and n.seq = a.number_seq
       where a.broadcast_key = ? and a.outcome is null`,
    )
    .all(key) as {
    seq: number;
    numberSeq: number;
    attempt: number;
    startedAt: number;
    before: Outcome | null;
  }[];
  const endAttempt = db.prepare(
    `update broadcast_attempts set outcome = 'interrupted', ended_at = ? where broadcast_key = ? and seq = ?`,
  );
  const endNumber = db.prepare(
    `update broadcast_numbers set state = 'interrupted', last_outcome = 'interrupted'
     where broadcast_key = ? and seq = ?`,
  );
  for (const orphan of orphans) {
    endAttempt.run(now, key, orphan.seq);
    endNumber.run(key, orphan.numberSeq);
    tally.ended({ ...orphan, outcome: 'interrupted', ring: 0, talk: 0, keys: '', hour: '' });
  }
  tally.add('interrupted', orphans.length);
  tally.flush(key);
  return orphans.length;
}

/** Calls that a crash cut off longer ago than this have ended by themselves, in ms. */
const LEFT_MS = 3_600_000;

/** Calls of an earlier process, of one broadcast, that may still be up: cut off within the last hour. */
export function leftCalls(db: RawDatabase, broadcast: string, now: number): LeftCall[] {
  const rows = db
    .prepare(
      `select a.seq, n.number, a.caller_id as callerId, a.handle
       from broadcasts b
       join broadcast_attempts a on a.broadcast_key = b.key
       join broadcast_numbers n on n.broadcast_key = b.key and n.seq = a.number_seq
       where b.id = ? and a.outcome = 'interrupted' and a.ended_at >= ?`,
    )
    .all(broadcast, now - LEFT_MS) as {
    seq: number;
    number: number;
    callerId: number | null;
    handle: string | null;
  }[];
  return rows.map(({ seq, number, callerId, handle }) => ({
    id: `${broadcast}-${seq}`,
    number: `+${number}`,
    callerId: callerId === null ? null : `+${callerId}`,
    handle,
  }));
}

/** Broadcasts over real gateways, and over practice telephones, of which calls were cut off within the last hour. */
export function leftOnRealGateways(db: RawDatabase, now: number): string[] {
  return db
    .prepare(
      `select id from broadcasts b where gateway_id is not null and exists (
         select 1 from broadcast_attempts a
         where a.broadcast_key = b.key and a.outcome = 'interrupted' and a.ended_at >= ?)`,
    )
    .pluck()
    .all(now - LEFT_MS) as string[];
}

/** The person who started it may not any more: suspends it; false if it has moved on. */
export function haltForStarter(
  db: RawDatabase,
  at: { broadcast: string; job: string; now: number },
): boolean {
  const halt = db.prepare(
    `update broadcasts set state = case state when 'running' then 'suspending' else 'suspended' end,
       suspended_because = 'starter', suspended_note = null, updated_at = @now, version = version + 1
     where id = @broadcast and job_id = @job and state in ('scheduled', 'running')`,
  );
  return halt.run(at).changes === 1;
}

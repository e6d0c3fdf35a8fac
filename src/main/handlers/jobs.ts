import type { Job, jobOperations } from '#shared/operations/jobs.ts';
import { fail, ok } from '#shared/reply.ts';
import type { JobsTable } from '../db/tables/system.ts';
import type { HandlersOf, Tx } from './handler.ts';

/** Seconds left at the speed so far; null until there is a speed. */
function secondsLeft(row: JobsTable, now: number): number | null {
  if (row.state !== 'running' || row.total === null || row.started_at === null || row.done <= 0) return null;
  return Math.round(((row.total - row.done) * (now - row.started_at)) / row.done / 1000);
}

/** A job as persons see it. */
export function jobOf(row: JobsTable, now: number): Job {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    node: row.node_id,
    done: row.done,
    total: row.total,
    unit: row.unit,
    secondsLeft: secondsLeft(row, now),
    message: row.message,
    result: row.result === null ? null : (JSON.parse(row.result) as Job['result']),
    subject: row.subject_id,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

function ownJob(tx: Tx, id: string, person: string | undefined) {
  return tx
    .selectFrom('jobs')
    .selectAll()
    .where('id', '=', id)
    .where('person_id', '=', person ?? '')
    .executeTakeFirst();
}

const NOT_FOUND = 'There is no such job, or it is not yours.';

export const jobHandlers: HandlersOf<typeof jobOperations> = {
  'jobs.list': async (tx, input, context) => {
    const rows = await tx
      .selectFrom('jobs')
      .selectAll()
      .where('person_id', '=', context.actor?.id ?? '')
      .orderBy('created_at', 'desc')
      .limit(input.limit)
      .execute();
    return ok(rows.map((row) => jobOf(row, context.now)));
  },

  'jobs.get': async (tx, input, context) => {
    const row = await ownJob(tx, input.id, context.actor?.id);
    return row === undefined ? fail('not-found', NOT_FOUND) : ok(jobOf(row, context.now));
  },

  'jobs.cancel': async (tx, input, context) => {
    const row = await ownJob(tx, input.id, context.actor?.id);
    if (row === undefined) return fail('not-found', NOT_FOUND);
    if (row.kind === 'broadcast') {
      return fail('denied', 'A broadcast is suspended or finished, not cancelled.', {
        reason: 'wrong-state',
      });
    }
    if (row.state !== 'queued' && row.state !== 'running') {
      return fail('denied', `This job is ${row.state}; there is nothing to cancel.`, {
        reason: 'wrong-state',
      });
    }
    context.tellJob(row.id, 'cancel');
    return ok({ state: row.state });
  },
};

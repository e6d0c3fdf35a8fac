import type { Job, jobOperations } from '#shared/operations/jobs.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { fail, ok } from '#shared/reply.ts';
import type { JobsTable } from '../db/tables/system.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';

/** Seconds left at the speed so far; null until there is a speed. */
function secondsLeft(row: JobsTable, now: number): number | null {
  if (row.state !== 'running' || row.total === null || row.started_at === null || row.done <= 0) return null;
  return Math.round(((row.total - row.done) * (now - row.started_at)) / row.done / 1000);
}

/**
 * Whether the figures of a job may be shown: of a broadcast, who may start it but not see it learns no more than its
 * name and state (reading rule 9).
 */
export function seesFigures(
  row: JobsTable,
  holds: (permission: PermissionId, node: string) => boolean,
): boolean {
  return row.kind !== 'broadcast' || holds('broadcasts.view', row.node_id);
}

/** A job as its person sees it, with or without figures. */
export function jobOf(row: JobsTable, now: number, figures: boolean): Job {
  if (!figures) return jobOf({ ...row, done: 0, total: null, result: null, message: '' }, now, true);
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

function shown(row: JobsTable, context: Context): Job {
  return jobOf(
    row,
    context.now,
    seesFigures(row, (permission, node) => context.holds(permission, node)),
  );
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
    return ok(rows.map((row) => shown(row, context)));
  },

  'jobs.get': async (tx, input, context) => {
    const row = await ownJob(tx, input.id, context.actor?.id);
    return row === undefined ? fail('not-found', NOT_FOUND) : ok(shown(row, context));
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

import type { exportScheduleOperations } from '#shared/operations/export-schedules.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { type Failure, fail, ok } from '#shared/reply.ts';
import { exportsBefore, listSchedules, type ScheduleOptions } from '../db/export-schedules.ts';
import { isBeingWritten, projectNames } from '../db/exports.ts';
import type { ExportSchedulesTable } from '../db/tables/exports.ts';
import { Days } from '../jobs/export/days.ts';
import { manifestName, memberName } from '../jobs/export/names.ts';
import type { ExportParams } from '../jobs/export/params.ts';
import { addExport } from './adding-exports.ts';
import { no } from './destination.ts';
import { exportFault } from './export-destination.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';
import { tagFault } from './tag-filter.ts';

/** Exports that are made each night for the day before. */
export const exportScheduleHandlers: HandlersOf<typeof exportScheduleOperations> = {
  'exportSchedules.create': async (tx, input, context) => {
    const account = await accountAt(tx, input.node);
    if (account === undefined) {
      return fault('node', 'Raw logs are kept for each account: choose an account.');
    }
    const { project } = input;
    if (project !== undefined && !Object.hasOwn(await projectNames(tx, account.id), project)) {
      return fault('project', 'This project is not one of the account.');
    }
    const hidden = tagFault(input, context);
    if (hidden !== null) return { ok: false, error: hidden };
    // Names with days in them: none may be there already.
    const problem = exportFault({ ...input, split: 'day', overwrite: false }, context);
    if (problem !== null) return { ok: false, error: problem };
    const days = await Days.load();
    const id = context.newId();
    await tx
      .insertInto('export_schedules')
      .values({
        id,
        realm_id: account.realm_id,
        node_id: account.id,
        file: input.file,
        options: JSON.stringify(optionsOf(input)),
        filter: JSON.stringify(filterOf(input)),
        zone: input.zone,
        hour: input.hour,
        keep_days: input.keepDays,
        first_day: days.at(input.zone, context.now),
        problem: '',
        created_at: context.now,
        created_by: context.actor?.id ?? '',
        deleted_at: null,
        version: 1,
      })
      .execute();
    return ok({ id });
  },

  'exportSchedules.list': async (tx, input, context) => {
    return ok(await listSchedules(tx, input, context.visible('rawLogs.export')));
  },

  'exportSchedules.remove': async (tx, { id, version }, context) => {
    const row = await scheduleOf(tx, id);
    if (row.version !== version) {
      return fail('conflict', 'Somebody changed this schedule meanwhile; look at it again.');
    }
    await tx
      .updateTable('export_schedules')
      .set({ deleted_at: context.now, version: version + 1 })
      .where('id', '=', id)
      .execute();
    return ok({});
  },

  'exportSchedules.run': async (tx, { id, day }, context) => {
    const schedule = await scheduleOf(tx, id);
    const days = await Days.load();
    if (day >= days.at(schedule.zone, context.now)) return fault('day', 'This day is not over yet.');
    const wanted = await wantedExport(tx, { schedule, day, days }, context);
    return 'code' in wanted
      ? { ok: false, error: wanted }
      : ok({ job: await addExport(tx, wanted, context) });
  },
};

/** The export of a schedule's day, or why it can't be made. */
async function wantedExport(
  tx: Tx,
  { schedule, day, days }: { schedule: ExportSchedulesTable; day: string; days: Days },
  context: Context,
) {
  const { zone } = schedule;
  const account = await accountAt(tx, schedule.node_id);
  if (account === undefined) return fail('not-found', 'The account is not there any more.').error;
  const { profile, bom, gzip, localTimes } = JSON.parse(schedule.options) as ScheduleOptions;
  const file = memberName(schedule.file, day, gzip);
  const overwrite = await wasWritten(tx, schedule.id, file);
  // The place was chosen when the schedule was made.
  const chosen = { folder: context.folder, mayUseFile: () => true };
  const problem: Failure | null = (await isBeingWritten(tx, file))
    ? no('Another export is writing this file; wait for it.')
    : exportFault({ file, gzip, split: 'none', overwrite }, chosen);
  if (problem !== null) return problem;
  const old = await exportsBefore(tx, schedule.id, days.plus(day, 1 - schedule.keep_days));
  const filter = JSON.parse(schedule.filter) as ExportParams['filter'];
  const hidden = tagFault({ ...filter, node: account.id }, context);
  if (hidden !== null) return hidden;
  return {
    account,
    projects: await projectNames(tx, account.id),
    name: file,
    file,
    profile,
    options: { bom, gzip, zone: localTimes ? zone : null, split: 'none' as const, splitBytes: 0 },
    overwrite,
    filter: { ...filter, ...days.span(zone, day) },
    schedule: { id: schedule.id, day },
    retire: old.map((each) => ({
      id: each.id,
      manifest: manifestName(each.file, gzip),
      files: JSON.parse(each.files) as { file: string; bytes: number; rows: number; sha256: string }[],
    })),
  };
}

function accountAt(tx: Tx, node: string) {
  return tx
    .selectFrom('nodes')
    .select(['id', 'realm_id', 'name'])
    .where('id', '=', node)
    .where('kind', '=', 'account')
    .executeTakeFirst();
}

function scheduleOf(tx: Tx, id: string): Promise<ExportSchedulesTable> {
  return tx.selectFrom('export_schedules').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Whether a file is one that the schedule made itself, and may therefore be replaced. */
async function wasWritten(tx: Tx, schedule: string, file: string): Promise<boolean> {
  const row = await tx
    .selectFrom('exports')
    .select('id')
    .where('schedule_id', '=', schedule)
    .where('file', '=', file)
    .where('state', '=', 'done')
    .executeTakeFirst();
  return row !== undefined;
}

function optionsOf(input: ParsedInputOf<'exportSchedules.create'>): ScheduleOptions {
  const { profile, bom, gzip, localTimes } = input;
  return { profile, bom, gzip, localTimes };
}

function filterOf(input: ParsedInputOf<'exportSchedules.create'>): ExportParams['filter'] {
  const { project, channel, direction, client, tag, search } = input;
  return { project, channel, direction, client, tag, search };
}

function fault(path: string, message: string) {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

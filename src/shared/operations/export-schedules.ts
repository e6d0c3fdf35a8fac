import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { csvFields, exportFilters, timeZone } from './exports.ts';
import { filePath, version } from './fields.ts';

/** Filters of a schedule: a day is its time range. */
const scheduleFilters = () => {
  const { from: _from, to: _to, ...filters } = exportFilters();
  return filters;
};

/** A day as ISO 8601 writes it. */
const day = () => z.iso.date('Give the day as 2026-05-01.').meta({ label: 'Day' });

const onSchedule = (input: { readonly id: string }) => [{ kind: 'export-schedule', id: input.id }] as const;

export const exportScheduleOperations = {
  'exportSchedules.create': operation({
    name: 'exportSchedules.create',
    kind: 'command',
    title: 'Export every night',
    permission: 'rawLogs.export',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        /** Days begin and end, and the hour counts, in this zone. */
        zone: timeZone('Days and hours of').default('UTC'),
        /** From this hour on the day before is exported. */
        hour: z.int().min(0).max(23).default(1).meta({ label: 'From this hour on' }),
        /** Files of days longer ago are removed. */
        keepDays: z.int().min(1).max(3650).default(30).meta({ label: 'Keep files for days' }),
        ...scheduleFilters(),
        ...csvFields(),
        /** A further column holds the times in that zone. */
        localTimes: z.boolean().default(false).meta({ label: 'Add a column with the times of that zone' }),
        /** Each day's file is named after this one: `log.csv` becomes `log-2026-05-01.csv`. */
        file: filePath('Save as'),
      }),
    output: () => z.strictObject({ id: z.string() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'exportSchedules.list': operation({
    name: 'exportSchedules.list',
    kind: 'query',
    title: 'Nightly exports',
    permission: 'rawLogs.export',
    reach: 'within',
    input: () => listInput(['createdAt'], {}),
    output: () =>
      pageOf({
        id: z.string(),
        node: z.string(),
        nodeName: z.string(),
        /** As it was chosen; see `create`. */
        file: z.string(),
        filter: z.string(),
        profile: z.string(),
        zone: z.string(),
        hour: z.number(),
        keepDays: z.number(),
        firstDay: z.string(),
        /** The last day that was exported; empty if none was yet. */
        lastDay: z.string(),
        /** Why the last try came to nothing; empty if it went well. */
        problem: z.string(),
        createdAt: z.number(),
        createdBy: z.string(),
        version: z.number(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'exportSchedules.remove': operation({
    name: 'exportSchedules.remove',
    kind: 'command',
    title: 'End nightly export',
    permission: 'rawLogs.export',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({}),
    targets: onSchedule,
    danger: true,
  }),
  'exportSchedules.run': operation({
    name: 'exportSchedules.run',
    kind: 'command',
    title: 'Export a scheduled day',
    permission: 'rawLogs.export',
    input: () => z.strictObject({ id: id(), day: day() }),
    output: () => z.strictObject({ job: z.string() }),
    targets: onSchedule,
  }),
};

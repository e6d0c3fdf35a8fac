import { sql, type Transaction } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { describeFilter, projectNamesSeen } from './exports.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';
import { type Visible, visibleIn, within } from './visible.ts';

type Tx = Transaction<Tables>;

/** How the files of a schedule are written, as its row holds it. */
export interface ScheduleOptions {
  readonly profile: ParsedInputOf<'exportSchedules.create'>['profile'];
  readonly bom: boolean;
  readonly gzip: boolean;
  /** A further column has the times of the schedule's zone. */
  readonly localTimes: boolean;
}

/** A page of the nightly exports. */
export async function listSchedules(
  tx: Tx,
  input: ParsedInputOf<'exportSchedules.list'>,
  visible: Visible,
): Promise<OutputOf<'exportSchedules.list'>> {
  const names = await projectNamesSeen(tx, visible);
  const listing = {
    query: schedulesOf(tx, input, visible),
    key: 'export_schedules.rowid',
    columns: {
      id: 'text',
      node: 'text',
      nodeName: 'text',
      file: 'text',
      filter: (row: { filter: string }) => describeFilter(row.filter, names),
      profile: (row: { options: string }) => (JSON.parse(row.options) as ScheduleOptions).profile,
      zone: 'text',
      hour: 'number',
      keepDays: 'number',
      firstDay: 'text',
      lastDay: 'text',
      problem: 'text',
      createdAt: 'number',
      createdBy: (row: { firstName: string; lastName: string }) => `${row.firstName} ${row.lastName}`,
      version: 'number',
    },
    sorts: { createdAt: ['export_schedules.created_at'] },
    otherwise: { by: 'createdAt', direction: 'desc' },
  } as const;
  return readPage(tx, listing, input);
}

function schedulesOf(tx: Tx, { node, search }: ParsedInputOf<'exportSchedules.list'>, visible: Visible) {
  let query = tx
    .selectFrom('export_schedules')
    .innerJoin('nodes', 'nodes.id', 'export_schedules.node_id')
    .innerJoin('persons', 'persons.id', 'export_schedules.created_by')
    .where('export_schedules.deleted_at', 'is', null)
    .where(visibleIn(visible, 'export_schedules.node_id'))
    .where(within(node ?? PLATFORM_ID, 'export_schedules.node_id'));
  if (search !== undefined && search !== '') {
    query = query.where((eb) =>
      eb.or([contains('export_schedules.file', search), contains('nodes.name', search)]),
    );
  }
  return query.select([
    'export_schedules.id',
    'export_schedules.node_id as node',
    'nodes.name as nodeName',
    'export_schedules.file',
    'export_schedules.filter',
    'export_schedules.options',
    'export_schedules.zone',
    'export_schedules.hour',
    'export_schedules.keep_days as keepDays',
    'export_schedules.first_day as firstDay',
    sql<string>`coalesce((select max(day) from exports
      where exports.schedule_id = export_schedules.id and exports.state = 'done'), '')`.as('lastDay'),
    'export_schedules.problem',
    'export_schedules.created_at as createdAt',
    'persons.first_name as firstName',
    'persons.last_name as lastName',
    'export_schedules.version',
  ]);
}

/** Days of a schedule, from a day on, that are exported or about to be. */
export async function daysTaken(
  db: Pick<Tx, 'selectFrom'>,
  schedule: string,
  from: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('exports')
    .innerJoin('jobs', 'jobs.id', 'exports.job_id')
    .select('exports.day')
    .where('exports.schedule_id', '=', schedule)
    .where('exports.day', '>=', from)
    .where('jobs.state', 'in', ['done', 'queued', 'running', 'interrupted'])
    .execute();
  return new Set(rows.map(({ day }) => day));
}

/** Finished exports of a schedule for days before one, whose files are still there as far as we know. */
export async function exportsBefore(tx: Tx, schedule: string, day: string) {
  return tx
    .selectFrom('exports')
    .select(['id', 'files', 'file'])
    .where('schedule_id', '=', schedule)
    .where('day', '<', day)
    .where('state', '=', 'done')
    .where('removed_at', 'is', null)
    .execute();
}

import type { ExportParams } from '../jobs/export/params.ts';
import type { Context, Tx } from './handler.ts';

/** An export that may be made: all has been looked at. */
export interface WantedExport {
  readonly account: { readonly id: string; readonly realm_id: string | null; readonly name: string };
  readonly projects: Readonly<Record<string, string>>;
  /** As the history names it. */
  readonly name: string;
  /** As it was chosen. */
  readonly file: string;
  readonly profile: ExportParams['profile'];
  readonly options: Required<Pick<ExportParams, 'bom' | 'gzip' | 'zone' | 'split' | 'splitBytes'>>;
  readonly overwrite: boolean;
  readonly filter: ExportParams['filter'];
  readonly retire?: NonNullable<ExportParams['retire']>;
  /** The schedule that asks, and for which day. */
  readonly schedule?: { readonly id: string; readonly day: string };
}

/** Adds a raw-log export to the jobs and to the history; returns the job's id. */
export async function addExport(tx: Tx, wanted: WantedExport, context: Context): Promise<string> {
  const { account, projects, file, profile, options, overwrite, filter, schedule } = wanted;
  const exportId = context.newId();
  const day = schedule === undefined ? '' : ` for ${schedule.day}`;
  const params: ExportParams = {
    account: account.id,
    accountName: account.name,
    projects: { ...projects },
    file,
    profile,
    ...options,
    overwrite,
    asked: { by: context.actor?.email ?? '', at: context.now },
    filter,
    retire: wanted.retire ?? [],
  };
  const job = await context.addJob({
    kind: 'export-raw-log',
    title: `Export the raw log of ${account.name}${day}`,
    node: account.id,
    realm: account.realm_id,
    subject: exportId,
    unit: 'rows',
    total: null,
    params,
  });
  await tx
    .insertInto('exports')
    .values({
      id: exportId,
      realm_id: account.realm_id,
      node_id: account.id,
      job_id: job,
      file: wanted.name,
      profile,
      options: JSON.stringify(options),
      filter: JSON.stringify(filter),
      rows: 0,
      bytes: 0,
      sha256: '',
      files: '[]',
      state: 'queued',
      schedule_id: schedule?.id ?? null,
      day: schedule?.day ?? '',
      removed_at: null,
      created_at: context.now,
      created_by: context.actor?.id ?? '',
      deleted_at: null,
      version: 1,
    })
    .execute();
  return job;
}

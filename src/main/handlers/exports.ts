import { exportFilters, type exportOperations } from '#shared/operations/exports.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { fail, ok } from '#shared/reply.ts';
import { isBeingWritten, listExports, projectNames } from '../db/exports.ts';
import { singleName } from '../jobs/export/names.ts';
import type { ExportParams } from '../jobs/export/params.ts';
import { addExport } from './adding-exports.ts';
import { no } from './destination.ts';
import { exportFault, mayReplace } from './export-destination.ts';
import type { HandlersOf } from './handler.ts';
import { tagFault } from './tag-filter.ts';

/** Exporting raw dialog logs, and the history of it. */
export const exportHandlers: HandlersOf<typeof exportOperations> = {
  'exports.rawLog': async (tx, input, context) => {
    const account = await tx
      .selectFrom('nodes')
      .select(['id', 'realm_id', 'kind', 'name'])
      .where('id', '=', input.node)
      .executeTakeFirst();
    if (account?.kind !== 'account') {
      return fault('node', 'Raw logs are kept for each account: choose an account.');
    }
    const { from, to, file, gzip, split } = input;
    if (from !== undefined && to !== undefined && from >= to) {
      return fault('to', 'The end of the time range must lie after its start.');
    }
    const name = split === 'none' ? singleName(file, gzip) : file;
    const problem = (await isBeingWritten(tx, name))
      ? no('Another export is writing this file; wait for it, or choose another name.')
      : exportFault(input, context);
    if (problem !== null) return { ok: false, error: problem };
    const projects = await projectNames(tx, account.id);
    const { project } = input;
    if (project !== undefined && !Object.hasOwn(projects, project)) {
      return fault('project', 'This project is not one of the account.');
    }
    const hidden = tagFault(input, context);
    if (hidden !== null) return { ok: false, error: hidden };
    const { profile, bom, zone = null, splitMegabytes } = input;
    const options = { bom, gzip, zone, split, splitBytes: splitMegabytes * 1_000_000 };
    const overwrite = mayReplace(input, context);
    const wanted = { account, projects, name, file, profile, options, overwrite, filter: filterOf(input) };
    return ok({ job: await addExport(tx, wanted, context) });
  },

  'exports.list': async (tx, input, context) => {
    return ok(await listExports(tx, input, context.visible('rawLogs.export')));
  },

  'exports.files': async (tx, { id }) => {
    const row = await tx.selectFrom('exports').select('files').where('id', '=', id).executeTakeFirstOrThrow();
    return ok(JSON.parse(row.files) as OutputOf<'exports.files'>);
  },
};

/** The part of the input that says which messages. */
function filterOf(input: ParsedInputOf<'exports.rawLog'>): ExportParams['filter'] {
  const names = Object.keys(exportFilters()) as (keyof ReturnType<typeof exportFilters>)[];
  return Object.fromEntries(names.map((name) => [name, input[name]]));
}

function fault(path: string, message: string) {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

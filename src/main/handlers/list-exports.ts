import { PLATFORM_ID } from '#shared/ids.ts';
import type { Operation, Target } from '#shared/operation.ts';
import { findOperation } from '#shared/operations/index.ts';
import type { listExportOperations } from '#shared/operations/list-exports.ts';
import { type Failure, fail, ok } from '#shared/reply.ts';
import type { ListExportParams } from '../jobs/export/list-params.ts';
import { isList } from '../jobs/export/list-right.ts';
import { exportFault, mayReplace } from './export-destination.ts';
import type { Context, HandlersOf } from './handler.ts';

const PARTLY =
  'exporting them needs a right that you do not hold for all that this list shows. Choose the account for which you hold it.';

/** Exports of whatever list the console shows, by who may see it. */
export const listExportHandlers: HandlersOf<typeof listExportOperations> = {
  'listExports.start': async (tx, input, context) => {
    const operation = findOperation(input.list);
    if (operation === undefined || !isList(operation)) {
      return fail('unknown-operation', `There is no list called "${input.list}".`);
    }
    const asked = operation.input.safeParse({ ...input.input, offset: 0, limit: 1 });
    if (!asked.success) {
      const issue = asked.error.issues[0];
      return fail('invalid-input', `${operation.title}: ${issue?.message ?? 'the input is not right.'}`);
    }
    const targets = operation.targets(asked.data);
    const destination = { ...input, split: 'none' } as const;
    const problem = (await refusal(operation, targets, context)) ?? exportFault(destination, context);
    if (problem !== null) return { ok: false, error: problem };
    const [first] = targets;
    const node = await tx
      .selectFrom('nodes')
      .select(['id', 'realm_id'])
      .where('id', '=', first?.kind === 'node' ? first.id : PLATFORM_ID)
      .executeTakeFirst();
    const { overwrite: _, ...rest } = input;
    const params: ListExportParams = {
      ...rest,
      overwrite: mayReplace(destination, context),
      asked: { by: context.actor?.email ?? '', at: context.now },
    };
    const job = await context.addJob({
      kind: 'export-list',
      title: `Export: ${operation.title}`,
      node: node?.id ?? PLATFORM_ID,
      realm: node?.realm_id ?? null,
      subject: null,
      unit: 'rows',
      total: null,
      params,
    });
    return ok({ job });
  },
};

/** Why the person may not see the list, or not export it; null if they may. */
async function refusal(
  { name, title, permission, exportNeeds }: Operation,
  targets: readonly Target[],
  context: Context,
): Promise<Failure | null> {
  if (targets.length === 0 && permission !== 'signed-in') {
    return fail('denied', 'This list can not be exported.').error;
  }
  for (const target of targets) {
    const unseen = await context.check(name, target);
    if (unseen !== null) return unseen;
    const refused = exportNeeds === undefined ? null : await context.check(exportNeeds, target);
    if (refused?.code === 'denied') return refused;
    // The list is theirs to see, so that "there is no such scope" would be no answer.
    if (refused !== null) return fail('denied', `${title}: ${PARTLY}`).error;
  }
  return null;
}

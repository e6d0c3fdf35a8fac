import { PLATFORM_ID } from '#shared/ids.ts';
import type { logKeepingOperations } from '#shared/operations/log-keeping.ts';
import { fail, ok } from '#shared/reply.ts';
import { monthOf } from '../db/logs/months.ts';
import { keptFrom } from '../db/logs/retention.ts';
import { logStoreOf } from '../db/logs/store.ts';
import { visibleIn, within } from '../db/visible.ts';
import type { HandlersOf } from './handler.ts';

/** How long logs are kept, and erasing a client. */
export const logKeepingHandlers: HandlersOf<typeof logKeepingOperations> = {
  'logKeeping.list': async (tx, input, context) => {
    const accounts = await tx
      .selectFrom('nodes')
      .leftJoin('log_retention', 'log_retention.node_id', 'nodes.id')
      .select(['nodes.id', 'nodes.name', 'log_retention.months'])
      .where('nodes.kind', '=', 'account')
      .where(visibleIn(context.visible('logs.retain'), 'nodes.id'))
      .where(within(input.node ?? PLATFORM_ID, 'nodes.id'))
      .orderBy('nodes.name')
      .execute();
    const store = logStoreOf(context.folder);
    return ok(
      accounts
        .map(({ id, name, months }) => {
          const { months: there, bytes } = store.months(id);
          return { node: id, nodeName: name, months, there: [...there], bytes };
        })
        .filter(({ months, there }) => months !== null || there.length > 0),
    );
  },

  'logKeeping.retain': async (tx, { node, months }, context) => {
    const account = await tx
      .selectFrom('nodes')
      .select(['id', 'kind', 'realm_id'])
      .where('id', '=', node)
      .executeTakeFirst();
    if (account?.kind !== 'account') return notAnAccount();
    if (months === undefined) {
      await tx.deleteFrom('log_retention').where('node_id', '=', node).execute();
      return ok({ dropped: [] });
    }
    const row = { months, set_at: context.now, set_by: context.actor?.id ?? '' };
    await tx
      .insertInto('log_retention')
      .values({ node_id: node, realm_id: account.realm_id, ...row })
      .onConflict((conflict) => conflict.column('node_id').doUpdateSet(row))
      .execute();
    const from = keptFrom(months, context.now);
    await tx.deleteFrom('log_clients').where('account_id', '=', node).where('last_at', '<', from).execute();
    context.touch('dialogLogs', 'clients');
    // Last of all in this transaction: the log's files are no part of it.
    return ok({ dropped: [...logStoreOf(context.folder).dropBefore(node, monthOf(from))] });
  },

  'clients.erase': async (tx, { node, client }, context) => {
    const account = await tx
      .selectFrom('nodes')
      .select(['id', 'kind', 'realm_id', 'name'])
      .where('id', '=', node)
      .executeTakeFirst();
    if (account?.kind !== 'account') return notAnAccount();
    const job = await context.addJob({
      kind: 'erase-client',
      title: `Erase a client from the log of ${account.name}`,
      node,
      realm: account.realm_id,
      subject: null,
      params: { account: node, client },
      unit: 'months',
      total: null,
    });
    return ok({ job });
  },
};

function notAnAccount() {
  const message = 'Logs are kept for each account: choose an account.';
  return fail('invalid-input', message, { fields: [{ path: 'node', message }] });
}

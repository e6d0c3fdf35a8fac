import { sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { clientOperations } from '#shared/operations/clients.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';

const NOT_FOUND = 'There is no such client, or it is not yours to see.';

function clients(tx: Tx) {
  return tx
    .selectFrom('log_clients')
    .innerJoin('nodes', 'nodes.id', 'log_clients.node_id')
    .select([
      'log_clients.id',
      'log_clients.node_id as node',
      'nodes.name as nodeName',
      'log_clients.client',
      'log_clients.channel',
      'log_clients.first_at as firstAt',
      'log_clients.last_at as lastAt',
      'log_clients.blocked_at as blockedAt',
      'log_clients.version',
    ]);
}

const stateOf = (row: { readonly blockedAt: number | null }): 'open' | 'blocked' =>
  row.blockedAt === null ? 'open' : 'blocked';

/** Clients of the projects: seeing them, blocking and unblocking. */
export const clientHandlers: HandlersOf<typeof clientOperations> = {
  'clients.list': async (tx, input, context) => {
    let query = clients(tx)
      .where(visibleIn(context.visible('clients.view'), 'log_clients.node_id'))
      .where(within(input.node ?? PLATFORM_ID, 'log_clients.node_id'));
    const { search, state, project } = input;
    if (search !== undefined && search !== '') query = query.where(contains('log_clients.client', search));
    if (state !== undefined) {
      query = query.where('log_clients.blocked_at', state === 'open' ? 'is' : 'is not', null);
    }
    if (project !== undefined) query = query.where('log_clients.node_id', '=', project);
    const listing = {
      query,
      key: 'log_clients.rowid',
      columns: {
        id: 'text',
        node: 'text',
        nodeName: 'text',
        client: 'text',
        channel: 'text',
        firstAt: 'number',
        lastAt: 'number',
        state: stateOf,
        blockedAt: (row: { blockedAt: number | null }) => row.blockedAt,
        version: 'number',
      },
      sorts: {
        client: [sql`lower(log_clients.client)`],
        firstAt: ['log_clients.first_at'],
        lastAt: ['log_clients.last_at'],
      },
      otherwise: { by: 'lastAt', direction: 'desc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },

  'clients.get': async (tx, input) => {
    const row = await clients(tx).where('log_clients.id', '=', input.id).executeTakeFirst();
    return row === undefined ? fail('not-found', NOT_FOUND) : ok({ ...row, state: stateOf(row) });
  },

  'clients.block': (tx, input, context) => change(tx, input, { context, blockedAt: context.now }),
  'clients.unblock': (tx, input, context) => change(tx, input, { context, blockedAt: null }),
};

async function change(
  tx: Tx,
  input: { readonly id: string; readonly version: number },
  { context, blockedAt }: { context: Context; blockedAt: number | null },
): Promise<Reply<{ version: number }>> {
  const row = await tx
    .selectFrom('log_clients')
    .select(['version', 'blocked_at as blockedAt'])
    .where('id', '=', input.id)
    .executeTakeFirst();
  if (row === undefined) return fail('not-found', NOT_FOUND);
  if (row.version !== input.version) {
    return fail('conflict', 'This client has changed meanwhile. Nothing was done; look again and decide.', {
      theirs: { state: stateOf(row), version: row.version },
      yours: { ...input },
    });
  }
  const version = row.version + 1;
  await tx
    .updateTable('log_clients')
    .set({
      blocked_at: blockedAt,
      blocked_by: blockedAt === null ? null : (context.actor?.id ?? null),
      version,
    })
    .where('id', '=', input.id)
    .execute();
  return ok({ version });
}

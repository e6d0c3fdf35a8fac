import { sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { ok, type Reply } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import type { Context, Tx } from './handler.ts';
import { notArchived, pathOf } from './node-lists.ts';

// All lists of scopes take and answer the same; this one stands for them.
type ScopeList = 'customers.list';

/** The handler of the list of one kind of scope: those that one of the permissions covers. */
export function scopeListHandler(kind: string, ...permissions: PermissionId[]) {
  return async (
    tx: Tx,
    input: ParsedInputOf<ScopeList>,
    context: Context,
  ): Promise<Reply<OutputOf<ScopeList>>> => {
    let query = tx
      .selectFrom('nodes')
      .where('nodes.kind', '=', kind)
      .where((eb) =>
        eb.or(permissions.map((one) => visibleIn(context.visible(one), 'nodes.id', { line: 'nodes.id' }))),
      )
      .where(within(input.node ?? PLATFORM_ID, 'nodes.id'));
    if (!input.archived) query = query.where(notArchived('nodes.id'));
    if (input.search) query = query.where(contains('nodes.name', input.search));
    const { tree } = context.rights;
    const listing = {
      query: query.select([
        'nodes.id',
        'nodes.name',
        sql<string>`coalesce(nodes.parent_id, '')`.as('parent'),
        pathOf('nodes.id').as('path'),
        sql<string>`coalesce(nodes.realm_id, '')`.as('realm'),
        'nodes.created_at as createdAt',
        'nodes.version',
      ]),
      key: 'nodes.rowid',
      columns: {
        id: 'text',
        name: 'text',
        parent: 'text',
        path: 'text',
        realm: 'text',
        archived: (row: { id: string }) => tree.isArchived(tree.indexOf(row.id)),
        createdAt: 'number',
        version: 'number',
      },
      sorts: {
        name: [sql`lower(nodes.name)`],
        path: [sql`lower(${pathOf('nodes.id')})`, sql`lower(nodes.name)`],
        createdAt: ['nodes.created_at'],
      },
      otherwise: { by: 'name', direction: 'asc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  };
}

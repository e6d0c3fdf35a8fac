import type { nodeOperations } from '#shared/operations/nodes.ts';
import { ok } from '#shared/reply.ts';
import type { HandlersOf } from './handler.ts';

export const nodeHandlers: HandlersOf<typeof nodeOperations> = {
  'nodes.tree': async (tx, _input, context) => {
    const held = context.actor === null ? [] : context.rights.grantsOf(context.actor.id, context.now);
    const at = [...new Set(held.map((grant) => grant.node))];
    if (at.length === 0) return ok([]);
    const rows = await tx
      .selectFrom('nodes')
      .select(['id', 'parent_id as parent', 'realm_id as realm', 'kind', 'name', 'pack_id as pack'])
      .where('archived_at', 'is', null)
      .where((eb) =>
        eb.or([
          eb('id', 'in', eb.selectFrom('node_ancestors').select('node_id').where('ancestor_id', 'in', at)),
          eb('id', 'in', eb.selectFrom('node_ancestors').select('ancestor_id').where('node_id', 'in', at)),
        ]),
      )
      .orderBy((eb) =>
        eb
          .selectFrom('node_ancestors')
          .select(eb.fn.countAll<number>().as('depth'))
          .whereRef('node_ancestors.node_id', '=', 'nodes.id'),
      )
      .orderBy('name')
      .execute();
    return ok(rows);
  },
};

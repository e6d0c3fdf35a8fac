import type { auditOperations } from '#shared/operations/audit.ts';
import { findOperation } from '#shared/operations/index.ts';
import { ok } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import type { HandlersOf } from './handler.ts';

const titleOf = (name: string): string => findOperation(name)?.title ?? name;

export const auditHandlers: HandlersOf<typeof auditOperations> = {
  'audit.list': async (tx, input, context) => {
    // What concerns no node (sign-ins, refused attempts) is seen by those who cover the platform only.
    const visible = context.visible('audit.view');
    let query = tx
      .selectFrom('command_log')
      .leftJoin('persons', 'persons.id', 'command_log.person_id')
      .leftJoin('nodes', 'nodes.id', 'command_log.realm_id')
      .where(visibleIn(visible, 'command_log.node_id'))
      .select([
        'command_log.id',
        'command_log.at',
        'command_log.operation',
        'command_log.verdict',
        'command_log.reason',
        'command_log.target',
        'command_log.arguments',
        'command_log.device_id as device',
        'command_log.policy_version as policy',
        'persons.email as person',
        'nodes.name as realm',
      ]);
    if (input.node !== undefined) query = query.where(within(input.node, 'command_log.node_id'));
    if (input.operation !== undefined) query = query.where('command_log.operation', '=', input.operation);
    if (input.verdict !== undefined) query = query.where('command_log.verdict', '=', input.verdict);
    if (input.person !== undefined) query = query.where(contains('persons.email', input.person));
    if (input.by !== undefined) query = query.where('command_log.person_id', '=', input.by);
    if (input.search !== undefined) query = query.where(contains('command_log.arguments', input.search));
    return ok(
      await readPage(
        tx,
        {
          query,
          key: 'command_log.rowid',
          columns: {
            id: 'text',
            at: 'number',
            operation: 'text',
            title: (row) => titleOf(row.operation),
            person: (row) => row.person ?? '',
            verdict: 'text',
            reason: 'text',
            realm: (row) => row.realm ?? '',
            target: 'text',
            arguments: 'text',
            device: 'text',
            policy: 'text',
          },
          sorts: { at: ['command_log.at'] },
          otherwise: { by: 'at', direction: 'desc' },
        },
        input,
      ),
    );
  },

  'audit.recent': async (tx, input, context) => {
    const rows = await tx
      .selectFrom('command_log')
      .select(['id', 'at', 'operation', 'verdict', 'reason'])
      .where('person_id', '=', context.actor?.id ?? '')
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(input.limit)
      .execute();
    return ok(rows.map((row) => ({ ...row, title: titleOf(row.operation) })));
  },
};

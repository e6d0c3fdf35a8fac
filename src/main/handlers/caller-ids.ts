import { PLATFORM_ID } from '#shared/ids.ts';
import type { callerIdOperations } from '#shared/operations/caller-ids.ts';
import { fail, ok } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import type { HandlersOf, Tx } from './handler.ts';

const CHANGED = 'This caller id has changed meanwhile. Nothing was done; look again.';

/** Rows of a node and of everything above it: what an account may use. */
function usableAt(tx: Tx, node: string) {
  return tx
    .selectFrom('caller_ids')
    .innerJoin('node_ancestors', 'node_ancestors.ancestor_id', 'caller_ids.node_id')
    .where('node_ancestors.node_id', '=', node)
    .where('caller_ids.deleted_at', 'is', null);
}

/** Numbers that callees may be shown; only verified ones are. */
export const callerIdHandlers: HandlersOf<typeof callerIdOperations> = {
  'callerIds.list': async (tx, input, context) => {
    let query = tx
      .selectFrom('caller_ids')
      .innerJoin('nodes', 'nodes.id', 'caller_ids.node_id')
      .leftJoin('persons', 'persons.id', 'caller_ids.verified_by')
      .where('caller_ids.deleted_at', 'is', null)
      .where(visibleIn(context.visible('gateways.manage'), 'caller_ids.node_id'))
      .where(within(input.node ?? PLATFORM_ID, 'caller_ids.node_id'))
      .select([
        'caller_ids.id',
        'caller_ids.number as digits',
        'caller_ids.name',
        'caller_ids.node_id as node',
        'nodes.name as nodeName',
        'caller_ids.verified_at as verifiedAt',
        'persons.first_name as firstName',
        'persons.last_name as lastName',
        'caller_ids.evidence',
        'caller_ids.version',
      ]);
    if (input.search !== undefined && input.search !== '') {
      const { search } = input;
      query = query.where((eb) =>
        eb.or([
          contains('caller_ids.name', search),
          contains('caller_ids.number', search.replaceAll(/\D/g, '')),
        ]),
      );
    }
    const listing = {
      query,
      key: 'caller_ids.rowid',
      columns: {
        id: 'text',
        number: (row: { digits: number }) => `+${row.digits}`,
        name: 'text',
        node: 'text',
        nodeName: 'text',
        verifiedAt: 'number',
        verifiedBy: (row: { firstName: string | null; lastName: string | null }) =>
          row.firstName === null ? null : `${row.firstName} ${row.lastName ?? ''}`,
        evidence: 'text',
        version: 'number',
      },
      sorts: { name: ['caller_ids.name'], number: ['caller_ids.number'] },
      otherwise: { by: 'name', direction: 'asc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },

  'callerIds.choices': async (tx, input) => {
    const rows = await usableAt(tx, input.node)
      .select(['caller_ids.id', 'caller_ids.number', 'caller_ids.name', 'caller_ids.verified_at'])
      .orderBy('caller_ids.name')
      .execute();
    return ok(
      rows.map(({ id, number, name, verified_at: at }) => ({
        id,
        number: `+${number}`,
        name,
        verified: at !== null,
      })),
    );
  },

  'callerIds.add': async (tx, input, context) => {
    const number = Number(input.number.slice(1));
    const there = await tx
      .selectFrom('caller_ids')
      .select('id')
      .where('node_id', '=', input.node)
      .where('number', '=', number)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (there !== undefined) {
      const message = 'This account has this caller id already.';
      return fail('invalid-input', message, { fields: [{ path: 'number', message }] });
    }
    const id = context.newId();
    await tx
      .insertInto('caller_ids')
      .values({
        id,
        realm_id: context.targets[0]?.realm ?? null,
        node_id: input.node,
        number,
        name: input.name,
        verified_at: null,
        verified_by: null,
        evidence: '',
        created_at: context.now,
        created_by: context.actor?.id ?? '',
        updated_at: context.now,
        deleted_at: null,
        version: 1,
      })
      .execute();
    return ok({ id, version: 1 });
  },

  'callerIds.verify': async (tx, input, context) => {
    const version = input.version + 1;
    const { numUpdatedRows } = await tx
      .updateTable('caller_ids')
      .set({
        verified_at: context.now,
        verified_by: context.actor?.id ?? null,
        evidence: input.evidence,
        updated_at: context.now,
        version,
      })
      .where('id', '=', input.id)
      .where('version', '=', input.version)
      .executeTakeFirst();
    return numUpdatedRows === 1n ? ok({ version }) : fail('conflict', CHANGED);
  },

  'callerIds.remove': async (tx, input, context) => {
    const { numUpdatedRows } = await tx
      .updateTable('caller_ids')
      .set({ deleted_at: context.now, version: input.version + 1 })
      .where('id', '=', input.id)
      .where('version', '=', input.version)
      .executeTakeFirst();
    return numUpdatedRows === 1n ? ok({}) : fail('conflict', CHANGED);
  },
};

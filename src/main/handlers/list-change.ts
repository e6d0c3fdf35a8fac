import { type Selectable, sql, type Updateable } from 'kysely';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { NumberListsTable } from '../db/tables/number-lists.ts';
import type { Tx } from './handler.ts';
import { fault, type Refused } from './import-file.ts';

export type ListRow = Selectable<NumberListsTable>;

/** What is said of a list that is not there, or not to be seen. */
export const NO_LIST = 'There is no such number list, or it is not yours to see.';

/** The list that a change is based on, or why the change can't be made. */
export async function listForChange(
  tx: Tx,
  input: { readonly id: string; readonly version: number; readonly name?: string },
): Promise<ListRow | Refused> {
  const row = await tx
    .selectFrom('number_lists')
    .selectAll()
    .where('id', '=', input.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return fail('not-found', NO_LIST);
  if (row.version === input.version) return row;
  return listConflict(
    'This list has changed meanwhile. Nothing was done; look again and decide.',
    row,
    input,
  );
}

/** The same for a change of entries, which must not run beside an import into the list. */
export async function listForEdit(
  tx: Tx,
  input: { readonly id: string; readonly version: number },
): Promise<ListRow | Refused> {
  const row = await listForChange(tx, input);
  if ('ok' in row) return row;
  const importing = await tx
    .selectFrom('number_list_versions')
    .select('key')
    .where('list_id', '=', row.id)
    .where('state', '=', 'importing')
    .executeTakeFirst();
  if (importing === undefined) return row;
  return listConflict(
    'A file is being imported into this list. Wait for it, or cancel it first.',
    row,
    input,
  );
}

/** A conflict with both sides. */
export function listConflict(
  message: string,
  row: ListRow,
  input: { readonly version: number; readonly name?: string },
): Refused {
  const { name, state, version } = row;
  const { version: _version, ...yours } = input;
  return fail('conflict', message, {
    theirs: { name, state, version },
    yours: { version: input.version, ...(yours.name === undefined ? {} : { name: yours.name }) },
  });
}

/** Changes the row of a list that was looked at in this transaction. */
export async function changeList(
  tx: Tx,
  row: ListRow,
  set: Updateable<NumberListsTable>,
): Promise<Reply<{ version: number }>> {
  const version = row.version + 1;
  const { numUpdatedRows } = await tx
    .updateTable('number_lists')
    .set({ ...set, version })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`Number list ${row.id} changed within a transaction.`);
  return ok({ version });
}

/** Refused if another list of the account has the name. */
export async function nameFault(
  tx: Tx,
  { node, name, except }: { node: string; name: string; except: string | null },
): Promise<Refused | null> {
  const other = await tx
    .selectFrom('number_lists')
    .select('id')
    .where('node_id', '=', node)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (other === undefined || other.id === except) return null;
  return fault('name', 'This account has a number list of that name already. Choose another name.');
}

/** Refused if a broadcast that is not finished uses the list; named to who may see it. */
export async function inUse(tx: Tx, row: ListRow, holds: (node: string) => boolean): Promise<string | null> {
  const user = await tx
    .selectFrom('broadcasts')
    .select(['name', 'node_id'])
    .where('list_id', '=', row.id)
    .where('state', '<>', 'finished')
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (user === undefined) return null;
  const name = holds(user.node_id) ? ` "${user.name}"` : '';
  return `The voice broadcast${name} uses this list. Finish it, or give it another list, first.`;
}

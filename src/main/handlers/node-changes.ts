import { type Selectable, sql } from 'kysely';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { NodesTable } from '../db/tables/people.ts';
import { within } from '../db/visible.ts';
import type { Tx } from './handler.ts';

export type Refused = ReturnType<typeof fail>;

/** A refusal that names a field of the input. */
export function fault(path: string, message: string): Refused {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

interface Asked {
  readonly id: string;
  readonly version: number;
}

/** The scope's row if it still has the version that the change is based on. */
export async function forChange(tx: Tx, input: Asked): Promise<Selectable<NodesTable> | Refused> {
  const row = await tx.selectFrom('nodes').selectAll().where('id', '=', input.id).executeTakeFirstOrThrow();
  if (row.version === input.version) return row;
  const { name, version } = row;
  return fail('conflict', 'Somebody changed this scope meanwhile. Nothing was done; look again and decide.', {
    theirs: { name, version },
    yours: { ...input },
  });
}

/** Writes a change of the row that `forChange` found. */
export async function change(
  tx: Tx,
  row: Pick<NodesTable, 'id' | 'version'>,
  set: Partial<Pick<NodesTable, 'name' | 'archived_at'>> & { readonly products?: string },
): Promise<{ id: string; version: number }> {
  const version = row.version + 1;
  await tx
    .updateTable('nodes')
    .set({ ...set, version })
    .where('id', '=', row.id)
    .execute();
  return { id: row.id, version };
}

/** Refuses a name that a living neighbour has, whatever its case. */
export async function nameTaken(
  tx: Tx,
  { parent, name, except }: { parent: string | null; name: string; except: string | null },
): Promise<Refused | null> {
  const other = await tx
    .selectFrom('nodes')
    .select('id')
    .where('parent_id', parent === null ? 'is' : '=', parent)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (other === undefined || other.id === except) return null;
  return fault('name', 'There is a scope of this name at the same place already. Choose another name.');
}

/** Refuses to archive a scope while work is going on in it: nobody could stop it there afterwards. */
export async function workGoingOn(tx: Tx, node: string): Promise<Refused | null> {
  const job = await tx
    .selectFrom('jobs')
    .select('jobs.id')
    .where(within(node, 'jobs.node_id'))
    .where('jobs.state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  if (job === undefined) return null;
  return fail(
    'unavailable',
    'Work is still going on in this scope. Wait until it has ended, or have it stopped; then archive.',
  );
}

/** `ok` of what a change says, or the refusal. */
export async function done<T>(refused: Refused | null, then: () => Promise<T>): Promise<Reply<T>> {
  return refused ?? ok(await then());
}

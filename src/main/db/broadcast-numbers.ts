import { sql, type Transaction } from 'kysely';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;

/** Freezes the numbers of a list version for a broadcast, in list order; returns how many. */
export async function freezeNumbers(tx: Tx, key: number, versionKey: number): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due)
    select ${key}, seq, number, coalesce(name, ''), 'waiting', 0, null, 0
    from number_list_version_entries where version_key = ${versionKey} order by seq`.execute(tx);
  // INVARIANT: fails if a number came twice.
  await sql`
    insert into broadcast_number_keys (broadcast_key, number, seq)
    select broadcast_key, number, seq from broadcast_numbers where broadcast_key = ${key} order by number`.execute(
    tx,
  );
  const total = Number(numAffectedRows ?? 0n);
  await tx
    .insertInto('broadcast_counts')
    .values({
      broadcast_key: key,
      total,
      done: 0,
      answered: 0,
      interrupted: 0,
      not_called: 0,
      attempts: 0,
      live: 0,
    })
    .execute();
  return total;
}

/** Forgets the frozen numbers of a broadcast that was never called. */
export async function dropNumbers(tx: Tx, key: number): Promise<void> {
  await tx.deleteFrom('broadcast_number_keys').where('broadcast_key', '=', key).execute();
  await tx.deleteFrom('broadcast_numbers').where('broadcast_key', '=', key).execute();
  await tx.deleteFrom('broadcast_counts').where('broadcast_key', '=', key).execute();
}

/** The broadcast is over: numbers that wait are not called (again). Live calls end by themselves. */
export async function closeNumbers(tx: Tx, key: number): Promise<void> {
  const waiting = await tx
    .selectFrom('broadcast_numbers')
    .select([
      sql<number>`count(*) filter (where attempts = 0)`.as('uncalled'),
      sql<number>`count(*) filter (where attempts > 0)`.as('called'),
    ])
    .where('broadcast_key', '=', key)
    .where('state', '=', sql.lit('waiting'))
    .executeTakeFirstOrThrow();
  await sql`
    update broadcast_numbers set state = case when attempts = 0 then 'not-called' else 'done' end
    where broadcast_key = ${key} and state = 'waiting'`.execute(tx);
  await tx
    .updateTable('broadcast_counts')
    .set((eb) => ({
      not_called: eb('not_called', '+', waiting.uncalled),
      done: eb('done', '+', waiting.called),
    }))
    .where('broadcast_key', '=', key)
    .execute();
}

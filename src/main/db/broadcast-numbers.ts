import { sql, type Transaction } from 'kysely';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;

/** Freezes the numbers of a list version for a broadcast, in list order; returns how many. */
export async function freezeNumbers(
  tx: Tx,
  key: number,
  from: { version: number; node: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due, zone)
    select ${key}, seq, number, coalesce(name, ''), 'waiting', 0, null, 0, zone
    from number_list_version_entries where version_key = ${from.version} order by seq`.execute(tx);
  return countNumbers(tx, key, { total: Number(numAffectedRows ?? 0n), node: from.node });
}

/** Freezes the numbers of another broadcast that were not called, in its order; returns how many. */
export async function freezeUncalled(
  tx: Tx,
  key: number,
  from: { copied: string; node: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due, zone)
    select ${key}, row_number() over (order by n.seq), n.number, n.name, 'waiting', 0, null, 0, n.zone
    from broadcasts b join broadcast_numbers n on n.broadcast_key = b.key
    where b.id = ${from.copied} and n.state = 'not-called' order by n.seq`.execute(tx);
  return countNumbers(tx, key, { total: Number(numAffectedRows ?? 0n), node: from.node });
}

async function countNumbers(tx: Tx, key: number, of: { total: number; node: string }): Promise<number> {
  // INVARIANT: fails if a number came twice.
  await sql`
    insert into broadcast_number_keys (broadcast_key, number, seq)
    select broadcast_key, number, seq from broadcast_numbers where broadcast_key = ${key} order by number`.execute(
    tx,
  );
  const { numAffectedRows } = await sql`
    update broadcast_numbers set state = 'not-called'
    where broadcast_key = ${key} and seq in (
      select k.seq from opt_outs o
      join node_ancestors a on a.ancestor_id = o.node_id and a.node_id = ${of.node}
      join broadcast_number_keys k on k.broadcast_key = ${key} and k.number = o.number)`.execute(tx);
  await tx
    .insertInto('broadcast_counts')
    .values({
      broadcast_key: key,
      total: of.total,
      done: 0,
      answered: 0,
      interrupted: 0,
      not_called: Number(numAffectedRows ?? 0n),
      attempts: 0,
      live: 0,
    })
    .execute();
  return of.total;
}

/** Forgets the frozen numbers of a broadcast that was never called. */
export async function dropNumbers(tx: Tx, key: number): Promise<void> {
  await tx.deleteFrom('broadcast_number_keys').where('broadcast_key', '=', key).execute();
  await tx.deleteFrom('broadcast_numbers').where('broadcast_key', '=', key).execute();
  await tx.deleteFrom('broadcast_zones').where('broadcast_key', '=', key).execute();
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

/** Puts numbers whose calls a crash cut off back among those that wait; returns how many. */
export async function releaseInterrupted(tx: Tx, key: number): Promise<number> {
  const outcomes = await tx
    .selectFrom('broadcast_numbers')
    .select((eb) => eb.fn.countAll<number>().as('numbers'))
    .where('broadcast_key', '=', key)
    .where('state', '=', sql.lit('interrupted'))
    .executeTakeFirstOrThrow();
  await sql`
    update broadcast_numbers set state = 'waiting', due = 0
    where broadcast_key = ${key} and state = 'interrupted'`.execute(tx);
  await tx
    .updateTable('broadcast_counts')
    .set((eb) => ({ interrupted: eb('interrupted', '-', outcomes.numbers) }))
    .where('broadcast_key', '=', key)
    .execute();
  return outcomes.numbers;
}

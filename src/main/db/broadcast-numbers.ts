import { sql, type Transaction } from 'kysely';
import type { SegmentFilter } from '#shared/operations/segment-filter.ts';
import type { ReadyList } from './callable-lists.ts';
import { scrubNumbers } from './do-not-call.ts';
import { insertEntries } from './frozen-entries.ts';
import { versionKeys } from './lists/version-blocks.ts';
import { segmentSieves } from './segments.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;

/** What numbers are frozen from and for. */
interface FreezeFor {
  /** The account whose do-not-call data counts. */
  readonly node: string;
  /** When calling may begin, Unix ms: who may be called again by then is not left out. */
  readonly at: number;
}

/** A list version, and which of its entries: all of them without a filter. */
interface FreezeFrom extends FreezeFor {
  readonly list: ReadyList & { readonly id: string };
  readonly filter?: SegmentFilter | undefined;
}

/** Freezes the numbers of a list version for a broadcast, by priority and in list order; returns how many. */
export async function freezeNumbers(tx: Tx, key: number, from: FreezeFrom): Promise<number> {
  const { list, filter } = from;
  const version = await versionKeys(tx, list.versionKey);
  const sieves = segmentSieves(tx, filter, { list: list.id, fields: list.fields });
  const numbers = await insertEntries(tx, key, { version, sieves });
  return countNumbers(tx, key, { ...from, total: numbers.length, numbers: numbers.toSorted() });
}

/** Freezes the numbers of another broadcast that were not called, in its order; returns how many. */
export async function freezeUncalled(
  tx: Tx,
  key: number,
  from: FreezeFor & { readonly copied: string },
): Promise<number> {
  // A number less than 0 was erased.
  const { numAffectedRows } = await sql`
    insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due, zone)
    select ${key}, row_number() over (order by n.seq), n.number, n.name, 'waiting', 0, null, 0, n.zone
    from broadcasts b join broadcast_numbers n on n.broadcast_key = b.key
    where b.id = ${from.copied} and n.state = 'not-called' and n.number > 0 order by n.seq`.execute(tx);
  return countNumbers(tx, key, { ...from, total: Number(numAffectedRows ?? 0n) });
}

async function numbersFrozen(tx: Tx, key: number): Promise<Float64Array> {
  const { rows } = await sql<{ numbers: string }>`
    select json_group_array(number) as numbers from (
      select number from broadcast_number_keys where broadcast_key = ${key} order by number)`.execute(tx);
  return Float64Array.from(JSON.parse(rows[0]?.numbers ?? '[]') as number[]);
}

/** `numbers`: those that were frozen, ascending; left out: they are read. */
async function countNumbers(
  tx: Tx,
  key: number,
  of: FreezeFor & { readonly total: number; readonly numbers?: Float64Array },
): Promise<number> {
  // INVARIANT: fails if a number came twice.
  await sql`
    insert into broadcast_number_keys (broadcast_key, number, seq)
    select broadcast_key, number, seq from broadcast_numbers where broadcast_key = ${key} order by number`.execute(
    tx,
  );
  const sorted = of.numbers ?? (await numbersFrozen(tx, key));
  const { numbers } = await scrubNumbers(tx, { node: of.node, now: of.at, sorted });
  const { numAffectedRows } = await sql`
    update broadcast_numbers set state = 'not-called'
    where broadcast_key = ${key} and seq in (
      select k.seq from json_each(${JSON.stringify([...numbers])}) crossed
      join broadcast_number_keys k on k.broadcast_key = ${key} and k.number = crossed.value)`.execute(tx);
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
    // Less than 0: erased.
    .where('number', '>', 0)
    .executeTakeFirstOrThrow();
  await sql`
    update broadcast_numbers set state = 'waiting', due = 0
    where broadcast_key = ${key} and state = 'interrupted' and number > 0`.execute(tx);
  await tx
    .updateTable('broadcast_counts')
    .set((eb) => ({ interrupted: eb('interrupted', '-', outcomes.numbers) }))
    .where('broadcast_key', '=', key)
    .execute();
  return outcomes.numbers;
}

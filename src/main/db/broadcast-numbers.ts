import { sql, type Transaction } from 'kysely';
import type { SegmentFilter } from '#shared/operations/segment-filter.ts';
import type { ReadyList } from './callable-lists.ts';
import { scrubNumbers } from './do-not-call.ts';
import { type EntryBlock, NO_PRIORITY } from './lists/entry-block.ts';
import { growingNumbers, growingSeqs } from './lists/growing.ts';
import { passing, type Sieve } from './lists/sieve.ts';
import { orderOf } from './lists/stable-order.ts';
import { versionBlocks, versionKeys } from './lists/version-blocks.ts';
import type { VersionKeys } from './lists/version-entries.ts';
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
  const order = await callingOrder(tx, version, sieves);
  // By place in the version, 4 bytes each: the entries are read a second time instead of kept.
  let first = 0;
  for await (const block of versionBlocks(tx, version)) {
    await insertNumbers(tx, key, { block, order: order.places.subarray(first, first + block.count) });
    first += block.count;
  }
  return countNumbers(tx, key, { ...from, total: order.total });
}

/** When each entry of a version is called, from 1: by priority, none last, then in list order; 0: it is not meant. */
async function callingOrder(
  tx: Tx,
  version: VersionKeys,
  sieves: readonly Sieve[],
): Promise<{ readonly places: Uint32Array; readonly total: number }> {
  const priorities = growingNumbers();
  const chosen = growingSeqs();
  let seen = 0;
  for await (const block of versionBlocks(tx, version, { texts: sieves.some(({ texts }) => texts) })) {
    const marks = await passing(block, sieves);
    for (let at = 0; at < marks.length; at++) {
      if (marks[at] === 0) continue;
      priorities.push(block.priority(at) ?? NO_PRIORITY);
      chosen.push(seen + at);
    }
    seen += block.count;
  }
  const entries = chosen.take();
  const places = new Uint32Array(seen);
  orderOf(priorities.take()).forEach((at, place) => {
    places[entries[at] as number] = place + 1;
  });
  return { places, total: entries.length };
}

/** Digits of a number, of its place, and of the place of its zone, before the name. */
const [NUMBER, PLACE, ZONE] = [15, 10, 5];

/**
 * Inserts the entries of a block that are meant. A text for each, cut up by SQLite: that is a third faster than JSON
 * arrays, and a statement for each or some of them would be compiled each time.
 */
async function insertNumbers(
  tx: Tx,
  key: number,
  { block, order }: { readonly block: EntryBlock; readonly order: Uint32Array },
): Promise<void> {
  const zones: (string | null)[] = [null];
  const texts: string[] = [];
  for (let at = 0; at < order.length; at++) {
    const place = order[at] as number;
    if (place === 0) continue;
    const zone = block.zone(at);
    let zoneAt = zones.indexOf(zone);
    if (zoneAt < 0) zoneAt = zones.push(zone) - 1;
    const digits = [
      String(block.numbers[at]).padStart(NUMBER, '0'),
      String(place).padStart(PLACE, '0'),
      String(zoneAt).padStart(ZONE, '0'),
    ];
    texts.push(`${digits.join('')}${block.name(at)}`);
  }
  if (texts.length === 0) return;
  await sql`
    insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due, zone)
    select ${key}, cast(substr(value, ${NUMBER + 1}, ${PLACE}) as integer), cast(substr(value, 1, ${NUMBER}) as integer),
      substr(value, ${NUMBER + PLACE + ZONE + 1}), 'waiting', 0, null, 0,
      ${JSON.stringify(zones)} ->> cast(substr(value, ${NUMBER + PLACE + 1}, ${ZONE}) as integer)
    from json_each(${JSON.stringify(texts)})`.execute(tx);
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

async function countNumbers(
  tx: Tx,
  key: number,
  of: FreezeFor & { readonly total: number },
): Promise<number> {
  // INVARIANT: fails if a number came twice.
  await sql`
    insert into broadcast_number_keys (broadcast_key, number, seq)
    select broadcast_key, number, seq from broadcast_numbers where broadcast_key = ${key} order by number`.execute(
    tx,
  );
  const { numbers } = await scrubNumbers(tx, {
    node: of.node,
    now: of.at,
    numbers: ['select number from broadcast_number_keys where broadcast_key = ?', key],
  });
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

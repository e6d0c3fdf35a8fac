import { sql, type Transaction } from 'kysely';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { contains, readPage } from './page.ts';
import { SLOT_MS } from './tables/broadcasts.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;

/** The most buckets that a chart over time gets. */
const MOST_BUCKETS = 60;

/** How a broadcast's numbers and attempts ended, from its running sums. */
export async function outcomesOf(tx: Tx, id: string): Promise<Omit<OutputOf<'broadcasts.outcomes'>, 'pace'>> {
  const totals = await tx
    .selectFrom('broadcast_outcomes')
    .innerJoin('broadcasts', 'broadcasts.key', 'broadcast_outcomes.broadcast_key')
    .select(['outcome', 'numbers'])
    .where('broadcasts.id', '=', id)
    .where('numbers', '>', 0)
    .orderBy('numbers', 'desc')
    .execute();
  const counts = await tx
    .selectFrom('broadcast_counts')
    .innerJoin('broadcasts', 'broadcasts.key', 'broadcast_counts.broadcast_key')
    .select('not_called as notCalled')
    .where('broadcasts.id', '=', id)
    .executeTakeFirst();
  const stats = await tx
    .selectFrom('broadcast_stats')
    .innerJoin('broadcasts', 'broadcasts.key', 'broadcast_stats.broadcast_key')
    .select(['kind', 'bucket', 'outcome', 'broadcast_stats.attempts'])
    .where('broadcasts.id', '=', id)
    .execute();
  return { totals, notCalled: counts?.notCalled ?? 0, overTime: await overTime(tx, id), stats };
}

/** Attempts by start time, in buckets of equal width without a gap between the first and the last. */
async function overTime(tx: Tx, id: string): Promise<OutputOf<'broadcasts.outcomes'>['overTime']> {
  const slots = tx
    .selectFrom('broadcast_slots')
    .innerJoin('broadcasts', 'broadcasts.key', 'broadcast_slots.broadcast_key')
    .where('broadcasts.id', '=', id);
  const span = await slots
    .select((eb) => [eb.fn.min('slot').as('first'), eb.fn.max('slot').as('last')])
    .executeTakeFirst();
  if (span === undefined || span.first === null || span.last === null) return [];
  const { first, last } = span;
  const width = Math.ceil((last - first + 1) / MOST_BUCKETS);
  // Literals: a bound number is a double to better-sqlite3, and the division would not be whole.
  const bucket = sql<number>`(slot - ${sql.lit(first)}) / ${sql.lit(width)}`;
  const sums = await slots
    .select((eb) => [bucket.as('bucket'), 'outcome', eb.fn.sum<number>('broadcast_slots.attempts').as('sum')])
    .groupBy([bucket, 'outcome'])
    .execute();
  const buckets = Array.from({ length: Math.ceil((last - first + 1) / width) }, (_, index) => ({
    at: (first + index * width) * SLOT_MS,
    answered: 0,
    busy: 0,
    noAnswer: 0,
    other: 0,
  }));
  for (const { bucket: index, outcome, sum } of sums) {
    const into = buckets[index];
    if (into === undefined) continue;
    if (outcome === 'answered' || outcome === 'busy') into[outcome] += sum;
    else if (outcome === 'no-answer') into.noAnswer += sum;
    else into.other += sum;
  }
  return buckets;
}

/** A page of a broadcast's attempts, newest first unless asked otherwise. */
export async function listAttempts(
  tx: Tx,
  input: ParsedInputOf<'broadcasts.attempts'>,
): Promise<OutputOf<'broadcasts.attempts'>> {
  // The broadcast is a join, not a condition: see the invariant of `Listing.query`.
  let query = tx
    .selectFrom('broadcast_attempts')
    .innerJoin('broadcasts', (join) =>
      join
        .onRef('broadcasts.key', '=', 'broadcast_attempts.broadcast_key')
        .on('broadcasts.id', '=', input.id),
    )
    .innerJoin('broadcast_numbers', (join) =>
      join
        .onRef('broadcast_numbers.broadcast_key', '=', 'broadcast_attempts.broadcast_key')
        .onRef('broadcast_numbers.seq', '=', 'broadcast_attempts.number_seq'),
    )
    .select([
      'broadcast_numbers.number as digits',
      'broadcast_numbers.name',
      'broadcast_attempts.attempt',
      'broadcast_attempts.outcome',
      'broadcast_attempts.started_at as startedAt',
      'broadcast_attempts.ring',
      'broadcast_attempts.talk',
      'broadcast_attempts.keys',
      'broadcast_attempts.caller_id as caller',
    ]);
  if (input.outcome !== undefined) query = query.where('broadcast_attempts.outcome', '=', input.outcome);
  if (input.search !== undefined && input.search !== '') query = query.where(searched(input.search));
  const unfiltered = input.outcome === undefined && (input.search ?? '') === '';
  const byTime = input.sort === undefined || input.sort.by === 'startedAt';
  const total = unfiltered && byTime ? await gaplessTotal(tx, input.id) : null;
  return readPage(
    tx,
    {
      query,
      key: 'broadcast_attempts.seq',
      columns: {
        number: (row: { digits: number }) => `+${row.digits}`,
        name: 'text',
        attempt: 'number',
        outcome: (row: { outcome: string | null }) => row.outcome ?? 'live',
        startedAt: 'number',
        ring: 'number',
        talk: 'number',
        keys: 'text',
        callerId: (row: { caller: number | null }) => (row.caller === null ? '' : `+${row.caller}`),
      },
      sorts: {
        startedAt: ['broadcast_attempts.seq'],
        number: ['broadcast_numbers.number', 'broadcast_attempts.attempt'],
        outcome: ['broadcast_attempts.outcome'],
      },
      otherwise: { by: 'startedAt', direction: 'desc' },
      dense: total === null ? undefined : { total, direction: input.sort?.direction ?? 'desc' },
    },
    input,
  );
}

/** Any part of a number, however it is spaced, or of a name. */
function searched(text: string) {
  const digits = text.replaceAll(/[\s()+./-]/g, '');
  const name = contains('broadcast_numbers.name', text);
  if (!/^\d+$/.test(digits)) return name;
  return sql<boolean>`(${contains('broadcast_numbers.number', digits)} or ${name})`;
}

/** How many attempts there are, if they are numbered from 1 without a gap; a number may be given back for good. */
async function gaplessTotal(tx: Tx, id: string): Promise<number | null> {
  const row = await tx
    .selectFrom('broadcast_counts')
    .innerJoin('broadcasts', 'broadcasts.key', 'broadcast_counts.broadcast_key')
    .select((eb) => [
      'broadcast_counts.attempts',
      eb
        .selectFrom('broadcast_attempts')
        .select((max) => max.fn.max('broadcast_attempts.seq').as('last'))
        .whereRef('broadcast_attempts.broadcast_key', '=', 'broadcasts.key')
        .as('last'),
    ])
    .where('broadcasts.id', '=', id)
    .executeTakeFirst();
  const attempts = row?.attempts ?? 0;
  return attempts === (row?.last ?? 0) ? attempts : null;
}

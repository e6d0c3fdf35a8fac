import type { CallingWindow } from '#shared/dialling.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import { type BroadcastsTable, SLOT_MS } from '../../db/tables/broadcasts.ts';
import { CallingHours } from '../../jobs/broadcast/hours.ts';
import type { Tx } from '../handler.ts';

const MINUTE_MS = 60_000;
/** Estimates look this far ahead, in ms. */
const AHEAD_MS = 9 * 86_400_000;
const STEP_MS = 15 * MINUTE_MS;

/** How fast a broadcast goes, and when it will be through by that pace and its calling hours. */
export async function paceOf(
  tx: Tx,
  row: BroadcastsTable,
  now: number,
): Promise<OutputOf<'broadcasts.outcomes'>['pace']> {
  const { lastMinute } = await tx
    .selectFrom('broadcast_slots')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('attempts'), eb.lit(0)).as('lastMinute'))
    .where('broadcast_key', '=', row.key)
    .where('slot', '>', (now - MINUTE_MS) / SLOT_MS - 1)
    .executeTakeFirstOrThrow();
  const hours = new CallingHours(JSON.parse(row.hours) as CallingWindow[]);
  if (row.state !== 'running') return { lastMinute, endsAt: null, opensAt: null };
  const { zones, opensAt } = firstOpen(hours, await zonesOfNumbers(tx, row), now);
  const counts = await tx
    .selectFrom('broadcast_counts')
    .selectAll()
    .where('broadcast_key', '=', row.key)
    .executeTakeFirst();
  if (counts === undefined || opensAt === null) return { lastMinute, endsAt: null, opensAt };
  const left = counts.total - counts.done - counts.interrupted - counts.not_called;
  const called = counts.done + counts.interrupted;
  // Retries take their share: as many attempts to a number as it took so far.
  const perNumber = called === 0 ? 1 : Math.max(1, counts.attempts / called);
  const perMs = Math.max(lastMinute / MINUTE_MS, row.calls_per_second / 1_000 / 50);
  return {
    lastMinute,
    endsAt: endOf(hours, zones, { from: opensAt, work: (left * perNumber) / perMs }),
    opensAt,
  };
}

/** The sets of zones that the broadcast's numbers lie in. */
async function zonesOfNumbers(tx: Tx, row: BroadcastsTable): Promise<(readonly string[])[]> {
  const sets = await tx
    .selectFrom('broadcast_zones')
    .select('zones')
    .where('broadcast_key', '=', row.key)
    .execute();
  const known = sets.map(({ zones }) => JSON.parse(zones) as string[]);
  return row.zone === null ? known : [...known, [row.zone]];
}

/** Whose calling hours begin first. */
function firstOpen(
  hours: CallingHours,
  sets: readonly (readonly string[])[],
  now: number,
): { readonly zones: readonly string[] | null; readonly opensAt: number | null } {
  if (sets.length === 0) return { zones: null, opensAt: hours.nextOpening(null, now) };
  const openings = sets.map((zones) => ({ zones, opensAt: hours.nextOpening(zones, now) }));
  return openings.reduce((first, next) =>
    (next.opensAt ?? Number.POSITIVE_INFINITY) < (first.opensAt ?? Number.POSITIVE_INFINITY) ? next : first,
  );
}

/** When so many milliseconds of calling will have passed within the calling hours; null: not within nine days. */
function endOf(
  hours: CallingHours,
  zones: readonly string[] | null,
  { from, work }: { from: number; work: number },
): number | null {
  if (hours.always) return from + work;
  let left = work;
  for (let at = from; at < from + AHEAD_MS; at += STEP_MS) {
    const open = hours.openTime(zones, at, at + STEP_MS);
    if (open >= left) return at + left;
    left -= open;
  }
  return null;
}

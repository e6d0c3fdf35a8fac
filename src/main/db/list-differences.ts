import { type Kysely, sql } from 'kysely';
import type { ReadyVersion } from './number-lists.ts';
import type { Tables } from './tables/index.ts';

type Db = Kysely<Tables>;

/** How a number's entry in one version stands to that in another. */
export const DIFFERENCES = ['added', 'removed', 'changed'] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** The numbers in which two versions differ, ascending; `what` by position in DIFFERENCES. */
export interface Differences {
  readonly numbers: Float64Array;
  readonly what: Uint8Array;
}

/** Numbers compared in one statement, so that other questions are answered in between. */
const PART = 20_000;

// Versions never change, but for an erasure, which changes their marks.
const known = new Map<string, Differences>();
const KEPT = 4;

/**
 * What `to` has otherwise than `from`. Versions of the same base are compared by their changes alone; others are
 * compared in parts, with a pause after each: a million against a million takes some seconds.
 */
export async function differencesOf(db: Db, from: ReadyVersion, to: ReadyVersion): Promise<Differences> {
  const name = `${from.key} ${from.mark} ${to.key} ${to.mark}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = from.baseKey === to.baseKey ? await byChanges(db, from, to) : await byNumbers(db, from, to);
  const sorted = [...found].toSorted((a, b) => a[0] - b[0]);
  const differences = {
    numbers: Float64Array.from(sorted, ([number]) => number),
    what: Uint8Array.from(sorted, ([, what]) => DIFFERENCES.indexOf(what)),
  };
  known.set(name, differences);
  for (const old of [...known.keys()].slice(0, -KEPT)) known.delete(old);
  return differences;
}

interface Entry {
  readonly number: number;
  readonly text: string;
}

const textOf = sql<string>`json_array(name, fields, zone, priority)`;

async function byChanges(db: Db, from: ReadyVersion, to: ReadyVersion): Promise<Map<number, Difference>> {
  const seqs = sql`select seq from number_list_changes where version_key in (${from.key}, ${to.key})`;
  const entries = async (version: ReadyVersion): Promise<Map<number, string>> => {
    const { rows } = await sql<Entry>`
      select number, ${textOf} as text from number_list_version_entries
      where version_key = ${version.key} and seq in (${seqs})`.execute(db);
    return new Map(rows.map(({ number, text }) => [number, text]));
  };
  return compare(await entries(from), await entries(to));
}

function compare(
  from: ReadonlyMap<number, string>,
  to: ReadonlyMap<number, string>,
): Map<number, Difference> {
  const found = new Map<number, Difference>();
  for (const [number, text] of to) {
    const before = from.get(number);
    if (before === undefined) found.set(number, 'added');
    else if (before !== text) found.set(number, 'changed');
  }
  for (const number of from.keys()) if (!to.has(number)) found.set(number, 'removed');
  return found;
}

/** Number and seq of every entry, ascending by number. */
async function numbersOf(db: Db, version: ReadyVersion): Promise<{ numbers: number[]; seqs: number[] }> {
  const { rows } = await sql<{ numbers: string; seqs: string }>`
    select json_group_array(number) as numbers, json_group_array(seq) as seqs from (
      select n.number, n.seq from number_list_numbers n
      where n.version_key = ${version.baseKey} and not exists (
        select 1 from number_list_changes c where c.version_key = ${version.key} and c.seq = n.seq)
      union all
      select number, seq from number_list_changes where version_key = ${version.key} and removed = 0
      order by number)`.execute(db);
  return {
    numbers: JSON.parse(rows[0]?.numbers ?? '[]') as number[],
    seqs: JSON.parse(rows[0]?.seqs ?? '[]') as number[],
  };
}

async function byNumbers(db: Db, from: ReadyVersion, to: ReadyVersion): Promise<Map<number, Difference>> {
  const [mine, theirs] = [await numbersOf(db, from), await numbersOf(db, to)];
  const found = new Map<number, Difference>();
  const both: { number: number; from: number; to: number }[] = [];
  let [at, other] = [0, 0];
  while (at < mine.numbers.length || other < theirs.numbers.length) {
    const [one, two] = [mine.numbers[at] ?? Infinity, theirs.numbers[other] ?? Infinity];
    if (one === two) {
      both.push({ number: one, from: mine.seqs[at++] as number, to: theirs.seqs[other++] as number });
    } else if (one < two) {
      found.set(one, 'removed');
      at += 1;
    } else {
      found.set(two, 'added');
      other += 1;
    }
  }
  for (let first = 0; first < both.length; first += PART) {
    const part = both.slice(first, first + PART);
    const changed = await changedIn(db, { from, to }, part);
    for (const number of changed) found.set(number, 'changed');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

async function changedIn(
  db: Db,
  { from, to }: { from: ReadyVersion; to: ReadyVersion },
  part: readonly { readonly from: number; readonly to: number }[],
): Promise<number[]> {
  const pairs = JSON.stringify(part.map((pair) => [pair.from, pair.to]));
  // Values are compared place by place, which says nothing where the places mean something else.
  const same = from.fields.every((field, place) => to.fields[place] === field);
  const fields = same ? sql`f.fields is t.fields` : sql`1 = 1`;
  const { rows } = await sql<{ number: number }>`
    select t.number from json_each(${pairs}) pair
    join number_list_version_entries f on f.version_key = ${from.key} and f.seq = pair.value ->> 0
    join number_list_version_entries t on t.version_key = ${to.key} and t.seq = pair.value ->> 1
    where not (f.name = t.name and f.zone is t.zone and f.priority is t.priority and ${fields})`.execute(db);
  return rows.map(({ number }) => number);
}

import type { Kysely } from 'kysely';
import { changedPairs } from './lists/changed-pairs.ts';
import { commonEntries } from './lists/common-entries.ts';
import type { ListEntry } from './lists/entry.ts';
import { entriesAt, overlayOf } from './lists/version-entries.ts';
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

type ByKind = Readonly<Record<Difference, Iterable<number>>>;

// Versions never change, but for an erasure, which changes their marks.
const known = new Map<string, Differences>();
const KEPT = 4;

/**
 * What `to` has otherwise than `from`. Versions of the same base are compared by their changes alone; others are
 * compared in parts, with a pause after each: a million against a million takes about a second.
 */
export async function differencesOf(db: Db, from: ReadyVersion, to: ReadyVersion): Promise<Differences> {
  const name = `${from.key} ${from.mark} ${to.key} ${to.mark}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = from.baseKey === to.baseKey ? await byChanges(db, from, to) : await byNumbers(db, from, to);
  const differences = inOrder(found);
  known.set(name, differences);
  for (const old of [...known.keys()].slice(0, -KEPT)) known.delete(old);
  return differences;
}

/** A number has at most 15 digits, so that it and a kind are exact in one. */
function inOrder(found: ByKind): Differences {
  const codes = DIFFERENCES.map((kind, what) =>
    Float64Array.from(found[kind], (number) => number * 4 + what),
  );
  const all = new Float64Array(codes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const some of codes) {
    all.set(some, at);
    at += some.length;
  }
  // oxlint-disable-next-line unicorn/no-array-sort -- in place: it is a copy already.
  all.sort();
  return { numbers: all.map((code) => Math.floor(code / 4)), what: Uint8Array.from(all, (code) => code % 4) };
}

async function byChanges(db: Db, from: ReadyVersion, to: ReadyVersion): Promise<ByKind> {
  const changed = [...(await overlayOf(db, from)).keys(), ...(await overlayOf(db, to)).keys()];
  const seqs = ascending(new Set(changed));
  return compare(await textsAt(db, { version: from, seqs }), await textsAt(db, { version: to, seqs }));
}

const ascending = (seqs: Iterable<number>): Float64Array => Float64Array.from(seqs).toSorted();

/** What an entry says besides its number, by number. */
async function textsAt(
  db: Db,
  { version, seqs, fields = true }: { version: ReadyVersion; seqs: Float64Array; fields?: boolean },
): Promise<Map<number, string>> {
  const textOf = (entry: ListEntry): string =>
    JSON.stringify([entry.name, fields ? entry.fields : null, entry.zone, entry.priority]);
  const entries = await entriesAt(db, version, seqs);
  return new Map(entries.map((entry) => [entry.number, textOf(entry)]));
}

function compare(from: ReadonlyMap<number, string>, to: ReadonlyMap<number, string>): ByKind {
  const found = { added: [] as number[], removed: [] as number[], changed: [] as number[] };
  for (const [number, text] of to) {
    const before = from.get(number);
    if (before === undefined) found.added.push(number);
    else if (before !== text) found.changed.push(number);
  }
  for (const number of from.keys()) if (!to.has(number)) found.removed.push(number);
  return found;
}

async function byNumbers(db: Db, from: ReadyVersion, to: ReadyVersion): Promise<ByKind> {
  const { added, removed, packed, edited } = await commonEntries(db, from, to);
  // Values are compared place by place, which says nothing where the places mean something else.
  const fields = from.fields.every((field, place) => to.fields[place] === field);
  const changed = await changedPairs(db, { from: from.baseKey, to: to.baseKey, fields }, packed);
  const others = compare(
    await textsAt(db, { version: from, seqs: ascending(edited.map((pair) => pair.from)), fields }),
    await textsAt(db, { version: to, seqs: ascending(edited.map((pair) => pair.to)), fields }),
  );
  return { added, removed, changed: [...changed, ...others.changed] };
}

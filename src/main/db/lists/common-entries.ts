import type { Kysely } from 'kysely';
import type { Tables } from '../tables/index.ts';
import { growingNumbers, growingSeqs } from './growing.ts';
import { NumberTable } from './number-table.ts';
import { numbersOf, overlayOf, type VersionKeys } from './version-entries.ts';

type Db = Kysely<Tables>;

/** Entries of two versions that hold the same number, as the seqs that they have in either. */
export interface Pairs {
  readonly from: Uint32Array;
  /** Ascending. */
  readonly to: Uint32Array;
}

/** How the numbers of two versions stand to each other. */
export interface CommonEntries {
  /** Numbers that only `to` holds. */
  readonly added: readonly number[];
  /** Numbers that only `from` holds. */
  readonly removed: readonly number[];
  /** Those in both as they lie in the blocks of the bases. */
  readonly packed: Pairs;
  /** Those in both of which at least one was edited. */
  readonly edited: readonly { readonly from: number; readonly to: number }[];
}

/** Blocks read before other questions are answered. */
const BLOCKS_AT_ONCE = 8;

/** Compares the numbers of two versions, with pauses: some 0.2 s and 50 MB for a million against a million. */
export async function commonEntries(db: Db, from: VersionKeys, to: VersionKeys): Promise<CommonEntries> {
  const table = new NumberTable();
  const [gathered, places] = [growingNumbers(), growingSeqs()];
  const editedFrom = await eachNumber(db, from, (number, seq) => {
    table.findOrAdd(number);
    gathered.push(number);
    places.push(seq);
  });
  const [numbers, seqs] = [gathered.take(), places.take()];
  const found = new Uint8Array(table.size);
  const [added, edited]: [number[], { from: number; to: number }[]] = [[], []];
  const pairs = [growingSeqs(), growingSeqs()] as const;
  await eachNumber(db, to, (number, seq, isEdited) => {
    const place = table.entryOf(number) - 1;
    if (place < 0) {
      added.push(number);
      return;
    }
    found[place] = 1;
    const other = seqs[place] as number;
    if (isEdited || editedFrom.has(other)) edited.push({ from: other, to: seq });
    else {
      pairs[0].push(other);
      pairs[1].push(seq);
    }
  });
  const removed: number[] = [];
  for (const [place, number] of numbers.entries()) if (found[place] === 0) removed.push(number);
  return { added, removed, packed: { from: pairs[0].take(), to: pairs[1].take() }, edited };
}

/** Tells every number of a version with its seq: those of its blocks in order, then the edited. Returns what is edited. */
async function eachNumber(
  db: Db,
  version: VersionKeys,
  tell: (number: number, seq: number, edited: boolean) => void,
): Promise<ReadonlyMap<number, unknown>> {
  const overlay = await overlayOf(db, version);
  let blocks = 0;
  for await (const { first, numbers } of numbersOf(db, version.baseKey)) {
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      if (number !== 0 && !(overlay.size > 0 && overlay.has(first + at))) tell(number, first + at, false);
    }
    blocks += 1;
    if (blocks % BLOCKS_AT_ONCE === 0) await pause();
  }
  for (const [seq, entry] of overlay) if (entry !== null) tell(entry.number, seq, true);
  return overlay;
}

/** Lets other questions be answered. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import type { Kysely } from 'kysely';
import type { Tables } from '../tables/index.ts';
import { type Pairs, pause } from './common-entries.ts';
import type { EntryBlock } from './entry-block.ts';
import { blocksOf } from './version-entries.ts';

type Db = Kysely<Tables>;

/** Bytes of one base's texts that are kept in memory, whatever the order of the other. */
const MOST_KEPT = 67_108_864;

interface Bases {
  readonly from: number;
  readonly to: number;
  /** Whether the extra fields are compared too. */
  readonly fields: boolean;
  /** Bytes of the texts of `from` that are kept at once. */
  readonly most?: number;
}

/**
 * The numbers whose entries in the blocks of two bases are not alike in name, zone, priority and, if asked, extra
 * fields. Compares the packed bytes, with pauses: some 0.3 s for a million against a million.
 */
export async function changedPairs(db: Db, bases: Bases, pairs: Pairs): Promise<number[]> {
  const changed: number[] = [];
  for await (const part of partsOf(db, bases.from, bases.most))
    await compareWith(db, { part, bases, pairs }, changed);
  return changed;
}

/** The blocks of a base, as many at once as may be kept. */
async function* partsOf(db: Db, baseKey: number, most = MOST_KEPT): AsyncGenerator<EntryBlock[]> {
  let [part, bytes]: [EntryBlock[], number] = [[], 0];
  for await (const block of blocksOf(db, baseKey)) {
    part.push(block);
    bytes += block.texts.length;
    if (part.length % 8 === 0) await pause();
    if (bytes < most) continue;
    yield part;
    [part, bytes] = [[], 0];
  }
  if (part.length > 0) yield part;
}

async function compareWith(
  db: Db,
  { part, bases, pairs }: { part: readonly EntryBlock[]; bases: Bases; pairs: Pairs },
  changed: number[],
): Promise<void> {
  const last = part.at(-1) as EntryBlock;
  const [low, high] = [(part[0] as EntryBlock).first, last.first + last.count];
  const isHere = (seq: number): boolean => seq >= low && seq < high;
  let next = pairs.from.findIndex(isHere);
  if (next < 0) return;
  const end = pairs.from.findLastIndex(isHere) + 1;
  let [mine, blocks] = [part[0] as EntryBlock, 0];
  for await (const theirs of blocksOf(db, bases.to, pairs.to[next])) {
    const behind = theirs.first + theirs.count;
    for (; next < end && (pairs.to[next] as number) < behind; next++) {
      const seq = pairs.from[next] as number;
      if (!isHere(seq)) continue;
      if (seq < mine.first || seq >= mine.first + mine.count) mine = blockWith(part, seq);
      const [from, to] = [seq - mine.first, (pairs.to[next] as number) - theirs.first];
      const number = theirs.numbers[to];
      // An entry that was erased meanwhile is in neither.
      if (number === undefined || mine.numbers[from] !== number) continue;
      if (!alike({ mine, from, theirs, to }, bases.fields)) changed.push(number);
    }
    blocks += 1;
    if (blocks % 8 === 0) await pause();
    if (next >= end) return;
  }
}

function blockWith(part: readonly EntryBlock[], seq: number): EntryBlock {
  let [low, high] = [0, part.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((part[middle] as EntryBlock).first <= seq) low = middle;
    else high = middle - 1;
  }
  return part[low] as EntryBlock;
}

interface Two {
  readonly mine: EntryBlock;
  readonly from: number;
  readonly theirs: EntryBlock;
  readonly to: number;
}

function alike({ mine, from, theirs, to }: Two, fields: boolean): boolean {
  if (mine.zone(from) !== theirs.zone(to) || mine.priority(from) !== theirs.priority(to)) return false;
  if (!fields) return mine.name(from) === theirs.name(to);
  const [start, end] = mine.span(from);
  const [other, otherEnd] = theirs.span(to);
  if (end - start !== otherEnd - other) return false;
  // A call for each pair would cost more than the bytes of most.
  if (end - start > 200) return mine.texts.compare(theirs.texts, other, otherEnd, start, end) === 0;
  for (let at = start; at < end; at++) {
    if (mine.texts[at] !== theirs.texts[other + at - start]) return false;
  }
  return true;
}

import type { Kysely } from 'kysely';
import type { SegmentFilter } from '#shared/operations/segment-filter.ts';
import type { ReadyVersion } from '../number-lists.ts';
import { dataState } from '../page.ts';
import { viewsOf } from '../page-views.ts';
import { segmentSieves } from '../segments.ts';
import type { Tables } from '../tables/index.ts';
import type { EntryBlock } from './entry-block.ts';
import { searchSieve } from './entry-search.ts';
import { CellCursor } from './folded.ts';
import { growingNumbers, growingSeqs } from './growing.ts';
import { passing, type Sieve } from './sieve.ts';
import { orderOf } from './stable-order.ts';
import { TextColumn } from './text-order.ts';
import { versionBlocks } from './version-blocks.ts';

type Sort = 'row' | 'number' | 'name' | 'priority';

/** Which entries of a version are asked for, and by what they are sorted. */
interface Asked {
  readonly by: Sort;
  /** Any part of a number or a name. */
  readonly search?: string | undefined;
  readonly filter?: SegmentFilter | undefined;
  /** The list whose broadcasts count for the filter. */
  readonly list: string;
}

/** Entries without a priority come after all others: the highest is 1,000,000. */
const NO_PRIORITY_KEY = 1_000_001;

/**
 * The seqs of the entries asked for, ascending by what they are sorted by, then by seq. Made by one look at the whole
 * version and kept while it stays as it is; by name it takes some half a second for a million.
 */
export async function entryOrder(
  tx: Kysely<Tables>,
  version: ReadyVersion,
  asked: Asked,
): Promise<Uint32Array | Float64Array> {
  const { by, search, filter, list } = asked;
  // How calls ended is no part of the version.
  const marks = filter?.outcome === undefined ? `version ${version.key}` : await dataState(tx);
  const state = `${marks} ${version.mark}`;
  const views = viewsOf(tx);
  const name = `entries of ${version.key}: ${JSON.stringify([by, search ?? '', filter ?? null, list])}`;
  const known = views.get(name, state);
  if (known?.keys) return known.keys;
  const sieves: Sieve[] = [...segmentSieves(tx, filter, { list, fields: version.fields })];
  if (search) sieves.push(searchSieve(search));
  const keys = await scan(tx, version, { by, sieves });
  views.put(name, { state, total: keys.length, keys });
  return keys;
}

async function scan(
  tx: Kysely<Tables>,
  version: ReadyVersion,
  { by, sieves }: { readonly by: Sort; readonly sieves: readonly Sieve[] },
): Promise<Uint32Array> {
  const seqs = growingSeqs();
  const column = columnOf(by);
  const texts = by === 'name' || sieves.some((sieve) => sieve.texts);
  for await (const block of versionBlocks(tx, version, { texts })) {
    const marks = await passing(block, sieves);
    for (let at = 0; at < marks.length; at++) if (marks[at] === 1) seqs.push(block.first + at);
    column?.add(block, marks);
  }
  const found = seqs.take();
  return column === null ? found : column.order().map((place) => found[place] as number);
}

/** Gathers what entries are sorted by. */
interface SortColumn {
  add(block: EntryBlock, marks: Uint8Array): void;
  /** The places of the gathered entries in ascending order. */
  order(): Uint32Array;
}

function columnOf(by: Sort): SortColumn | null {
  if (by === 'row') return null;
  if (by === 'name') return nameColumn();
  const keys = growingNumbers();
  return {
    add(block, marks) {
      const { numbers } = block;
      for (let at = 0; at < marks.length; at++) {
        if (marks[at] === 0) continue;
        keys.push(by === 'number' ? (numbers[at] as number) : (block.priority(at) ?? NO_PRIORITY_KEY));
      }
    },
    order: () => orderOf(keys.take()),
  };
}

function nameColumn(): SortColumn {
  const names = new TextColumn();
  return {
    add(block, marks) {
      const cell = new CellCursor(block);
      for (let at = 0; at < marks.length; at++) {
        if (marks[at] === 0) continue;
        cell.go(at, 0);
        names.add(block.texts, cell.from, cell.to);
      }
    },
    order: () => names.order(),
  };
}

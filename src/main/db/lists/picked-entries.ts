import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables/index.ts';
import type { ListEntry } from './entry.ts';
import { EntryBlock, fixedBytes, fixedColumns, type PackedBlock } from './entry-block.ts';
import { type StoredBlock, storedBlock, unpackAdditions, wholeBlock } from './stored-blocks.ts';

type Db = Kysely<Tables>;

/** A block of which so many entries are asked for is read whole; of others SQLite cuts out what is asked for. */
const WORTH_A_BLOCK = 8;
const BLOCKS_AT_ONCE = 8;

/**
 * The entries of a base with these seqs, by seq. A page in an order of its own lies in as many blocks as it has rows:
 * to read a block of a hundred KB for each would cost ten times as much.
 */
export async function pickEntries(
  db: Db,
  baseKey: number,
  seqs: readonly number[],
): Promise<Map<number, ListEntry>> {
  const found = new Map<number, ListEntry>();
  const single: (readonly [seq: number, first: number])[] = [];
  const whole: number[] = [];
  for (const [first, asked] of await byBlock(db, baseKey, seqs)) {
    if (asked.length < WORTH_A_BLOCK) single.push(...asked.map((seq) => [seq, first] as const));
    else whole.push(first);
  }
  const wanted = new Set(seqs);
  for (let from = 0; from < whole.length; from += BLOCKS_AT_ONCE) {
    for (const block of await wholeBlocks(db, baseKey, whole.slice(from, from + BLOCKS_AT_ONCE))) {
      for (let at = 0; at < block.count; at++) {
        const entry = wanted.has(block.first + at) ? block.entry(at) : null;
        if (entry !== null) found.set(entry.seq, entry);
      }
    }
  }
  for (const entry of await cutOut(db, baseKey, single)) found.set(entry.seq, entry);
  return found;
}

/** The seqs by the first one of the block that holds them or is the last before them. */
async function byBlock(
  db: Db,
  baseKey: number,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, number[]>> {
  const { rows } = await sql<{ firsts: string }>`
    select json_group_array((select max(b.first) from number_list_blocks b
      where b.version_key = ${baseKey} and b.first <= asked.value)) as firsts
    from json_each(${JSON.stringify(seqs)}) asked`.execute(db);
  const firsts = JSON.parse(rows[0]?.firsts ?? '[]') as (number | null)[];
  const blocks = new Map<number, number[]>();
  for (const [at, first] of firsts.entries()) {
    if (first === null) continue;
    const block = blocks.get(first);
    if (block === undefined) blocks.set(first, [seqs[at] as number]);
    else block.push(seqs[at] as number);
  }
  return blocks;
}

async function wholeBlocks(db: Db, baseKey: number, firsts: readonly number[]): Promise<EntryBlock[]> {
  const { rows } = await sql<StoredBlock>`
    select ${storedBlock} from number_list_blocks
    where version_key = ${baseKey} and first in (select value from json_each(${JSON.stringify(firsts)}))`.execute(
    db,
  );
  return rows.map((row) => EntryBlock.of(wholeBlock(row)));
}

/** An entry's cells in `fixed`; `ends`: where the texts of the one before it end, if there is one, and its own. */
interface Cells {
  readonly seq: number;
  readonly number: Uint8Array;
  readonly row: Uint8Array;
  readonly ends: Uint8Array;
  readonly priority: Uint8Array | null;
  readonly traits: Uint8Array;
  readonly zone: Uint8Array | null;
  readonly zones: string | null;
  readonly first: number;
}

/** Entries that are alone in their blocks, or nearly. */
async function cutOut(
  db: Db,
  baseKey: number,
  seqs: readonly (readonly [seq: number, first: number])[],
): Promise<ListEntry[]> {
  if (seqs.length === 0) return [];
  // The columns of a block follow each other: see `PackedBlock`. Materialized: else all is worked out for each column.
  const { rows } = await sql<Cells>`
    with asked as materialized (
      select value ->> 0 as seq, value ->> 1 as first from json_each(${JSON.stringify(seqs)})),
    held as materialized (
      select seq, b.first, seq - b.first as at, b.count as n, b.zones is not null as placed, b.rowid as block
      from asked cross join number_list_blocks b on b.version_key = ${baseKey} and b.first = asked.first
      where seq - b.first < b.count)
    select seq, held.first, zones,
      substr(fixed, at * 8 + 1, 8) as number,
      substr(fixed, n * 8 + at * 4 + 1, 4) as row,
      substr(fixed, n * 12 + max(at - 1, 0) * 4 + 1, min(at + 1, 2) * 4) as ends,
      case when placed then substr(fixed, n * 16 + at * 4 + 1, 4) end as priority,
      substr(fixed, n * iif(placed, 20, 16) + at * 2 + 1, 2) as traits,
      case when placed then substr(fixed, n * 22 + at * 2 + 1, 2) end as zone
    from held cross join number_list_blocks b on b.rowid = held.block`.execute(db);
  const spans = rows.map(({ first, ends }) => [first, ...spanOf(ends)]);
  // Of a blob without a byte, as a block has it of which all entries were taken out, substr makes null.
  const { rows: texts } = await sql<{ texts: Uint8Array }>`
    select coalesce(substr(b.texts, (span.value ->> 1) + 1, (span.value ->> 2) - (span.value ->> 1)), x'') as texts
    from json_each(${JSON.stringify(spans)}) span
    cross join number_list_blocks b on b.version_key = ${baseKey} and b.first = (span.value ->> 0)
    order by span.key`.execute(db);
  const added = await additionsTo(db, baseKey, [...new Set(rows.map(({ first }) => first))]);
  return rows
    .map((cells, at) => EntryBlock.of(blockOfOne(cells, (texts[at] as { texts: Uint8Array }).texts)).entry(0))
    .map((entry) => (entry === null ? null : (added.get(entry.seq) ?? entry)))
    .filter((entry) => entry !== null);
}

/** What was added to entries of these blocks, by seq. */
async function additionsTo(
  db: Db,
  baseKey: number,
  firsts: readonly number[],
): Promise<ReadonlyMap<number, ListEntry>> {
  const rows = await db
    .selectFrom('number_list_additions')
    .select('entries')
    .where('version_key', '=', baseKey)
    .where(sql<boolean>`first in (select value from json_each(${JSON.stringify(firsts)}))`)
    .execute();
  return new Map(rows.flatMap(({ entries }) => [...unpackAdditions(entries)]));
}

function spanOf(ends: Uint8Array): readonly [from: number, to: number] {
  const [one = 0, two] = new Uint32Array(Uint8Array.from(ends).buffer);
  return two === undefined ? [0, one] : [one, two];
}

function blockOfOne({ seq, zones, ...cells }: Cells, texts: Uint8Array): PackedBlock {
  const placed = zones !== null;
  const fixed = new Uint8Array(fixedBytes(1, placed));
  const columns = fixedColumns(fixed, 1, placed);
  const put = (column: ArrayBufferView | null, cell: Uint8Array | null) => {
    if (column !== null && cell !== null) fixed.set(cell, column.byteOffset);
  };
  put(columns.numbers, cells.number);
  put(columns.rows, cells.row);
  put(columns.priorities, cells.priority);
  put(columns.traits, cells.traits);
  put(columns.zones, cells.zone);
  columns.ends[0] = texts.length;
  return { first: seq, count: 1, fixed, texts, zones };
}

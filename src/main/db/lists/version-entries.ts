import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables/index.ts';
import type { ListEntry } from './entry.ts';
import { EntryBlock } from './entry-block.ts';
import { pickEntries } from './picked-entries.ts';
import { type StoredBlock, storedBlock, wholeBlock } from './stored-blocks.ts';

type Db = Kysely<Tables>;

/** Which entries a version has: the blocks of its base, with its own changes laid over them. */
export interface VersionKeys {
  readonly key: number;
  /** The version whose blocks it has: its own, or those of the one that edits were made to. */
  readonly baseKey: number;
  /** Rows of `number_list_changes`; 0: it is its base. */
  readonly changes: number;
}

/** What a version has otherwise than its base, by seq; null: removed. In the order of seq. */
export type Overlay = ReadonlyMap<number, ListEntry | null>;

/** The blocks of a base in order, from the one that holds `seq`. Each is read when it is asked for. */
export async function* blocksOf(db: Db, baseKey: number, seq = 1): AsyncGenerator<EntryBlock> {
  let block = await blockWith(db, baseKey, seq);
  let next = block === undefined ? seq : block.first + block.count;
  if (block !== undefined && next > seq) yield block;
  for (;;) {
    const { rows } = await sql<StoredBlock>`
      select ${storedBlock} from number_list_blocks
      where version_key = ${baseKey} and first >= ${next} order by first limit 1`.execute(db);
    if (rows[0] === undefined) return;
    block = EntryBlock.of(wholeBlock(rows[0]));
    next = block.first + block.count;
    yield block;
  }
}

/** The block that holds a seq, or the last one before it. */
async function blockWith(db: Db, baseKey: number, seq: number): Promise<EntryBlock | undefined> {
  const { rows } = await sql<StoredBlock>`
    select ${storedBlock} from number_list_blocks
    where version_key = ${baseKey} and first <= ${seq} order by first desc limit 1`.execute(db);
  return rows[0] && EntryBlock.of(wholeBlock(rows[0]));
}

/** The changes of a version. */
export async function overlayOf(db: Db, { key, changes }: VersionKeys): Promise<Overlay> {
  if (changes === 0) return new Map();
  const { rows } = await sql<ListEntry & { removed: number }>`
    select seq, number, name, row, fields, traits, zone, priority, removed from number_list_changes
    where version_key = ${key} order by seq`.execute(db);
  return new Map(rows.map(({ removed, ...entry }) => [entry.seq, removed === 1 ? null : entry]));
}

/** The entries of a version behind `after`, by seq; read as they are asked for. */
export async function* entriesOf(db: Db, version: VersionKeys, after = 0): AsyncGenerator<ListEntry> {
  const overlay = await overlayOf(db, version);
  const beside = [...overlay].filter(([seq]) => seq > after).toReversed();
  for await (const block of blocksOf(db, version.baseKey, after + 1)) {
    yield* upTo(beside, block.first);
    for (let at = Math.max(0, after + 1 - block.first); at < block.count; at++) {
      const changed = overlay.get(block.first + at);
      const entry = changed === undefined ? block.entry(at) : changed;
      if (entry !== null) yield entry;
    }
    while ((beside.at(-1)?.[0] ?? Infinity) < block.first + block.count) beside.pop();
  }
  yield* upTo(beside, Infinity);
}

/** Takes the changes before a seq from the end of `changes`, and yields those that are entries. */
function* upTo(changes: [number, ListEntry | null][], seq: number): Generator<ListEntry> {
  for (let last = changes.at(-1); last !== undefined && last[0] < seq; last = changes.at(-1)) {
    if (last[1] !== null) yield last[1];
    changes.pop();
  }
}

/** The last seq of a base's blocks; 0 if it has none. */
export async function lastSeq(db: Db, baseKey: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select first + count - 1 as last from number_list_blocks
    where version_key = ${baseKey} order by first desc limit 1`.execute(db);
  return rows[0]?.last ?? 0;
}

/** The entries with these seqs that the version has, in the order asked for. */
export async function entriesAt(db: Db, version: VersionKeys, seqs: ArrayLike<number>): Promise<ListEntry[]> {
  const overlay = await overlayOf(db, version);
  const asked = Array.from(seqs);
  const stored = await pickEntries(
    db,
    version.baseKey,
    asked.filter((seq) => !overlay.has(seq)),
  );
  return asked.map((seq) => overlay.get(seq) ?? stored.get(seq)).filter((entry) => entry !== undefined);
}

/**
 * The seqs of the entries that hold these numbers in a version. Reads the numbers of the whole version, some
 * 20 ms for a million: ask for many at once.
 */
export async function seqsOfNumbers(
  db: Db,
  version: VersionKeys,
  numbers: ReadonlySet<number>,
): Promise<Map<number, number>> {
  const overlay = await overlayOf(db, version);
  const found = new Map<number, number>();
  for (const [seq, entry] of overlay) {
    if (entry !== null && numbers.has(entry.number)) found.set(entry.number, seq);
  }
  for await (const { first, numbers: held } of numbersOf(db, version.baseKey)) {
    // A number is in a version once.
    if (found.size === numbers.size) break;
    for (let at = 0; at < held.length; at++) {
      const number = held[at] as number;
      if (number !== 0 && numbers.has(number) && !overlay.has(first + at)) found.set(number, first + at);
    }
  }
  return found;
}

/** The numbers of a base, block by block, without their texts; 0 for an entry that was taken out. */
export async function* numbersOf(
  db: Db,
  baseKey: number,
): AsyncGenerator<{ readonly first: number; readonly numbers: Float64Array }> {
  let next = 1;
  for (;;) {
    const { rows } = await sql<{ first: number; count: number; numbers: Uint8Array }>`
      select first, count, substr(fixed, 1, count * 8) as numbers from number_list_blocks
      where version_key = ${baseKey} and first >= ${next} order by first limit ${BLOCKS_AT_ONCE}`.execute(db);
    for (const { first, count, numbers } of rows) {
      yield { first, numbers: new Float64Array(aligned(numbers), 0, count) };
      next = first + count;
    }
    if (rows.length < BLOCKS_AT_ONCE) return;
  }
}

const BLOCKS_AT_ONCE = 32;

function aligned(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

import { type Kysely, sql } from 'kysely';
import { type EntryBlock, NO_PRIORITY } from './lists/entry-block.ts';
import { growingNumbers, growingSeqs } from './lists/growing.ts';
import { passing, type Sieve } from './lists/sieve.ts';
import { orderOf } from './lists/stable-order.ts';
import { versionBlocks } from './lists/version-blocks.ts';
import type { VersionKeys } from './lists/version-entries.ts';
import type { Tables } from './tables/index.ts';

type Db = Kysely<Tables>;

/** Numbers inserted by one statement. */
const AT_ONCE = 2_048;
/** Entries kept in memory if they are not called in list order: so many, but of long texts only some 64 MB. */
const MOST_KEPT = 524_288;
const BYTES_KEPT = 67_108_864;
const BYTES_EACH = 64;

/**
 * Inserts the entries of a version that pass as the numbers of a broadcast: by priority, none last, then in list
 * order. Returns their numbers in list order.
 */
export async function insertEntries(
  db: Db,
  key: number,
  { version, sieves }: { readonly version: VersionKeys; readonly sieves: readonly Sieve[] },
): Promise<Float64Array> {
  const order = await callingOrder(db, version, sieves);
  const writer = new NumberWriter(db, key);
  if (order.listed) await insertListed(db, version, { order, writer });
  else await insertByPriority(db, version, { order, writer });
  return order.numbers;
}

interface Inserted {
  readonly order: CallingOrder;
  readonly writer: NumberWriter;
}

async function insertListed(db: Db, version: VersionKeys, { order, writer }: Inserted): Promise<void> {
  let seen = 0;
  for await (const block of versionBlocks(db, version)) {
    const texts: string[] = [];
    for (let at = 0; at < block.count; at++) {
      if (order.places[seen + at] !== 0) texts.push(writer.textOf(block, at));
    }
    seen += block.count;
    await writer.insert(texts);
  }
}

/** Numbers are inserted in their order, else it takes twice as long; entries are read again for each part of it. */
async function insertByPriority(
  db: Db,
  version: VersionKeys,
  { order: { places, numbers }, writer }: Inserted,
): Promise<void> {
  const kept = await entriesKept(db, version);
  for (let from = 0; from < numbers.length; from += kept) {
    const texts = Array.from({ length: Math.min(kept, numbers.length - from) }, () => '');
    let seen = 0;
    for await (const block of versionBlocks(db, version)) {
      for (let at = 0; at < block.count; at++) {
        const place = (places[seen + at] as number) - 1 - from;
        if (place >= 0 && place < kept) texts[place] = writer.textOf(block, at);
      }
      seen += block.count;
    }
    await writer.insert(texts);
  }
}

interface CallingOrder {
  /** By place in the version: when the entry is called, counted from 1; 0: it is not meant. */
  readonly places: Uint32Array;
  /** Those that are meant, in list order. */
  readonly numbers: Float64Array;
  /** They are called in list order. */
  readonly listed: boolean;
}

async function callingOrder(db: Db, version: VersionKeys, sieves: readonly Sieve[]): Promise<CallingOrder> {
  const [priorities, numbers, chosen] = [growingNumbers(), growingNumbers(), growingSeqs()];
  let seen = 0;
  for await (const block of versionBlocks(db, version, { texts: sieves.some(({ texts }) => texts) })) {
    const marks = await passing(block, sieves);
    for (let at = 0; at < marks.length; at++) {
      if (marks[at] === 0) continue;
      priorities.push(block.priority(at) ?? NO_PRIORITY);
      numbers.push(block.numbers[at] as number);
      chosen.push(seen + at);
    }
    seen += block.count;
  }
  const entries = chosen.take();
  const order = orderOf(priorities.take());
  const places = new Uint32Array(seen);
  order.forEach((entry, place) => {
    places[entries[entry] as number] = place + 1;
  });
  return { places, numbers: numbers.take(), listed: order.every((entry, place) => entry === place) };
}

/** How many entries of a version are kept in memory at once. */
async function entriesKept(db: Db, { baseKey }: VersionKeys): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(length(texts)) / sum(count), 0) as bytes from number_list_blocks
    where version_key = ${baseKey}`.execute(db);
  return Math.min(MOST_KEPT, Math.ceil(BYTES_KEPT / (BYTES_EACH + (rows[0]?.bytes ?? 0))));
}

/** Makes every number 16 digits long. */
const NUMBER_BASE = 1e15;
/** Makes every place of a zone 5 digits long. */
const ZONE_BASE = 10_000;

/**
 * Inserts numbers in the order in which they are called. They come to SQLite as one text each, which it cuts up: that
 * is a third faster than arrays in JSON, and to bind them would mean to compile a statement for each part.
 */
class NumberWriter {
  readonly #db: Db;
  readonly #key: number;
  #inserted = 0;
  /** By name, the place in the keys: none, then the zones in the order in which they came. */
  readonly #zones = new Map<string | null, number>([[null, 0]]);

  constructor(db: Db, key: number) {
    this.#db = db;
    this.#key = key;
  }

  /** An entry as it is handed to SQLite. */
  textOf(block: EntryBlock, at: number): string {
    const zone = block.zone(at);
    let zoneAt = this.#zones.get(zone);
    if (zoneAt === undefined) this.#zones.set(zone, (zoneAt = this.#zones.size));
    return `${NUMBER_BASE + (block.numbers[at] as number)}|${ZONE_BASE + zoneAt}${block.name(at)}`;
  }

  /** Inserts the entries that are called next. */
  async insert(texts: readonly string[]): Promise<void> {
    const zones = [...this.#zones.keys()];
    const zone =
      zones.length === 1
        ? sql`null`
        : sql`${JSON.stringify(zones)} ->> (substr(value, 18, 5) - ${sql.lit(ZONE_BASE)})`;
    for (let from = 0; from < texts.length; from += AT_ONCE) {
      const part = JSON.stringify(texts.slice(from, from + AT_ONCE));
      await sql`
        insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due, zone)
        select ${this.#key}, ${this.#inserted + from + 1} + key, cast(value as integer) - ${sql.lit(NUMBER_BASE)},
          substr(value, 23), 'waiting', 0, null, 0, ${zone}
        from json_each(${part})`.execute(this.#db);
    }
    this.#inserted += texts.length;
  }
}

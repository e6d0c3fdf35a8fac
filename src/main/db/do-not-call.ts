import { CompiledQuery, type Transaction } from 'kysely';
import { ErasedNumbers } from './erased-numbers.ts';
import { growingNumbers } from './lists/growing.ts';
import { versionBlocks, versionKeys } from './lists/version-blocks.ts';
import { blockHas, crossOut, type NumberBlock } from './number-blocks.ts';
import type { RawDatabase, RawStatement } from './open.ts';
import type { Tables } from './tables/index.ts';

/** Why a number must not be called. `source` is null for an erased number, of which nothing else is kept. */
export interface DoNotCallHit {
  readonly source: string | null;
  readonly name: string;
  readonly kind: 'own' | 'national' | 'customer' | 'erased';
  /** It may be called again from then on, Unix ms; null: never. */
  readonly until: number | null;
}

/** What scrubbing found in a set of numbers. */
export interface Scrubbed {
  /** The numbers that must not be called, ascending, each with the position of its source in `sources`. */
  readonly numbers: Float64Array;
  readonly sourceOf: Uint8Array;
  readonly sources: readonly { readonly id: string | null; readonly name: string; readonly count: number }[];
}

/** A source whose data should have been renewed. */
export interface OutOfDate {
  readonly id: string;
  readonly name: string;
  /** Unix ms. */
  readonly since: number;
}

interface SourceFacts {
  readonly id: string;
  readonly key: number;
  readonly kind: 'own' | 'national' | 'customer';
  readonly name: string;
  readonly batch: number;
  readonly freshDays: number | null;
  readonly refreshedAt: number;
}

const DAY = 86_400_000;
const ERASED_NAME = 'Erased numbers';
const ERASED_HIT: DoNotCallHit = { source: null, name: ERASED_NAME, kind: 'erased', until: null };

// What counts at a node: the sources of the node and of everything above it.
const SOURCES = `select s.id, s.key, s.kind, s.name, s.batch, s.fresh_days as freshDays,
    s.refreshed_at as refreshedAt
  from do_not_call_sources s join node_ancestors a on a.ancestor_id = s.node_id and a.node_id = ?
  where s.deleted_at is null order by s.key`;
const ENTERED =
  'select number from do_not_call_numbers where source_key = ? and (until is null or until > ?)';
const BLOCKS = `select first, last, data from do_not_call_blocks
  where source_key = ? and batch = ? and last >= ? and first <= ? order by first`;
const ENTERED_ONE = 'select until from do_not_call_numbers where source_key = ? and number = ?';
const BLOCK_OF = `select first, last, data from do_not_call_blocks
  where source_key = ? and batch = ? and first <= ? order by first desc limit 1`;
const KEY = `select value from workspace where key = 'do-not-call-key'`;
const SIEVES = `select distinct e.sieve from do_not_call_erased e
  join node_ancestors a on a.ancestor_id = e.node_id and a.node_id = ?`;
const ERASED = `select 1 from do_not_call_erased e
  join node_ancestors a on a.ancestor_id = e.node_id and a.node_id = ? where e.sieve = ? and e.hash = ? limit 1`;

function outOfDate(sources: readonly SourceFacts[], now: number): OutOfDate[] {
  return sources.flatMap(({ id, name, freshDays, refreshedAt }) => {
    if (freshDays === null) return [];
    const since = refreshedAt + freshDays * DAY;
    return since <= now ? [{ id, name, since }] : [];
  });
}

/** Gathers hits over one set of ascending numbers. */
class Marks {
  readonly #sorted: Float64Array;
  /** Position of the source in #sources, counted from 1; 0: may be called. */
  readonly #of: Uint8Array;
  readonly #sources: { id: string | null; name: string; count: number }[] = [];

  constructor(sorted: Float64Array) {
    this.#sorted = sorted;
    this.#of = new Uint8Array(sorted.length);
  }

  /** Takes the hits of one source; more than 254 sources share the last place. */
  source(id: string | null, name: string): (at: number) => void {
    if (this.#sources.length < 254) this.#sources.push({ id, name, count: 0 });
    const place = this.#sources.length;
    const source = this.#sources[place - 1] as { count: number };
    return (at) => {
      if (this.#of[at] !== 0) return;
      this.#of[at] = place;
      source.count += 1;
    };
  }

  has(at: number): boolean {
    return this.#of[at] !== 0;
  }

  result(): Scrubbed {
    const total = this.#sources.reduce((sum, { count }) => sum + count, 0);
    const numbers = new Float64Array(total);
    const sourceOf = new Uint8Array(total);
    let next = 0;
    for (let at = 0; at < this.#of.length; at++) {
      if (this.#of[at] === 0) continue;
      numbers[next] = this.#sorted[at] as number;
      sourceOf[next++] = (this.#of[at] as number) - 1;
    }
    return { numbers, sourceOf, sources: this.#sources };
  }
}

function positionOf(sorted: Float64Array, number: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = sorted[middle] as number;
    if (found === number) return middle;
    if (found < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

type Steps<T> = Generator<readonly [sql: string, parameters: readonly unknown[]], T, readonly unknown[]>;

/** The scrub, as questions to the database, so that it runs on either kind of connection. */
function* scrubSteps(sorted: Float64Array, node: string, now: number): Steps<Scrubbed> {
  const marks = new Marks(sorted);
  if (sorted.length === 0) return marks.result();
  const [low, high] = [sorted[0] as number, sorted.at(-1) as number];
  for (const source of (yield [SOURCES, [node]]) as SourceFacts[]) {
    const hit = marks.source(source.id, source.name);
    for (const { number } of (yield [ENTERED, [source.key, now]]) as { number: number }[]) {
      const at = positionOf(sorted, number);
      if (at >= 0) hit(at);
    }
    const blocks = (yield [BLOCKS, [source.key, source.batch, low, high]]) as NumberBlock[];
    crossOut(sorted, blocks, hit);
  }
  const [key] = (yield [KEY, []]) as { value: string }[];
  const sieves = (key === undefined ? [] : yield [SIEVES, [node]]) as { sieve: number }[];
  if (key === undefined || sieves.length === 0) return marks.result();
  const erased = new ErasedNumbers(key.value);
  const hit = marks.source(null, ERASED_NAME);
  const wanted = new Set(sieves.map(({ sieve }) => sieve));
  const found = erased.sieves(sorted);
  for (let at = 0; at < found.length; at++) {
    if (!wanted.has(found[at] as number) || marks.has(at)) continue;
    const { sieve, hash } = erased.mark(sorted[at] as number);
    if ((yield [ERASED, [node, sieve, hash]]).length > 0) hit(at);
  }
  return marks.result();
}

/**
 * The do-not-call data that counts at a node, on a thread's own connection: of the node and of everything above it.
 * What others add is seen at the next question. Answers for one number in some ten microseconds.
 */
export class DoNotCall {
  readonly #db: RawDatabase;
  readonly #node: string;
  readonly #sources: RawStatement;
  readonly #entered: RawStatement;
  readonly #block: RawStatement;
  readonly #erased: RawStatement;
  readonly #key: RawStatement;
  #marks: { readonly key: string; readonly erased: ErasedNumbers } | undefined;

  constructor(db: RawDatabase, node: string) {
    this.#db = db;
    this.#node = node;
    this.#sources = db.prepare(SOURCES);
    this.#entered = db.prepare(ENTERED_ONE);
    this.#block = db.prepare(BLOCK_OF);
    this.#key = db.prepare(KEY);
    this.#erased = db.prepare(ERASED);
  }

  /** Why a number (E.164 digits) must not be called at this moment; null if it may be. */
  find(number: number, now: number): DoNotCallHit | null {
    for (const source of this.#sources.all(this.#node) as unknown as SourceFacts[]) {
      const hit = this.#inSource(source, number, now);
      if (hit !== null) return hit;
    }
    const key = this.#key.get()?.['value'] as string | undefined;
    if (key === undefined) return null;
    if (this.#marks?.key !== key) this.#marks = { key, erased: new ErasedNumbers(key) };
    const { sieve, hash } = this.#marks.erased.mark(number);
    const found = this.#erased.get(this.#node, sieve, hash) !== undefined;
    return found ? ERASED_HIT : null;
  }

  #inSource(source: SourceFacts, number: number, now: number): DoNotCallHit | null {
    const { id, name, kind, key, batch } = source;
    const entered = this.#entered.get(key, number) as { until: number | null } | undefined;
    if (entered !== undefined && (entered.until === null || entered.until > now)) {
      return { source: id, name, kind, until: entered.until };
    }
    const block = this.#block.get(key, batch, number) as NumberBlock | undefined;
    const filed = block !== undefined && block.last >= number && blockHas(block.first, block.data, number);
    return filed ? { source: id, name, kind, until: null } : null;
  }

  /** Which of these ascending, distinct numbers must not be called. */
  scrub(sorted: Float64Array, now: number): Scrubbed {
    const steps = scrubSteps(sorted, this.#node, now);
    let step = steps.next();
    while (!step.done) {
      const [sql, parameters] = step.value;
      step = steps.next(this.#db.prepare(sql).all(...parameters));
    }
    return step.value;
  }

  /** Whether there is nothing that any number could be found in. */
  isEmpty(): boolean {
    return this.#sources.get(this.#node) === undefined && this.#key.get() === undefined;
  }

  /** The sources whose data should have been renewed before `now`: nobody is called by such data. */
  outOfDate(now: number): OutOfDate[] {
    return outOfDate(this.#sources.all(this.#node) as unknown as SourceFacts[], now);
  }
}

type Tx = Transaction<Tables>;

async function rowsOf(tx: Tx, sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]> {
  return (await tx.executeQuery(CompiledQuery.raw(sql, [...parameters]))).rows;
}

/** Which numbers of a list version must not be called, within a command's transaction. */
export async function scrubVersion(
  tx: Tx,
  { node, versionKey, now }: { node: string; versionKey: number; now: number },
): Promise<Scrubbed> {
  const numbers = growingNumbers();
  for await (const block of versionBlocks(tx, await versionKeys(tx, versionKey), { texts: false })) {
    for (const number of block.numbers) if (number !== 0) numbers.push(number);
  }
  return scrubNumbers(tx, { node, now, sorted: numbers.take().toSorted() });
}

/** `DoNotCall.scrub` within a command's transaction: of ascending, distinct numbers. */
export async function scrubNumbers(
  tx: Tx,
  { node, now, sorted }: { node: string; now: number; sorted: Float64Array },
): Promise<Scrubbed> {
  const steps = scrubSteps(sorted, node, now);
  let step = steps.next();
  while (!step.done) step = steps.next(await rowsOf(tx, ...step.value));
  return step.value;
}

/** Every source at a node (and above it) that forbids calling a number at this moment, within a transaction. */
export async function findAll(
  tx: Tx,
  { node, number, now }: { node: string; number: number; now: number },
): Promise<DoNotCallHit[]> {
  const hits: DoNotCallHit[] = [];
  for (const { id, key, kind, name, batch } of (await rowsOf(tx, SOURCES, [node])) as SourceFacts[]) {
    const [entered] = (await rowsOf(tx, ENTERED_ONE, [key, number])) as { until: number | null }[];
    const [block] = (await rowsOf(tx, BLOCK_OF, [key, batch, number])) as NumberBlock[];
    const filed = block !== undefined && block.last >= number && blockHas(block.first, block.data, number);
    const counts = entered !== undefined && (entered.until === null || entered.until > now);
    if (filed || counts)
      hits.push({ source: id, name, kind, until: filed ? null : (entered?.until ?? null) });
  }
  const [key] = (await rowsOf(tx, KEY, [])) as { value: string }[];
  if (key === undefined) return hits;
  const { sieve, hash } = new ErasedNumbers(key.value).mark(number);
  if ((await rowsOf(tx, ERASED, [node, sieve, hash])).length > 0) hits.push(ERASED_HIT);
  return hits;
}

/** `DoNotCall.outOfDate` within a transaction: for a preflight. */
export async function doNotCallOutOfDate(tx: Tx, node: string, now: number): Promise<OutOfDate[]> {
  return outOfDate((await rowsOf(tx, SOURCES, [node])) as SourceFacts[], now);
}

/**
 * Adds a number to the own source of a node, which is made if there is none, on a thread's own connection; to be
 * called in the transaction of what caused it, such as a callee's key. Adding it again changes nothing.
 */
export function addOwnNumber(
  db: RawDatabase,
  to: { readonly node: string; readonly number: number; readonly reason: string },
  made: { readonly now: number; newId(): string },
): void {
  const find: RawStatement = db.prepare(
    `select key from do_not_call_sources where node_id = ? and kind = 'own' and deleted_at is null`,
  );
  const own = (): { key: number } | undefined => find.get(to.node) as { key: number } | undefined;
  if (own() === undefined) {
    db.prepare(
      `insert into do_not_call_sources (id, realm_id, node_id, key, kind, name, refreshed_at, created_at, created_by,
         updated_at)
       select ?, realm_id, id, coalesce((select max(key) from do_not_call_sources), 0) + 1, 'own', ?, ?, ?, '', ?
       from nodes where id = ?`,
    ).run(made.newId(), OWN_NAME, made.now, made.now, made.now, to.node);
  }
  const key = own()?.key;
  const added = db
    .prepare(
      `insert into do_not_call_numbers (source_key, number, until, reason, added_at, added_by)
       values (?, ?, null, ?, ?, '') on conflict do update set until = null where until is not null`,
    )
    .run(key, to.number, to.reason, made.now);
  if (added.changes === 0) return;
  db.prepare(
    `update do_not_call_sources set entered = (select count(*) from do_not_call_numbers where source_key = ?)
     where key = ?`,
  ).run(key, key);
}

/** What the source of a node's own entries is called unless a person names it. */
export const OWN_NAME = 'Own list';

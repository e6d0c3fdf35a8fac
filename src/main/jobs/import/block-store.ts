import { BlockBuilder } from '#main/db/lists/block-builder.ts';
import { changeBlock } from '#main/db/lists/change-block.ts';
import type { ListEntry } from '#main/db/lists/entry.ts';
import { BLOCK_ENTRIES, EntryBlock, type PackedBlock } from '#main/db/lists/entry-block.ts';
import { packAdditions } from '#main/db/lists/stored-blocks.ts';
import type { RawDatabase, RawStatement } from '#main/db/open.ts';

/** How much a store keeps in memory. */
export interface StoreLimits {
  /** Entries in a block. */
  readonly entries: number;
  /** Bytes of written blocks that were looked at and may be again. */
  readonly kept: number;
  /** Bytes written in one transaction, so that the service's writes wait for milliseconds only. */
  readonly atOnce: number;
  /** Changes that are kept before they are put into their blocks. */
  readonly changes: number;
}

const LIMITS: StoreLimits = {
  entries: BLOCK_ENTRIES,
  kept: 67_108_864,
  atOnce: 2_097_152,
  changes: 20_000,
};

/** A block of which more entries than this were added to is written again, as are those with entries taken out. */
const MOST_ADDITIONS = 200;
const ADDITIONS_AT_ONCE = 1_000;

type Changed = Omit<ListEntry, 'seq'> | null;
type Changes = ReadonlyMap<number, Changed>;

/**
 * The blocks of a version that is being written: the one that is being built, those that wait in memory, and those in
 * the database. Entries can be changed until `finish`, wherever they are.
 */
export class BlockStore {
  /** Takes the entries; call `added` after each. */
  readonly builder: BlockBuilder;
  readonly #db: RawDatabase;
  readonly #key: number;
  readonly #limits: StoreLimits;
  /** Told of blocks that are written; their memory is not looked at any more. */
  onWritten: (blocks: readonly PackedBlock[]) => void = () => undefined;
  /** Writes what is to be in the same transaction as the next blocks: each transaction waits for the disk. */
  alongside: () => void = () => undefined;
  /** Closed blocks that are not written yet by their first seq, in order. */
  readonly #waiting = new Map<number, PackedBlock>();
  #waitingBytes = 0;
  /** Written blocks that were read again by their first seq; the one longest unused comes first. */
  readonly #kept = new Map<number, PackedBlock>();
  #keptBytes = 0;
  /** Seq of the first entry of each closed block, ascending. */
  readonly #firsts: number[] = [];
  /** Of closed and written blocks and of the open one; by the first seq of their block, then by seq. */
  readonly #changes = new Map<number, Map<number, Changed>>();
  #changeCount = 0;
  readonly #insert: RawStatement;
  readonly #update: RawStatement;
  readonly #addition: RawStatement;
  readonly #read: RawStatement;

  constructor(db: RawDatabase, key: number, limits = LIMITS) {
    this.#db = db;
    this.#key = key;
    this.#limits = limits;
    this.builder = new BlockBuilder(1, limits.entries);
    this.#insert = db.prepare(
      `insert into number_list_blocks (version_key, first, count, fixed, texts, zones) values (?, ?, ?, ?, ?, ?)`,
    );
    this.#update = db.prepare(
      'update number_list_blocks set fixed = ?, texts = ?, zones = ? where version_key = ? and first = ?',
    );
    this.#addition = db.prepare(
      'insert into number_list_additions (version_key, first, entries) values (?, ?, ?)',
    );
    this.#read = db.prepare(
      'select first, count, fixed, texts, zones from number_list_blocks where version_key = ? and first = ?',
    );
  }

  /** Takes a block that was made elsewhere; its entries follow those that are there. */
  put(block: PackedBlock): void {
    if (this.builder.count > 0) this.#close();
    if (block.first !== this.builder.next) throw new Error('The block does not follow.');
    this.builder.startAt(block.first + block.count);
    this.#add(block);
  }

  added(): void {
    if (this.builder.full) this.#close();
  }

  /** Whether so much has gathered that it should be written. */
  get due(): boolean {
    return this.#waitingBytes >= this.#limits.atOnce || this.#changeCount > this.#limits.changes;
  }

  /** The entry as it is now; null if it was taken out. */
  entry(seq: number): Changed {
    const first = this.#firstOf(seq);
    const changed = this.#changes.get(first)?.get(seq);
    if (changed !== undefined) return changed;
    return this.#blockAt(first).entry(seq - first);
  }

  /** The numbers of all entries, in their order, as they were added. */
  numbers(): Float64Array {
    if (this.builder.count > 0) this.#close();
    const numbers = new Float64Array(this.builder.next - 1);
    for (const first of this.#firsts) numbers.set(EntryBlock.of(this.#closed(first)).numbers, first - 1);
    return numbers;
  }

  /** Replaces an entry, or takes it out (null). An entry that is replaced keeps its number. */
  change(seq: number, entry: Changed): void {
    const first = this.#firstOf(seq);
    let changes = this.#changes.get(first);
    if (changes === undefined) this.#changes.set(first, (changes = new Map<number, Changed>()));
    if (!changes.has(seq)) this.#changeCount += 1;
    changes.set(seq, entry);
  }

  /** Writes what has gathered; a transaction at each step. */
  *write(): Generator<void> {
    while (this.#waitingBytes >= this.#limits.atOnce) {
      this.#writeSome();
      yield;
    }
    if (this.#changeCount > this.#limits.changes) yield* this.#rewrite([...this.#changes.keys()]);
  }

  /** Writes all that is left; a transaction at each step. */
  *finish(): Generator<void> {
    if (this.builder.count > 0) this.#close();
    while (this.#waiting.size > 0) {
      this.#writeSome();
      yield;
    }
    const again = [...this.#changes].filter(([, changes]) => worthABlock(changes)).map(([first]) => first);
    yield* this.#rewrite(again);
    const rest = [...this.#changes];
    for (let from = 0; from < rest.length; from += ADDITIONS_AT_ONCE) {
      this.#writeAdditions(rest.slice(from, from + ADDITIONS_AT_ONCE));
      yield;
    }
  }

  #close(): void {
    this.#add(this.builder.take());
  }

  #add(block: PackedBlock): void {
    this.#waiting.set(block.first, block);
    this.#waitingBytes += sizeOf(block);
    this.#firsts.push(block.first);
  }

  #writeSome(): void {
    const some: PackedBlock[] = [];
    let bytes = 0;
    for (const [first, block] of this.#waiting) {
      if (bytes >= this.#limits.atOnce) break;
      bytes += sizeOf(block);
      some.push(block);
      this.#waiting.delete(first);
    }
    this.#waitingBytes -= bytes;
    const changed = some.map((block) => this.#changed(block));
    this.#atomically(() => {
      this.alongside();
      for (const { first, count, fixed, texts, zones } of changed) {
        this.#insert.run(this.#key, first, count, fixed, texts, zones);
      }
    });
    this.onWritten(some);
  }

  /** Puts the changes of these closed blocks into them, wherever they lie. */
  *#rewrite(firsts: readonly number[]): Generator<void> {
    for (const first of firsts) {
      if (!this.#changes.has(first) || (first === this.#openFirst && this.builder.count > 0)) continue;
      const waiting = this.#waiting.get(first);
      const changed = this.#changed(waiting ?? this.#stored(first));
      if (waiting !== undefined) {
        this.#waiting.set(first, changed);
        this.#waitingBytes += sizeOf(changed) - sizeOf(waiting);
        continue;
      }
      this.#forget(first);
      this.#atomically(() => {
        const { fixed, texts, zones } = changed;
        this.#update.run(fixed, texts, zones, this.#key, first);
      });
      yield;
    }
  }

  #writeAdditions(some: readonly (readonly [first: number, changes: Changes])[]): void {
    this.#atomically(() => {
      for (const [first, changes] of some) {
        const entries = [...changes].map(([seq, entry]) => ({ ...entry, seq }) as ListEntry);
        this.#addition.run(this.#key, first, packAdditions(entries));
      }
    });
  }

  /** The block with its changes, which are settled by that. */
  #changed(block: PackedBlock): PackedBlock {
    const changes = this.#changes.get(block.first);
    if (changes === undefined) return block;
    this.#changes.delete(block.first);
    this.#changeCount -= changes.size;
    return changeBlock(block, changes);
  }

  get #openFirst(): number {
    return this.builder.next - this.builder.count;
  }

  #firstOf(seq: number): number {
    if (seq >= this.#openFirst) return this.#openFirst;
    let [low, high] = [0, this.#firsts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firsts[middle] as number) <= seq) low = middle;
      else high = middle - 1;
    }
    return this.#firsts[low] as number;
  }

  #blockAt(first: number): EntryBlock {
    return first === this.#openFirst ? this.builder.view() : EntryBlock.of(this.#closed(first));
  }

  #closed(first: number): PackedBlock {
    return this.#waiting.get(first) ?? this.#stored(first);
  }

  /** A block out of the database. */
  #stored(first: number): PackedBlock {
    const kept = this.#kept.get(first);
    const block = kept ?? (this.#read.get(this.#key, first) as unknown as PackedBlock);
    this.#forget(first);
    this.#kept.set(first, block);
    this.#keptBytes += sizeOf(block);
    for (const oldest of this.#kept.keys()) {
      if (this.#keptBytes <= this.#limits.kept || oldest === first) break;
      this.#forget(oldest);
    }
    return block;
  }

  #forget(first: number): void {
    const block = this.#kept.get(first);
    if (block === undefined) return;
    this.#kept.delete(first);
    this.#keptBytes -= sizeOf(block);
  }

  #atomically(write: () => void): void {
    this.#db.transaction(write).immediate();
  }
}

const sizeOf = ({ fixed, texts }: PackedBlock): number => fixed.length + texts.length;

/** Whether a block is written again for its changes: what was taken out must be gone from its bytes. */
function worthABlock(changes: Changes): boolean {
  return changes.size > MOST_ADDITIONS || [...changes.values()].includes(null);
}

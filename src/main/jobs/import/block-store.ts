import { BlockBuilder } from '#main/db/lists/block-builder.ts';
import { changeBlock } from '#main/db/lists/change-block.ts';
import type { ListEntry } from '#main/db/lists/entry.ts';
import { BLOCK_ENTRIES, EntryBlock, type PackedBlock } from '#main/db/lists/entry-block.ts';
import type { RawDatabase, RawStatement } from '#main/db/open.ts';

/** How much a store keeps in memory. */
export interface StoreLimits {
  /** Entries in a block. */
  readonly entries: number;
  /** Bytes of blocks that wait: what later rows add to their entries costs no second write. */
  readonly waiting: number;
  /** Bytes written in one transaction, so that the service's writes wait for milliseconds only. */
  readonly atOnce: number;
  /** Changes that are kept before they are put into their blocks. */
  readonly changes: number;
}

const LIMITS: StoreLimits = {
  entries: BLOCK_ENTRIES,
  waiting: 67_108_864,
  atOnce: 4_194_304,
  changes: 20_000,
};

type Changed = Omit<ListEntry, 'seq'> | null;

/**
 * The blocks of a version that is being written: the one that is being built, those that wait in memory, and earlier
 * ones in the database. Entries can be changed until `finish`, wherever they are.
 */
export class BlockStore {
  /** Takes the entries; call `added` after each. */
  readonly builder: BlockBuilder;
  readonly #db: RawDatabase;
  readonly #key: number;
  readonly #limits: StoreLimits;
  #waiting: PackedBlock[] = [];
  #bytes = 0;
  /** Seq of the first entry of each closed block, ascending. */
  readonly #firsts: number[] = [];
  /** By the first seq of their block, then by seq. */
  readonly #changes = new Map<number, Map<number, Changed>>();
  #changeCount = 0;
  readonly #insert: RawStatement;
  readonly #update: RawStatement;
  readonly #read: RawStatement;
  /** The block that was read last. */
  #last: PackedBlock | undefined;

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
    this.#read = db.prepare(
      'select first, count, fixed, texts, zones from number_list_blocks where version_key = ? and first = ?',
    );
  }

  added(): void {
    if (this.builder.full) this.#close();
  }

  /** Whether so much waits that some of it should be written. */
  get due(): boolean {
    return this.#bytes > this.#limits.waiting || this.#changeCount > this.#limits.changes;
  }

  /** The entry as it is now; null if it was taken out. */
  entry(seq: number): Changed {
    const first = this.#firstOf(seq);
    const changed = this.#changes.get(first)?.get(seq);
    if (changed !== undefined) return changed;
    return this.#blockAt(first).entry(seq - first);
  }

  /** Replaces an entry, or takes it out (null). */
  change(seq: number, entry: Changed): void {
    const first = this.#firstOf(seq);
    let changes = this.#changes.get(first);
    if (changes === undefined) this.#changes.set(first, (changes = new Map<number, Changed>()));
    if (!changes.has(seq)) this.#changeCount += 1;
    changes.set(seq, entry);
  }

  /** Writes blocks until few enough wait; a transaction at each step. */
  *write(most = this.#limits.waiting): Generator<void> {
    while (this.#bytes > most) {
      this.#writeSome();
      yield;
    }
    if (this.#changeCount > (most === 0 ? 0 : this.#limits.changes)) yield* this.#settle();
  }

  /** Writes all that is left; a transaction at each step. */
  *finish(): Generator<void> {
    if (this.builder.count > 0) this.#close();
    yield* this.write(0);
  }

  #close(): void {
    const block = this.builder.take();
    this.#waiting.push(block);
    this.#firsts.push(block.first);
    this.#bytes += block.fixed.length + block.texts.length;
  }

  #writeSome(): void {
    let bytes = 0;
    let count = 0;
    for (const { fixed, texts } of this.#waiting) {
      if (bytes >= this.#limits.atOnce) break;
      bytes += fixed.length + texts.length;
      count += 1;
    }
    this.#bytes -= bytes;
    const some = this.#waiting.splice(0, count).map((block) => this.#changed(block));
    this.#atomically(() => {
      for (const { first, count: entries, fixed, texts, zones } of some) {
        this.#insert.run(this.#key, first, entries, fixed, texts, zones);
      }
    });
  }

  /** Puts the changes into their blocks, those in memory and those in the database. */
  *#settle(): Generator<void> {
    this.#waiting = this.#waiting.map((block) => this.#changed(block));
    this.#bytes = this.#waiting.reduce((sum, { fixed, texts }) => sum + fixed.length + texts.length, 0);
    const open = this.builder.count > 0 ? this.#openFirst : -1;
    for (const first of this.#changes.keys()) {
      if (first === open) continue;
      this.#atomically(() => {
        const { fixed, texts, zones } = this.#changed(this.#stored(first));
        this.#update.run(fixed, texts, zones, this.#key, first);
      });
      this.#last = undefined;
      yield;
    }
  }

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
    if (first === this.#openFirst) return this.builder.view();
    const oldest = this.#waiting[0]?.first ?? Number.POSITIVE_INFINITY;
    if (first < oldest) return EntryBlock.of(this.#stored(first));
    const place = this.#firsts.length - this.#waiting.length;
    return EntryBlock.of(this.#waiting[this.#firsts.indexOf(first, place) - place] as PackedBlock);
  }

  #stored(first: number): PackedBlock {
    if (this.#last?.first !== first) {
      this.#last = this.#read.get(this.#key, first) as unknown as PackedBlock;
    }
    return this.#last;
  }

  #atomically(write: () => void): void {
    this.#db.transaction(write).immediate();
  }
}

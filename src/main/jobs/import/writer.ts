import type { ListEntry } from '#main/db/lists/entry.ts';
import type { EntryBlock } from '#main/db/lists/entry-block.ts';
import { packFields, unpackFields } from '#main/db/lists/extra-fields.ts';
import type { RawDatabase } from '#main/db/open.ts';
import type { ProblemCause } from '#shared/operations/number-lists.ts';
import { BlockStore } from './block-store.ts';
import { BulkInsert } from './bulk-insert.ts';

/** Problems written in one transaction: some ms, so that the service's writes never wait long. */
const PROBLEMS_AT_ONCE = 5_000;

/** A row that is not in the list. */
export interface Problem {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly suggestion: string;
  readonly cause: ProblemCause;
  readonly number?: number | null;
  /** JSON of the whole row of the file. */
  readonly cells?: string;
}

/** What an entry is made from. */
export type NewEntry = Omit<ListEntry, 'seq' | 'row'>;

/** The part of an entry that a later row can add to. */
type Fillable = Pick<NewEntry, 'name' | 'fields' | 'zone' | 'priority'>;

/** A longer row is not kept whole in the report, in characters. */
const LONGEST_CELLS = 100_000;

const PROBLEM = {
  seq: '?',
  row: '?',
  outcome: "'refused'",
  column_name: '?',
  value: '?',
  reason: '?',
  suggestion: '?',
  cause: '?',
  number: '?',
  cells: '?',
};

/** A list may have many of them, and most is the same in each. */
const MERGED = {
  seq: '?',
  row: '?',
  outcome: "'merged'",
  column_name: '?',
  // Numbers are bound as reals.
  value: "'+' || cast(? as integer)",
  reason: '?',
  suggestion: "'Nothing to do.'",
  cause: "'same-number'",
};

/** A row whose number an entry has already. */
export interface MergedRow {
  readonly row: number;
  /** The column of the number. */
  readonly column: string;
  readonly number: number;
  readonly reason: string;
}

/**
 * Writes the entries and problems of one version in short transactions on the job's own connection. Nothing of it is
 * seen before the list is ready. Throws what SQLite throws (disk full, busy).
 */
export class VersionWriter {
  readonly #db: RawDatabase;
  /** Takes whole blocks; `addEntry` is for single entries. */
  readonly blocks: BlockStore;
  readonly #problems: BulkInsert;
  readonly #merged: BulkInsert;
  #problemCount = 0;

  constructor(db: RawDatabase, key: number) {
    this.#db = db;
    this.blocks = new BlockStore(db, key);
    this.#problems = new BulkInsert(db, key, { table: 'number_list_problems', columns: PROBLEM });
    this.#merged = new BulkInsert(db, key, { table: 'number_list_problems', columns: MERGED });
    this.blocks.alongside = () => this.#insertProblems();
  }

  addEntry(entry: NewEntry, row: number): void {
    this.blocks.builder.add({ ...entry, row });
    this.blocks.added();
  }

  /** Rows `from` up to, and without, `to` of a block, as entries with the next seqs. */
  addRun(block: EntryBlock, from: number, to: number): void {
    let at = from;
    while (at < to) {
      at = this.blocks.builder.addRun(block, at, to);
      this.blocks.added();
    }
  }

  addProblem(problem: Problem): void {
    this.#problemCount += 1;
    const { row, column, value, reason, suggestion, cause, number = null } = problem;
    const { cells: whole = null } = problem;
    const cells = whole !== null && whole.length > LONGEST_CELLS ? null : whole;
    const seq = this.#problemCount;
    this.#problems.add(seq, row, column, value, reason, suggestion, cause, number, cells);
  }

  addMerged({ row, column, number, reason }: MergedRow): void {
    this.#problemCount += 1;
    this.#merged.add(this.#problemCount, row, column, number, reason);
  }

  /** Fills what is empty in an entry from a later row; says whether that changed anything. */
  fill(seq: number, from: Fillable): boolean {
    const old = this.blocks.entry(seq);
    const now = old === null ? null : filledFrom(old, from);
    if (old === null || now === null) return false;
    this.blocks.change(seq, { ...old, ...now });
    return true;
  }

  /**
   * Takes entries that must not be called out again: each becomes a refused row with the words that `explain` gives;
   * one of the first `carried` is of no row of this file (0). A part at each step.
   */
  *withdraw(
    seqs: Uint32Array,
    {
      explain,
      carried,
    }: {
      explain: (entry: NewEntry & { readonly row: number }, at: number) => Problem;
      carried: number;
    },
  ): Generator<void> {
    for (const [at, seq] of seqs.entries()) {
      const entry = this.blocks.entry(seq);
      if (entry === null) continue;
      this.blocks.change(seq, null);
      this.addProblem(explain({ ...entry, row: seq <= carried ? 0 : entry.row }, at));
      if (this.full) yield* this.flush();
    }
  }

  /** Whether enough is gathered to be worth a transaction. */
  get full(): boolean {
    return this.#problemsWaiting >= PROBLEMS_AT_ONCE || this.blocks.due;
  }

  /** Writes what has gathered, a transaction at each step. */
  *flush(): Generator<void> {
    yield* this.blocks.write();
    if (this.#problemsWaiting < PROBLEMS_AT_ONCE) return;
    this.#writeProblems();
    yield;
  }

  get #problemsWaiting(): number {
    return this.#problems.rows + this.#merged.rows;
  }

  #writeProblems(): void {
    if (this.#problemsWaiting > 0) this.#db.transaction(() => this.#insertProblems()).immediate();
  }

  #insertProblems(): void {
    this.#problems.write();
    this.#merged.write();
  }

  /** Writes all that is left, a transaction at each step. */
  *finish(): Generator<void> {
    yield* this.flush();
    yield* this.blocks.finish();
    this.#writeProblems();
    yield;
  }
}

/** What an entry lacks taken from a later row, fields beyond the header too; null if that changes nothing. */
function filledFrom(old: Fillable, from: Fillable): Fillable | null {
  const name = old.name === '' ? from.name : old.name;
  const zone = old.zone ?? from.zone;
  const priority = old.priority ?? from.priority;
  const [mine, theirs] = [unpackFields(old.fields), unpackFields(from.fields)];
  const count = Math.max(mine.length, theirs.length);
  const fields = packFields(Array.from({ length: count }, (_, at) => mine[at] || theirs[at] || ''));
  const same = name === old.name && fields === old.fields && zone === old.zone && priority === old.priority;
  return same ? null : { name, fields, zone, priority };
}

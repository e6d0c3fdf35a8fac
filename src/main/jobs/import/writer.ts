import type { RawDatabase, RawStatement } from '#main/db/open.ts';
import type { ProblemCause } from '#shared/operations/number-lists.ts';
import { packFields, unpackFields } from '#main/db/lists/extra-fields.ts';
import type { NumberTable } from './number-table.ts';
import type { GoodRow } from './row-reader.ts';

/** Rows written in one transaction: a few ms, so that the service's writes never wait long and little is kept. */
const ROWS_AT_ONCE = 1_000;
/** Rows bound to one statement. */
const ROWS_BOUND = 80;

type Value = string | number | null;

/** Inserts rows of one table, many to a statement: a fifth of the cost of one each. */
class BulkInsert {
  readonly #columns: number;
  readonly #many: RawStatement;
  readonly #one: RawStatement;
  #values: Value[] = [];

  /** `key`: the version, which is part of the statement: what is not bound a million times is that much faster. */
  constructor(
    db: RawDatabase,
    key: number,
    { table, columns }: { table: string; columns: readonly string[] },
  ) {
    const row = `(${key},${columns.map(() => '?').join(',')})`;
    const insert = `insert into ${table} (version_key,${columns.join(',')}) values `;
    this.#columns = columns.length;
    this.#many = db.prepare(insert + Array.from({ length: ROWS_BOUND }, () => row).join(','));
    this.#one = db.prepare(insert + row);
  }

  get rows(): number {
    return this.#values.length / this.#columns;
  }

  add(...row: Value[]): void {
    for (const value of row) this.#values.push(value);
  }

  /** The cell of a row that is not written yet; rows count from 0. */
  get(row: number, column: number): Value {
    return this.#values[row * this.#columns + column] as Value;
  }

  set(row: number, column: number, value: Value): void {
    this.#values[row * this.#columns + column] = value;
  }

  write(): void {
    const step = ROWS_BOUND * this.#columns;
    let at = 0;
    for (; at + step <= this.#values.length; at += step) this.#many.run(this.#values.slice(at, at + step));
    for (; at < this.#values.length; at += this.#columns) {
      this.#one.run(this.#values.slice(at, at + this.#columns));
    }
    this.#values = [];
  }
}

const [NAME, FIELDS, ZONE, PRIORITY] = [2, 4, 6, 7];

export interface Problem {
  readonly row: number;
  readonly outcome: 'refused' | 'merged';
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly suggestion: string;
  readonly cause: ProblemCause;
  readonly number?: number | null;
  /** The whole row of the file. */
  readonly cells?: readonly string[];
}

/** What an entry is made from. */
export type NewEntry = Pick<GoodRow, 'number' | 'name' | 'fields' | 'traits' | 'zone' | 'priority'>;

/** The part of an entry that a later row can add to. */
type Fillable = Pick<NewEntry, 'name' | 'fields' | 'zone' | 'priority'>;

/** A longer row is not kept whole in the report, in characters. */
const LONGEST_CELLS = 100_000;

/**
 * Writes the entries and problems of one version in short transactions on the job's own connection. Nothing of it is
 * seen before the list is ready. Throws what SQLite throws (disk full, busy).
 */
export class VersionWriter {
  readonly #db: RawDatabase;
  readonly #key: number;
  readonly #placed: boolean;
  readonly #entries: BulkInsert;
  readonly #problems: BulkInsert;
  readonly #read: RawStatement;
  readonly #fill: RawStatement;
  /** What entries that are written already will become, by seq. */
  #fills = new Map<number, Fillable>();
  #entryCount = 0;
  #problemCount = 0;
  #written = 0;

  /** `placed`: entries may have a zone or a priority. */
  constructor(db: RawDatabase, key: number, { placed }: { placed: boolean }) {
    this.#db = db;
    this.#key = key;
    this.#placed = placed;
    const columns = ['seq', 'number', 'name', 'row', 'fields', 'traits'];
    this.#entries = new BulkInsert(db, key, {
      table: 'number_list_entries',
      columns: placed ? [...columns, 'zone', 'priority'] : columns,
    });
    this.#problems = new BulkInsert(db, key, {
      table: 'number_list_problems',
      columns: [
        'seq',
        'row',
        'outcome',
        'column_name',
        'value',
        'reason',
        'suggestion',
        'cause',
        'number',
        'cells',
      ],
    });
    this.#read = db.prepare(
      'select name, fields, zone, priority from number_list_entries where version_key = ? and seq = ?',
    );
    this.#fill = db.prepare(
      `update number_list_entries set name = ?, fields = ?, zone = ?, priority = ?
       where version_key = ? and seq = ?`,
    );
  }

  /** The seq that the next entry gets. */
  get nextSeq(): number {
    return this.#entryCount + 1;
  }

  addEntry(entry: NewEntry, row: number): void {
    this.#entryCount += 1;
    const { number, name, fields, traits, zone, priority } = entry;
    if (this.#placed) this.#entries.add(this.#entryCount, number, name, row, fields, traits, zone, priority);
    else this.#entries.add(this.#entryCount, number, name, row, fields, traits);
  }

  addProblem(problem: Problem): void {
    this.#problemCount += 1;
    const { row, outcome, column, value, reason, suggestion, cause, number = null } = problem;
    const whole = problem.cells === undefined ? null : JSON.stringify(problem.cells);
    const cells = whole !== null && whole.length > LONGEST_CELLS ? null : whole;
    const seq = this.#problemCount;
    this.#problems.add(seq, row, outcome, column, value, reason, suggestion, cause, number, cells);
  }

  /** Fills what is empty in an entry from a later row; says whether that changed anything and whether gaps remain. */
  fill(seq: number, from: GoodRow, fieldCount: number): { filled: boolean; gaps: boolean } {
    const pending = seq - this.#written - 1;
    const old =
      pending >= 0
        ? {
            name: this.#entries.get(pending, NAME),
            fields: this.#entries.get(pending, FIELDS),
            zone: this.#placed ? this.#entries.get(pending, ZONE) : null,
            priority: this.#placed ? this.#entries.get(pending, PRIORITY) : null,
          }
        : (this.#fills.get(seq) ?? this.#read.get(this.#key, seq));
    const merged = mergeRow(old as Fillable, from, fieldCount);
    if (this.#placed) merged.gaps ||= merged.now.zone === null || merged.now.priority === null;
    if (!merged.filled) return merged;
    const { now } = merged;
    if (pending >= 0) {
      this.#entries.set(pending, NAME, now.name);
      this.#entries.set(pending, FIELDS, now.fields);
      if (this.#placed) {
        this.#entries.set(pending, ZONE, now.zone);
        this.#entries.set(pending, PRIORITY, now.priority);
      }
    } else {
      this.#fills.set(seq, now);
    }
    return merged;
  }

  /**
   * Takes numbers that must not be called out again, once everything is written: each entry becomes a refused row
   * with the words that `explain` gives. A part at each step.
   */
  *withdraw(
    numbers: readonly { readonly seq: number; readonly row: number }[],
    explain: (entry: NewEntry & { readonly row: number }, at: number) => Problem,
  ): Generator<void> {
    const read = this.#db.prepare(
      `select number, name, fields, traits, zone, priority from number_list_entries
       where version_key = ? and seq = ?`,
    );
    const remove = this.#db.prepare('delete from number_list_entries where version_key = ? and seq = ?');
    for (let from = 0; from < numbers.length; from += ROWS_AT_ONCE) {
      this.#atomically(() => {
        for (let at = from; at < Math.min(from + ROWS_AT_ONCE, numbers.length); at++) {
          const { seq, row } = numbers[at] as { seq: number; row: number };
          const entry = read.get(this.#key, seq) as NewEntry;
          remove.run(this.#key, seq);
          this.addProblem(explain({ ...entry, row }, at));
        }
        this.#problems.write();
      });
      yield;
    }
  }

  /** Whether enough is gathered to be worth a transaction. */
  get full(): boolean {
    return this.#entries.rows + this.#problems.rows + this.#fills.size >= ROWS_AT_ONCE;
  }

  /** Writes what is gathered. */
  flush(): void {
    this.#atomically(() => {
      this.#entries.write();
      this.#problems.write();
      for (const [seq, { name, fields, zone, priority }] of this.#fills) {
        this.#fill.run(name, fields, zone, priority, this.#key, seq);
      }
    });
    this.#fills.clear();
    this.#written = this.#entryCount;
  }

  /** Writes the numbers in their order, but those that were left out; a part at each step of the iteration. */
  *writeNumbers(table: NumberTable, left: ReadonlySet<number> = new Set()): Generator<void> {
    const insert = new BulkInsert(this.#db, this.#key, {
      table: 'number_list_numbers',
      columns: ['number', 'seq'],
    });
    for (const number of table.sorted()) {
      if (left.size > 0 && left.has(number)) continue;
      insert.add(number, table.entryOf(number));
      if (insert.rows >= 4 * ROWS_AT_ONCE) {
        this.#atomically(() => insert.write());
        yield;
      }
    }
    this.#atomically(() => insert.write());
  }

  #atomically(write: () => void): void {
    this.#db.transaction(write).immediate();
  }
}

/** The first row with what it lacks taken from a later one; fields beyond the header count too. */
function mergeRow(
  old: Fillable,
  from: GoodRow,
  fieldCount: number,
): { now: Fillable; filled: boolean; gaps: boolean } {
  const name = old.name === '' ? from.name : old.name;
  const zone = old.zone ?? from.zone;
  const priority = old.priority ?? from.priority;
  const [mine, theirs] = [unpackFields(old.fields), unpackFields(from.fields)];
  const count = Math.max(fieldCount, mine.length, theirs.length);
  const values = Array.from({ length: count }, (_, index) => mine[index] || theirs[index] || '');
  const fields = packFields(values);
  const same = name === old.name && fields === old.fields && zone === old.zone && priority === old.priority;
  const gaps = name === '' || values.slice(0, fieldCount).includes('');
  return { now: { name, fields, zone, priority }, filled: !same, gaps };
}

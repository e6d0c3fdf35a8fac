import type { RawDatabase, RawStatement } from '#main/db/open.ts';
import { packFields, unpackFields } from './extra-fields.ts';
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

  constructor(db: RawDatabase, table: string, columns: readonly string[]) {
    const row = `(${columns.map(() => '?').join(',')})`;
    const insert = `insert into ${table} (${columns.join(',')}) values `;
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

const [NAME, FIELDS] = [3, 5];

export interface Problem {
  readonly row: number;
  readonly outcome: 'refused' | 'merged';
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly suggestion: string;
}

/**
 * Writes the entries and problems of one version in short transactions on the job's own connection. Nothing of it is
 * seen before the list is ready. Throws what SQLite throws (disk full, busy).
 */
export class VersionWriter {
  readonly #db: RawDatabase;
  readonly #key: number;
  readonly #entries: BulkInsert;
  readonly #problems: BulkInsert;
  readonly #read: RawStatement;
  readonly #fill: RawStatement;
  /** What entries that are written already will become, by seq. */
  #fills = new Map<number, { name: string; fields: string | null }>();
  #entryCount = 0;
  #problemCount = 0;
  #written = 0;

  constructor(db: RawDatabase, key: number) {
    this.#db = db;
    this.#key = key;
    this.#entries = new BulkInsert(db, 'number_list_entries', [
      'version_key',
      'seq',
      'number',
      'name',
      'row',
      'fields',
    ]);
    this.#problems = new BulkInsert(db, 'number_list_problems', [
      'version_key',
      'seq',
      'row',
      'outcome',
      'column_name',
      'value',
      'reason',
      'suggestion',
    ]);
    this.#read = db.prepare('select name, fields from number_list_entries where version_key = ? and seq = ?');
    this.#fill = db.prepare(
      'update number_list_entries set name = ?, fields = ? where version_key = ? and seq = ?',
    );
  }

  /** The seq that the next entry gets. */
  get nextSeq(): number {
    return this.#entryCount + 1;
  }

  addEntry(good: GoodRow, row: number): void {
    this.#entryCount += 1;
    this.#entries.add(this.#key, this.#entryCount, good.number, good.name, row, good.fields);
  }

  addProblem(problem: Problem): void {
    this.#problemCount += 1;
    const { row, outcome, column, value, reason, suggestion } = problem;
    this.#problems.add(this.#key, this.#problemCount, row, outcome, column, value, reason, suggestion);
  }

  /** Fills what is empty in an entry from a later row; says whether that changed anything and whether gaps remain. */
  fill(seq: number, from: GoodRow, fieldCount: number): { filled: boolean; gaps: boolean } {
    const pending = seq - this.#written - 1;
    const old =
      pending >= 0
        ? { name: this.#entries.get(pending, NAME), fields: this.#entries.get(pending, FIELDS) }
        : (this.#fills.get(seq) ?? this.#read.get(this.#key, seq));
    const merged = mergeRow(old as { name: string; fields: string | null }, from, fieldCount);
    if (!merged.filled) return merged;
    if (pending >= 0) {
      this.#entries.set(pending, NAME, merged.name);
      this.#entries.set(pending, FIELDS, merged.fields);
    } else {
      this.#fills.set(seq, { name: merged.name, fields: merged.fields });
    }
    return merged;
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
      for (const [seq, { name, fields }] of this.#fills) this.#fill.run(name, fields, this.#key, seq);
    });
    this.#fills.clear();
    this.#written = this.#entryCount;
  }

  /** Writes the numbers in their order, a part at each step of the iteration. */
  *writeNumbers(table: NumberTable): Generator<void> {
    const insert = new BulkInsert(this.#db, 'number_list_numbers', ['version_key', 'number', 'seq']);
    for (const number of table.sorted()) {
      insert.add(this.#key, number, table.entryOf(number));
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
  old: { name: string; fields: string | null },
  from: GoodRow,
  fieldCount: number,
): { name: string; fields: string | null; filled: boolean; gaps: boolean } {
  const name = old.name === '' ? from.name : old.name;
  const [mine, theirs] = [unpackFields(old.fields), unpackFields(from.fields)];
  const count = Math.max(fieldCount, mine.length, theirs.length);
  const values = Array.from({ length: count }, (_, index) => mine[index] || theirs[index] || '');
  const fields = packFields(values);
  return {
    name,
    fields,
    filled: name !== old.name || fields !== old.fields,
    gaps: name === '' || values.slice(0, fieldCount).includes(''),
  };
}

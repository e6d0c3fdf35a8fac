import { openRaw, type RawDatabase, type RawStatement } from '../open.ts';
import { fileOf, makeFolder } from './files.ts';
import { keyAt, type Month, monthOf, SLOTS_PER_MS, type Span, spanOf, TIME_LIMIT } from './months.ts';
import type { LogRow } from './rows.ts';
import { makeTables } from './schema.ts';

/** How many rows were new, and how many the log had already. */
export interface Appended {
  readonly added: number;
  readonly known: number;
}

const HOUR = 3_600_000;
/** Files kept open for writing; imports mostly add to one month at a time. */
const OPEN_WRITERS = 4;

/** Adds rows to one account's month. */
class MonthWriter {
  readonly raw: RawDatabase;
  readonly #span: Span;
  readonly #words = new Map<string, number>();
  readonly #insert: RawStatement;
  readonly #lastKey: RawStatement;
  readonly #count: RawStatement;
  readonly #word: RawStatement;

  constructor(file: string, month: Month) {
    this.raw = openRaw(file);
    this.raw.pragma('cache_size = -65536');
    makeTables(this.raw);
    this.#span = spanOf(month);
    this.#insert = this.raw.prepare(
      `insert into messages values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (message_id) do nothing`,
    );
    this.#lastKey = this.raw.prepare('select max(key) from messages where key >= ? and key < ?');
    this.#lastKey.pluck();
    this.#count = this.raw.prepare(
      `insert into counts values (?, ?, ?, ?, ?)
       on conflict (hour, project, channel, direction) do update set messages = messages + excluded.messages`,
    );
    this.#word = this.raw.prepare(
      'insert into words (word) values (?) on conflict (word) do update set word = excluded.word returning id',
    );
    this.#word.pluck();
  }

  /** All or nothing. Returns how many rows were new. */
  append(rows: readonly LogRow[]): number {
    const write = this.raw.transaction(() => this.#write(rows));
    try {
      return write.immediate();
    } catch (error) {
      // Words that were rolled back must not be remembered.
      this.#words.clear();
      throw error;
    }
  }

  #write(rows: readonly LogRow[]): number {
    const counts = new Map<string, number>();
    let added = 0;
    let at = -1;
    let key = 0;
    for (const row of rows) {
      key = row.at === at ? key + 1 : this.#freeKey(row.at);
      at = row.at;
      if (key >= keyAt(this.#span.from, at + 1)) {
        throw new RangeError(`More than ${SLOTS_PER_MS} messages share the time ${at}.`);
      }
      if (this.#insertRow(key, row)) {
        added += 1;
        const cell = this.#cellOf(row);
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      } else {
        key -= 1;
      }
    }
    for (const [cell, messages] of counts) this.#count.run(...cell.split(' ').map(Number), messages);
    return added;
  }

  #freeKey(at: number): number {
    const first = keyAt(this.#span.from, at);
    const last = this.#lastKey.get(first, first + SLOTS_PER_MS) as unknown as number | null;
    return last === null ? first : last + 1;
  }

  #insertRow(key: number, row: LogRow): boolean {
    const { changes } = this.#insert.run(
      key,
      row.id,
      this.#wordId(row.project),
      this.#wordId(row.channel),
      row.client,
      row.session,
      this.#wordId(row.direction),
      row.speaker,
      row.text,
      this.#wordId(row.intent),
      row.confidence,
      row.extra,
    );
    return changes === 1;
  }

  #cellOf(row: LogRow): string {
    const hour = Math.floor((row.at - this.#span.from) / HOUR);
    return `${hour} ${this.#wordId(row.project)} ${this.#wordId(row.channel)} ${this.#wordId(row.direction)}`;
  }

  #wordId(word: string): number {
    let id = this.#words.get(word);
    if (id === undefined) {
      id = this.#word.get(word) as unknown as number;
      this.#words.set(word, id);
    }
    return id;
  }
}

/** Adds rows to the logs below a folder. */
export class LogAppender {
  readonly #folder: string;
  // A Map keeps insertion order: the first is the one longest unused.
  readonly #writers = new Map<string, MonthWriter>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Adds an account's rows, each to its month; all rows of a month or none of them. A row whose id is known in that
   * month changes nothing. Throws RangeError for a time outside 1970 to 9999.
   */
  append(account: string, rows: readonly LogRow[]): Appended {
    let added = 0;
    for (const [month, some] of byMonth(rows)) added += this.#writer(account, month).append(some);
    return { added, known: rows.length - added };
  }

  close(): void {
    for (const writer of this.#writers.values()) writer.raw.close();
    this.#writers.clear();
  }

  #writer(account: string, month: Month): MonthWriter {
    const file = fileOf(this.#folder, account, month);
    let writer = this.#writers.get(file);
    if (writer === undefined) {
      makeFolder(this.#folder, account);
      writer = new MonthWriter(file, month);
    }
    this.#writers.delete(file);
    this.#writers.set(file, writer);
    for (const [oldest, stale] of this.#writers) {
      if (this.#writers.size <= OPEN_WRITERS) break;
      this.#writers.delete(oldest);
      stale.raw.close();
    }
    return writer;
  }
}

function byMonth(rows: readonly LogRow[]): Map<Month, LogRow[]> {
  const months = new Map<Month, LogRow[]>();
  let span: Span = { from: 0, to: 0 };
  let some: LogRow[] = [];
  for (const row of rows) {
    if (row.at < span.from || row.at >= span.to) {
      if (!Number.isInteger(row.at) || row.at < 0 || row.at >= TIME_LIMIT) {
        throw new RangeError(`${row.at} is no time of a message (Unix ms, 1970 to 9999).`);
      }
      const month = monthOf(row.at);
      span = spanOf(month);
      some = months.get(month) ?? [];
      months.set(month, some);
    } else if (!Number.isInteger(row.at)) {
      throw new RangeError(`${row.at} is no time of a message (whole Unix ms).`);
    }
    some.push(row);
  }
  return months;
}

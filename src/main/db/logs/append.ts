import { existsSync } from 'node:fs';
import { openRaw, type RawDatabase } from '../open.ts';
import { fileOf, makeFolder } from './files.ts';
import { MonthWriter } from './month-writer.ts';
import { type Month, monthOf, type Span, spanOf, TIME_LIMIT } from './months.ts';
import { OtherMonths } from './other-months.ts';
import type { ImportMark, LogRow } from './rows.ts';

/** How many rows were new, and how many the log had already. */
export interface Appended {
  readonly added: number;
  readonly known: number;
}

/** Files kept open for writing; imports mostly add to one month at a time. */
const OPEN_WRITERS = 4;

/** Adds rows to the logs below a folder. */
export class LogAppender {
  readonly #folder: string;
  // A Map keeps insertion order: the first is the one longest unused.
  readonly #writers = new Map<string, MonthWriter>();
  readonly #others = new Map<string, OtherMonths>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Adds an account's rows, each to its month; all rows of a month or none of them. A row whose id the account's log
   * knows, in whatever month, changes nothing. Throws RangeError for a time outside 1970 to 9999.
   */
  append(account: string, rows: readonly LogRow[], mark?: ImportMark): Appended {
    let added = 0;
    const used = new Set<MonthWriter>();
    const others = this.#othersOf(account);
    for (const [month, some] of byMonth(rows)) {
      const elsewhere = others.known(month, some);
      const here = elsewhere.size === 0 ? some : some.filter((row) => !elsewhere.has(row));
      for (const row of elsewhere) mark?.differs(row);
      const writer = this.writer(account, month);
      added += writer.append(here, mark);
      others.added(month, here);
      used.add(writer);
    }
    // A month that no rows come for any more need not keep its pages at hand.
    for (const writer of this.#writers.values()) if (!used.has(writer)) writer.rest();
    return { added, known: rows.length - added };
  }

  /** The connection that writes to an account's month; null if there is no such month. */
  existing(account: string, month: Month): MonthWriter | null {
    return existsSync(fileOf(this.#folder, account, month)) ? this.writer(account, month) : null;
  }

  /** Closes an account's month, so that its file can be removed. */
  forget(account: string, month: Month): void {
    const file = fileOf(this.#folder, account, month);
    this.#writers.get(file)?.raw.close();
    this.#writers.delete(file);
    this.#others.get(account)?.forget(month);
  }

  close(): void {
    for (const others of this.#others.values()) others.close();
    this.#others.clear();
    for (const writer of this.#writers.values()) writer.raw.close();
    this.#writers.clear();
  }

  #othersOf(account: string): OtherMonths {
    let others = this.#others.get(account);
    if (others === undefined) {
      others = new OtherMonths(this.#folder, account);
      this.#others.set(account, others);
    }
    return others;
  }

  /** The same; makes the file if there is none. */
  writer(account: string, month: Month): MonthWriter {
    const file = fileOf(this.#folder, account, month);
    let writer = this.#writers.get(file);
    if (writer === undefined) {
      makeFolder(this.#folder, account);
      writer = new MonthWriter(openWriter(file), month);
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

function openWriter(file: string): RawDatabase {
  const raw = openRaw(file);
  raw.pragma('cache_size = -24576');
  return raw;
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

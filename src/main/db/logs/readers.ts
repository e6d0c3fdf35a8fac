import { existsSync } from 'node:fs';
import { accountsIn, fileOf, monthsOf } from './files.ts';
import type { Month } from './months.ts';
import { LogReader } from './reader.ts';
import type { LogFilter, LogScope } from './rows.ts';

/** Connections kept between questions; a question that needs more has them while it lasts. */
const OPEN_READERS = 64;

/** The read-only connections to the months of the logs below a folder. */
export class LogReaders {
  readonly folder: string;
  // A Map keeps insertion order: the first is the one longest unused.
  readonly #open = new Map<string, LogReader>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The scopes that have a log at all. */
  withLog(scopes: readonly LogScope[]): LogScope[] {
    const accounts = accountsIn(this.folder);
    return scopes.filter(({ account }) => accounts.has(account));
  }

  /** The months of some accounts that a filter's times touch, oldest first, each with the accounts that have it. */
  months(scopes: readonly LogScope[], filter: LogFilter): [Month, LogScope[]][] {
    const first = monthAt(filter.from, '0000-00');
    const last = monthAt(filter.to, '9999-99');
    const months = new Map<Month, LogScope[]>();
    for (const scope of scopes) {
      for (const month of monthsOf(this.folder, scope.account)) {
        if (month < first || month > last) continue;
        const some = months.get(month);
        if (some === undefined) months.set(month, [scope]);
        else some.push(scope);
      }
    }
    return [...months].toSorted(([one], [other]) => (one < other ? -1 : 1));
  }

  /** Whether an account has a month. */
  has(account: string, month: Month): boolean {
    return existsSync(fileOf(this.folder, account, month));
  }

  /** The connection to an account's month; null while the file is being made. */
  reader(account: string, month: Month): LogReader | null {
    const file = fileOf(this.folder, account, month);
    const reader = this.#open.get(file) ?? new LogReader(file, account, month);
    this.#open.delete(file);
    this.#open.set(file, reader);
    return reader.refresh() ? reader : null;
  }

  /** Closes an account's month, so that its file can be removed. */
  forget(account: string, month: Month): void {
    const file = fileOf(this.folder, account, month);
    this.#open.get(file)?.close();
    this.#open.delete(file);
  }

  /** Closes what has long not been asked. To be called after a question. */
  trim(): void {
    for (const [file, reader] of this.#open) {
      if (this.#open.size <= OPEN_READERS) break;
      this.#open.delete(file);
      reader.close();
    }
  }

  close(): void {
    for (const reader of this.#open.values()) reader.close();
    this.#open.clear();
  }
}

function monthAt(at: number | undefined, otherwise: string): string {
  // Times past the year 9999 have no month of their own; no log lies there.
  return at === undefined || at > 253_402_300_799_999 ? otherwise : new Date(at).toISOString().slice(0, 7);
}

import { fileOf } from './files.ts';
import { cellsOf, confidencesOf, packedOf } from './following.ts';
import type { Month } from './months.ts';
import type { PackedRows } from './packed.ts';
import type { Question } from './question.ts';
import { LogReader, type MessageCells } from './reader.ts';
import type { LogReaders } from './readers.ts';
import type { LogFilter, LogScope } from './rows.ts';

/** The months that a scan of one account goes through, oldest first, and how many messages match now. */
export interface ScanPlan {
  readonly months: readonly Month[];
  readonly total: number;
}

/** What a scan is about. */
export interface ScanQuery {
  readonly scope: LogScope;
  readonly filter: LogFilter;
}

/** The next rows of a scan; none at the end. */
export interface PackedPage extends PackedRows {
  /** The confidence of each of them. */
  readonly confidences: () => readonly (number | null)[];
}

/** Plans a scan of all that matches in one account. */
export function planScan(readers: LogReaders, { scope, filter }: ScanQuery): ScanPlan {
  const months: Month[] = [];
  let total = 0;
  for (const [month] of readers.months(readers.withLog([scope]), filter)) {
    const reader = readers.reader(scope.account, month);
    const question = reader?.narrow(scope, filter) ?? null;
    if (reader === null || question === null) continue;
    const matches = reader.histogram(question).total;
    if (matches === 0) continue;
    months.push(month);
    total += matches;
  }
  readers.trim();
  return { months, total };
}

/**
 * The matches in one account's month, oldest first, as the file was when the scan began. It has a connection of its
 * own, read-only, so that nobody waits for it.
 */
export class MonthScan {
  readonly monthStart: number;
  readonly #reader: LogReader;
  readonly #question: Question | null;
  #key: number;

  /** `after` is the key of the last row that is already known; -1 for the start. */
  constructor(folder: string, { scope, filter }: ScanQuery, at: { month: Month; after: number }) {
    this.#reader = new LogReader(fileOf(folder, scope.account, at.month), scope.account, at.month);
    this.monthStart = this.#reader.span.from;
    this.#question = this.#reader.freeze() ? this.#reader.narrow(scope, filter) : null;
    this.#key = at.after;
  }

  /** The next rows, at most `limit`; none at the end. */
  next(limit: number): readonly MessageCells[] {
    if (this.#question === null) return [];
    const rows = cellsOf(this.#reader, { question: this.#question, key: this.#key, limit });
    this.#key = rows.at(-1)?.[0] ?? this.#key;
    return rows;
  }

  /** The same, packed. */
  nextPacked(limit: number): PackedPage {
    const reader = this.#reader;
    const question = this.#question;
    if (question === null) return { bytes: new Uint8Array(), rows: 0, key: this.#key, confidences: () => [] };
    const following = { question, key: this.#key, limit };
    const page = packedOf(reader, following);
    if (page.rows > 0) this.#key = page.key;
    return { ...page, confidences: () => confidencesOf(reader, following) };
  }

  /** The message of a key. */
  message(key: number): MessageCells | undefined {
    return this.#reader.byKeys([key])[0];
  }

  /** What a number in `project`, `channel`, `direction` or `intent` stands for. */
  wordOf(id: number): string {
    return this.#reader.wordOf(id);
  }

  close(): void {
    this.#reader.close();
  }
}

import type { Page } from '#shared/page.ts';
import { type Appended, LogAppender } from './append.ts';
import { type Figures, figuresOf } from './figures.ts';
import { bytesOf, monthsOf, removeMonth } from './files.ts';
import { type Flow, flowOf } from './flow.ts';
import { type LogQuery, messageOf } from './message.ts';
import type { Month, Span } from './months.ts';
import { openStores } from './open-stores.ts';
import { readPage } from './page.ts';
import { LogReaders } from './readers.ts';
import type { ImportMark, LogBatch, LogScope, Message } from './rows.ts';
import { MonthScan, planScan, type ScanPlan, type ScanQuery } from './scan.ts';
import { type Tagged, type Tagging, tagCounts, tagMessage } from './tags.ts';

/** Messages that `dialog` hands out at most; a longer session is cut after its first messages. */
export const DIALOG_LIMIT = 5_000;

/**
 * The dialog logs of a workspace, kept apart from `rolecall.db`: one SQLite file per account and UTC month,
 * `<folder>/logs/<account>/<yyyy-mm>.sqlite`, so that a month is dropped or moved by its file.
 */
export interface LogStore {
  /**
   * Adds messages; one whose id the account's log knows already is left as it is. A month's messages are added all
   * or none. Throws RangeError for a time that is no whole Unix ms of the years 1970 to 9999. With a mark, each month
   * remembers how many rows the import added to it, whatever becomes of the process.
   */
  append(batch: LogBatch, mark?: ImportMark): Appended;
  /** A window of what matches in the given scopes, ordered by time, with the count of all that matches. */
  page(query: LogQuery): Page<{ -readonly [K in keyof Message]: Message[K] }>;
  /** A session's messages in a project, oldest first; empty if there is none. */
  dialog(account: string, project: string, session: string): Message[];
  /** How many rows an import (the id of its mark) added to an account's log so far. */
  importAdded(account: string, id: string): number;
  /** Changes a message's tags. */
  tag(tagging: Tagging): Tagged;
  /** How many messages in the scopes carry each tag. */
  tagCounts(scopes: readonly LogScope[]): Map<string, number>;
  /** What was said in a span, by hour, channel, length and client. */
  figures(scopes: readonly LogScope[], span: Span): Figures;
  /** How dialogs that began in a span move through their first intents. */
  flow(scopes: readonly LogScope[], asked: { readonly span: Span; readonly steps: number }): Flow;
  /** What a scan would go through. */
  plan(query: ScanQuery): ScanPlan;
  /** Reads one of a plan's months from a key on, page by page; the caller closes it. */
  scan(query: ScanQuery, at: { month: Month; after: number }): MonthScan;
  /** The months that an account has, oldest first, and the bytes they take. */
  months(account: string): { readonly months: readonly Month[]; readonly bytes: number };
  /** Removes an account's months before one; returns which. */
  dropBefore(account: string, month: Month): readonly Month[];
  /** Closes all connections; the store may be used again. */
  close(): void;
}

/** The store below a workspace's folder. Opens nothing until it is asked. */
export function openLogStore(folder: string): LogStore {
  const readers = new LogReaders(folder);
  const appender = new LogAppender(folder);
  return {
    append: ({ account, rows }, mark) => appender.append(account, rows, mark),
    page: (query) => readPage(readers, query),
    dialog: (account, project, session) => readDialog(readers, account, { project, session }),
    importAdded: (account, id) => importAdded(readers, account, id),
    tag: (tagging) => tagMessage(appender, tagging),
    tagCounts: (scopes) => tagCounts(readers, scopes),
    figures: (scopes, span) => figuresOf(readers, scopes, span),
    flow: (scopes, asked) => flowOf(readers, scopes, asked),
    plan: (query) => planScan(readers, query),
    scan: (query, at) => new MonthScan(folder, query, at),
    months: (account) => ({ months: monthsOf(folder, account), bytes: bytesOf(folder, account) }),
    dropBefore: (account, before) => {
      const dropped = monthsOf(folder, account).filter((month) => month < before);
      for (const month of dropped) {
        readers.forget(account, month);
        appender.forget(account, month);
        removeMonth(folder, account, month);
      }
      return dropped;
    },
    close: () => {
      readers.close();
      appender.close();
    },
  };
}

/** The one store of a folder in this thread, for handlers. */
export function logStoreOf(folder: string): LogStore {
  let store = openStores.get(folder);
  if (store === undefined) {
    store = openLogStore(folder);
    openStores.set(folder, store);
  }
  return store;
}

function readDialog(
  readers: LogReaders,
  account: string,
  { project, session }: { project: string; session: string },
): Message[] {
  const scope = { account, projects: null };
  const messages: Message[] = [];
  for (const [month] of readers.months(readers.withLog([scope]), {})) {
    const reader = readers.reader(account, month);
    if (reader === null) continue;
    const rows = reader.session(project, session, DIALOG_LIMIT - messages.length);
    for (const cells of rows) messages.push(messageOf(reader, cells));
    if (messages.length >= DIALOG_LIMIT) break;
  }
  readers.trim();
  return messages;
}

function importAdded(readers: LogReaders, account: string, id: string): number {
  let added = 0;
  for (const [month] of readers.months([{ account, projects: null }], {})) {
    const rows = readers
      .reader(account, month)
      ?.look((all) => all('select added from imports where id = ?', id)) as [number][] | undefined;
    added += rows?.[0]?.[0] ?? 0;
  }
  readers.trim();
  return added;
}

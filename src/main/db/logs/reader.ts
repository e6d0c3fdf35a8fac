import { openRaw, type RawDatabase, type RawStatement } from '../open.ts';
import {
  type Histogram,
  type HourCounts,
  histogramByHour,
  histogramByMonth,
  hourCounts,
  isCountable,
} from './histogram.ts';
import { Hits, statementsOf } from './hits.ts';
import { keyAt, type Month, type Span, spanOf } from './months.ts';
import { type FileFacts, fromWhere, type Keys, narrow, type Question } from './question.ts';
import type { LogFilter, LogScope } from './rows.ts';
import { makeTables, stateOf } from './schema.ts';
import { enableSearch } from './search.ts';

/** The cells of a message as stored, in the order of `MESSAGE_COLUMNS`. */
export type MessageCells = [
  key: number,
  messageId: string,
  project: number,
  channel: number,
  client: string,
  session: string,
  direction: number,
  speaker: string,
  text: string,
  intent: number,
  confidence: number | null,
  extra: string,
  /** JSON array of tags; empty for none. */
  tags: string,
];

/** The columns of `MessageCells`. */
export const MESSAGE_COLUMNS =
  'key, message_id, project, channel, client, session, direction, speaker, text, intent, confidence, extra, tags';

/** A window of a question's matches within a span. */
export interface Window {
  readonly span: Span;
  readonly direction: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
}

const KEPT = 16;
/**
 * KiB of pages that a reader keeps at hand; the library's own 16,000 would be hundreds of MB for some years of months.
 * What falls out is still in the system's own cache.
 */
const READER_CACHE = 3_072;
/** KiB of pages that a scan keeps at hand. */
const SCAN_CACHE = 8_192;

let generations = 0;

function nextGeneration(): number {
  generations += 1;
  return generations;
}

/** Runs a query; rows as arrays. */
export type All = (sql: string, ...parameters: unknown[]) => readonly unknown[][];

/** A read-only connection to one month's file, with what is remembered of it while nobody writes to it. */
export class LogReader implements FileFacts {
  readonly account: string;
  readonly span: Span;
  readonly #raw: RawDatabase;
  readonly #prepare: (sql: string) => RawStatement;
  readonly #histograms = new Map<string, Histogram>();
  readonly #hits = new Map<string, Hits>();
  readonly #kept = new Map<string, unknown>();
  readonly #version: RawStatement;
  #state: unknown = null;
  /** Another number, of all readers, whenever the file was written to. */
  generation = 0;
  #words: readonly string[] = [];
  #ids: ReadonlyMap<string, number> = new Map();
  #counts: HourCounts | null = null;
  #projects: readonly number[] | null = null;

  /** Throws if there is no such file, or a newer Rolecall made it. */
  constructor(file: string, account: string, month: Month) {
    this.account = account;
    this.span = spanOf(month);
    this.#raw = openUpToDate(file);
    this.#raw.pragma(`cache_size = -${READER_CACHE}`);
    this.#prepare = statementsOf(this.#raw);
    enableSearch(this.#raw);
    this.#version = this.#raw.prepare('pragma data_version');
    this.#version.pluck();
  }

  /** Notices what other connections wrote. To be called before a question; false while the file is being made. */
  refresh(): boolean {
    const state = this.#version.get();
    if (state === this.#state) return true;
    if (stateOf(this.#raw) !== 'made') return false;
    const words = this.#raw.prepare('select id, word from words').all() as { id: number; word: string }[];
    const names: string[] = [];
    for (const { id, word } of words) names[id] = word;
    this.#words = names;
    this.#ids = new Map(words.map(({ id, word }) => [word, id]));
    this.#counts = null;
    this.#projects = null;
    this.#histograms.clear();
    this.#hits.clear();
    this.#kept.clear();
    this.#state = state;
    this.generation = nextGeneration();
    return true;
  }

  /** How many messages there are in each hour. */
  get counts(): HourCounts {
    this.#counts ??= hourCounts(this.#raw.prepare('select * from counts').raw().all() as number[][]);
    return this.#counts;
  }

  /** Word ids of the projects that have messages, or had. */
  get projects(): readonly number[] {
    this.#projects ??= this.#raw.prepare('select distinct project from counts').pluck().all() as number[];
    return this.#projects;
  }

  wordOf(id: number): string {
    return this.#words[id] ?? '';
  }

  idOf(word: string): number | undefined {
    return this.#ids.get(word);
  }

  narrow(scope: LogScope, filter: LogFilter): Question | null {
    return narrow(this, scope, filter);
  }

  /** How many messages match, and where. */
  histogram(question: Question): Histogram {
    const name = JSON.stringify(question);
    const known = this.#histograms.get(name);
    if (known !== undefined) return known;
    const countIn = (span: Span) => this.#count(question, span);
    const made = isCountable(question)
      ? histogramByHour({ month: this.span, table: this.counts }, question, countIn)
      : histogramByMonth(this.span, countIn(question.span));
    keep(this.#histograms, name, made);
    return made;
  }

  /** The matches of a question with text, as far as they were looked for. */
  hits(question: Question, direction: 'asc' | 'desc'): Hits {
    const name = `${direction} ${JSON.stringify(question)}`;
    const known = this.#hits.get(name);
    if (known !== undefined) return known;
    const messages = this.counts.messages.reduce((sum, some) => sum + some, 0);
    const made = new Hits(question, this.keysOf(question.span), {
      direction,
      prepare: this.#prepare,
      messages,
    });
    keep(this.#hits, name, made);
    return made;
  }

  /** Asks the file something of one's own. */
  look<T>(make: (all: All) => T): T {
    return make(
      (sql, ...parameters) =>
        this.#prepare(sql)
          .raw()
          .all(...parameters) as unknown as unknown[][],
    );
  }

  /** The same, remembered until somebody writes to the file. */
  kept<T>(name: string, make: (all: All) => T): T {
    if (this.#kept.has(name)) return this.#kept.get(name) as T;
    const made = this.look(make);
    keep(this.#kept, name, made);
    return made;
  }

  /** Asks something of this file and another month's, which goes by `beside`; while it lasts, no query may be under way. */
  beside<T>(file: string, make: (all: All) => T): T {
    this.#raw.prepare('attach ? as beside').run(file);
    try {
      return make(
        (sql, ...parameters) =>
          this.#raw
            .prepare(sql)
            .raw()
            .all(...parameters) as unknown as unknown[][],
      );
    } finally {
      this.#raw.exec('detach beside');
    }
  }

  /** The rows of a query one by one, as arrays; nothing else may be asked of the file meanwhile. */
  rows(sql: string, ...parameters: unknown[]): Iterable<unknown> {
    return this.#prepare(sql)
      .raw()
      .iterate(...parameters);
  }

  /** The messages of these keys, in their order. */
  byKeys(keys: readonly number[]): MessageCells[] {
    const found = this.#prepare(
      `select ${MESSAGE_COLUMNS} from messages where key in (select value from json_each(?))`,
    )
      .raw()
      .all(JSON.stringify(keys)) as unknown as MessageCells[];
    const byKey = new Map(found.map((cells) => [cells[0], cells]));
    return keys.map((key) => byKey.get(key)).filter((cells) => cells !== undefined);
  }

  /** The keys of matches, in the window's direction. */
  keys(question: Question, window: Window): number[] {
    return this.#select('key', question, window) as number[];
  }

  /** Matches, in the window's direction. */
  messages(question: Question, window: Window): MessageCells[] {
    return this.#select(MESSAGE_COLUMNS, question, window) as MessageCells[];
  }

  /** The messages of a session in a project, oldest first. */
  session(project: string, session: string, limit: number): MessageCells[] {
    const id = this.idOf(project);
    if (id === undefined) return [];
    const statement = this.#prepare(
      `select ${MESSAGE_COLUMNS} from messages indexed by messages_session
       where session = ? and project = ? order by key limit ?`,
    );
    return statement.raw().all(session, id, limit) as unknown as MessageCells[];
  }

  /** From now on sees the file as it is now, whatever others write, until it is closed. False: it is being made. */
  freeze(): boolean {
    this.#raw.pragma(`cache_size = -${SCAN_CACHE}`);
    this.#raw.exec('begin');
    return this.refresh();
  }

  close(): void {
    this.#raw.close();
  }

  #count(question: Question, span: Span): number {
    const { sql, parameters } = fromWhere(question, this.keysOf(span), 'keys');
    return this.#prepare(`select count(*) ${sql}`)
      .pluck()
      .get(...parameters) as unknown as number;
  }

  #select(columns: string, question: Question, window: Window): unknown[] {
    const span = overlap(question.span, window.span);
    const keysOnly = columns === 'key';
    const { sql, parameters } = fromWhere(question, this.keysOf(span), keysOnly ? 'keys' : 'messages');
    const statement = this.#prepare(
      `select ${columns} ${sql} order by key ${window.direction} limit ? offset ?`,
    );
    return (keysOnly ? statement.pluck() : statement.raw()).all(...parameters, window.limit, window.offset);
  }

  keysOf(span: Span): Keys {
    return { from: keyAt(this.span.from, span.from), to: keyAt(this.span.from, span.to) };
  }
}

function overlap(one: Span, other: Span): Span {
  return { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
}

function keep<T>(map: Map<string, T>, name: string, value: T): void {
  const [oldest] = map.keys();
  if (map.size >= KEPT && oldest !== undefined) map.delete(oldest);
  map.set(name, value);
}

/** A read-only connection; a file of an older layout is brought up to date first. */
function openUpToDate(file: string): RawDatabase {
  const raw = openRaw(file, { readonly: true });
  try {
    if (stateOf(raw) !== 'older') return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
  raw.close();
  const writer = openRaw(file);
  try {
    makeTables(writer);
  } finally {
    writer.close();
  }
  return openRaw(file, { readonly: true });
}

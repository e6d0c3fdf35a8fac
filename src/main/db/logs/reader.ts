import { openRaw, type RawDatabase, type RawStatement } from '../open.ts';
import {
  type Histogram,
  type HourCounts,
  histogramByHour,
  histogramByMonth,
  hourCounts,
  isCountable,
} from './histogram.ts';
import { keyAt, type Month, type Span, spanOf } from './months.ts';
import { type FileFacts, fromWhere, narrow, type Question } from './question.ts';
import type { LogFilter, LogScope } from './rows.ts';
import { isMade } from './schema.ts';
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
];

const MESSAGE_COLUMNS =
  'key, message_id, project, channel, client, session, direction, speaker, text, intent, confidence, extra';

/** A window of a question's matches within a span. */
export interface Window {
  readonly span: Span;
  readonly direction: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
}

const HISTOGRAMS_KEPT = 16;

/** A read-only connection to one month's file, with what is remembered of it while nobody writes to it. */
export class LogReader implements FileFacts {
  readonly account: string;
  readonly span: Span;
  readonly #raw: RawDatabase;
  readonly #statements = new Map<string, RawStatement>();
  readonly #histograms = new Map<string, Histogram>();
  readonly #version: RawStatement;
  #state: unknown = null;
  #words: readonly string[] = [];
  #ids: ReadonlyMap<string, number> = new Map();
  #counts: HourCounts = hourCounts([]);
  projects: readonly number[] = [];

  /** Throws if there is no such file, or a newer Rolecall made it. */
  constructor(file: string, account: string, month: Month) {
    this.account = account;
    this.span = spanOf(month);
    this.#raw = openRaw(file, { readonly: true });
    enableSearch(this.#raw);
    this.#version = this.#raw.prepare('pragma data_version');
    this.#version.pluck();
  }

  /** Notices what other connections wrote. To be called before a question; false while the file is being made. */
  refresh(): boolean {
    const state = this.#version.get();
    if (state === this.#state) return true;
    if (!isMade(this.#raw)) return false;
    const words = this.#raw.prepare('select id, word from words').all() as { id: number; word: string }[];
    const names: string[] = [];
    for (const { id, word } of words) names[id] = word;
    this.#words = names;
    this.#ids = new Map(words.map(({ id, word }) => [word, id]));
    const counts = this.#raw.prepare('select * from counts').raw().all() as number[][];
    this.#counts = hourCounts(counts);
    this.projects = [...new Set(this.#counts.project)];
    this.#histograms.clear();
    this.#state = state;
    return true;
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
      ? histogramByHour({ month: this.span, table: this.#counts }, question, countIn)
      : histogramByMonth(this.span, countIn(question.span));
    const [oldest] = this.#histograms.keys();
    if (this.#histograms.size >= HISTOGRAMS_KEPT && oldest !== undefined) this.#histograms.delete(oldest);
    this.#histograms.set(name, made);
    return made;
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
      'raw',
    );
    return statement.all(session, id, limit) as unknown as MessageCells[];
  }

  /** From now on sees the file as it is now, whatever others write, until it is closed. False: it is being made. */
  freeze(): boolean {
    this.#raw.exec('begin');
    return this.refresh();
  }

  /** Up to `limit` matches whose keys follow `key`, by key. */
  after(question: Question, key: number, limit: number): MessageCells[] {
    const keys = this.#keysOf(question.span);
    const { sql, parameters } = fromWhere(question, { from: Math.max(keys.from, key + 1), to: keys.to });
    const statement = this.#prepare(`select ${MESSAGE_COLUMNS} ${sql} order by key limit ?`, 'raw');
    return statement.all(...parameters, limit) as unknown as MessageCells[];
  }

  close(): void {
    this.#raw.close();
  }

  #count(question: Question, span: Span): number {
    const { sql, parameters } = fromWhere(question, this.#keysOf(span));
    return this.#prepare(`select count(*) ${sql}`, 'pluck').get(...parameters) as unknown as number;
  }

  #select(columns: string, question: Question, window: Window): unknown[] {
    const span = overlap(question.span, window.span);
    const { sql, parameters } = fromWhere(question, this.#keysOf(span));
    const statement = this.#prepare(
      `select ${columns} ${sql} order by key ${window.direction} limit ? offset ?`,
      columns === 'key' ? 'pluck' : 'raw',
    );
    return statement.all(...parameters, window.limit, window.offset);
  }

  #keysOf(span: Span): { from: number; to: number } {
    return { from: keyAt(this.span.from, span.from), to: keyAt(this.span.from, span.to) };
  }

  #prepare(sql: string, mode: 'raw' | 'pluck'): RawStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#raw.prepare(sql);
      statement[mode]();
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function overlap(one: Span, other: Span): Span {
  return { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
}

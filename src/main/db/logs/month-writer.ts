import type { RawDatabase, RawStatement } from '../open.ts';
import { Derived } from './derived.ts';
import { keyAt, type Month, SLOTS_PER_MS, type Span, spanOf, timeOf } from './months.ts';
import type { ImportMark, LogRow } from './rows.ts';
import { makeTables } from './schema.ts';

const HOUR = 3_600_000;

/** Adds rows to one account's month, and to everything that is made from them. */
export class MonthWriter {
  readonly raw: RawDatabase;
  readonly #span: Span;
  readonly #words = new Map<string, number>();
  readonly #derived: Derived;
  readonly #insert: RawStatement;
  readonly #lastKey: RawStatement;
  readonly #count: RawStatement;
  readonly #word: RawStatement;
  readonly #tagged: RawStatement;
  readonly #tagCount: RawStatement;
  readonly #untagged: RawStatement;
  readonly #tagUncount: RawStatement;
  readonly #stored: RawStatement;
  readonly #mark: RawStatement;
  #resting = true;

  constructor(raw: RawDatabase, month: Month) {
    this.raw = raw;
    makeTables(raw);
    this.#span = spanOf(month);
    this.#derived = new Derived(raw);
    this.#insert = raw.prepare(
      `insert into messages values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (message_id) do nothing`,
    );
    this.#lastKey = raw.prepare('select max(key) from messages where key >= ? and key < ?');
    this.#lastKey.pluck();
    this.#count = raw.prepare(
      `insert into counts values (?, ?, ?, ?, ?)
       on conflict (hour, project, channel, direction) do update set messages = messages + excluded.messages`,
    );
    this.#word = raw.prepare(
      'insert into words (word) values (?) on conflict (word) do update set word = excluded.word returning id',
    );
    this.#word.pluck();
    this.#tagged = raw.prepare('insert into tagged values (?, ?)');
    this.#tagCount = raw.prepare(
      `insert into tag_counts values (?, ?, 1)
       on conflict (tag, project) do update set messages = messages + 1`,
    );
    this.#untagged = raw.prepare('delete from tagged where tag = ? and key = ?');
    this.#tagUncount = raw.prepare(
      'update tag_counts set messages = messages - 1 where tag = ? and project = ?',
    );
    this.#stored = raw.prepare('select key, text from messages where message_id = ?');
    this.#mark = raw.prepare(
      'insert into imports values (?, ?) on conflict (id) do update set added = added + excluded.added',
    );
  }

  /** All or nothing. Returns how many rows were new; with a mark, the file remembers it too. */
  append(rows: readonly LogRow[], mark?: ImportMark): number {
    this.#resting = false;
    const write = this.raw.transaction(() => this.#write(rows, mark));
    return this.atomically(() => write.immediate());
  }

  /** Gives back the memory that its pages take. */
  rest(): void {
    if (this.#resting) return;
    this.#resting = true;
    this.raw.pragma('shrink_memory');
  }

  /** Runs a transaction over this file; what it remembered is forgotten if it was undone. */
  atomically<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      // What was rolled back must not be remembered.
      this.#words.clear();
      this.#derived.reset();
      throw error;
    }
  }

  wordId(word: string): number {
    let id = this.#words.get(word);
    if (id === undefined) {
      id = this.#word.get(word) as unknown as number;
      this.#words.set(word, id);
    }
    return id;
  }

  #write(rows: readonly LogRow[], mark: ImportMark | undefined): number {
    const counts = new Map<string, number>();
    // In order of time: the text index writes a segment of its own for whatever comes out of order.
    const ordered = inOrder(rows);
    const end = keyAt(this.#span.from, this.#span.to);
    let next = ((this.#lastKey.get(0, end) as unknown as number | null) ?? -1) + 1;
    let added = 0;
    let at = -1;
    let key = 0;
    for (const row of ordered) {
      const first = keyAt(this.#span.from, row.at);
      if (row.at === at) key += 1;
      else key = first >= next ? first : this.#freeKey(first);
      at = row.at;
      if (key >= first + SLOTS_PER_MS) {
        throw new RangeError(`More than ${SLOTS_PER_MS} messages share the time ${at}.`);
      }
      if (this.#insertRow(key, row)) {
        added += 1;
        next = Math.max(next, key + 1);
        const cell = this.#cellOf(row);
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      } else {
        key -= 1;
        if (mark !== undefined && this.#differs(row)) mark.differs(row);
      }
    }
    for (const [cell, messages] of counts) this.#count.run(...cell.split(' ').map(Number), messages);
    this.#derived.write();
    if (mark !== undefined) this.#mark.run(mark.id, added);
    return added;
  }

  /** Whether the message that is known says something else, or is of another time. */
  #differs({ id, at, text }: LogRow): boolean {
    const { key, text: known } = this.#stored.get(id) as { key: number; text: string };
    return known !== text || timeOf(this.#span.from, key) !== at;
  }

  #freeKey(first: number): number {
    const last = this.#lastKey.get(first, first + SLOTS_PER_MS) as unknown as number | null;
    return last === null ? first : last + 1;
  }

  #insertRow(key: number, row: LogRow): boolean {
    const project = this.wordId(row.project);
    const channel = this.wordId(row.channel);
    const intent = this.wordId(row.intent);
    const tags = row.tags ?? [];
    const { changes } = this.#insert.run(
      key,
      row.id,
      project,
      channel,
      row.client,
      row.session,
      this.wordId(row.direction),
      row.speaker,
      row.text,
      intent,
      row.confidence,
      row.extra,
      tags.length === 0 ? '' : JSON.stringify(tags),
    );
    if (changes !== 1) return false;
    const { client, session, text } = row;
    this.#derived.add({
      key,
      project,
      channel,
      client,
      session,
      text,
      intent: row.intent === '' ? 0 : intent,
    });
    for (const tag of tags) this.tag(this.wordId(tag), key, project);
    return true;
  }

  /** Notes that a message carries a tag (a word id). */
  tag(tag: number, key: number, project: number): void {
    this.#tagged.run(tag, key);
    this.#tagCount.run(tag, project);
  }

  untag(tag: number, key: number, project: number): void {
    this.#untagged.run(tag, key);
    this.#tagUncount.run(tag, project);
  }

  #cellOf(row: LogRow): string {
    const hour = Math.floor((row.at - this.#span.from) / HOUR);
    return `${hour} ${this.wordId(row.project)} ${this.wordId(row.channel)} ${this.wordId(row.direction)}`;
  }
}

function inOrder(rows: readonly LogRow[]): readonly LogRow[] {
  const sorted = rows.every((row, index) => index === 0 || (rows[index - 1] as LogRow).at <= row.at);
  return sorted ? rows : rows.toSorted((one, other) => one.at - other.at);
}

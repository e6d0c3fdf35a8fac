import type { RawDatabase, RawStatement } from '../open.ts';
import { entryOf, indexText } from './search.ts';

/** Intents of one dialog that its path holds at most. */
export const PATH_LIMIT = 40;
/** Messages taken at a time when all is made anew. */
const CHUNK = 5_000;

/** What the derived tables take from a message. */
export interface DerivedFrom {
  readonly key: number;
  /** Word ids. */
  readonly project: number;
  readonly channel: number;
  /** 0 if the client said it without an intent, or somebody else said it. */
  readonly intent: number;
  readonly client: string;
  readonly session: string;
  readonly text: string;
}

interface Dialog {
  readonly project: number;
  readonly session: string;
  readonly client: string;
  readonly channel: number;
  readonly first: number;
  last: number;
  messages: number;
  path: string;
  steps: number;
}

interface StoredDialog {
  readonly first: number;
  readonly last: number;
  readonly messages: number;
  readonly path: string;
}

/**
 * Keeps the text index and the dialogs of a month in step with its messages. Messages are added in order of their
 * keys, and `write` follows within the same transaction.
 */
export class Derived {
  readonly #index: RawStatement;
  readonly #stored: RawStatement;
  readonly #insert: RawStatement;
  readonly #update: RawStatement;
  readonly #intents: RawStatement;
  readonly #dialogs = new Map<string, Dialog>();
  #entry = -1;
  #text = '';

  constructor(raw: RawDatabase) {
    this.#index = raw.prepare('insert into messages_text (rowid, text) values (cast(? as integer), ?)');
    this.#stored = raw.prepare(
      'select first, last, messages, path from dialogs where project = ? and session = ?',
    );
    this.#insert = raw.prepare('insert into dialogs values (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#update = raw.prepare(
      'update dialogs set first = ?, last = ?, messages = ?, path = ? where project = ? and session = ?',
    );
    this.#intents = raw.prepare(
      `select intent from messages join words on words.id = intent
       where session = ? and project = ? and word <> '' order by key limit ${PATH_LIMIT}`,
    );
    this.#intents.pluck();
  }

  add(message: DerivedFrom): void {
    this.addText(message);
    const { project, session, key, intent } = message;
    const name = `${project} ${session}`;
    const dialog = this.#dialogs.get(name);
    if (dialog === undefined) {
      const { client, channel } = message;
      const path = intent === 0 ? '' : String(intent);
      const steps = intent === 0 ? 0 : 1;
      this.#dialogs.set(name, {
        project,
        session,
        client,
        channel,
        first: key,
        last: key,
        messages: 1,
        path,
        steps,
      });
      return;
    }
    dialog.last = key;
    dialog.messages += 1;
    if (intent === 0 || dialog.steps >= PATH_LIMIT) return;
    dialog.path = dialog.path === '' ? String(intent) : `${dialog.path} ${intent}`;
    dialog.steps += 1;
  }

  write(): void {
    this.writeText();
    for (const dialog of this.#dialogs.values()) this.#writeDialog(dialog);
    this.#dialogs.clear();
  }

  /** Forgets what was added but not written. */
  reset(): void {
    this.#entry = -1;
    this.#text = '';
    this.#dialogs.clear();
  }

  addText({ key, text }: DerivedFrom): void {
    if (text === '') return;
    const entry = entryOf(key);
    if (entry === this.#entry) {
      this.#text += `\n${text}`;
      return;
    }
    this.writeText();
    this.#entry = entry;
    this.#text = text;
  }

  writeText(): void {
    if (this.#entry >= 0) this.#index.run(this.#entry, indexText(this.#text));
    this.#entry = -1;
    this.#text = '';
  }

  #writeDialog(dialog: Dialog): void {
    const { project, session, client, channel, first, last, messages, path } = dialog;
    const stored = this.#stored.get(project, session) as StoredDialog | undefined;
    if (stored === undefined) {
      this.#insert.run(project, session, first, last, client, channel, messages, path);
      return;
    }
    const joined = first > stored.last ? joinPaths(stored.path, path) : this.#pathOf(project, session);
    this.#update.run(
      Math.min(first, stored.first),
      Math.max(last, stored.last),
      messages + stored.messages,
      joined,
      project,
      session,
    );
  }

  /** The path as the messages have it: for those that came late and stand between others. */
  #pathOf(project: number, session: string): string {
    return (this.#intents.all(session, project) as unknown as number[]).join(' ');
  }
}

function joinPaths(one: string, other: string): string {
  if (one === '' || other === '') return one + other;
  return `${one} ${other}`.split(' ').slice(0, PATH_LIMIT).join(' ');
}

/** Makes the text index and the dialogs of a file that has only its messages. */
export function fillDerived(raw: RawDatabase): void {
  const silent = raw.prepare(`select id from words where word = ''`).pluck().get() as number | undefined;
  const derived = new Derived(raw);
  for (const row of messagesOf(raw)) derived.add(row.intent === silent ? { ...row, intent: 0 } : row);
  derived.write();
}

/** Makes the text index of a file whose index is empty. */
export function fillText(raw: RawDatabase): void {
  const derived = new Derived(raw);
  for (const row of messagesOf(raw)) derived.addText(row);
  derived.writeText();
}

function* messagesOf(raw: RawDatabase): Generator<DerivedFrom> {
  const some = raw.prepare(
    `select key, project, channel, client, session, text, intent from messages
     where key > ? order by key limit ${CHUNK}`,
  );
  for (let after = -1; ; ) {
    const rows = some.all(after) as unknown as DerivedFrom[];
    yield* rows;
    after = rows.at(-1)?.key ?? after;
    if (rows.length < CHUNK) return;
  }
}

import type { RawDatabase } from '../open.ts';
import { fillDerived } from './derived.ts';

/** The form of a month's file, kept in `PRAGMA user_version`; 0 is a file that is still being made. */
const FILE_VERSION = 3;

const MESSAGES = `
  create table words (
    id integer primary key,
    word text not null unique
  ) strict;
  create table messages (
    key integer primary key,
    message_id text not null unique,
    project integer not null references words (id),
    channel integer not null references words (id),
    client text not null,
    session text not null,
    direction integer not null references words (id),
    speaker text not null,
    text text not null,
    intent integer not null references words (id),
    confidence real,
    extra text not null,
    tags text not null default ''
  ) strict;
  create index messages_client on messages (client);
  create index messages_session on messages (session);
  create table counts (
    hour integer not null,
    project integer not null,
    channel integer not null,
    direction integer not null,
    messages integer not null,
    primary key (hour, project, channel, direction)
  ) strict, without rowid;
`;

/**
 * What is made from the messages for quick answers. `messages_text` has one entry for each millisecond that holds text
 * (see `search.ts`); a dialog's row spans what this month holds of it, and its path is the intents of the client's
 * messages in order, as word ids.
 */
const DERIVED = `
  create virtual table messages_text using fts5 (
    text, content = '', columnsize = 0, detail = none, tokenize = 'trigram'
  );
  create table dialogs (
    project integer not null,
    session text not null,
    first integer not null,
    last integer not null,
    client text not null,
    channel integer not null,
    messages integer not null,
    path text not null,
    primary key (project, session)
  ) strict, without rowid;
  create index dialogs_first on dialogs (first);
  create table tagged (
    tag integer not null references words (id),
    key integer not null references messages (key),
    primary key (tag, key)
  ) strict, without rowid;
  create table tag_counts (
    tag integer not null,
    project integer not null,
    messages integer not null,
    primary key (tag, project)
  ) strict, without rowid;
  create table imports (
    id text not null primary key,
    added integer not null
  ) strict, without rowid;
`;

/** For exports of one kind of message. A row's key follows the two in the index, so that the order of time stays. */
const KINDS = 'create index messages_kind on messages (channel, direction)';

/** A month's file was made by a newer Rolecall; it is left untouched. */
export class NewerLogError extends Error {
  constructor(file: string) {
    super(
      `The log file ${file} was made by a newer version of Rolecall; open the workspace with that version.`,
    );
    this.name = 'NewerLogError';
  }
}

/** What a month's file is: complete; being made by another connection; or of an older layout. */
export function stateOf(raw: RawDatabase): 'made' | 'unmade' | 'older' {
  const version = raw.pragma('user_version', { simple: true }) as number;
  if (version > FILE_VERSION) throw new NewerLogError(raw.name);
  if (version === FILE_VERSION) return 'made';
  return version === 0 ? 'unmade' : 'older';
}

/** Makes the tables of a month's file, or brings those of an older layout up to date; all or nothing. */
export function makeTables(raw: RawDatabase): void {
  if (stateOf(raw) === 'made') return;
  const make = raw.transaction(() => {
    const state = stateOf(raw);
    if (state === 'made') return;
    const version = raw.pragma('user_version', { simple: true }) as number;
    if (state === 'unmade') raw.exec(MESSAGES);
    if (version < 2) {
      if (state === 'older') raw.exec(`alter table messages add column tags text not null default ''`);
      raw.exec(DERIVED);
      // Large enough that a batch becomes one segment of the index.
      raw.exec(`insert into messages_text (messages_text, rank) values ('hashsize', 8388608)`);
      if (state === 'older') fillDerived(raw);
    }
    raw.exec(KINDS);
    raw.pragma(`user_version = ${FILE_VERSION}`);
  });
  make.immediate();
}

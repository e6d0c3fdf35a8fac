import type { RawDatabase } from '../open.ts';

/** The form of a month's file, kept in `PRAGMA user_version`; 0 is a file that is still being made. */
const FILE_VERSION = 1;

const STATEMENTS = `
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
    extra text not null
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

/** A month's file was made by a newer Rolecall; it is left untouched. */
export class NewerLogError extends Error {
  constructor(file: string) {
    super(
      `The log file ${file} was made by a newer version of Rolecall; open the workspace with that version.`,
    );
    this.name = 'NewerLogError';
  }
}

/** Whether a month's file holds its tables; false while another connection is making them. */
export function isMade(raw: RawDatabase): boolean {
  const version = raw.pragma('user_version', { simple: true }) as number;
  if (version > FILE_VERSION) throw new NewerLogError(raw.name);
  return version === FILE_VERSION;
}

/** Makes the tables of a month's file unless they are there. */
export function makeTables(raw: RawDatabase): void {
  const make = raw.transaction(() => {
    if (isMade(raw)) return;
    raw.exec(STATEMENTS);
    raw.pragma(`user_version = ${FILE_VERSION}`);
  });
  make.immediate();
}

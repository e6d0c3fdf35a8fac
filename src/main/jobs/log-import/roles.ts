import type { LOG_ROLES } from '#shared/operations/log-imports.ts';
import { ImportFault } from '../import/fault.ts';

export type LogRole = (typeof LOG_ROLES)[number];

/** More fields than any log row has. */
export const MOST_COLUMNS = 1_000;

/** Names of fields, without case and what is no letter or digit, in the platforms' own words. */
const NAMES: Readonly<Record<Exclude<LogRole, 'extra' | 'skip'>, readonly string[]>> = {
  id: ['messageid', 'id', 'msgid', 'messageuuid', 'uuid'],
  time: ['timeutc', 'time', 'timestamp', 'ts', 'at', 'datetime', 'date', 'createdat', 'sentat', 'eventtime'],
  account: ['accountid', 'account'],
  project: ['projectid', 'project', 'botid', 'bot', 'botname', 'projectname'],
  channel: ['channel', 'channeltype', 'medium'],
  client: ['clientid', 'client', 'userid', 'user', 'customerid', 'customer', 'phone', 'msisdn', 'callerid'],
  session: [
    'sessionid',
    'session',
    'dialogid',
    'dialog',
    'conversationid',
    'conversation',
    'chatid',
    'callid',
  ],
  direction: ['direction', 'dir', 'way'],
  speaker: ['speaker', 'author', 'sender', 'from', 'role'],
  text: ['text', 'message', 'body', 'utterance', 'content', 'transcript'],
  intent: ['intent', 'intentname'],
  confidence: ['confidence', 'score', 'intentconfidence', 'probability'],
  tags: ['tags', 'labels', 'tag'],
};

const NEEDED = ['id', 'time', 'client', 'session', 'text'] as const;
const WORDS: Readonly<Record<(typeof NEEDED)[number], string>> = {
  id: "the message's id",
  time: 'the time',
  client: 'the client',
  session: 'the session',
  text: 'the text',
};

/** What columns become: as told, else guessed by their names; each role goes to the best name, the rest is extra. */
export function rolesOf(
  columns: readonly string[],
  told: Readonly<Record<string, LogRole>> | undefined,
): Map<string, LogRole> {
  const roles = new Map<string, LogRole>();
  for (const name of columns)
    if (told !== undefined && Object.hasOwn(told, name)) roles.set(name, told[name] as LogRole);
  const taken = new Set(roles.values());
  for (const [role, names] of Object.entries(NAMES) as [keyof typeof NAMES, readonly string[]][]) {
    if (taken.has(role)) continue;
    const free = columns.filter((name) => !roles.has(name));
    const fitting = names.flatMap((known) => free.filter((name) => plain(name) === known));
    // A project goes by its id or its name; either may stand in the file.
    const chosen = role === 'project' ? fitting : fitting.slice(0, 1);
    for (const name of chosen) roles.set(name, role);
  }
  for (const name of columns) if (!roles.has(name)) roles.set(name, 'extra');
  return new Map(columns.map((name) => [name, roles.get(name) as LogRole]));
}

/** Throws ImportFault if a role that every row needs has no column. */
export function needAll(roles: ReadonlyMap<string, LogRole>): void {
  const there = new Set(roles.values());
  const missing = NEEDED.filter((role) => !there.has(role)).map((role) => WORDS[role]);
  if (missing.length === 0) return;
  const list = new Intl.ListFormat('en').format(missing);
  throw new ImportFault(
    `No ${roles.size === 0 ? 'field' : 'column'} holds ${list}. Say which it is, or choose another file.`,
  );
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

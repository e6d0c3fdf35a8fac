import { timeOf } from './months.ts';
import type { LogReader, MessageCells } from './reader.ts';
import type { LogFilter, LogScope, Message } from './rows.ts';

/** Which part of which messages a list asks for. */
export interface LogQuery {
  readonly scopes: readonly LogScope[];
  readonly filter: LogFilter;
  /** By time; `desc` is newest first. */
  readonly direction: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
}

/** A stored message as lists show it. */
export function messageOf(reader: LogReader, cells: MessageCells): Message {
  const [key, id, project, channel, client, session, direction, speaker, text, intent, confidence, , tags] =
    cells;
  return {
    id,
    at: timeOf(reader.span.from, key),
    account: reader.account,
    project: reader.wordOf(project),
    channel: reader.wordOf(channel),
    client,
    session,
    direction: reader.wordOf(direction),
    speaker,
    text,
    intent: reader.wordOf(intent),
    confidence,
    tags: tags === '' ? [] : (JSON.parse(tags) as string[]),
  };
}

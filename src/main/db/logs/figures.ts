import { type Asked, keysIn, seenIn } from './asked.ts';
import { type Carried, carriedInto, carriedOn, nameOf } from './carried.ts';
import { HOUR_MS } from './histogram.ts';
import { type Month, SLOTS_PER_MS, type Span } from './months.ts';
import type { LogReader } from './reader.ts';
import type { LogReaders } from './readers.ts';
import type { LogScope } from './rows.ts';

/** What was said in an hour. */
export interface HourFigures {
  /** Unix ms of the hour's start. */
  readonly at: number;
  incoming: number;
  outgoing: number;
  /** Dialogs that began in it. */
  dialogs: number;
}

/** Figures of the dialogs of some projects in a span of whole hours. */
export interface Figures {
  /** Hours in which something was said, in order. */
  readonly hours: readonly HourFigures[];
  readonly channels: ReadonlyMap<string, { messages: number; dialogs: number }>;
  /** How many dialogs have so many messages. */
  readonly lengths: ReadonlyMap<number, number>;
  readonly messages: number;
  readonly dialogs: number;
  /** Clients with a dialog in the span, and those of them with more than one. */
  readonly clients: number;
  readonly returning: number;
}

/**
 * Works the figures out, from the counts of each hour and the dialogs of each month. A dialog counts once, where it
 * began, with its whole length.
 */
export function figuresOf(readers: LogReaders, scopes: readonly LogScope[], asked: Span): Figures {
  const span = wholeHours(asked);
  const sum = new Sum();
  for (const [month, some] of readers.months(readers.withLog(scopes), span)) {
    for (const scope of some) {
      const reader = readers.reader(scope.account, month);
      if (reader === null) continue;
      addMessages(sum, reader, { scope, span });
      addDialogs(sum, reader, { scope, span });
      mendCarried(sum, readers, { scope, span, reader, month });
    }
  }
  readers.trim();
  return sum.figures();
}

function wholeHours({ from, to }: Span): Span {
  return { from: Math.floor(from / HOUR_MS) * HOUR_MS, to: Math.ceil(to / HOUR_MS) * HOUR_MS };
}

interface Dialog {
  readonly channel: string;
  readonly messages: number;
  readonly client: string;
}

class Sum {
  readonly hours = new Map<number, HourFigures>();
  readonly channels = new Map<string, { messages: number; dialogs: number }>();
  readonly lengths = new Map<number, number>();
  readonly clients = new Map<string, number>();
  messages = 0;
  dialogs = 0;

  hour(at: number): HourFigures {
    let hour = this.hours.get(at);
    if (hour === undefined) {
      hour = { at, incoming: 0, outgoing: 0, dialogs: 0 };
      this.hours.set(at, hour);
    }
    return hour;
  }

  channel(name: string): { messages: number; dialogs: number } {
    let channel = this.channels.get(name);
    if (channel === undefined) {
      channel = { messages: 0, dialogs: 0 };
      this.channels.set(name, channel);
    }
    return channel;
  }

  /** Counts a dialog, or takes it back (-1). */
  dialog(at: number, { channel, messages, client }: Dialog, many: 1 | -1): void {
    this.hour(at).dialogs += many;
    this.channel(channel).dialogs += many;
    add(this.lengths, messages, many);
    add(this.clients, client, many);
    this.dialogs += many;
  }

  figures(): Figures {
    let returning = 0;
    for (const dialogs of this.clients.values()) if (dialogs > 1) returning += 1;
    return {
      hours: [...this.hours.values()].toSorted((one, other) => one.at - other.at),
      channels: this.channels,
      lengths: this.lengths,
      messages: this.messages,
      dialogs: this.dialogs,
      clients: this.clients.size,
      returning,
    };
  }
}

function addMessages(sum: Sum, reader: LogReader, { scope, span }: Asked): void {
  const seen = seenIn(reader, scope);
  const incoming = reader.idOf('in');
  const { hour, project, channel, direction, messages } = reader.counts;
  for (let row = 0; row < hour.length; row += 1) {
    const at = reader.span.from + (hour[row] as number) * HOUR_MS;
    const many = messages[row] as number;
    if (at < span.from || at >= span.to || many === 0 || !seen(project[row] as number)) continue;
    const figures = sum.hour(at);
    if (direction[row] === incoming) figures.incoming += many;
    else figures.outgoing += many;
    sum.channel(reader.wordOf(channel[row] as number)).messages += many;
    sum.messages += many;
  }
}

type DialogCells = [first: number, project: number, channel: number, messages: number, client: string];

function addDialogs(sum: Sum, reader: LogReader, { scope, span }: Asked): void {
  const seen = seenIn(reader, scope);
  const keys = keysIn(reader, span);
  const rows = reader.rows(
    `select first, project, channel, messages, client from dialogs ${keys.index}
     where first >= ? and first < ?`,
    keys.from,
    keys.to,
  ) as Iterable<DialogCells>;
  for (const [first, project, channel, messages, client] of rows) {
    if (!seen(project)) continue;
    sum.dialog(hourOf(reader, first), { channel: reader.wordOf(channel), messages, client }, 1);
  }
}

/** Takes back what began in the month before, and lengthens what goes on in the month after. */
function mendCarried(
  sum: Sum,
  readers: LogReaders,
  asked: Asked & { readonly reader: LogReader; readonly month: Month },
): void {
  const { scope, span, reader, month } = asked;
  const seen = seenIn(reader, scope);
  const keys = keysIn(reader, span);
  const counted = ({ project, first }: Carried) => seen(project) && first >= keys.from && first < keys.to;
  const before = carriedInto(readers, scope.account, month);
  for (const part of before.values()) {
    if (!counted(part)) continue;
    const { first, channel, messages, client } = part;
    sum.dialog(hourOf(reader, first), { channel: reader.wordOf(channel), messages, client }, -1);
  }
  for (const { part, more } of carriedOn(readers, scope.account, month)) {
    if (!counted(part) || before.has(nameOf(reader, part))) continue;
    add(sum.lengths, part.messages, -1);
    add(
      sum.lengths,
      more.reduce((all, { messages }) => all + messages, part.messages),
      1,
    );
  }
}

/** When the hour of a key began, Unix ms. */
function hourOf(reader: LogReader, key: number): number {
  return reader.span.from + Math.floor(key / (HOUR_MS * SLOTS_PER_MS)) * HOUR_MS;
}

function add<K>(map: Map<K, number>, key: K, many: number): void {
  const sum = (map.get(key) ?? 0) + many;
  if (sum === 0) map.delete(key);
  else map.set(key, sum);
}

import { HOUR_MS } from './histogram.ts';
import { keyAt, SLOTS_PER_MS, type Span } from './months.ts';
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
 * Works the figures out, from the counts of each hour and the dialogs of each month. A dialog counts where it began; one
 * that goes on past the end of a month counts in both.
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
    }
  }
  readers.trim();
  return sum.figures();
}

function wholeHours({ from, to }: Span): Span {
  return { from: Math.floor(from / HOUR_MS) * HOUR_MS, to: Math.ceil(to / HOUR_MS) * HOUR_MS };
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

interface Asked {
  readonly scope: LogScope;
  readonly span: Span;
}

/** Whether a project (word id) of a file is seen. */
function seenIn(reader: LogReader, { projects }: LogScope): (project: number) => boolean {
  if (projects === null) return () => true;
  const seen = new Set(reader.projects.filter((id) => projects.has(reader.wordOf(id))));
  return (project) => seen.has(project);
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
  const start = reader.span.from;
  for (const [first, project, channel, messages, client] of rows) {
    if (!seen(project)) continue;
    sum.hour(start + Math.floor(first / (HOUR_MS * SLOTS_PER_MS)) * HOUR_MS).dialogs += 1;
    sum.channel(reader.wordOf(channel)).dialogs += 1;
    sum.lengths.set(messages, (sum.lengths.get(messages) ?? 0) + 1);
    sum.clients.set(client, (sum.clients.get(client) ?? 0) + 1);
    sum.dialogs += 1;
  }
}

/** The keys of a month that a span covers, and how best to find them: most of a month is read from end to end. */
export function keysIn(
  reader: LogReader,
  span: Span,
): { readonly from: number; readonly to: number; readonly index: string } {
  const from = Math.max(span.from, reader.span.from);
  const to = Math.max(from, Math.min(span.to, reader.span.to));
  const large = (to - from) * 5 > reader.span.to - reader.span.from;
  return {
    from: keyAt(reader.span.from, from),
    to: keyAt(reader.span.from, to),
    index: large ? 'not indexed' : 'indexed by dialogs_first',
  };
}

/** How dialogs move through intents. */
export interface Flow {
  /** Dialogs in the span, and those with an intent. */
  readonly dialogs: number;
  readonly withIntent: number;
  /** By step from the first: how many dialogs had which intent there. */
  readonly steps: readonly ReadonlyMap<string, number>[];
  /** Moves from a step's intent to the next step's, and how many dialogs made them. */
  readonly moves: readonly { step: number; from: string; to: string; dialogs: number }[];
}

/** Works out how dialogs that began in a span move through their first intents. */
export function flowOf(
  readers: LogReaders,
  scopes: readonly LogScope[],
  { span, steps }: { readonly span: Span; readonly steps: number },
): Flow {
  let dialogs = 0;
  let withIntent = 0;
  const at: Map<string, number>[] = Array.from({ length: steps }, () => new Map());
  const moves = new Map<string, { step: number; from: string; to: string; dialogs: number }>();
  const add = (path: readonly string[], many: number): void => {
    const shown = path.slice(0, steps);
    for (const [step, intent] of shown.entries()) {
      const here = at[step] as Map<string, number>;
      here.set(intent, (here.get(intent) ?? 0) + many);
      const next = shown[step + 1];
      if (next === undefined) continue;
      const name = JSON.stringify([step, intent, next]);
      const move = moves.get(name);
      if (move === undefined) moves.set(name, { step, from: intent, to: next, dialogs: many });
      else move.dialogs += many;
    }
  };
  for (const [month, some] of readers.months(readers.withLog(scopes), span)) {
    for (const scope of some) {
      const reader = readers.reader(scope.account, month);
      if (reader === null) continue;
      for (const [path, many] of pathsIn(reader, { scope, span })) {
        dialogs += many;
        if (path === '') continue;
        withIntent += many;
        add(
          path.split(' ').map((id) => reader.wordOf(Number(id))),
          many,
        );
      }
    }
  }
  readers.trim();
  return { dialogs, withIntent, steps: at, moves: [...moves.values()] };
}

/** Paths of a month's dialogs, each with how many took it. */
function pathsIn(reader: LogReader, { scope, span }: Asked): Map<string, number> {
  const seen = seenIn(reader, scope);
  const keys = keysIn(reader, span);
  const rows = reader.rows(
    `select project, path from dialogs ${keys.index} where first >= ? and first < ?`,
    keys.from,
    keys.to,
  ) as Iterable<[number, string]>;
  const paths = new Map<string, number>();
  for (const [project, path] of rows) if (seen(project)) paths.set(path, (paths.get(path) ?? 0) + 1);
  return paths;
}

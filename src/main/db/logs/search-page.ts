import type { Effort, Hits } from './hits.ts';
import { type LogQuery, messageOf } from './message.ts';
import type { LogReader } from './reader.ts';
import type { LogReaders } from './readers.ts';
import type { Message } from './rows.ts';

/** Matches counted beyond the page: enough to scroll on. */
const AHEAD = 300;
/**
 * Messages that one page may look at to be full; the next goes on from there. A count and not a time, so that the same
 * question has the same answer on every machine.
 */
const EFFORT = 7_000;
/** And those to count matches beyond it. */
const EFFORT_AHEAD = 1_000;

/** The messages of a page that were found by their text, and how many are known to match. */
export interface Found {
  readonly messages: readonly Message[];
  readonly total: number;
  /** Whether there may be matches that are not counted. */
  readonly more: boolean;
}

interface Part {
  readonly reader: LogReader;
  readonly hits: Hits;
}

interface Place {
  readonly part: Part;
  readonly key: number;
}

/** A window of the messages whose text contains something, month by month until there is enough. */
export function readFound(readers: LogReaders, query: LogQuery): Found {
  const { filter, direction, offset, limit } = query;
  const months = readers.months(readers.withLog(query.scopes), filter);
  if (direction === 'desc') months.reverse();
  const effort: Effort = { left: EFFORT };
  const ahead: Effort = { left: EFFORT_AHEAD };
  const messages: Message[] = [];
  let total = 0;
  let more = false;
  for (const [month, scopes] of months) {
    if (more) break;
    const wanted = offset + limit + AHEAD - total;
    if (wanted <= 0) {
      more = true;
      break;
    }
    const parts: Part[] = [];
    for (const scope of scopes) {
      const reader = readers.reader(scope.account, month);
      const question = reader?.narrow(scope, filter) ?? null;
      if (reader === null || question === null) continue;
      const hits = reader.hits(question, direction);
      hits.grow(wanted - AHEAD, effort);
      hits.grow(wanted, ahead);
      parts.push({ reader, hits });
    }
    const from = Math.max(0, offset - total);
    const window = { from, to: from + limit - messages.length };
    const { count, places } = known(parts, direction, window);
    messages.push(...messagesAt(places));
    total += count;
    more = parts.some(({ hits }) => !hits.done);
  }
  readers.trim();
  return { messages, total, more };
}

/**
 * How many matches of all parts are known, as far as no part may still find one before, and those of a window, in
 * order.
 */
function known(
  parts: readonly Part[],
  direction: 'asc' | 'desc',
  window: { readonly from: number; readonly to: number },
): { count: number; places: Place[] } {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    const keys = only.hits.keys.slice(window.from, window.to);
    return { count: only.hits.keys.length, places: keys.map((key) => ({ part: only, key })) };
  }
  const sign = direction === 'asc' ? 1 : -1;
  const places = parts.flatMap((part, index) => part.hits.keys.map((key) => ({ part, key, index })));
  places.sort((one, other) => sign * (one.key - other.key || one.index - other.index));
  const end = places.findIndex(({ key }) => parts.some(({ hits }) => !hits.isKnown(key, direction)));
  const count = end < 0 ? places.length : end;
  return { count, places: places.slice(window.from, Math.min(window.to, count)) };
}

function messagesAt(places: readonly Place[]): Message[] {
  const byPart = new Map<Part, number[]>();
  for (const { part, key } of places) {
    const keys = byPart.get(part);
    if (keys === undefined) byPart.set(part, [key]);
    else keys.push(key);
  }
  const found = new Map<Part, Message[]>();
  for (const [part, keys] of byPart) {
    found.set(
      part,
      part.reader.byKeys(keys).map((cells) => messageOf(part.reader, cells)),
    );
  }
  return places.flatMap(({ part }) => found.get(part)?.shift() ?? []);
}

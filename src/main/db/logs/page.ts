import type { Page } from '#shared/page.ts';
import { type Histogram, stretchOf, sumOf } from './histogram.ts';
import { type LogQuery, messageOf } from './message.ts';
import type { Month } from './months.ts';
import type { Question } from './question.ts';
import type { LogReader, MessageCells } from './reader.ts';
import type { LogReaders } from './readers.ts';
import type { LogFilter, LogScope, Message } from './rows.ts';
import { readFound } from './search-page.ts';

export type { LogQuery } from './message.ts';

type LogPage = Page<{ -readonly [K in keyof Message]: Message[K] }>;

/** An account's month with what is asked of it. */
interface Part {
  readonly reader: LogReader;
  readonly question: Question;
  readonly histogram: Histogram;
}

/** A message with where it comes from. */
interface Found {
  readonly part: Part;
  readonly cells: MessageCells;
}

interface Window {
  readonly offset: number;
  readonly limit: number;
  readonly direction: 'asc' | 'desc';
}

/**
 * A window of the messages that match, by time; of equal times, by arrival and account. Of those found by their text
 * only so many are counted as one page needs, and `more` says that there may be more.
 */
export function readPage(readers: LogReaders, query: LogQuery): LogPage {
  const { filter, direction, limit } = query;
  if (filter.search !== undefined && filter.search !== '') {
    const { messages, total, more } = readFound(readers, query);
    return { ...asPage(messages, total, query.offset), more };
  }
  const months = readers.months(readers.withLog(query.scopes), filter);
  if (direction === 'desc') months.reverse();
  const found: Found[] = [];
  let total = 0;
  for (const [month, scopes] of months) {
    const parts = partsOf(readers, month, { scopes, filter });
    if (parts.length === 0) continue;
    const sum = sumOf(parts.map(({ histogram }) => histogram));
    const window = { offset: Math.max(query.offset - total, 0), limit: limit - found.length, direction };
    if (window.limit > 0 && window.offset < sum.total) found.push(...readMonth(parts, sum, window));
    total += sum.total;
  }
  readers.trim();
  const messages = found.map(({ part, cells }) => messageOf(part.reader, cells));
  return asPage(messages, total, query.offset);
}

function partsOf(
  readers: LogReaders,
  month: Month,
  { scopes, filter }: { scopes: readonly LogScope[]; filter: LogFilter },
): Part[] {
  const parts: Part[] = [];
  for (const scope of scopes) {
    const reader = readers.reader(scope.account, month);
    const question = reader?.narrow(scope, filter) ?? null;
    if (reader === null || question === null) continue;
    const histogram = reader.histogram(question);
    if (histogram.total > 0) parts.push({ reader, question, histogram });
  }
  return parts;
}

function readMonth(parts: readonly Part[], sum: Histogram, window: Window): Found[] {
  const { direction, limit } = window;
  const { span, skip } = stretchOf(sum, window, direction);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    const cells = only.reader.messages(only.question, { span, direction, offset: skip, limit });
    return cells.map((row) => ({ part: only, cells: row }));
  }
  const keys = parts.map(({ reader, question }) =>
    reader.keys(question, { span, direction, offset: 0, limit: skip + limit }),
  );
  const places = merge(keys, direction);
  const before = countBy(places.slice(0, skip), parts.length);
  const wanted = places.slice(skip, skip + limit);
  const inside = countBy(wanted, parts.length);
  const rows = parts.map(({ reader, question }, index) => {
    const some = { offset: before[index] ?? 0, limit: inside[index] ?? 0 };
    return some.limit === 0 ? [] : reader.messages(question, { span, direction, ...some });
  });
  const next = parts.map(() => 0);
  return wanted.flatMap((index) => {
    const place = next[index] ?? 0;
    next[index] = place + 1;
    const part = parts[index];
    const cells = rows[index]?.[place];
    return part === undefined || cells === undefined ? [] : [{ part, cells }];
  });
}

/** The order in which sorted lists of keys interleave, as the list's index at each place; ties by index. */
function merge(lists: readonly (readonly number[])[], direction: 'asc' | 'desc'): number[] {
  const all = lists.flatMap((keys, index) => keys.map((key, place) => ({ key, index, place })));
  const sign = direction === 'asc' ? 1 : -1;
  all.sort((one, other) => sign * (one.key - other.key || one.index - other.index));
  return all.map(({ index }) => index);
}

function countBy(places: readonly number[], parts: number): number[] {
  const counts = Array.from({ length: parts }, () => 0);
  for (const index of places) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

function asPage(messages: readonly Message[], total: number, offset: number): LogPage {
  const column = <K extends keyof Message>(name: K) => messages.map((message) => message[name]);
  return {
    total,
    offset,
    rows: messages.length,
    columns: {
      id: column('id'),
      at: Float64Array.from(column('at')),
      account: column('account'),
      project: column('project'),
      channel: column('channel'),
      client: column('client'),
      session: column('session'),
      direction: column('direction'),
      speaker: column('speaker'),
      text: column('text'),
      intent: column('intent'),
      confidence: column('confidence') as LogPage['columns']['confidence'],
      tags: column('tags'),
    },
  };
}

import type { Span } from './months.ts';
import type { Question } from './question.ts';

export const HOUR_MS = 3_600_000;

/** How many matches fall into each stretch of a month; what lies outside the question's span counts nothing. */
export interface Histogram {
  /** Unix ms of the first stretch's start. */
  readonly start: number;
  /** Ms that each stretch covers. */
  readonly width: number;
  readonly counts: Float64Array;
  readonly total: number;
}

/** A file's `counts` table: row i says that `messages[i]` lie in an hour, project, channel and direction. */
export interface HourCounts {
  readonly hour: Float64Array;
  readonly project: Float64Array;
  readonly channel: Float64Array;
  readonly direction: Float64Array;
  readonly messages: Float64Array;
}

export function hourCounts(rows: readonly (readonly number[])[]): HourCounts {
  const column = (index: number) => Float64Array.from(rows, (row) => row[index] ?? 0);
  return {
    hour: column(0),
    project: column(1),
    channel: column(2),
    direction: column(3),
    messages: column(4),
  };
}

/** Whether the `counts` table can answer the question but for hours cut by its span. */
export function isCountable(question: Question): boolean {
  return question.client === null && question.tag === null && question.search === null;
}

/**
 * Matches by hour. `countIn` counts the matches in a stretch by looking at the rows: it is asked only for the hours
 * that the question's span cuts.
 */
export function histogramByHour(
  { month, table }: { readonly month: Span; readonly table: HourCounts },
  question: Question,
  countIn: (span: Span) => number,
): Histogram {
  const counts = new Float64Array((month.to - month.from) / HOUR_MS);
  const projects = question.projects === null ? null : new Set(question.projects);
  for (let row = 0; row < table.hour.length; row += 1) {
    if (question.channel !== null && table.channel[row] !== question.channel) continue;
    if (question.direction !== null && table.direction[row] !== question.direction) continue;
    if (projects !== null && !projects.has(table.project[row] ?? 0)) continue;
    const hour = table.hour[row] ?? 0;
    counts[hour] = (counts[hour] ?? 0) + (table.messages[row] ?? 0);
  }
  for (let hour = 0; hour < counts.length; hour += 1) {
    const from = Math.max(month.from + hour * HOUR_MS, question.span.from);
    const to = Math.min(month.from + (hour + 1) * HOUR_MS, question.span.to);
    if (counts[hour] === 0 || to - from === HOUR_MS) continue;
    counts[hour] = from < to ? countIn({ from, to }) : 0;
  }
  return { start: month.from, width: HOUR_MS, counts, total: counts.reduce((sum, count) => sum + count, 0) };
}

/** Matches of the whole month as one stretch. */
export function histogramByMonth(month: Span, total: number): Histogram {
  return { start: month.from, width: month.to - month.from, counts: Float64Array.of(total), total };
}

/** The sum of histograms of one month and width. */
export function sumOf(histograms: readonly Histogram[]): Histogram {
  const [first, ...others] = histograms;
  if (first === undefined) throw new Error('There is no histogram to sum.');
  if (others.length === 0) return first;
  const counts = first.counts.map((count, index) =>
    others.reduce((sum, other) => sum + (other.counts[index] ?? 0), count),
  );
  return { ...first, counts, total: histograms.reduce((sum, { total }) => sum + total, 0) };
}

/** A window of matches: the shortest span that holds it, and how many matches come before it in the span. */
export interface Stretch {
  readonly span: Span;
  readonly skip: number;
}

/** Where the matches `offset` to `offset + limit` of a month lie, counted from its start (asc) or end (desc). */
export function stretchOf(
  histogram: Histogram,
  window: { readonly offset: number; readonly limit: number },
  direction: 'asc' | 'desc',
): Stretch {
  const { counts, start, width } = histogram;
  const at = (step: number) => (direction === 'asc' ? step : counts.length - 1 - step);
  let step = 0;
  let before = 0;
  while (step < counts.length - 1 && before + (counts[at(step)] ?? 0) <= window.offset) {
    before += counts[at(step)] ?? 0;
    step += 1;
  }
  const first = at(step);
  let covered = before + (counts[first] ?? 0);
  while (step < counts.length - 1 && covered < window.offset + window.limit) {
    step += 1;
    covered += counts[at(step)] ?? 0;
  }
  const [low, high] = direction === 'asc' ? [first, at(step)] : [at(step), first];
  return {
    span: { from: start + low * width, to: start + (high + 1) * width },
    skip: window.offset - before,
  };
}

import type { TIME_UNITS } from '#shared/operations/log-imports.ts';

export type TimeUnit = (typeof TIME_UNITS)[number];

/** Ms in one of a unit. */
const MS: Readonly<Record<TimeUnit, number>> = { s: 1_000, ms: 1, us: 1e-3, ns: 1e-6 };
const WORDS: Readonly<Record<TimeUnit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
};

/** No platform's dialogs are older. */
const EARLIEST = Date.UTC(2000, 0, 1);
/** How far clocks may be ahead of this one, in ms. */
const AHEAD = 86_400_000;

const NUMBER = /^\d{1,20}(?:\.\d+)?$/;
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** A time as it stands in the file, if it is a number. */
function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : null;
}

/** The unit in which most of these are times; null if none of them is a number. */
export function guessUnit(values: readonly unknown[], now: number): TimeUnit | null {
  const numbers = values.map(numberIn).filter((number) => number !== null);
  if (numbers.length === 0) return null;
  const fits = (unit: TimeUnit) => numbers.filter((number) => isPlausible(number * MS[unit], now)).length;
  const units = Object.keys(MS) as TimeUnit[];
  return units.toSorted((one, other) => fits(other) - fits(one))[0] ?? 'ms';
}

function isPlausible(at: number, now: number): boolean {
  return at >= EARLIEST && at <= now + AHEAD;
}

/** Reads times of one file: Unix ms (UTC), or why it is none that a message can have. */
export function timeReader(unit: TimeUnit | null, now: number): (value: unknown) => number | string {
  const factor = MS[unit ?? 'ms'];
  return (value) => {
    const number = numberIn(value);
    const at = number === null ? isoTime(value) : Math.floor(number * factor + 1e-6);
    if (at === null) {
      return value === undefined || value === null || value === ''
        ? 'It has no time.'
        : `Its time ${(JSON.stringify(value) ?? '').slice(0, 40)} is no time as ISO 8601 (2026-01-31T23:59:59Z) or a number.`;
    }
    if (isPlausible(at, now)) return at;
    if (number !== null) {
      const better = (Object.keys(MS) as TimeUnit[]).find((other) => isPlausible(number * MS[other], now));
      if (better !== undefined) {
        return `Its time ${number} is in ${WORDS[better]}, but this file's times are read as ${WORDS[unit ?? 'ms']}.`;
      }
    }
    return at > now
      ? `Its time ${wordsOf(at)} lies in the future.`
      : `Its time ${wordsOf(at)} lies before the year 2000: its unit or its date is wrong.`;
  };
}

function isoTime(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const match = ISO.exec(value);
  if (match === null) return null;
  // Without a zone a time is UTC, as the platform's are.
  const at = Date.parse((match[1] === undefined ? `${value}Z` : value).replace(' ', 'T').replace(',', '.'));
  return Number.isNaN(at) ? null : at;
}

function wordsOf(at: number): string {
  return at <= 8.64e15 ? new Date(at).toISOString() : String(at);
}

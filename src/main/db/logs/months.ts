/** A UTC month as 'yyyy-mm'. */
export type Month = string;

/** A span of time in Unix ms: from inclusive, to exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How many messages of one account may share a millisecond. */
export const SLOTS_PER_MS = 2 ** 21;

/** The first Unix ms whose year has five digits. */
export const TIME_LIMIT = 253_402_300_800_000;

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** The UTC month in which a time (Unix ms, 0 up to the year 9999) lies. */
export function monthOf(at: number): Month {
  return new Date(at).toISOString().slice(0, 7);
}

/** The time span of a month. */
export function spanOf(month: Month): Span {
  const year = Number(month.slice(0, 4));
  const index = Number(month.slice(5, 7)) - 1;
  return { from: Date.UTC(year, index, 1), to: Date.UTC(year, index + 1, 1) };
}

/**
 * The smallest key of a row at `at` or later. A row's key is its time within the month and a slot within the
 * millisecond, so that the order of keys is the order of time and no column or index is needed for it.
 * INVARIANT: 31 days of slots stay below 2^53, so keys are exact in a JavaScript number.
 */
export function keyAt(monthStart: number, at: number): number {
  return (at - monthStart) * SLOTS_PER_MS;
}

/** The time (Unix ms) of a row's key. */
export function timeOf(monthStart: number, key: number): number {
  return monthStart + Math.floor(key / SLOTS_PER_MS);
}

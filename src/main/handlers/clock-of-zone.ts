/** What clocks of a time zone show. */
export interface Clock {
  /** The day 'yyyy-mm-dd', hour 0 to 23 and weekday (0 Sunday) at a time, Unix ms. */
  read(at: number): { readonly day: string; readonly hour: number; readonly weekday: number };
  /** The days that a span (Unix ms, to exclusive) touches, in order. */
  days(from: number, to: number): string[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The clocks of an IANA time zone; null if there is no such zone. */
export function clockOf(zone: string): Clock | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
  } catch {
    return null;
  }
  // Clocks change at whole quarters of an hour; asking once for each keeps a year of hours quick.
  const offsets = new Map<number, number>();
  const offsetAt = (at: number): number => {
    const quarter = Math.floor(at / (HOUR / 4));
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const start = quarter * (HOUR / 4);
      const parts = Object.fromEntries(
        format.formatToParts(start).map(({ type, value }) => [type, Number(value)]),
      );
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
      offset = Date.UTC(year, month - 1, day, hour, minute) - start;
      offsets.set(quarter, offset);
    }
    return offset;
  };
  return {
    read(at) {
      const local = at + offsetAt(at);
      const date = new Date(local);
      return { day: dayOf(local), hour: date.getUTCHours(), weekday: date.getUTCDay() };
    },
    days(from, to) {
      const first = Math.floor((from + offsetAt(from)) / DAY);
      const last = Math.floor((to - 1 + offsetAt(to - 1)) / DAY);
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
        dayOf((first + index) * DAY),
      );
    },
  };
}

function dayOf(local: number): string {
  return new Date(local).toISOString().slice(0, 10);
}

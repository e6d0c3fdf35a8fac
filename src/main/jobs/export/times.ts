import type { Temporal } from 'temporal-polyfill';

/** Bytes that a time takes at most: ISO 8601 with milliseconds and an offset, years up to 9999. */
export const TIME_ROOM = 32;

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const ZERO = 0x30;
const COLON = 0x3a;
const POINT = 0x2e;
const UTC_MARK = 0x5a;
/** Characters of 'yyyy-mm-ddT'. */
const DATE = 11;

/** Where a zone's clocks stand at a moment: ms ahead of UTC, and that as ISO 8601 writes it ('+02:00'). */
interface Offset {
  readonly ms: number;
  readonly text: string;
}
type OffsetAt = (at: number) => Offset;

/** One clock: writes the date and time of a moment as that clock shows it, to the millisecond. */
class Clock {
  readonly #date = new Uint8Array(DATE);
  #day = Number.NaN;

  /** `at`: Unix ms, with the clock's offset added. */
  write(at: number, bytes: Uint8Array, start: number): number {
    const day = Math.floor(at / DAY);
    if (day !== this.#day) this.#begin(day);
    for (let index = 0; index < DATE; index += 1) bytes[start + index] = this.#date[index] as number;
    let rest = (at - day * DAY) | 0;
    const hour = (rest / HOUR) | 0;
    rest -= hour * HOUR;
    const minute = (rest / MINUTE) | 0;
    rest -= minute * MINUTE;
    const second = (rest / 1_000) | 0;
    const ms = rest - second * 1_000;
    put2(bytes, start + DATE, hour);
    bytes[start + DATE + 2] = COLON;
    put2(bytes, start + DATE + 3, minute);
    bytes[start + DATE + 5] = COLON;
    put2(bytes, start + DATE + 6, second);
    bytes[start + DATE + 8] = POINT;
    const hundreds = (ms / 100) | 0;
    bytes[start + DATE + 9] = ZERO + hundreds;
    put2(bytes, start + DATE + 10, ms - hundreds * 100);
    return start + DATE + 12;
  }

  #begin(day: number): void {
    this.#day = day;
    const text = new Date(day * DAY).toISOString();
    for (let index = 0; index < DATE; index += 1) this.#date[index] = text.charCodeAt(index);
  }
}

function put2(bytes: Uint8Array, at: number, value: number): void {
  const tens = (value / 10) | 0;
  bytes[at] = ZERO + tens;
  bytes[at + 1] = ZERO + value - tens * 10;
}

/** Writes times as ISO 8601 with milliseconds, in UTC and, if asked for, in another zone with its offset. */
export class LineTimes {
  readonly hasLocal: boolean;
  readonly #offsetAt: OffsetAt;
  readonly #utc = new Clock();
  readonly #local = new Clock();

  private constructor(offsetAt: OffsetAt | null) {
    this.#offsetAt = offsetAt ?? (() => ({ ms: 0, text: '' }));
    this.hasLocal = offsetAt !== null;
  }

  /** `zone` is an IANA name; null for UTC alone. */
  static async of(zone: string | null): Promise<LineTimes> {
    if (zone === null) return new LineTimes(null);
    // Loaded only when wanted: it takes longer than a small export.
    const { Temporal } = await import('temporal-polyfill');
    return new LineTimes(offsetsOf(Temporal, zone));
  }

  /** Writes a time (Unix ms) in UTC at a place that has `TIME_ROOM`, and returns where it ends. */
  writeUtc(at: number, bytes: Uint8Array, start: number): number {
    const end = this.#utc.write(at, bytes, start);
    bytes[end] = UTC_MARK;
    return end + 1;
  }

  /** The same in the zone. */
  writeLocal(at: number, bytes: Uint8Array, start: number): number {
    const { ms, text } = this.#offsetAt(at);
    const end = this.#local.write(at + ms, bytes, start);
    for (let index = 0; index < text.length; index += 1) bytes[end + index] = text.charCodeAt(index);
    return end + text.length;
  }
}

/** Offsets of a zone, asked for once a quarter of an hour: clocks are set at no other times. */
function offsetsOf(temporal: typeof Temporal, zone: string): OffsetAt {
  const quarter = 15 * MINUTE;
  let from = Number.NaN;
  let offset: Offset = { ms: 0, text: '' };
  return (at) => {
    const start = Math.floor(at / quarter) * quarter;
    if (start !== from) {
      from = start;
      const there = temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone);
      // ISO 8601 has no seconds in offsets; zones had them before 1972.
      const minutes = Math.round(there.offsetNanoseconds / 60e9);
      offset = { ms: minutes * MINUTE, text: offsetText(minutes) };
    }
    return offset;
  };
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

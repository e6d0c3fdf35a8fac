import type { Temporal } from 'temporal-polyfill';

/** A day as ISO 8601 writes it, such as '2026-05-01'. */
type Day = string;

/** When days begin and which of them are over, in the zone of a schedule. */
export class Days {
  readonly #temporal: typeof Temporal;

  private constructor(temporal: typeof Temporal) {
    this.#temporal = temporal;
  }

  /** Loaded only when wanted: most workspaces have no schedule. */
  static async load(): Promise<Days> {
    const { Temporal } = await import('temporal-polyfill');
    return new Days(Temporal);
  }

  /** The day that a zone has at a moment (Unix ms). */
  at(zone: string, now: number): Day {
    return this.#there(zone, now).toPlainDate().toString();
  }

  /** The last day that is over, once the hour of the day after it has come. */
  lastDue({ zone, hour }: { readonly zone: string; readonly hour: number }, now: number): Day {
    const there = this.#there(zone, now);
    return there
      .toPlainDate()
      .subtract({ days: there.hour >= hour ? 1 : 2 })
      .toString();
  }

  /** The day so many days later. */
  plus(day: Day, days: number): Day {
    return this.#temporal.PlainDate.from(day).add({ days }).toString();
  }

  /** When a day begins and ends in a zone (Unix ms; from inclusive, to exclusive), however long its clocks make it. */
  span(zone: string, day: Day): { readonly from: number; readonly to: number } {
    const date = this.#temporal.PlainDate.from(day);
    const start = (each: Temporal.PlainDate): number => each.toZonedDateTime(zone).epochMilliseconds;
    return { from: start(date), to: start(date.add({ days: 1 })) };
  }

  #there(zone: string, now: number): Temporal.ZonedDateTime {
    return this.#temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  }
}

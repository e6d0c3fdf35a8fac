import type { CallingWindow } from '#shared/dialling.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Opening is looked for this many days ahead. */
const AHEAD_DAYS = 9;
/** How far apart moments lie that are tried when the next opening is looked for: windows have such corners, and zones. */
const STEP_MS = 5 * MINUTE_MS;

const WEEKDAYS: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts });
    clocks.set(zone, clock);
  }
  return clock;
}

/** What the clock on the wall shows in a zone: ISO weekday and minutes since midnight. */
export function wallClock(zone: string, now: number): { readonly day: number; readonly minute: number } {
  const parts = clockOf(zone).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return { day: WEEKDAYS[part('weekday')] ?? 0, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

/**
 * When people may be called by their own clocks. A pure function of the moment: no clock that is set, no night of
 * daylight saving and no sleep of the machine lets a call out of its window.
 */
export class CallingHours {
  readonly #windows: readonly CallingWindow[];
  /** Answers by zones, good for one minute of Unix time. */
  readonly #known = new Map<string, { minute: number; open: boolean }>();

  /** No window at all: at any time. */
  constructor(windows: readonly CallingWindow[]) {
    this.#windows = windows;
  }

  get always(): boolean {
    return this.#windows.length === 0;
  }

  /** Whether every one of these zones is inside a window; null: the zone is unknown, so nobody may be called. */
  isOpen(zones: readonly string[] | null, now: number): boolean {
    if (this.always) return true;
    if (zones === null || zones.length === 0) return false;
    const minute = Math.floor(now / MINUTE_MS);
    const name = zones.join(' ');
    const known = this.#known.get(name);
    if (known?.minute === minute) return known.open;
    const open = zones.every((zone) => this.#inside(zone, now));
    this.#known.set(name, { minute, open });
    return open;
  }

  /** When calling may begin: `now` if it is open, Unix ms; null if not within nine days. */
  nextOpening(zones: readonly string[] | null, now: number): number | null {
    if (this.isOpen(zones, now)) return now;
    if (zones === null) return null;
    const first = Math.ceil((now + 1) / STEP_MS) * STEP_MS;
    for (let at = first; at < now + AHEAD_DAYS * DAY_MS; at += STEP_MS) {
      if (zones.every((zone) => this.#inside(zone, at))) return this.#cornerBefore(zones, at);
    }
    return null;
  }

  /** Milliseconds of calling between two moments, to the step. */
  openTime(zones: readonly string[] | null, from: number, until: number): number {
    if (this.always) return until - from;
    if (zones === null) return 0;
    let open = 0;
    for (let at = from; at < until; at += STEP_MS) {
      if (zones.every((zone) => this.#inside(zone, at))) open += Math.min(STEP_MS, until - at);
    }
    return open;
  }

  /** The first open minute of the step that ends at an open moment. */
  #cornerBefore(zones: readonly string[], at: number): number {
    let first = at;
    for (let minute = at - MINUTE_MS; minute > at - STEP_MS; minute -= MINUTE_MS) {
      if (!zones.every((zone) => this.#inside(zone, minute))) break;
      first = minute;
    }
    return first;
  }

  #inside(zone: string, now: number): boolean {
    const { day, minute } = wallClock(zone, now);
    return this.#windows.some((window) => window.day === day && minute >= window.from && minute < window.to);
  }
}

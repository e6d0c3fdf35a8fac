import type { CallingWindow } from '#shared/dialling.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Opening is looked for this many days ahead. */
const AHEAD_DAYS = 9;
/** What the offsets of all zones from UTC are multiples of, and at what moments clocks are put forward or back. */
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
    // Calling opens where a window begins on some wall, or where clocks are put forward or back, on a full step.
    const corners = [...new Set([0, ...this.#windows.map(({ from }) => (from * MINUTE_MS) % STEP_MS)])];
    corners.sort((one, other) => one - other);
    const first = Math.floor(now / STEP_MS) * STEP_MS;
    for (let step = first; step < now + AHEAD_DAYS * DAY_MS; step += STEP_MS) {
      for (const corner of corners) {
        const at = step + corner;
        if (at > now && zones.every((zone) => this.#inside(zone, at))) return at;
      }
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

  #inside(zone: string, now: number): boolean {
    const { day, minute } = wallClock(zone, now);
    return this.#windows.some((window) => window.day === day && minute >= window.from && minute < window.to);
  }
}

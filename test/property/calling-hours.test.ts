import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import type { CallingWindow } from '#shared/dialling.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NUMBERS = 300;

/** Nights in which clocks are put forward or back, in both hemispheres, by an hour or half of one, and a usual day. */
const NIGHTS = [
  '2026-03-08T07:00Z', // New York, forward
  '2026-11-01T06:00Z', // New York, back
  '2026-03-29T01:00Z', // Europe, forward
  '2026-10-25T01:00Z', // Europe, back
  '2026-04-04T16:00Z', // Sydney, back
  '2026-10-03T16:00Z', // Sydney, forward
  '2026-04-04T15:00Z', // Lord Howe, back by half an hour
  '2026-10-03T15:30Z', // Lord Howe, forward
  '2026-04-05T03:00Z', // Santiago, back
  '2026-09-06T04:00Z', // Santiago, forward, at midnight
  '2026-06-17T12:00Z',
].map((iso) => Temporal.Instant.from(iso).epochMilliseconds);

const ZONES = [
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'Europe/Madrid',
  'Europe/London',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'UTC',
];

/** What happens to the machine: time passes; a person sets its clock; it sleeps, and counts that time or not. */
type Event = { readonly kind: 'pass' | 'set' | 'sleep' | 'sleep uncounted'; readonly ms: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 50, max: 900 }) }),
  },
  fc.record({ kind: fc.constant('set' as const), ms: fc.integer({ min: -26 * HOUR, max: 26 * HOUR }) }),
  fc.record({
    kind: fc.constantFrom('sleep' as const, 'sleep uncounted' as const),
    ms: fc.integer({ min: MINUTE, max: 14 * HOUR }),
  }),
  // To within a second of a full minute: where windows begin and end.
  fc.record({
    kind: fc.constant('set' as const),
    ms: fc
      .oneof(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -300, max: 300 }))
      .map((n) => n * MINUTE - 500),
  }),
);

/** A window near what the clock on a wall shows at the start, so that many runs cross its edges. */
const window = fc.record({
  zone: fc.constantFrom(...ZONES),
  before: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -240, max: 240 })),
  minutes: fc.integer({ min: 1, max: 400 }),
});

/** By another library than the dialler's own. */
function wall(zone: string, at: number) {
  const { dayOfWeek, hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { day: dayOfWeek, minute: hour * 60 + minute };
}

function windowsAt(start: number, plans: readonly { zone: string; before: number; minutes: number }[]) {
  return plans.flatMap(({ zone, before, minutes }): CallingWindow[] => {
    const { day, minute } = wall(zone, start);
    const from = Math.max(0, Math.min(1_439, minute - before));
    return [{ day, from, to: Math.min(1_440, from + minutes) }];
  });
}

function isInside(windows: readonly CallingWindow[], zones: readonly string[], at: number): boolean {
  return zones.every((zone) => {
    const { day, minute } = wall(zone, at);
    return windows.some((one) => one.day === day && one.from <= minute && minute < one.to);
  });
}

async function live(desk: TestConsole, { kind, ms }: Event): Promise<void> {
  if (kind === 'pass') return desk.clock.pass(ms);
  if (kind === 'sleep') return desk.clock.sleep(ms);
  desk.clock.epoch += ms;
}

let dials = 0;
let crossings = 0;

it('nobody is dialled outside the calling hours of any zone they may be in: nights of daylight saving, set clocks, sleep', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...NIGHTS),
      fc.integer({ min: -4 * 60, max: 3 * 60 }),
      fc.array(window, { minLength: 1, maxLength: 4 }),
      fc.array(fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.array(event, { minLength: 3, maxLength: 14 }),
      async (night, minutes, plans, zoneSets, events) => {
        const start = night + minutes * MINUTE;
        const database = await broadcastDatabase();
        const desk = new TestConsole(database);
        desk.clock.epoch = start;
        desk.talkMs = [100, 400];
        const zonesOf = (number: number) => zoneSets[number % zoneSets.length] as readonly string[];
        desk.zonesOf = zonesOf;
        const hours = windowsAt(start, plans);
        const outside: string[] = [];
        desk.onDial = ({ number, at }) => {
          const zones = zonesOf(Number(number));
          if (!isInside(hours, zones, at)) outside.push(`${new Date(at).toISOString()} ${zones.join(' ')}`);
        };
        const list = addList(database, { numbers: fictionalNumbers({ seed: 9, count: NUMBERS }) });
        const { id } = await desk.do('broadcasts.create', {
          node: database.account,
          name: 'Notice',
          list: list.id,
          hours,
          zone: 'UTC',
          callsPerSecond: 40,
          lines: 200,
          attempts: 2,
        });
        await desk.do('broadcasts.start', { id });
        await desk.clock.pass(300);
        for (const each of events) {
          const before = desk.dials;
          await live(desk, each);
          await desk.clock.pass(120);
          if (each.kind !== 'pass' && desk.dials !== before) crossings += 1;
        }
        for (const { failure } of desk.engines.values()) expect(failure).toBeNull();
        expect(outside).toEqual([]);
        dials += desk.dials;
        desk.clock.die();
        await database.db.destroy();
      },
    ),
    { numRuns: 250 },
  );
  // The law would hold of a dialler that never dials.
  expect(dials).toBeGreaterThan(1_000);
  expect(crossings).toBeGreaterThan(20);
});

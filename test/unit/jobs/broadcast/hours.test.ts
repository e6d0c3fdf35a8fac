import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { CallingHours, wallClock } from '#main/jobs/broadcast/hours.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';

const NINE_TO_EIGHT = [1, 2, 3, 4, 5].map((day) => ({ day, from: 9 * 60, to: 20 * 60 }));
const ZONES = [
  'America/New_York',
  'America/Los_Angeles',
  'Europe/Madrid',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
];
const at = (iso: string): number => Date.parse(iso);

describe('calling hours', () => {
  const hours = new CallingHours(NINE_TO_EIGHT);

  it('go by the callee’s own clock, and every zone a number may lie in must be inside', () => {
    // A Monday, 13:30 in UTC: 9:30 in New York, 6:30 in Los Angeles.
    const now = at('2026-06-01T13:30:00Z');
    expect(hours.isOpen(['America/New_York'], now)).toBe(true);
    expect(hours.isOpen(['America/Los_Angeles'], now)).toBe(false);
    expect(hours.isOpen(['America/New_York', 'America/Los_Angeles'], now)).toBe(false);
    expect(hours.isOpen(['America/New_York'], at('2026-06-06T15:00:00Z'))).toBe(false);
  });

  it('never open for a number whose zone nobody knows; without hours anybody may be called', () => {
    expect(hours.isOpen(null, at('2026-06-01T13:30:00Z'))).toBe(false);
    expect(hours.nextOpening(null, at('2026-06-01T13:30:00Z'))).toBeNull();
    expect(new CallingHours([]).isOpen(null, 0)).toBe(true);
  });

  it('begin and end to the minute', () => {
    expect(hours.isOpen(['America/New_York'], at('2026-06-01T12:59:59.999Z'))).toBe(false);
    expect(hours.isOpen(['America/New_York'], at('2026-06-01T13:00:00Z'))).toBe(true);
    expect(hours.isOpen(['America/New_York'], at('2026-06-01T23:59:59.999Z'))).toBe(true);
    expect(hours.isOpen(['America/New_York'], at('2026-06-02T00:00:00Z'))).toBe(false);
    expect(hours.nextOpening(['America/New_York'], at('2026-06-05T23:59:00Z'))).toBe(
      at('2026-06-05T23:59:00Z'),
    );
    expect(hours.nextOpening(['America/New_York'], at('2026-06-06T03:07:00Z'))).toBe(
      at('2026-06-08T13:00:00Z'),
    );
    const minute = new CallingHours([{ day: 1, from: 9 * 60 + 3, to: 9 * 60 + 4 }]);
    expect(minute.nextOpening(['Asia/Kathmandu'], at('2026-06-01T00:00:00Z'))).toBe(
      at('2026-06-01T03:18:00Z'),
    );
  });

  it.each([
    ['spring forward in New York', 'America/New_York', '2026-03-08T06:30:00Z', '2026-03-08T07:30:00Z'],
    ['fall back in New York', 'America/New_York', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
    ['half an hour back on Lord Howe', 'Australia/Lord_Howe', '2026-04-04T14:30:00Z', '2026-04-04T15:30:00Z'],
  ])('in the night of %s they follow the clock on the wall', (_, zone, first, second) => {
    const night = new CallingHours([
      { day: 7, from: 60, to: 120 },
      { day: 6, from: 0, to: 1_440 },
    ]);
    for (let now = at(first) - 3_600_000; now < at(second) + 7_200_000; now += 60_000) {
      const { day, minute } = wallClock(zone, now);
      expect(night.isOpen([zone], now)).toBe(day === 6 || (day === 7 && minute >= 60 && minute < 120));
    }
  });

  it('say the next opening: nobody may be called before it, and somebody may at it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') }),
        fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 1_320 }),
        fc.integer({ min: 1, max: 120 }),
        (now, zones, day, from, minutes) => {
          const own = new CallingHours([{ day, from, to: from + minutes }]);
          const next = own.nextOpening(zones, now);
          if (next === null) return;
          expect(own.isOpen(zones, next)).toBe(true);
          for (let before = next - 60_000; before > Math.max(now, next - 6 * 60_000); before -= 60_000) {
            expect(own.isOpen(zones, before)).toBe(false);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

async function startedAt(epoch: number, zone: string | undefined) {
  const database = await broadcastDatabase();
  const desk = new TestConsole(database);
  desk.clock.epoch = epoch;
  desk.zonesOf = (number) =>
    String(number).startsWith('1201') ? ['America/New_York', 'America/Los_Angeles'] : null;
  const list = addList(database, { numbers: fictionalNumbers({ seed: 4, count: 400 }) });
  const { id } = await desk.do('broadcasts.create', {
    node: database.account,
    name: 'Notice',
    list: list.id,
    hours: NINE_TO_EIGHT,
    callsPerSecond: 50,
    lines: 200,
    attempts: 1,
    ...(zone === undefined ? {} : { zone }),
  });
  await desk.do('broadcasts.start', { id });
  return { desk, id };
}

describe('a broadcast with calling hours', () => {
  it('dials nobody outside of them, however the machine’s clock is set', async () => {
    const { desk } = await startedAt(at('2026-06-01T19:58:50Z'), 'Europe/Madrid');
    const hours = new CallingHours(NINE_TO_EIGHT);
    const outside: number[] = [];
    desk.onDial = ({ number, at: now }) => {
      const both = number.startsWith('+1201')
        ? ['America/New_York', 'America/Los_Angeles']
        : ['Europe/Madrid'];
      if (!hours.isOpen(both, now)) outside.push(now);
    };
    // In Madrid it is two minutes to ten at night, in Los Angeles one in the afternoon.
    await desk.clock.pass(500);
    const before = desk.dials;
    for (const jump of [
      -3 * 3_600_000,
      9 * 3_600_000,
      -30 * 60_000,
      5 * 86_400_000,
      -86_400_000,
      1_234_567,
    ]) {
      desk.clock.epoch += jump;
      await desk.clock.pass(400);
    }
    expect(outside).toEqual([]);
    expect(desk.dials).toBeGreaterThan(before);
  });

  it('lets numbers wait whose zone nobody knows, and calls them once it has a zone for them', async () => {
    const { desk, id } = await startedAt(at('2026-06-01T15:00:00Z'), undefined);
    await desk.clock.pass(60_000);
    expect(desk.dialled.every(({ number }) => number.startsWith('+1201'))).toBe(true);
    expect(desk.state(id).state).toBe('running');
  });
});

import { describe, expect, it } from 'vitest';
import { generateLogs } from '#main/demo/logs.ts';

const NOW = Date.UTC(2026, 5, 10, 13, 20);
const ACCOUNTS = [
  {
    id: 'north',
    projects: [
      { id: 'booking', name: 'Booking' },
      { id: 'claims', name: 'Claims' },
    ],
  },
  { id: 'south', projects: [{ id: 'shop', name: 'Shop' }] },
];
const make = (seed: number, rows: number) => [...generateLogs({ seed, now: NOW, accounts: ACCOUNTS, rows })];

describe('made-up logs', () => {
  it('are the same for the same seed and others for another', () => {
    expect(make(1, 500)).toEqual(make(1, 500));
    expect(make(2, 500)).not.toEqual(make(1, 500));
  });

  it('are exactly as many as asked, with ids of their own, within the 90 days before now', () => {
    const rows = make(7, 30_000).flatMap((batch) => batch.rows);
    expect(rows.length).toBe(30_000);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(30_000);
    for (const { at } of rows) expect(at < NOW && at >= NOW - 90 * 86_400_000).toBe(true);
  });

  it('use telephone numbers from fictional ranges only', () => {
    const phones = make(7, 20_000)
      .flatMap((batch) => batch.rows)
      .filter(({ client }) => client.startsWith('+'));
    expect(phones.length).toBeGreaterThan(5_000);
    for (const { client } of phones) expect(client).toMatch(/^\+(1\d{3}55501\d\d|447700900\d{3})$/);
  });

  it('are busy by day and quiet at night, on all channels, in both directions', () => {
    const rows = make(7, 20_000).flatMap((batch) => batch.rows);
    const at = (hour: number) => rows.filter(({ at: time }) => new Date(time).getUTCHours() === hour).length;
    expect(at(10)).toBeGreaterThan(at(3) * 4);
    expect(new Set(rows.map(({ channel }) => channel)).size).toBe(5);
    expect(new Set(rows.map(({ direction }) => direction))).toEqual(new Set(['in', 'out']));
  });

  it('are none without a project', () => {
    expect([...generateLogs({ seed: 1, now: NOW, accounts: [], rows: 10 })]).toEqual([]);
  });
});

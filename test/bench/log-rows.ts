import { closeSync, openSync, writeSync } from 'node:fs';
import type { LogBatch } from '#main/db/logs/rows.ts';
import { generateLogs } from '#main/demo/logs.ts';
import { BOOKING, CLAIMS, NORTH } from '#test/support/export-workspace.ts';

const ACCOUNTS = [
  {
    id: NORTH,
    projects: [
      { id: BOOKING, name: 'Booking' },
      { id: CLAIMS, name: 'Claims' },
    ],
  },
];
/** Ends of the quarters of a year, which the rows of each quarter lie before. */
const QUARTERS = [Date.UTC(2025, 3, 1), Date.UTC(2025, 6, 1), Date.UTC(2025, 9, 1), Date.UTC(2026, 0, 1)];

/** Rows of one account over a year, in order of time; the first half of them are those of the first half year. */
function* rowsOfYear(rows: number): Generator<LogBatch> {
  for (const [index, now] of QUARTERS.entries()) {
    yield* generateLogs({ seed: index + 1, now, accounts: ACCOUNTS, rows: Math.round(rows / 4) });
  }
}

/** Writes the rows of a year as JSON Lines, as a platform would. */
export function writeJsonLines(file: string, rows: number): void {
  const handle = openSync(file, 'w');
  for (const batch of rowsOfYear(rows)) {
    const lines = batch.rows.map(({ id, at, client, session, extra, tags, ...rest }) =>
      JSON.stringify({
        message_id: id,
        timestamp: new Date(at).toISOString(),
        client_id: client,
        session_id: session,
        ...rest,
        ...(tags === undefined || tags.length === 0 ? {} : { tags }),
        ...(extra === '' ? {} : { extra: JSON.parse(extra) as unknown }),
      }),
    );
    writeSync(handle, `${lines.join('\n')}\n`);
  }
  closeSync(handle);
}

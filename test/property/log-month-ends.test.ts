import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthOf } from '#main/db/logs/months.ts';
import type { LogRow, LogScope } from '#main/db/logs/rows.ts';
import { openLogStore } from '#main/db/logs/store.ts';
import { BOOKING, CLAIMS, logRow, NORTH } from '#test/support/export-workspace.ts';

const HOUR = 3_600_000;
const MONTHS = [0, 1, 2, 3].map((month) => Date.UTC(2026, month + 3, 1));

const rows = fc
  .array(
    fc.record({
      month: fc.constantFrom(...MONTHS),
      near: fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
      session: fc.nat(3),
      project: fc.constantFrom(BOOKING, CLAIMS),
      channel: fc.constantFrom('web', 'sms'),
      intent: fc.constantFrom('', 'order', 'bill'),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((some) =>
    some.map(({ month, near, session, ...row }, index): LogRow => {
      const client = `client-${session}`;
      return logRow({ ...row, client, session: `s-${session}`, at: month + near, id: `m-${index}` });
    }),
  );
const span = fc
  .tuple(fc.constantFrom(...MONTHS), fc.integer({ min: -2, max: 2 }), fc.integer({ min: 1, max: 2_000 }))
  .map(([month, hours, length]) => ({ from: month + hours * HOUR, to: month + (hours + length) * HOUR }));
const scope = fc.constantFrom<LogScope[]>(
  { account: NORTH, projects: null },
  { account: NORTH, projects: new Set([CLAIMS]) },
);

const ordinal = (at: number) => {
  const [year = 0, month = 0] = monthOf(at).split('-').map(Number);
  return year * 12 + month;
};

/** Dialogs as their messages make them; a month of silence ends one. */
function dialogsOf(all: readonly LogRow[]): LogRow[][] {
  const dialogs: LogRow[][] = [];
  for (const messages of Map.groupBy(all, (row) => `${row.project} ${row.session}`).values()) {
    let open: LogRow[] = [];
    for (const message of messages.toSorted((one, other) => one.at - other.at)) {
      const last = open.at(-1);
      if (last !== undefined && ordinal(message.at) > ordinal(last.at) + 1) {
        dialogs.push(open);
        open = [];
      }
      open.push(message);
    }
    dialogs.push(open);
  }
  return dialogs;
}

function count<K>(some: Iterable<K>): Map<K, number> {
  const counts = new Map<K, number>();
  for (const one of some) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

describe('a dialog that goes over the end of a month', () => {
  it('counts once, in the month and the hour in which it began, with its whole length and path', () => {
    fc.assert(
      fc.property(rows, span, scope, fc.nat(), (all, asked, seen, cut) => {
        const folder = mkdtempSync(join(tmpdir(), 'rolecall-month-ends-'));
        const store = openLogStore(folder);
        try {
          const middle = cut % all.length;
          store.append({ account: NORTH, rows: all.slice(middle) });
          // What is remembered must not outlive what it was made from.
          store.figures([seen], asked);
          store.append({ account: NORTH, rows: all.slice(0, middle) });
          const shown = all.filter(({ project }) => seen.projects?.has(project) ?? true);
          const dialogs = dialogsOf(shown).filter(([first]) => {
            const at = first?.at ?? 0;
            return at >= asked.from && at < asked.to;
          });
          const figures = store.figures([seen], asked);
          const within = shown.filter(({ at }) => at >= asked.from && at < asked.to);
          expect(figures.messages).toBe(within.length);
          expect(figures.dialogs).toBe(dialogs.length);
          expect(new Map(figures.lengths)).toEqual(count(dialogs.map(({ length }) => length)));
          const begun = count(dialogs.map(([first]) => Math.floor((first?.at ?? 0) / HOUR) * HOUR));
          const hours = figures.hours.filter((hour) => hour.dialogs > 0);
          expect(new Map(hours.map((hour) => [hour.at, hour.dialogs]))).toEqual(begun);
          const clients = count(dialogs.map(([first]) => first?.client));
          expect(figures.clients).toBe(clients.size);
          expect(figures.returning).toBe([...clients.values()].filter((many) => many > 1).length);
          const flow = store.flow([seen], { span: asked, steps: 3 });
          const paths = dialogs.map((messages) =>
            messages.map(({ intent }) => intent).filter((intent) => intent !== ''),
          );
          expect(flow.dialogs).toBe(dialogs.length);
          for (const step of [0, 1, 2]) {
            const there = paths.filter((path) => path.length > step).map((path) => path[step] as string);
            expect(new Map(flow.steps[step])).toEqual(count(there));
          }
        } finally {
          store.close();
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});

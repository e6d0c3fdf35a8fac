import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eraseClient } from '#main/db/logs/erase.ts';
import type { LogRow } from '#main/db/logs/rows.ts';
import { type LogStore, openLogStore } from '#main/db/logs/store.ts';
import { openRaw } from '#main/db/open.ts';
import { BOOKING, CLAIMS, logRow, NORTH } from '#test/support/export-workspace.ts';

const MAY = Date.UTC(2026, 4, 1);
const HOUR = 3_600_000;

/** Few values of everything, so that they meet often: same milliseconds, sessions, clients and tags. */
const rows = fc
  .array(
    fc.record({
      at: fc.oneof(fc.nat(5), fc.nat(3 * HOUR)),
      client: fc.constantFrom('ann', 'ben', 'cem'),
      session: fc.nat(4),
      project: fc.constantFrom(BOOKING, CLAIMS),
      channel: fc.constantFrom('web', 'sms'),
      direction: fc.constantFrom('in', 'out'),
      intent: fc.constantFrom('', 'order', 'bill'),
      text: fc.constantFrom('', 'abc', 'bcd and more', 'Straße', 'ORDER 66', '東京タワー'),
      tags: fc.subarray(['vip', 'new']),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((some) =>
    some.map((row, index): LogRow => {
      const session = `${row.client}-${row.session}`;
      return logRow({ ...row, session, at: MAY + row.at, id: `m-${index}` });
    }),
  );

/** Cuts rows into batches. */
const batched = rows.chain((some) =>
  fc.array(fc.nat(some.length), { maxLength: 4 }).map((cuts) => {
    const at = [0, ...cuts.toSorted((one, other) => one - other), some.length];
    return at.slice(1).map((end, index) => some.slice(at[index], end));
  }),
);

function withStore<T>(use: (folder: string, store: LogStore) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-derived-'));
  const store = openLogStore(folder);
  try {
    return use(folder, store);
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}

const scope = { account: NORTH, projects: null };
const byTime = (some: readonly LogRow[]) => some.toSorted((one, other) => one.at - other.at);

function count<K>(some: Iterable<K>): Map<K, number> {
  const counts = new Map<K, number>();
  for (const one of some) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** A dialog as its messages make it. */
function dialogsOf(all: readonly LogRow[]) {
  const dialogs = Map.groupBy(byTime(all), ({ project, session }) => `${project} ${session}`);
  return [...dialogs.values()].map((messages) => ({
    first: (messages[0] as LogRow).at,
    client: (messages[0] as LogRow).client,
    length: messages.length,
    path: messages.map(({ intent }) => intent).filter((intent) => intent !== ''),
  }));
}

const hourOf = (at: number) => Math.floor(at / HOUR) * HOUR;

const word = (column: string) => `(select word from words where id = ${column})`;

/** Every table of the month, and every term of its index but those that span messages. */
function contentsOf(folder: string): unknown {
  const raw = openRaw(join(folder, 'logs', NORTH, '2026-05.sqlite'));
  raw.exec(`create virtual table temp.terms using fts5vocab (main, messages_text, instance)`);
  const all = (sql: string) => raw.prepare(sql).raw().all();
  const contents = {
    counts: all(
      `select hour, ${word('project')}, ${word('channel')}, ${word('direction')}, messages from counts
       where messages > 0 order by 1, 2, 3, 4`,
    ),
    dialogs: (
      all(
        `select ${word('project')}, session, first, last, client, messages, path from dialogs order by 1, 2`,
      ) as unknown[][]
    ).map((row) =>
      row.with(
        6,
        String(row[6])
          .split(' ')
          .map((id) => raw.prepare('select word from words where id = ?').pluck().get(Number(id))),
      ),
    ),
    tags: all(
      `select ${word('tag')}, ${word('project')}, messages from tag_counts where messages > 0 order by 1, 2`,
    ),
    tagged: all(`select ${word('tag')}, key from tagged order by 1, 2`),
    terms: new Set(
      (all(`select term, doc from temp.terms`) as [string, number][])
        .filter(([term]) => !term.includes('\n'))
        .map((row) => row.join(' ')),
    ),
  };
  raw.close();
  return contents;
}

describe('what is made from the messages of a log', () => {
  it('is what the messages say, in whatever order and batches they come', () => {
    fc.assert(
      fc.property(batched, (batches) => {
        const all = batches.flat();
        withStore((_folder, store) => {
          for (const batch of batches) store.append({ account: NORTH, rows: batch });
          for (const batch of batches) store.append({ account: NORTH, rows: batch });
          const figures = store.figures([scope], { from: MAY, to: MAY + 24 * HOUR });
          const dialogs = dialogsOf(all);
          expect(figures.messages).toBe(all.length);
          expect(figures.dialogs).toBe(dialogs.length);
          expect(new Map(figures.lengths)).toEqual(count(dialogs.map(({ length }) => length)));
          const clients = count(dialogs.map(({ client }) => client));
          expect(figures.clients).toBe(clients.size);
          expect(figures.returning).toBe([...clients.values()].filter((many) => many > 1).length);
          const begun = count(dialogs.map(({ first }) => hourOf(first)));
          const said = count(all.map(({ at }) => hourOf(at)));
          for (const hour of figures.hours) {
            expect(hour.dialogs).toBe(begun.get(hour.at) ?? 0);
            expect(hour.incoming + hour.outgoing).toBe(said.get(hour.at) ?? 0);
          }
          const flow = store.flow([scope], { span: { from: MAY, to: MAY + 24 * HOUR }, steps: 3 });
          expect(flow.withIntent).toBe(dialogs.filter(({ path }) => path.length > 0).length);
          const first = dialogs.flatMap(({ path }) => path.slice(0, 1));
          expect(new Map(flow.steps[0])).toEqual(count(first));
          const moves = count(
            dialogs.flatMap(({ path }) =>
              [0, 1].filter((at) => path.length > at + 1).map((at) => `${at} ${path[at]} ${path[at + 1]}`),
            ),
          );
          const seen = flow.moves.map(
            ({ step, from, to, dialogs: many }) => [`${step} ${from} ${to}`, many] as const,
          );
          expect(new Map(seen)).toEqual(moves);
          const tags = count(all.flatMap((row) => row.tags ?? []));
          expect(store.tagCounts([scope])).toEqual(tags);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is, after a client is erased, as if the client had never been there', () => {
    fc.assert(
      fc.property(batched, (batches) => {
        const contents = (erase: boolean) =>
          withStore((folder, store) => {
            // Somebody who stays, so that both have the month.
            const stays = logRow({ id: 'stays', at: MAY + 9 * HOUR, client: 'dee', session: 'dee' });
            store.append({ account: NORTH, rows: [stays] });
            for (const batch of batches) {
              const some = erase ? batch : batch.filter(({ client }) => client !== 'ann');
              store.append({ account: NORTH, rows: some });
            }
            store.close();
            const at = { account: NORTH, month: '2026-05' };
            if (erase) expect(eraseClient(folder, at, 'ann').clean).toBe(true);
            return contentsOf(folder);
          });
        const erased = contents(true) as { dialogs: unknown[][]; tagged: unknown[][] };
        const never = contents(false) as { dialogs: unknown[][]; tagged: unknown[][] };
        // Slots within a millisecond may differ; times may not.
        const timed = (some: typeof erased) => ({
          ...some,
          dialogs: some.dialogs.map((row) => row.with(2, ms(row[2])).with(3, ms(row[3]))),
          tagged: some.tagged.map((row) => row.with(1, ms(row[1]))),
        });
        expect(timed(erased)).toEqual(timed(never));
      }),
      { numRuns: 25 },
    );
  });
});

function ms(key: unknown): number {
  return Math.floor(Number(key) / 2 ** 21);
}

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListEntry } from '#main/db/lists/entry.ts';
import { EntryBlock } from '#main/db/lists/entry-block.ts';
import { entriesOf } from '#main/db/lists/version-entries.ts';
import { BlockStore } from '#main/jobs/import/block-store.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';
import { anEntry, blockOf } from '#test/support/packed-entries.ts';

type Entry = Omit<ListEntry, 'seq'>;

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: fc.array(anEntry, { minLength: 1, maxLength: 9 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ run: fc.array(anEntry, { minLength: 1, maxLength: 20 }), from: fc.nat(5) }),
  },
  { weight: 4, arbitrary: fc.record({ change: fc.nat(), to: fc.option(anEntry) }) },
  { weight: 2, arbitrary: fc.record({ look: fc.nat() }) },
  { weight: 2, arbitrary: fc.constant('write' as const) },
);

describe('the blocks of a version that is being written', () => {
  let at: ListWorkspace;
  let key = 0;
  beforeAll(async () => {
    at = await ListWorkspace.make();
  });
  afterAll(() => at.remove());

  it('hold what was added, as it was changed last, wherever they lie by then', {
    timeout: 60_000,
  }, async () => {
    let late = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.record({
          entries: fc.integer({ min: 1, max: 12 }),
          kept: fc.constantFrom(0, 500, 100_000),
          atOnce: fc.constantFrom(1, 2_000),
          changes: fc.constantFrom(0, 3, 1_000),
        }),
        async (steps, limits) => {
          key += 1;
          const store = new BlockStore(at.db, key, limits);
          const model: (Entry | null)[] = [];
          for (const each of steps) {
            if (each === 'write') for (const _part of store.write());
            else if ('add' in each) {
              for (const entry of each.add) {
                store.builder.add(entry);
                store.added();
                model.push(entry);
              }
            } else if ('run' in each) {
              const block = EntryBlock.of(blockOf(each.run));
              for (let from = Math.min(each.from, each.run.length - 1); from < each.run.length; ) {
                const next = store.builder.addRun(block, from, each.run.length);
                model.push(...each.run.slice(from, next));
                store.added();
                from = next;
              }
            } else if (model.length > 0 && 'change' in each) {
              const seq = 1 + (each.change % model.length);
              store.change(seq, each.to);
              model[seq - 1] = each.to;
              const written = at.db.prepare(
                'select max(first) from number_list_blocks where version_key = ?',
              );
              if (seq <= Number(written.pluck().get(key) ?? 0)) late += 1;
            } else if (model.length > 0 && 'look' in each) {
              const seq = 1 + (each.look % model.length);
              const seen = store.entry(seq);
              expect(seen && { ...seen, seq }).toEqual(model[seq - 1] && { ...model[seq - 1], seq });
            }
          }
          for (const _part of store.finish());
          const stored: ListEntry[] = [];
          for await (const entry of entriesOf(at.kysely(), { key, baseKey: key, changes: 0 }))
            stored.push(entry);
          const expected = model.flatMap((entry, place) =>
            entry === null ? [] : [{ seq: place + 1, ...entry }],
          );
          expect(stored).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
    expect(late).toBeGreaterThan(50);
  });
});

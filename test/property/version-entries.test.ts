import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListEntry } from '#main/db/lists/entry.ts';
import {
  blocksOf,
  entriesAt,
  entriesOf,
  lastSeq,
  numbersOf,
  seqsOfNumbers,
  type VersionKeys,
} from '#main/db/lists/version-entries.ts';
import { migrate } from '#main/db/migrate.ts';
import { type Database, kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';
import { blockOf, gather, type Placed } from '#test/support/packed-entries.ts';

const MOST = 60;

// A small world of numbers, so that edits meet numbers that were removed before.
const entry = fc.record({
  number: fc.integer({ min: 12_025_550_000, max: 12_025_550_080 }),
  name: fc.constantFrom('', 'Ana', 'Zoë'),
  row: fc.nat(100),
  fields: fc.constantFrom(null, '["x"]'),
  traits: fc.nat(100),
  zone: fc.constantFrom(null, null, 'Europe/Madrid'),
  priority: fc.constantFrom(null, null, 5),
});

const blocks = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 0, 0, 1, 4),
    entries: fc.array(
      fc.oneof({ weight: 4, arbitrary: entry }, { weight: 1, arbitrary: fc.constant(null) }),
      {
        minLength: 1,
        maxLength: 9,
      },
    ),
  }),
  { maxLength: 7 },
);
const changes = fc.array(fc.tuple(fc.integer({ min: 1, max: MOST + 10 }), fc.option(entry, { freq: 3 })), {
  maxLength: 12,
});

type Blocks = readonly { readonly gap: number; readonly entries: readonly Placed[] }[];

describe('the entries of a version', () => {
  let raw: RawDatabase;
  let db: Database;
  let key = 0;
  beforeAll(async () => {
    raw = openRaw(':memory:');
    await migrate(raw);
    db = kyselyOver(raw);
  });
  afterAll(() => raw.close());

  function storeBlocks(baseKey: number, parts: Blocks): Map<number, ListEntry> {
    const held = new Map<number, ListEntry>();
    const numbers = new Set<number>();
    let first = 1;
    for (const { gap, entries } of parts) {
      first += gap;
      // A number is in a version once.
      const once = entries.map((one) => {
        if (one === null || numbers.has(one.number)) return null;
        numbers.add(one.number);
        return one;
      });
      const { fixed, texts, zones } = blockOf(once, first);
      raw
        .prepare(
          'insert into number_list_blocks (version_key, first, count, fixed, texts, zones) values (?,?,?,?,?,?)',
        )
        .run(baseKey, first, once.length, fixed, texts, zones);
      for (const [at, one] of once.entries())
        if (one !== null) held.set(first + at, { seq: first + at, ...one });
      first += once.length;
    }
    return held;
  }

  /** Lays changes over the base, and over its model. */
  function edit(
    keys: number,
    held: Map<number, ListEntry>,
    asked: readonly (readonly [number, Placed])[],
  ): number {
    const laid = new Map(asked);
    for (const [seq, wanted] of laid) {
      const taken = [...held.values()].some((other) => other.number === wanted?.number && other.seq !== seq);
      const one = taken ? null : wanted;
      held.delete(seq);
      if (one !== null) held.set(seq, { seq, ...one });
      const { number, name, row, fields, traits, zone, priority } = one ?? {
        ...{ number: -seq, name: '', row: 0, fields: null },
        ...{ traits: 0, zone: null, priority: null },
      };
      raw
        .prepare(
          `insert into number_list_changes (version_key, seq, removed, number, name, row, fields, traits, zone, priority)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(keys, seq, one === null ? 1 : 0, number, name, row, fields, traits, zone, priority);
    }
    return laid.size;
  }

  function make(parts: Blocks, asked: readonly (readonly [number, Placed])[]) {
    const baseKey = (key += 2);
    const held = storeBlocks(baseKey, parts);
    const count = edit(baseKey + 1, held, asked);
    // The blocks of another version lie behind these.
    storeBlocks(baseKey + 1, [{ gap: 0, entries: [{ ...other }] }]);
    const version: VersionKeys = { key: count === 0 ? baseKey : baseKey + 1, baseKey, changes: count };
    return { version, entries: [...held.values()].toSorted((a, b) => a.seq - b.seq) };
  }
  const other = {
    ...{ number: 4_930_123_456, name: 'Other', row: 1, fields: null },
    ...{ traits: 0, zone: null, priority: null },
  };

  it('are those of its base with its changes laid over them, from any place on', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, changes, fc.nat(MOST + 20), async (parts, asked, after) => {
        const { version, entries } = make(parts, asked);
        expect(await gather(entriesOf(db, version))).toEqual(entries);
        const behind = entries.filter(({ seq }) => seq > after);
        expect(await gather(entriesOf(db, version, after))).toEqual(behind);
      }),
      { numRuns: 200 },
    );
  });

  it('are found by their places, in the order asked for', async () => {
    const seqs = fc.array(fc.integer({ min: 0, max: MOST + 20 }), { maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(blocks, changes, seqs, async (parts, asked, wanted) => {
        const { version, entries } = make(parts, asked);
        const at = new Map(entries.map((one) => [one.seq, one]));
        expect(await entriesAt(db, version, wanted)).toEqual(wanted.flatMap((seq) => at.get(seq) ?? []));
      }),
      { numRuns: 200 },
    );
  });

  it('are found by their numbers', async () => {
    const wanted = fc.array(fc.integer({ min: 12_025_550_000, max: 12_025_550_090 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(blocks, changes, wanted, async (parts, asked, numbers) => {
        const { version, entries } = make(parts, asked);
        const seqs = entries.flatMap(({ number, seq }) =>
          numbers.includes(number) ? [[number, seq] as const] : [],
        );
        expect(await seqsOfNumbers(db, version, new Set(numbers))).toEqual(new Map(seqs));
      }),
      { numRuns: 200 },
    );
  });

  it('have the blocks of the base, its numbers and its last place', async () => {
    // More blocks than are read at once.
    const many = fc.oneof(
      blocks,
      fc.constant(Array.from({ length: 40 }, () => ({ gap: 0, entries: [other, null] }))),
    );
    await fc.assert(
      fc.asyncProperty(many, async (parts) => {
        const { version, entries } = make(parts, []);
        const base = await gather(blocksOf(db, version.baseKey));
        expect(base.map(({ count }) => count)).toEqual(parts.map((part) => part.entries.length));
        expect(base.flatMap((block) => [...block.entries()])).toEqual(entries);
        const read = await gather(numbersOf(db, version.baseKey));
        expect(read.map(({ first }) => first)).toEqual(base.map(({ first }) => first));
        expect(read.map(({ numbers }) => [...numbers])).toEqual(base.map(({ numbers }) => [...numbers]));
        const last = base.at(-1);
        expect(await lastSeq(db, version.baseKey)).toBe(last === undefined ? 0 : last.first + last.count - 1);
      }),
      { numRuns: 50 },
    );
  });
});

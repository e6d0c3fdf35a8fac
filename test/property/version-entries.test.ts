import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  blocksOf,
  entriesAt,
  entriesOf,
  lastSeq,
  numbersOf,
  seqsOfNumbers,
} from '#main/db/lists/version-entries.ts';
import type { Database } from '#main/db/open.ts';
import { gather } from '#test/support/packed-entries.ts';
import { MOST_SEQS, PackedVersions, someBlocks, someChanges } from '#test/support/packed-versions.ts';

describe('the entries of a version', () => {
  let versions: PackedVersions;
  let db: Database;
  beforeAll(async () => {
    versions = await PackedVersions.make();
    ({ db } = versions);
  });
  afterAll(() => versions.raw.close());

  it('are those of its base with its changes laid over them, from any place on', async () => {
    await fc.assert(
      fc.asyncProperty(someBlocks, someChanges, fc.nat(MOST_SEQS), async (parts, asked, after) => {
        const { version, entries } = versions.version(parts, asked);
        expect(await gather(entriesOf(db, version))).toEqual(entries);
        const behind = entries.filter(({ seq }) => seq > after);
        expect(await gather(entriesOf(db, version, after))).toEqual(behind);
      }),
      { numRuns: 200 },
    );
  });

  it('are found by their places, in the order asked for', async () => {
    const seqs = fc.array(fc.integer({ min: 0, max: MOST_SEQS }), { maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(someBlocks, someChanges, seqs, async (parts, asked, wanted) => {
        const { version, entries } = versions.version(parts, asked);
        const at = new Map(entries.map((one) => [one.seq, one]));
        expect(await entriesAt(db, version, wanted)).toEqual(wanted.flatMap((seq) => at.get(seq) ?? []));
      }),
      { numRuns: 200 },
    );
  });

  it('are found by their numbers', async () => {
    const wanted = fc.array(fc.integer({ min: 12_025_550_000, max: 12_025_550_090 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(someBlocks, someChanges, wanted, async (parts, asked, numbers) => {
        const { version, entries } = versions.version(parts, asked);
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
      someBlocks,
      fc.constant(Array.from({ length: 40 }, () => ({ gap: 0, entries: [null, null] }))),
    );
    await fc.assert(
      fc.asyncProperty(many, async (parts) => {
        const { version, entries } = versions.version(parts, []);
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

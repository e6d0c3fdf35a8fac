import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIFFERENCES, differencesOf } from '#main/db/list-differences.ts';
import { changedPairs } from '#main/db/lists/changed-pairs.ts';
import { commonEntries } from '#main/db/lists/common-entries.ts';
import type { ListEntry } from '#main/db/lists/entry.ts';
import { eraseFromBlocks } from '#main/db/lists/erase-entries.ts';
import { entriesOf } from '#main/db/lists/version-entries.ts';
import type { ReadyVersion } from '#main/db/number-lists.ts';
import { gather } from '#test/support/packed-entries.ts';
import {
  type PackedVersion,
  PackedVersions,
  someBlocks,
  someChanges,
} from '#test/support/packed-versions.ts';

const fieldNames = fc.constantFrom(['City'], ['City', 'Street'], ['Street', 'City']);

function ready({ version }: PackedVersion, fields: readonly string[]): ReadyVersion {
  const mark = String(version.key);
  const counts = { accepted: 0, merged: 0, refused: 0 };
  return { ...version, ...counts, id: mark, ordinal: 1, dense: false, mark, mapping: '{}', fields };
}

function alike(one: ListEntry, two: ListEntry, fields: boolean): boolean {
  return (
    one.name === two.name &&
    one.zone === two.zone &&
    one.priority === two.priority &&
    (!fields || one.fields === two.fields)
  );
}

/** Number and difference, as the two sets of entries tell them. */
function expected(from: PackedVersion, to: PackedVersion, fields: boolean): (readonly [number, string])[] {
  const before = new Map(from.entries.map((entry) => [entry.number, entry]));
  const after = new Map(to.entries.map((entry) => [entry.number, entry]));
  const numbers = [...new Set([...before.keys(), ...after.keys()])].toSorted((a, b) => a - b);
  return numbers.flatMap((number): (readonly [number, string])[] => {
    const [one, two] = [before.get(number), after.get(number)];
    if (one === undefined) return [[number, 'added']];
    if (two === undefined) return [[number, 'removed']];
    return alike(one, two, fields) ? [] : [[number, 'changed']];
  });
}

describe('the differences of two versions', () => {
  let versions: PackedVersions;
  beforeAll(async () => {
    versions = await PackedVersions.make();
  });
  afterAll(() => versions.raw.close());

  it('are those of the two sets of entries, ascending by number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(someBlocks, someChanges, fieldNames),
        fc.tuple(someBlocks, someChanges, fieldNames),
        fc.boolean(),
        async (one, two, again) => {
          const from = versions.version(one[0], one[1]);
          // The same entries with other edits as well: most of them are alike.
          const to = versions.version(again ? one[0] : two[0], two[1]);
          const found = await differencesOf(versions.db, ready(from, one[2]), ready(to, two[2]));
          const sameFields = one[2].every((name, place) => two[2][place] === name);
          expect(
            [...found.numbers].map((number, at) => [number, DIFFERENCES[found.what[at] as number]]),
          ).toEqual(expected(from, to, sameFields));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are the same however little of a list is kept in memory', async () => {
    await fc.assert(
      fc.asyncProperty(someBlocks, someBlocks, fc.integer({ min: 1, max: 200 }), async (one, two, most) => {
        const [from, to] = [versions.version(one, []), versions.version(two, [])];
        const { packed } = await commonEntries(versions.db, from.version, to.version);
        const bases = { from: from.version.baseKey, to: to.version.baseKey, fields: true };
        const changed = await changedPairs(versions.db, { ...bases, most }, packed);
        expect(changed.toSorted((a, b) => a - b)).toEqual(
          expected(from, to, true).flatMap(([number, what]) => (what === 'changed' ? [number] : [])),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('the erasure of a number from blocks', () => {
  it('takes out the entry that holds it, wherever it is, and nothing else', async () => {
    const versions = await PackedVersions.make();
    await fc.assert(
      fc.asyncProperty(
        fc.array(someBlocks, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        async (parts, which) => {
          const made = parts.map((blocks) => versions.version(blocks, []));
          const all = made.flatMap(({ entries }) => entries);
          const number = all[which % Math.max(1, all.length)]?.number ?? 1;
          const [spared, ...asked] = made as [PackedVersion, ...PackedVersion[]];
          const keys = sql`select value from json_each(${JSON.stringify(asked.map(({ version }) => version.key))})`;
          const places = await versions.db.transaction().execute((tx) => eraseFromBlocks(tx, keys, number));
          const held = asked.flatMap(({ version, entries }) =>
            entries.flatMap((entry) =>
              entry.number === number ? [{ baseKey: version.key, seq: entry.seq }] : [],
            ),
          );
          expect(places).toEqual(held);
          for (const { version, entries } of asked) {
            const left = entries.filter((entry) => entry.number !== number);
            expect(await gather(entriesOf(versions.db, version))).toEqual(left);
          }
          expect(await gather(entriesOf(versions.db, spared.version))).toEqual(spared.entries);
        },
      ),
      { numRuns: 200 },
    );
    versions.raw.close();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf } from '#main/db/lists/stable-order.ts';
import { TextColumn } from '#main/db/lists/text-order.ts';

const key = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.maxSafeNat().map((number) => number % 2 ** 52),
  fc.integer({ min: 12_010_000_000, max: 12_019_999_999 }),
);

// Many begin alike.
const text = fc.oneof(
  fc.constantFrom('', 'a', 'A', 'ab', 'aB\u0000', 'Zoë', 'ZOË', 'zoë', '\u0000'),
  fc
    .tuple(fc.constantFrom('', 'Name ', 'NAME OF A LONG FAMILY '), fc.nat(300))
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** A few, or so many that they are not sorted by comparisons: the same ones come again and again. */
function many<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc
    .tuple(fc.array(one, { maxLength: 500, size: 'max' }), fc.constantFrom(1, 1, 7, 20))
    .map(([all, times]) => Array.from({ length: times }, () => all).flat());
}

function small(given: string): Buffer {
  return Buffer.from(given.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));
}

describe('the order of a column', () => {
  it('is that of its numbers; equal ones stay as they stand', () => {
    fc.assert(
      fc.property(many(key), (keys) => {
        const expected = [...keys.keys()].toSorted(
          (a, b) => (keys[a] as number) - (keys[b] as number) || a - b,
        );
        expect([...orderOf(Float64Array.from(keys))]).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('is that of the bytes of its texts in small ASCII letters; equal ones stay as they stand', () => {
    fc.assert(
      fc.property(many(text), (texts) => {
        const column = new TextColumn();
        for (const one of texts) {
          const bytes = Buffer.from(`<${one}>`);
          column.add(bytes, 1, bytes.length - 1);
        }
        const folded = texts.map(small);
        const expected = [...texts.keys()].toSorted(
          (a, b) => (folded[a] as Buffer).compare(folded[b] as Buffer) || a - b,
        );
        expect([...column.order()]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

import fc from 'fast-check';
import { BlockBuilder } from '#main/db/lists/block-builder.ts';
import type { ListEntry } from '#main/db/lists/entry.ts';
import type { PackedBlock } from '#main/db/lists/entry-block.ts';
import { packFields } from '#main/db/lists/extra-fields.ts';

/** An entry without its place; null: a place without an entry. */
export type Placed = Omit<ListEntry, 'seq'> | null;

const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('', 'Ana', 'Zoë Ångström', '👩‍👩‍👧 Family', '\u0000', '\uFEFF', '"[]"'),
  },
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  // Lengths of one, two and three bytes, at their borders too.
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(48, 49, 127, 128, 129, 300, 16_383, 16_384, 16_385, 40_000),
        fc.constantFrom('x', 'ż'),
      )
      .map(([length, of]) => of.repeat(length)),
  },
);

/** Entries as files give them, with texts of every length that is written otherwise. */
export const anEntry: fc.Arbitrary<Omit<ListEntry, 'seq'>> = fc.record({
  number: fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }),
  name: text,
  row: fc.integer({ min: 0, max: 4_294_967_295 }),
  fields: fc
    .oneof(
      { weight: 5, arbitrary: fc.array(text, { maxLength: 4 }) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom('', 'x'), { minLength: 60, maxLength: 200 }) },
    )
    .map(packFields),
  traits: fc.integer({ min: 0, max: 65_535 }),
  zone: fc.option(fc.constantFrom('Europe/Madrid', 'America/New_York', 'Asia/Tokyo')),
  priority: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
});

/** The same without zones and priorities, as most lists are. */
export const aPlainEntry = anEntry.map((entry) => ({ ...entry, zone: null, priority: null }));

/** One block of these entries, whatever their number. */
export function blockOf(entries: readonly Placed[], first = 1): PackedBlock {
  const builder = new BlockBuilder(first);
  for (const entry of entries) {
    if (entry === null) builder.skip();
    else builder.add(entry);
  }
  return builder.take();
}

/** All that an asynchronous reader gives. */
export async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

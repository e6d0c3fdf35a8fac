import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockBuilder } from '#main/db/lists/block-builder.ts';
import { changeBlock } from '#main/db/lists/change-block.ts';
import { BLOCK_ENTRIES, EntryBlock, type PackedBlock } from '#main/db/lists/entry-block.ts';
import { unpackFields } from '#main/db/lists/extra-fields.ts';
import { anEntry, aPlainEntry, blockOf, type Placed } from '#test/support/packed-entries.ts';

const places = (entry: fc.Arbitrary<Placed>) =>
  fc.array(fc.oneof({ weight: 5, arbitrary: entry }, { weight: 1, arbitrary: fc.constant(null) }), {
    minLength: 1,
    maxLength: 20,
  });
const anyPlaces = fc.oneof(places(anEntry), places(aPlainEntry));
const first = fc.constantFrom(1, 2, 2_049, 5_000_000);

const single: Exclude<Placed, null> = {
  number: 12_125_550_199,
  name: 'Single',
  row: 5,
  fields: null,
  traits: 1,
  zone: 'Europe/Rome',
  priority: 0,
};

function contents(block: PackedBlock): Placed[] {
  const read = EntryBlock.of(block);
  return Array.from({ length: block.count }, (_, at) => {
    const entry = read.entry(at);
    if (entry === null) return null;
    const { seq, ...rest } = entry;
    expect(seq).toBe(block.first + at);
    return rest;
  });
}

/** A block as SQLite may hand it over: its bytes at any place of a larger buffer. */
function shifted(block: PackedBlock, by: number): PackedBlock {
  const move = (bytes: Uint8Array): Uint8Array => {
    const whole = new Uint8Array(bytes.length + by).fill(0xa5);
    whole.set(bytes, by);
    return whole.subarray(by);
  };
  return { ...block, fixed: move(block.fixed), texts: move(block.texts) };
}

const EMPTY_ENTRY = {
  number: 12_125_550_101,
  name: '',
  row: 2,
  fields: null,
  traits: 0,
  zone: null,
  priority: null,
};

describe('a packed block', () => {
  it('gives back every entry as it was packed, wherever its bytes lie', () => {
    fc.assert(
      fc.property(anyPlaces, first, fc.nat({ max: 9 }), (entries, seq, by) => {
        const block = blockOf(entries, seq);
        expect(block).toMatchObject({ first: seq, count: entries.length });
        expect(contents(shifted(block, by))).toEqual(entries);
      }),
    );
  });

  it('tells numbers, names, values, zones and priorities apart from each other', () => {
    fc.assert(
      fc.property(anyPlaces, (entries) => {
        const read = EntryBlock.of(blockOf(entries));
        for (const [at, entry] of entries.entries()) {
          expect(read.numbers[at]).toBe(entry?.number ?? 0);
          expect(read.name(at)).toBe(entry?.name ?? '');
          expect(read.values(at)).toEqual(unpackFields(entry?.fields ?? null));
          expect(read.zone(at)).toBe(entry?.zone ?? null);
          expect(read.priority(at)).toBe(entry?.priority ?? null);
        }
        expect([...read.entries()].map(({ seq }) => seq)).toEqual(
          entries.flatMap((entry, at) => (entry === null ? [] : [at + 1])),
        );
      }),
    );
  });

  it('is seen while it is built, and the next one begins where it ended, with nothing of it', () => {
    fc.assert(
      fc.property(fc.array(anyPlaces, { minLength: 2, maxLength: 4 }), (parts) => {
        const builder = new BlockBuilder();
        let next = 1;
        for (const part of parts) {
          for (const [at, entry] of part.entries()) {
            expect(builder.next).toBe(next + at);
            if (entry === null) builder.skip();
            else builder.add(entry);
            const seen = builder.view().entry(at);
            expect(seen).toEqual(entry && { seq: next + at, ...entry });
          }
          expect(builder.take()).toEqual(blockOf(part, next));
          next += part.length;
        }
      }),
    );
  });

  it('takes over runs of other blocks as if each of their entries were added', () => {
    const run = fc.tuple(anyPlaces, fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(run, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        (runs, most) => {
          const builder = new BlockBuilder(1, most);
          const blocks: PackedBlock[] = [];
          const wanted: Placed[] = [];
          for (const [entries, one, two, alone] of runs) {
            const block = EntryBlock.of(blockOf(entries, 77));
            const [from, to] = [Math.min(one, two), Math.max(one, two)].map(
              (at) => at % (entries.length + 1),
            );
            for (let at = from as number; at < (to as number); ) {
              at = builder.addRun(block, at, to as number);
              if (builder.full) blocks.push(builder.take());
            }
            wanted.push(...entries.slice(from, to));
            if (!alone) continue;
            builder.add(single);
            wanted.push(single);
            if (builder.full) blocks.push(builder.take());
          }
          if (builder.count > 0) blocks.push(builder.take());
          expect(blocks.flatMap((block) => contents(block))).toEqual(wanted);
          expect(blocks.slice(0, -1).every(({ count }) => count === most)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes no more than its share of entries and of text', () => {
    const builder = new BlockBuilder();
    while (!builder.full) builder.add(EMPTY_ENTRY);
    expect(builder.count).toBe(BLOCK_ENTRIES);
    builder.take();
    while (!builder.full) builder.add({ ...EMPTY_ENTRY, name: 'x'.repeat(100_000) });
    expect(builder.count).toBe(11);
  });
});

describe('a changed block', () => {
  it('can go to another thread, however small it is', () => {
    const { fixed, texts, ...rest } = changeBlock(
      blockOf([EMPTY_ENTRY]),
      new Map([[1, { ...EMPTY_ENTRY, name: 'Ana' }]]),
    );
    const transfer = [fixed.buffer, texts.buffer] as ArrayBuffer[];
    const gone = structuredClone({ ...rest, fixed, texts }, { transfer });
    expect(EntryBlock.of(gone).name(0)).toBe('Ana');
  });

  it('is the block that the changed entries would have made', () => {
    const change = fc.tuple(fc.nat({ max: 24 }), fc.option(fc.oneof(anEntry, aPlainEntry), { freq: 2 }));
    fc.assert(
      fc.property(
        anyPlaces,
        first,
        fc.array(change, { maxLength: 6 }),
        fc.nat({ max: 9 }),
        (entries, seq, changes, by) => {
          const wanted = [...entries];
          // Some are of other blocks, before and after: they change nothing here.
          for (const [at, entry] of changes) if (at >= 2 && at - 2 < entries.length) wanted[at - 2] = entry;
          const asked = new Map(changes.map(([at, entry]) => [seq + at - 2, entry]));
          const changed = changeBlock(shifted(blockOf(entries, seq), by), asked);
          expect(contents(changed)).toEqual(wanted);
          const made = blockOf(wanted, seq);
          expect({ ...changed, texts: Buffer.from(changed.texts) }).toEqual({
            ...made,
            texts: Buffer.from(made.texts),
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps nothing of what was replaced or taken out', () => {
    const name = 'Ada Secret';
    const secret = {
      number: 12_125_550_101,
      name,
      row: 7_654_321,
      fields: '["","Hidden Street"]',
      traits: 3,
      zone: 'Asia/Tokyo',
      priority: 654_321,
    };
    const plain = {
      ...secret,
      number: 1_202_555_0000,
      name: 'Bo',
      row: 9,
      fields: null,
      zone: null,
      priority: null,
    };
    const tells = [
      Buffer.from(name),
      Buffer.from('Hidden'),
      Buffer.from('Tokyo'),
      Buffer.from(new Float64Array([secret.number]).buffer),
      Buffer.from(new Uint32Array([secret.row]).buffer),
      Buffer.from(new Uint32Array([secret.priority]).buffer),
    ];
    const found = ({ fixed, texts, zones }: PackedBlock) =>
      tells.map((tell) =>
        [fixed, texts, zones ?? ''].some((bytes) => Buffer.from(bytes as never).includes(tell)),
      );
    for (const at of [0, 1, 2]) {
      const block = blockOf([0, 1, 2].map((place) => (place === at ? secret : plain)));
      expect(found(block)).toEqual(tells.map(() => true));
      for (const now of [null, { ...plain, number: 1_202_555_0009 }]) {
        const changed = changeBlock(block, new Map([[at + 1, now]]));
        expect(found(changed)).toEqual(tells.map(() => false));
      }
    }
  });
});

import fc from 'fast-check';
import type { ListEntry } from '#main/db/lists/entry.ts';
import type { VersionKeys } from '#main/db/lists/version-entries.ts';
import { migrate } from '#main/db/migrate.ts';
import { type Database, kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';
import { blockOf, type Placed } from './packed-entries.ts';

/** More seqs than any version of `someBlocks` has. */
export const MOST_SEQS = 100;

// A small world of numbers, so that edits meet numbers that were removed before.
const entry = fc.record({
  number: fc.integer({ min: 12_025_550_000, max: 12_025_550_080 }),
  name: fc.constantFrom('', 'Ana', 'Zoë'),
  row: fc.nat(100),
  fields: fc.constantFrom(null, '["x"]', `["","${'long'.repeat(60)}"]`),
  traits: fc.nat(100),
  zone: fc.constantFrom(null, null, 'Europe/Madrid'),
  priority: fc.constantFrom(null, null, 5),
});

const place: fc.Arbitrary<Placed> = fc.oneof(
  { weight: 4, arbitrary: entry },
  { weight: 1, arbitrary: fc.constant(null) },
);

type Blocks = readonly { readonly gap: number; readonly entries: readonly Placed[] }[];
type Changes = readonly (readonly [seq: number, entry: Placed])[];

/** Blocks of odd sizes, with gaps within and between them. */
export const someBlocks: fc.Arbitrary<Blocks> = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 0, 0, 1, 4),
    entries: fc.array(place, { minLength: 1, maxLength: 9 }),
  }),
  { maxLength: 7 },
);

/** Entries replaced, removed (null) and added. */
export const someChanges: fc.Arbitrary<Changes> = fc.array(fc.tuple(fc.integer({ min: 1, max: 70 }), place), {
  maxLength: 12,
});

export interface PackedVersion {
  readonly version: VersionKeys;
  /** What it holds, by seq. */
  readonly entries: readonly ListEntry[];
}

/** Versions stored as blocks of any size with changes laid over them, each with a naive model of what it holds. */
export class PackedVersions {
  readonly raw: RawDatabase = openRaw(':memory:');
  readonly db: Database = kyselyOver(this.raw);
  #key = 0;

  static async make(): Promise<PackedVersions> {
    const versions = new PackedVersions();
    await migrate(versions.raw);
    return versions;
  }

  /** A version; with changes it is an edit of one that has the blocks. Another's blocks lie behind its own. */
  version(blocks: Blocks, changes: Changes): PackedVersion {
    const baseKey = (this.#key += 2);
    const held = this.#store(baseKey, blocks);
    const version = { key: baseKey + 1, baseKey, changes: this.#edit(baseKey + 1, held, changes) };
    this.#store(baseKey + 1, [{ gap: 0, entries: [OTHER] }]);
    const entries = [...held.values()].toSorted((a, b) => a.seq - b.seq);
    return { version: version.changes === 0 ? { ...version, key: baseKey } : version, entries };
  }

  #store(key: number, blocks: Blocks): Map<number, ListEntry> {
    const insert = this.raw.prepare(
      'insert into number_list_blocks (version_key, first, count, fixed, texts, zones) values (?, ?, ?, ?, ?, ?)',
    );
    const held = new Map<number, ListEntry>();
    const numbers = new Set<number>();
    let first = 1;
    for (const { gap, entries } of blocks) {
      first += gap;
      // A number is in a version once.
      const once = entries.map((one) => {
        if (one === null || numbers.has(one.number)) return null;
        numbers.add(one.number);
        return one;
      });
      const { count, fixed, texts, zones } = blockOf(once, first);
      insert.run(key, first, count, fixed, texts, zones);
      for (const [at, one] of once.entries()) {
        if (one !== null) held.set(first + at, { seq: first + at, ...one });
      }
      first += count;
    }
    return held;
  }

  #edit(key: number, held: Map<number, ListEntry>, changes: Changes): number {
    const insert = this.raw.prepare(
      `insert into number_list_changes
         (version_key, seq, removed, number, name, row, fields, traits, zone, priority)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const laid = new Map(changes);
    for (const [seq, wanted] of laid) {
      const taken = [...held.values()].some((other) => other.number === wanted?.number && other.seq !== seq);
      const one = taken ? null : wanted;
      held.delete(seq);
      if (one !== null) held.set(seq, { seq, ...one });
      const { number, name, row, fields, traits, zone, priority } = one ?? { ...NOBODY, number: -seq };
      insert.run(key, seq, one === null ? 1 : 0, number, name, row, fields, traits, zone, priority);
    }
    return laid.size;
  }
}

const NOBODY = { name: '', row: 0, fields: null, traits: 0, zone: null, priority: null };
const OTHER = { ...NOBODY, number: 4_930_123_456, name: 'Other' };

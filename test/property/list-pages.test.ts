import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertEntries } from '#main/db/frozen-entries.ts';
import type { ListEntry } from '#main/db/lists/entry.ts';
import { fieldsLine, packFields } from '#main/db/lists/extra-fields.ts';
import { versionBlocks } from '#main/db/lists/version-blocks.ts';
import type { VersionKeys } from '#main/db/lists/version-entries.ts';
import { listEntries } from '#main/db/number-list-rows.ts';
import type { ReadyVersion } from '#main/db/number-lists.ts';
import { regionCode } from '#main/db/number-traits.ts';
import { mayBeIn } from '#main/db/number-zones.ts';
import { segmentSieves } from '#main/db/segments.ts';
import { NUMBER_TYPES } from '#shared/number-types.ts';
import { numberListOperations } from '#shared/operations/number-lists.ts';
import type { SegmentFilter } from '#shared/operations/segment-filter.ts';
import { gather } from '#test/support/packed-entries.ts';
import { PackedVersions } from '#test/support/packed-versions.ts';

const LIST = '01900000-0000-7000-a000-000000000001';
const FIELDS = ['City', 'Code'];
const { input } = numberListOperations['numberLists.entries'];

// Lengths that are the bytes of letters, and of two bytes; text that Latin-1 would fold, and that only ASCII folds.
const text = fc.oneof(
  fc.constantFrom(
    '',
    '',
    ' ',
    '  ',
    'Ana',
    'ANA',
    'ana b',
    'Zoë',
    'ZOË',
    'Ãna',
    'ãna',
    '100%',
    'a_b',
    'x5y',
    '5550',
  ),
  fc
    .tuple(fc.constantFrom(65, 97, 110, 127, 128, 300), fc.constantFrom('a', 'N', 'é'))
    .map(([n, of]) => of.repeat(n)),
);
const entry = fc.record({
  number: fc.oneof(
    fc.integer({ min: 12_025_550_000, max: 12_025_550_400 }),
    fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }),
    fc.constantFrom(12_125_550_101, 18_505_550_101, 100_000_000, 4_900_000_000, 34_922_123_456),
  ),
  name: text,
  row: fc.nat(100),
  fields: fc.array(text, { maxLength: 3 }).map(packFields),
  traits: fc.oneof(
    fc.constantFrom('US', 'DE', '').map((region) => regionCode(region) * 16 + 1),
    fc.integer({ min: 0, max: 65_535 }),
  ),
  zone: fc.constantFrom(null, null, 'Europe/Madrid', 'America/New_York'),
  priority: fc.constantFrom(null, null, 0, 5, 1_000_000),
});
const place = fc.oneof({ weight: 6, arbitrary: entry }, { weight: 1, arbitrary: fc.constant(null) });
const blocks = fc.array(
  fc.record({ gap: fc.constantFrom(0, 0, 0, 2), entries: fc.array(place, { minLength: 1, maxLength: 12 }) }),
  { maxLength: 5 },
);
const changes = fc.oneof(
  fc.constant([]),
  fc.array(fc.tuple(fc.integer({ min: 1, max: 70 }), fc.option(entry, { freq: 3 })), { maxLength: 9 }),
);
const filter: fc.Arbitrary<SegmentFilter> = fc.record(
  {
    regions: fc.subarray(['US', 'DE', 'FR']),
    types: fc.subarray([...NUMBER_TYPES]),
    zone: fc.constantFrom('', 'America/New_York', 'America/Chicago', 'Europe/Madrid'),
    field: fc.record({
      name: fc.constantFrom('City', 'CODE', 'none'),
      how: fc.constantFrom('is', 'is-not', 'contains', 'empty', 'filled'),
      value: text,
    }),
    outcome: fc.constantFrom('answered', 'busy', 'not-called'),
  },
  { requiredKeys: [] },
);
const search = fc.oneof(
  fc.constantFrom(
    undefined,
    'a',
    'N',
    'ana',
    'ë',
    'É',
    'Ã',
    '%',
    '_',
    ' ',
    'aa',
    'nn',
    '(202) 555',
    '+1',
    '00',
    '5',
    '0',
  ),
  text.map((any) => any.slice(0, 200) || undefined),
  fc.integer({ min: 0, max: 99_999_999 }).map(String),
);
const asked = fc.record({
  search,
  filter: fc.option(filter, { nil: undefined }),
  sort: fc.option(
    fc.record({
      by: fc.constantFrom('row', 'number', 'name', 'priority'),
      direction: fc.constantFrom('asc', 'desc'),
    }),
    { nil: undefined },
  ),
  offset: fc.nat(30),
  limit: fc.constantFrom(1, 7, 100),
});
/** Which entries, by place, were called in two broadcasts of the list, and how that ended. */
const calls = fc.array(
  fc.tuple(fc.nat(60), fc.constantFrom(1, 2, 3), fc.constantFrom('answered', 'busy', null)),
  { maxLength: 20 },
);

type Asked = typeof asked extends fc.Arbitrary<infer A> ? A : never;
type Conditions = Pick<Asked, 'search' | 'filter'>;
type Calls = typeof calls extends fc.Arbitrary<infer C> ? C : never;

describe('a page of a list', () => {
  let versions: PackedVersions;
  beforeAll(async () => {
    versions = await PackedVersions.make();
    const { raw } = versions;
    raw.pragma('foreign_keys = off');
    raw.function('may_be_in', (number, own, zone) =>
      mayBeIn(number as number, own as string | null, zone as string) ? 1 : 0,
    );
    raw.exec(
      `create temp table plain (seq integer primary key, number integer, name text, row integer,
      fields text, traits integer, zone text, priority integer)`,
    );
    const broadcast = raw.prepare(
      `insert into broadcasts (id, realm_id, node_id, key, name, state, list_id, seed, gateway, calls_per_second, lines,
         attempts, created_at, created_by, updated_at, version, started_at, deleted_at)
       values (?, '', '', ?, '', 'finished', ?, 1, 'practice', 1, 1, 1, 0, '', 0, 1, ?, ?)`,
    );
    broadcast.run('b1', 1, LIST, 10, null);
    broadcast.run('b2', 2, LIST, 20, null);
    broadcast.run('b3', 3, LIST, 30, 1);
  });
  afterAll(() => versions.raw.close());

  /** The entries as rows of a plain table, and what became of calls to them. */
  function lay(entries: readonly ListEntry[], called: Calls): void {
    const { raw } = versions;
    raw.exec('delete from temp.plain; delete from broadcast_numbers; delete from broadcast_number_keys;');
    const insert = raw.prepare(
      'insert into temp.plain values ($seq, $number, $name, $row, $fields, $traits, $zone, $priority)',
    );
    for (const one of entries) insert.run(one);
    const number = raw.prepare(
      `insert or ignore into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due)
       values (?, ?, ?, '', 'done', 1, ?, 0)`,
    );
    const key = raw.prepare('insert or ignore into broadcast_number_keys values (?, ?, ?)');
    for (const [at, broadcast, outcome] of called) {
      const one = entries[at];
      if (one === undefined) continue;
      number.run(broadcast, one.seq, one.number, outcome);
      key.run(broadcast, one.number, one.seq);
    }
  }

  function plainly(ask: Asked): number[] {
    const { by, direction } = ask.sort ?? { by: 'row', direction: 'asc' };
    const terms = {
      row: 'seq',
      number: 'number',
      name: 'lower(name)',
      priority: 'coalesce(priority, 1000001)',
    };
    return versions.raw
      .prepare(`select seq from temp.plain e where ${termsOf(ask).join(' and ')}
        order by ${terms[by]} ${direction}, seq ${direction}`)
      .pluck()
      .all(valuesOf(ask)) as number[];
  }

  it('has the entries that SQL finds in a plain table, in the order of SQL, once and again', async () => {
    await fc.assert(
      fc.asyncProperty(
        blocks,
        changes,
        fc.array(asked, { maxLength: 6 }),
        calls,
        async (parts, laid, asks, called) => {
          const { version, entries } = versions.version(parts, laid);
          lay(entries, called);
          for (const ask of [...asks, ...asks]) {
            const { filter: given, ...window } = ask;
            const parsed = input.parse({ id: LIST, ...window });
            const page = await versions.db.transaction().execute((tx) =>
              listEntries(tx, parsed, {
                version: ready(version, entries),
                line: fieldsLine,
                filter: given,
              }),
            );
            const seqs = plainly({ ...ask, search: parsed.search });
            expect(page.total).toBe(seqs.length);
            const shown = seqs.slice(ask.offset, ask.offset + ask.limit);
            expect([...page.columns.seq]).toEqual(shown);
            const shownEntries = shown.map((seq) => entries.find((one) => one.seq === seq));
            expect([...page.columns.name]).toEqual(shownEntries.map((one) => one?.name));
            expect([...page.columns.number]).toEqual(shownEntries.map((one) => `+${one?.number}`));
            expect([...page.columns.priority]).toEqual(shownEntries.map((one) => one?.priority));
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  it('is of the blocks that a version has, whether they are read with their texts or without', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, changes, async (parts, laid) => {
        const { version, entries } = versions.version(parts, laid);
        const whole = await gather(versionBlocks(versions.db, version));
        expect(whole.flatMap((block) => [...block.entries()])).toEqual(entries);
        const columns = await gather(versionBlocks(versions.db, version, { texts: false }));
        const told = columns.flatMap((block) =>
          [...block.numbers].flatMap((number, at) =>
            number === 0
              ? []
              : [[block.first + at, number, block.traits[at], block.zone(at), block.priority(at)]],
          ),
        );
        expect(told).toEqual(
          entries.map(({ seq, number, traits, zone, priority }) => [seq, number, traits, zone, priority]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('has entries that a broadcast calls by priority, those without one last, then as they are listed', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, changes, fc.option(filter, { nil: undefined }), async (parts, laid, given) => {
        const { version, entries } = versions.version(parts, laid);
        lay(entries, []);
        const sieves = segmentSieves(versions.db, given, { list: LIST, fields: FIELDS });
        const numbers = await insertEntries(versions.db, 9, { version, sieves });
        const frozen = versions.raw
          .prepare(`select seq, number, name, state, attempts, last_outcome, due, zone from broadcast_numbers
            where broadcast_key = 9 order by seq`)
          .all();
        const ask = { search: undefined, filter: given };
        const meant = versions.raw
          .prepare(`select row_number() over (order by priority is null, priority, seq) as seq, number, name,
              'waiting' as state, 0 as attempts, null as last_outcome, 0 as due, zone
            from temp.plain e where ${termsOf(ask).join(' and ')} order by 1`)
          .all(valuesOf(ask));
        expect(frozen).toEqual(meant);
        expect([...numbers].toSorted((a, b) => a - b)).toEqual(
          meant.map((row) => (row as { number: number }).number).toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 150 },
    );
  });
});

const CELL = `coalesce(json_extract(fields, $place), '')`;
const HOW = {
  is: `lower(${CELL}) = lower($value)`,
  'is-not': `lower(${CELL}) <> lower($value)`,
  contains: `${CELL} like $pattern escape '\\'`,
  empty: `trim(${CELL}) = ''`,
  filled: `trim(${CELL}) <> ''`,
};
const LAST = `(select called.last_outcome from broadcasts b
  join broadcast_number_keys k on k.broadcast_key = b.key and k.number = e.number
  join broadcast_numbers called on called.broadcast_key = k.broadcast_key and called.seq = k.seq
  where b.list_id = '${LIST}' and b.deleted_at is null and called.last_outcome is not null
  order by b.started_at desc limit 1)`;

/** What is asked, as conditions on the plain table `e`. */
function termsOf({ search: wanted, filter: given = {} }: Conditions): string[] {
  const terms = ['1'];
  if (wanted) {
    const named = `name like $search escape '\\'`;
    const digits = digitsOf(wanted);
    terms.push(digits ? `(${named} or cast(number as text) like $digits)` : named);
  }
  const { regions = [], types = [], zone = '', field, outcome } = given;
  if (regions.length > 0) terms.push(`traits / 16 in (${regions.map(regionCode).join()})`);
  if (types.length > 0)
    terms.push(`traits % 16 in (${types.map((type) => NUMBER_TYPES.indexOf(type)).join()})`);
  if (zone !== '') terms.push('may_be_in(number, zone, $zone) = 1');
  if (field !== undefined) terms.push(HOW[field.how]);
  if (outcome !== undefined)
    terms.push(outcome === 'not-called' ? `${LAST} is null` : `${LAST} = '${outcome}'`);
  return terms;
}

function ready(version: VersionKeys, entries: readonly ListEntry[]): ReadyVersion {
  const dense = version.changes === 0 && (entries.at(-1)?.seq ?? 0) === entries.length;
  const counts = { accepted: entries.length, merged: 0, refused: 0 };
  return { id: '', ordinal: 1, mark: '', mapping: '{}', fields: FIELDS, dense, ...version, ...counts };
}

function digitsOf(wanted: string): string | null {
  const digits = wanted.replaceAll(/[\s().+/-]/g, '');
  return /^\d+$/.test(digits) ? `%${digits}%` : null;
}

const escaped = (any: string) => `%${any.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

function valuesOf({ search: wanted = '', filter: given = {} }: Conditions): Record<string, string | null> {
  const { field } = given;
  const known = FIELDS.findIndex((name) => name.toLowerCase() === field?.name.toLowerCase());
  return {
    search: escaped(wanted),
    digits: digitsOf(wanted),
    zone: given.zone ?? '',
    value: field?.value ?? '',
    pattern: escaped(field?.value ?? ''),
    // A field that the version does not have is in no entry.
    place: `$[${known < 0 ? 9 : known}]`,
  };
}

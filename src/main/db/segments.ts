import { type Kysely, sql, type Transaction } from 'kysely';
import { NUMBER_TYPES, type NumberType } from '#shared/number-types.ts';
import { type SegmentFilter, segmentFilter } from '#shared/operations/segment-filter.ts';
import { CellCursor, folded, foldedAt } from './lists/folded.ts';
import type { Sieve } from './lists/sieve.ts';
import { regionCode, TRAIT_REGION } from './number-traits.ts';
import { mayBeIn } from './number-zones.ts';
import type { Tables } from './tables/index.ts';

/** What a filter is asked of: the list whose broadcasts count, and the names of the version's extra fields. */
export interface SegmentScope {
  readonly list: string;
  readonly fields: readonly string[];
}

/** The conditions of a filter over the blocks of a version. A field that the version does not have is empty in all. */
export function segmentSieves(
  db: Kysely<Tables>,
  filter: SegmentFilter | undefined,
  scope: SegmentScope,
): readonly Sieve[] {
  const { regions = [], types = [], zone = '', field, outcome } = filter ?? {};
  const sieves: Sieve[] = [];
  if (regions.length > 0 || types.length > 0) sieves.push(traitsSieve(regions, types));
  if (zone !== '') sieves.push(zoneSieve(zone));
  if (field !== undefined) sieves.push(fieldSieve(field, scope.fields));
  if (outcome !== undefined) sieves.push(outcomeSieve(db, outcome, scope.list));
  return sieves;
}

/** By what is in the entry's traits: the country and the type are each one of those named, if any are. */
function traitsSieve(regions: readonly string[], types: readonly NumberType[]): Sieve {
  const codes = new Set(regions.map(regionCode));
  const places = new Set(types.map((type) => NUMBER_TYPES.indexOf(type)));
  const good = Uint8Array.from({ length: 65_536 }, (_, traits) => {
    const region = codes.size === 0 || codes.has(Math.floor(traits / TRAIT_REGION));
    return region && (places.size === 0 || places.has(traits % TRAIT_REGION)) ? 1 : 0;
  });
  return {
    texts: false,
    sift({ traits }, marks) {
      for (let at = 0; at < marks.length; at++) {
        if (good[traits[at] as number] === 0) marks[at] = 0;
      }
    },
  };
}

function zoneSieve(zone: string): Sieve {
  return {
    texts: false,
    sift(block, marks) {
      const { numbers } = block;
      for (let at = 0; at < marks.length; at++) {
        if (marks[at] === 1 && !mayBeIn(numbers[at] as number, block.zone(at), zone)) marks[at] = 0;
      }
    },
  };
}

type FieldFilter = NonNullable<SegmentFilter['field']>;

function fieldSieve({ name, how, value }: FieldFilter, fields: readonly string[]): Sieve {
  const place = fields.findIndex((field) => field.toLowerCase() === name.toLowerCase());
  const fits = cellTest(how, folded(value));
  // The name comes first; a cell that no entry has is empty.
  const cell = place < 0 ? Number.POSITIVE_INFINITY : place + 1;
  return {
    texts: true,
    sift(block, marks) {
      const cursor = new CellCursor(block);
      for (let at = 0; at < marks.length; at++) {
        if (marks[at] === 0) continue;
        cursor.go(at, cell);
        if (!fits(block.texts, cursor.from, cursor.to)) marks[at] = 0;
      }
    },
  };
}

type CellTest = (texts: Uint8Array, from: number, to: number) => boolean;

const SPACE = 32;

const filled: CellTest = (texts, from, to) => {
  for (let at = from; at < to; at++) if (texts[at] !== SPACE) return true;
  return false;
};

function cellTest(how: FieldFilter['how'], value: Uint8Array): CellTest {
  const { length } = value;
  const is: CellTest = (texts, from, to) => to - from === length && foldedAt(texts, from, value);
  switch (how) {
    case 'is':
      return is;
    case 'is-not':
      return (...cell) => !is(...cell);
    case 'contains':
      return (texts, from, to) => {
        for (let at = from; at + length <= to; at++) if (foldedAt(texts, at, value)) return true;
        return false;
      };
    case 'empty':
      return (...cell) => !filled(...cell);
    case 'filled':
      return filled;
  }
}

/** By the last broadcast of the list that called the number. */
function outcomeSieve(
  db: Kysely<Tables>,
  outcome: NonNullable<SegmentFilter['outcome']>,
  list: string,
): Sieve {
  const last = sql`(
    select called.last_outcome from broadcasts b
    join broadcast_number_keys k on k.broadcast_key = b.key and k.number = entry.value
    join broadcast_numbers called on called.broadcast_key = k.broadcast_key and called.seq = k.seq
    where b.list_id = ${list} and b.deleted_at is null and called.last_outcome is not null
    order by b.started_at desc limit 1)`;
  const wanted = outcome === 'not-called' ? sql`${last} is null` : sql`${last} = ${outcome}`;
  return {
    texts: false,
    async sift({ numbers }, marks) {
      const asked = [...marks.keys()].filter((at) => marks[at] === 1);
      marks.fill(0);
      if (asked.length === 0) return;
      const json = JSON.stringify(asked.map((at) => numbers[at]));
      const { rows } = await sql<{ places: string }>`
        select json_group_array(entry.key) as places from json_each(${json}) entry where ${wanted}`.execute(
        db,
      );
      for (const place of JSON.parse(rows[0]?.places ?? '[]') as number[]) marks[asked[place] as number] = 1;
    },
  };
}

const FIELD_WORDS = {
  is: 'is',
  'is-not': 'is not',
  contains: 'contains',
  empty: 'is empty',
  filled: 'is not empty',
} as const;

/** A filter in words, for lists of segments. */
export function segmentWords(filter: SegmentFilter): string {
  const { regions = [], types = [], zone = '', field, outcome } = filter;
  const parts: string[] = [];
  if (regions.length > 0) parts.push(`country ${regions.join(', ')}`);
  if (types.length > 0) parts.push(types.join(', ').replaceAll('-', ' '));
  if (zone !== '') parts.push(`may be in ${zone}`);
  if (field !== undefined) {
    const value = field.how === 'empty' || field.how === 'filled' ? '' : ` "${field.value}"`;
    parts.push(`${field.name} ${FIELD_WORDS[field.how]}${value}`);
  }
  if (outcome !== undefined) {
    parts.push(outcome === 'not-called' ? 'not called yet' : `last outcome ${outcome.replaceAll('-', ' ')}`);
  }
  return parts.length === 0 ? 'every entry' : parts.join('; ');
}

/** A saved segment of a list; undefined if there is none (any more). */
export async function savedSegment(
  tx: Transaction<Tables>,
  of: { readonly list: string; readonly segment: string },
): Promise<{ readonly name: string; readonly filter: SegmentFilter } | undefined> {
  const row = await tx
    .selectFrom('number_list_segments')
    .select(['name', 'filter'])
    .where('id', '=', of.segment)
    .where('list_id', '=', of.list)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row && { name: row.name, filter: segmentFilter().parse(JSON.parse(row.filter)) };
}

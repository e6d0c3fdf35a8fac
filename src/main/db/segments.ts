import { type RawBuilder, sql, type Transaction } from 'kysely';
import { NUMBER_TYPES } from '#shared/number-types.ts';
import { type SegmentFilter, segmentFilter } from '#shared/operations/segment-filter.ts';
import { regionCode, TRAIT_REGION } from './number-traits.ts';
import { contains } from './page.ts';
import type { Tables } from './tables/index.ts';

/** What a filter is asked of: the list whose broadcasts count, and the names of the version's extra fields. */
export interface SegmentScope {
  readonly list: string;
  readonly fields: readonly string[];
}

/**
 * The predicate "this entry belongs to the segment" over rows of the view `number_list_version_entries`, by that name.
 * A field that the version does not have is empty in every entry.
 */
export function segmentWhere(filter: SegmentFilter, scope: SegmentScope): RawBuilder<boolean> {
  const traits = sql.ref('number_list_version_entries.traits');
  const terms: RawBuilder<unknown>[] = [];
  if (filter.regions !== undefined && filter.regions.length > 0) {
    const codes = filter.regions.map(regionCode);
    terms.push(sql`${traits} / ${sql.lit(TRAIT_REGION)} in (${sql.join(codes)})`);
  }
  if (filter.types !== undefined && filter.types.length > 0) {
    const types = filter.types.map((type) => NUMBER_TYPES.indexOf(type));
    terms.push(sql`${traits} % ${sql.lit(TRAIT_REGION)} in (${sql.join(types)})`);
  }
  if (filter.zone !== undefined && filter.zone !== '') {
    const [number, zone] = ['number', 'zone'].map((name) => sql.ref(`number_list_version_entries.${name}`));
    terms.push(sql`may_be_in(${number}, ${zone}, ${filter.zone}) = 1`);
  }
  if (filter.field !== undefined) terms.push(fieldTerm(filter.field, scope.fields));
  if (filter.outcome !== undefined) terms.push(outcomeTerm(filter.outcome, scope.list));
  return terms.length === 0 ? sql<boolean>`1 = 1` : sql<boolean>`(${sql.join(terms, sql` and `)})`;
}

function fieldTerm(
  { name, how, value }: NonNullable<SegmentFilter['field']>,
  fields: readonly string[],
): RawBuilder<unknown> {
  const place = fields.findIndex((field) => field.toLowerCase() === name.toLowerCase());
  const cell =
    place < 0
      ? sql`''`
      : sql`coalesce(json_extract(number_list_version_entries.fields, ${`$[${place}]`}), '')`;
  switch (how) {
    case 'is':
      return sql`lower(${cell}) = lower(${value})`;
    case 'is-not':
      return sql`lower(${cell}) <> lower(${value})`;
    case 'contains':
      return contains(cell, value);
    case 'empty':
      return sql`trim(${cell}) = ''`;
    case 'filled':
      return sql`trim(${cell}) <> ''`;
  }
}

/** By the last broadcast of the list that called the number. */
function outcomeTerm(outcome: NonNullable<SegmentFilter['outcome']>, list: string): RawBuilder<unknown> {
  const last = sql`(
    select called.last_outcome from broadcasts b
    join broadcast_number_keys k on k.broadcast_key = b.key and k.number = number_list_version_entries.number
    join broadcast_numbers called on called.broadcast_key = k.broadcast_key and called.seq = k.seq
    where b.list_id = ${list} and b.deleted_at is null and called.last_outcome is not null
    order by b.started_at desc limit 1)`;
  return outcome === 'not-called' ? sql`${last} is null` : sql`${last} = ${outcome}`;
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

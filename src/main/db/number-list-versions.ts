import { sql, type Transaction } from 'kysely';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import { segmentFilter } from '#shared/operations/segment-filter.ts';
import { DIFFERENCES, type Differences } from './list-differences.ts';
import { entriesAt, seqsOfNumbers } from './lists/version-entries.ts';
import type { ReadyVersion } from './number-lists.ts';
import { contains, readPage } from './page.ts';
import { segmentWords } from './segments.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;

/** A page of a list's versions, newest first; the one that is being imported too, those that failed not. */
export function listVersions(
  tx: Tx,
  input: ParsedInputOf<'numberLists.versions'>,
): Promise<OutputOf<'numberLists.versions'>> {
  let query = tx
    .selectFrom('number_list_versions')
    .innerJoin('number_lists', 'number_lists.id', 'number_list_versions.list_id')
    .leftJoin('persons', 'persons.id', 'number_list_versions.created_by')
    .where('number_list_versions.list_id', '=', input.id)
    .where('number_list_versions.state', '<>', 'failed')
    .select([
      'number_list_versions.id',
      'number_list_versions.ordinal',
      sql<'importing' | 'ready'>`number_list_versions.state`.as('state'),
      sql<number>`number_list_versions.ordinal = number_lists.current_version
        and number_list_versions.state = 'ready'`.as('inUse'),
      'number_list_versions.made_by as madeBy',
      sql<string>`case when note <> '' then note else source_name end`.as('what'),
      'number_list_versions.made_from as madeFrom',
      'number_list_versions.accepted as entries',
      'number_list_versions.refused',
      'number_list_versions.consent_source as consentSource',
      'number_list_versions.consent_at as consentAt',
      'number_list_versions.created_at as createdAt',
      sql<string>`coalesce(persons.first_name || ' ' || persons.last_name, '')`.as('createdBy'),
    ]);
  if (input.search) query = query.where(contains('number_list_versions.source_name', input.search));
  const columns = {
    id: 'text',
    ordinal: 'number',
    state: 'text',
    inUse: 'flag',
    madeBy: 'text',
    what: 'text',
    madeFrom: 'number',
    entries: 'number',
    refused: 'number',
    consentSource: 'text',
    consentAt: 'number',
    createdAt: 'number',
    createdBy: 'text',
  } as const;
  const sorts = { ordinal: ['number_list_versions.ordinal'] };
  const otherwise = { by: 'ordinal', direction: 'desc' } as const;
  return readPage(tx, { query, key: 'number_list_versions.key', columns, sorts, otherwise }, input);
}

/** A page of what differs between two versions, with both entries in words. */
export async function pageOfDifferences(
  tx: Tx,
  input: ParsedInputOf<'numberLists.differences'>,
  {
    from,
    to,
    differences,
    line,
  }: {
    from: ReadyVersion;
    to: ReadyVersion;
    differences: Differences;
    line: (names: readonly string[], packed: string | null) => string;
  },
): Promise<OutputOf<'numberLists.differences'>> {
  const { numbers, what } = differences;
  const wanted = input.what === undefined ? -1 : DIFFERENCES.indexOf(input.what);
  const digits = input.search?.replaceAll(/\D/g, '') ?? '';
  let places = Array.from({ length: numbers.length }, (_, at) => at).filter(
    (at) => (wanted < 0 || what[at] === wanted) && (digits === '' || String(numbers[at]).includes(digits)),
  );
  if (input.sort?.by === 'what')
    places = places.toSorted((a, b) => (what[a] as number) - (what[b] as number));
  if (input.sort?.direction === 'desc') places.reverse();
  const shown = places.slice(input.offset, input.offset + input.limit);
  const asked = shown.map((at) => numbers[at] as number);
  const [before, after] = [await entriesIn(tx, from, asked, line), await entriesIn(tx, to, asked, line)];
  return {
    total: places.length,
    offset: input.offset,
    rows: shown.length,
    columns: {
      what: shown.map((at) => DIFFERENCES[what[at] as number]) as never,
      number: asked.map((number) => `+${number}`),
      before: asked.map((number) => before.get(number) ?? ''),
      after: asked.map((number) => after.get(number) ?? ''),
    },
  };
}

// oxlint-disable-next-line max-params -- the same four for either side.
async function entriesIn(
  tx: Tx,
  version: ReadyVersion,
  numbers: readonly number[],
  line: (names: readonly string[], packed: string | null) => string,
): Promise<Map<number, string>> {
  const seqs = await seqsOfNumbers(tx, version, new Set(numbers));
  const entries = await entriesAt(tx, version, Float64Array.from(seqs.values()).toSorted());
  return new Map(
    entries.map(({ number, name, zone, priority, fields }) => [
      number,
      [name, zone ?? '', priority === null ? '' : `Priority ${priority}`, line(version.fields, fields)]
        .filter((part) => part !== '')
        .join(' · '),
    ]),
  );
}

const filterOf = (row: { packed: string }) => segmentFilter().parse(JSON.parse(row.packed));

/** A page of a list's saved segments. */
export function listSegments(
  tx: Tx,
  input: ParsedInputOf<'numberLists.segments'>,
): Promise<OutputOf<'numberLists.segments'>> {
  let query = tx
    .selectFrom('number_list_segments')
    .where('number_list_segments.list_id', '=', input.id)
    .where('number_list_segments.deleted_at', 'is', null)
    .select([
      'number_list_segments.id',
      'number_list_segments.name',
      'number_list_segments.filter as packed',
      'number_list_segments.created_at as createdAt',
    ]);
  if (input.search) query = query.where(contains('number_list_segments.name', input.search));
  const columns = {
    id: 'text',
    name: 'text',
    filter: filterOf,
    words: (row: { packed: string }) => segmentWords(filterOf(row)),
    createdAt: 'number',
  } as const;
  const sorts = { name: [sql`lower(number_list_segments.name)`] };
  const otherwise = { by: 'name', direction: 'asc' } as const;
  return readPage(tx, { query, key: 'number_list_segments.rowid', columns, sorts, otherwise }, input);
}

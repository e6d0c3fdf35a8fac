import { sql, type Transaction } from 'kysely';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { SegmentFilter } from '#shared/operations/segment-filter.ts';
import type { ReadyVersion } from './number-lists.ts';
import { unpackTraits } from './number-traits.ts';
import { zonesOf } from './number-zones.ts';
import { contains, dataState, readPage } from './page.ts';
import { segmentWhere } from './segments.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;
type FieldsLine = (names: readonly string[], packed: string | null) => string;

/** A page of a version's entries. Versions never change, so its order is worked out once. */
export async function listEntries(
  tx: Tx,
  input: ParsedInputOf<'numberLists.entries'>,
  { version, line, filter }: { version: ReadyVersion; line: FieldsLine; filter?: SegmentFilter | undefined },
): Promise<OutputOf<'numberLists.entries'>> {
  // The version is a join, not a condition: see the invariant of `Listing.query`.
  let query = tx
    .selectFrom('number_list_versions')
    .innerJoin('number_list_version_entries', (join) =>
      join
        .on('number_list_version_entries.version_key', '=', version.key)
        .on('number_list_versions.id', '=', version.id),
    )
    .select([
      'number_list_version_entries.seq',
      'number_list_version_entries.number as digits',
      'number_list_version_entries.name',
      'number_list_version_entries.row',
      'number_list_version_entries.fields as packed',
      'number_list_version_entries.traits',
      'number_list_version_entries.zone',
      'number_list_version_entries.priority',
    ]);
  if (input.search) query = query.where(searched(input.search));
  if (filter !== undefined)
    query = query.where(segmentWhere(filter, { list: input.id, fields: version.fields }));
  const byRow = input.sort === undefined || input.sort.by === 'row';
  const direction = input.sort?.direction ?? 'asc';
  const whole = byRow && !input.search && filter === undefined && version.dense;
  // How calls ended is no part of the version.
  const state = filter?.outcome === undefined ? `version ${version.key}` : await dataState(tx);
  return readPage(
    tx,
    {
      query,
      key: 'number_list_version_entries.seq',
      columns: {
        seq: 'number',
        number: (row: { digits: number }) => `+${row.digits}`,
        name: 'text',
        row: 'number',
        fields: (row: { packed: string | null }) => line(version.fields, row.packed),
        region: (row: { traits: number }) => unpackTraits(row.traits).region,
        type: (row: { traits: number }) => unpackTraits(row.traits).type,
        zones: (row: { digits: number; zone: string | null }) => row.zone ?? zonesOf(row.digits).join(', '),
        priority: 'number',
      },
      sorts: {
        row: ['number_list_version_entries.seq'],
        number: ['number_list_version_entries.number'],
        name: [sql`lower(number_list_version_entries.name)`],
        priority: [sql`coalesce(number_list_version_entries.priority, 1000001)`],
      },
      otherwise: { by: 'row', direction: 'asc' },
      state: `${state} ${version.mark}`,
      dense: whole ? { total: version.accepted, direction } : undefined,
    },
    input,
  );
}

/** Any part of a number, however it is spaced, or of a name. */
function searched(text: string) {
  const digits = text.replaceAll(/[\s().+/-]/g, '');
  const named = contains('number_list_version_entries.name', text);
  if (!/^\d+$/.test(digits)) return named;
  const numbered = contains(sql`cast(number_list_version_entries.number as text)`, digits);
  return sql<boolean>`(${named} or ${numbered})`;
}

const PROBLEM_COLUMNS = {
  seq: 'number',
  row: 'number',
  cause: 'text',
  outcome: 'text',
  column: 'text',
  value: 'text',
  reason: 'text',
  suggestion: 'text',
} as const;

/** A page of what a version's import refused or merged, without the rows that were fixed since. */
export function listProblems(
  tx: Tx,
  input: ParsedInputOf<'numberLists.problems'>,
  version: ReadyVersion,
): Promise<OutputOf<'numberLists.problems'>> {
  let query = tx
    .selectFrom('number_list_versions')
    .innerJoin('number_list_problems', (join) =>
      join
        .on('number_list_problems.version_key', '=', version.baseKey)
        .on('number_list_versions.id', '=', version.id),
    )
    .select([
      'number_list_problems.seq',
      'number_list_problems.row',
      'number_list_problems.cause',
      'number_list_problems.outcome',
      'number_list_problems.column_name as column',
      'number_list_problems.value',
      'number_list_problems.reason',
      'number_list_problems.suggestion',
    ]);
  if (version.changes > 0) query = query.where(notFixed(version.key));
  if (input.outcome) query = query.where('number_list_problems.outcome', '=', input.outcome);
  if (input.cause) query = query.where('number_list_problems.cause', '=', input.cause);
  const { search } = input;
  if (search) {
    query = query.where((eb) =>
      eb.or([
        contains('number_list_problems.value', search),
        contains('number_list_problems.reason', search),
      ]),
    );
  }
  const byRow = input.sort === undefined || input.sort.by === 'row';
  const direction = input.sort?.direction ?? 'asc';
  const whole = byRow && !input.outcome && !input.cause && !search && version.changes === 0 && version.dense;
  return readPage(
    tx,
    {
      query,
      key: 'number_list_problems.seq',
      columns: PROBLEM_COLUMNS,
      sorts: {
        row: ['number_list_problems.row', 'number_list_problems.seq'],
        outcome: ['number_list_problems.outcome'],
        reason: ['number_list_problems.reason'],
      },
      otherwise: { by: 'row', direction: 'asc' },
      state: `version ${version.key} ${version.mark}`,
      dense: whole ? { total: version.merged + version.refused, direction } : undefined,
    },
    input,
  );
}

/** The predicate "no change of this version mends the problem". */
export function notFixed(versionKey: number) {
  return sql<boolean>`not exists (select 1 from number_list_changes c
    where c.version_key = ${versionKey} and c.problem = number_list_problems.seq)`;
}

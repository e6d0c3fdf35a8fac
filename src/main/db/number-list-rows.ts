import { sql, type Transaction } from 'kysely';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { ReadyVersion } from './number-lists.ts';
import { contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;
type FieldsLine = (names: readonly string[], packed: string | null) => string;

/** A page of a version's entries. Versions never change, so its order is worked out once. */
export function listEntries(
  tx: Tx,
  input: ParsedInputOf<'numberLists.entries'>,
  { version, line }: { version: ReadyVersion; line: FieldsLine },
): Promise<OutputOf<'numberLists.entries'>> {
  // The version is a join, not a condition: see the invariant of `Listing.query`.
  let query = tx
    .selectFrom('number_list_versions')
    .innerJoin('number_list_entries', (join) =>
      join
        .onRef('number_list_entries.version_key', '=', 'number_list_versions.key')
        .on('number_list_versions.id', '=', version.id),
    )
    .select([
      'number_list_entries.seq',
      'number_list_entries.number as digits',
      'number_list_entries.name',
      'number_list_entries.row',
      'number_list_entries.fields as packed',
    ]);
  if (input.search) query = query.where(searched(input.search));
  const byRow = input.sort === undefined || input.sort.by === 'row';
  const direction = input.sort?.direction ?? 'asc';
  return readPage(
    tx,
    {
      query,
      key: 'number_list_entries.seq',
      columns: {
        seq: 'number',
        number: (row: { digits: number }) => `+${row.digits}`,
        name: 'text',
        row: 'number',
        fields: (row: { packed: string | null }) => line(version.fields, row.packed),
      },
      sorts: {
        row: ['number_list_entries.seq'],
        number: ['number_list_entries.number'],
        name: [sql`lower(number_list_entries.name)`],
      },
      otherwise: { by: 'row', direction: 'asc' },
      state: `version ${version.key}`,
      dense: byRow && !input.search ? { total: version.accepted, direction } : undefined,
    },
    input,
  );
}

/** Any part of a number, however it is spaced, or of a name. */
function searched(text: string) {
  const digits = text.replaceAll(/[\s().+/-]/g, '');
  const named = contains('number_list_entries.name', text);
  if (!/^\d+$/.test(digits)) return named;
  const numbered = contains(sql`cast(number_list_entries.number as text)`, digits);
  return sql<boolean>`(${named} or ${numbered})`;
}

/** A page of what a version's import refused or merged. */
export function listProblems(
  tx: Tx,
  input: ParsedInputOf<'numberLists.problems'>,
  version: ReadyVersion,
): Promise<OutputOf<'numberLists.problems'>> {
  let query = tx
    .selectFrom('number_list_versions')
    .innerJoin('number_list_problems', (join) =>
      join
        .onRef('number_list_problems.version_key', '=', 'number_list_versions.key')
        .on('number_list_versions.id', '=', version.id),
    )
    .select([
      'number_list_problems.row',
      'number_list_problems.outcome',
      'number_list_problems.column_name as column',
      'number_list_problems.value',
      'number_list_problems.reason',
      'number_list_problems.suggestion',
    ]);
  if (input.outcome) query = query.where('number_list_problems.outcome', '=', input.outcome);
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
  const whole = byRow && !input.outcome && !search;
  const columns = {
    row: 'number',
    outcome: 'text',
    column: 'text',
    value: 'text',
    reason: 'text',
    suggestion: 'text',
  } as const;
  return readPage(
    tx,
    {
      query,
      key: 'number_list_problems.seq',
      columns,
      sorts: {
        row: ['number_list_problems.seq'],
        outcome: ['number_list_problems.outcome'],
        reason: ['number_list_problems.reason'],
      },
      otherwise: { by: 'row', direction: 'asc' },
      state: `version ${version.key}`,
      dense: whole ? { total: version.merged + version.refused, direction } : undefined,
    },
    input,
  );
}

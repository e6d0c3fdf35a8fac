import { sql, type Transaction } from 'kysely';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { SegmentFilter } from '#shared/operations/segment-filter.ts';
import type { ListEntry } from './lists/entry.ts';
import { entryOrder } from './lists/entry-order.ts';
import { entriesAt } from './lists/version-entries.ts';
import type { ReadyVersion } from './number-lists.ts';
import { unpackTraits } from './number-traits.ts';
import { zonesOf } from './number-zones.ts';
import { asPage, contains, readPage } from './page.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;
type FieldsLine = (names: readonly string[], packed: string | null) => string;

/** A page of a version's entries. Versions never change, so its order is worked out once. */
export async function listEntries(
  tx: Tx,
  input: ParsedInputOf<'numberLists.entries'>,
  { version, line, filter }: { version: ReadyVersion; line: FieldsLine; filter?: SegmentFilter | undefined },
): Promise<OutputOf<'numberLists.entries'>> {
  const { by = 'row', direction = 'asc' } = input.sort ?? {};
  const { offset, limit, search } = input;
  const whole = by === 'row' && !search && filter === undefined && version.dense;
  const seqs = whole
    ? countedTo(version.accepted)
    : await entryOrder(tx, version, { by, search, filter, list: input.id });
  const shown =
    direction === 'asc'
      ? seqs.slice(offset, offset + limit)
      : seqs.slice(Math.max(0, seqs.length - offset - limit), Math.max(0, seqs.length - offset)).toReversed();
  return asPage(
    {
      seq: 'number',
      number: (row: ListEntry) => `+${row.number}`,
      name: 'text',
      row: 'number',
      fields: (row: ListEntry) => line(version.fields, row.fields),
      region: (row: ListEntry) => unpackTraits(row.traits).region,
      type: (row: ListEntry) => unpackTraits(row.traits).type,
      zones: (row: ListEntry) => row.zone ?? zonesOf(row.number).join(', '),
      priority: 'number',
    },
    await entriesAt(tx, version, shown),
    { total: seqs.length, offset },
  );
}

interface Seqs {
  readonly length: number;
  slice(from: number, to: number): Uint32Array;
}

/** 1, 2, 3 and so on: the seqs of a version without gaps, not kept as an array. */
function countedTo(length: number): Seqs {
  return {
    length,
    slice: (from, to) =>
      Uint32Array.from({ length: Math.max(0, Math.min(to, length) - from) }, (_, at) => from + at + 1),
  };
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

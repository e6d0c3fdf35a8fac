import type { Address } from '#renderer/components/address.ts';
import type { DetailRow, PackDetail } from '#shared/operations/pack-answers.ts';
import { CELL_VALUES, type CellValue } from '#shared/policy/pack.ts';

/** What narrows the matrix; all of it stands in the address. */
export interface MatrixFilter {
  readonly search: string;
  readonly section: string | null;
  readonly role: string | null;
  readonly value: CellValue | null;
  /** Only rows in which the roles are answered differently. */
  readonly differs: boolean;
  /** Only rows with a right that guards no operation yet. */
  readonly missing: boolean;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export function filterOf({ search, filter = {} }: Address): MatrixFilter {
  const value = textOf(filter['value']);
  return {
    search: search ?? '',
    section: textOf(filter['section']),
    role: textOf(filter['role']),
    value: CELL_VALUES.find((one) => one === value) ?? null,
    differs: filter['differs'] === true,
    missing: filter['missing'] === true,
  };
}

/** Rights of the row that guard no operation yet. */
export function withoutOperation({ permissions }: DetailRow): DetailRow['permissions'] {
  return permissions.filter(({ operations }) => operations.length === 0);
}

function fits(row: DetailRow, filter: MatrixFilter, roles: readonly string[]): boolean {
  if (filter.section !== null && row.section !== filter.section) return false;
  if (filter.missing && withoutOperation(row).length === 0) return false;
  const cells = roles.map((role) => row.cells[role]);
  if (filter.value !== null && !cells.some((cell) => cell?.value === filter.value)) return false;
  if (filter.differs && new Set(cells.map((cell) => `${cell?.value} ${cell?.condition}`)).size < 2)
    return false;
  const text = filter.search.toLowerCase();
  return (
    text === '' ||
    `${row.section} ${row.words} ${row.note ?? ''}`.toLowerCase().includes(text) ||
    row.permissions.some(({ id, words }) => `${id} ${words}`.toLowerCase().includes(text))
  );
}

/** The rows and roles that fit. */
export function narrowed(detail: PackDetail, filter: MatrixFilter) {
  const roles = detail.roles.filter(({ id }) => filter.role === null || filter.role === id);
  const ids = roles.map(({ id }) => id);
  return { roles, rows: detail.rows.filter((row) => fits(row, filter, ids)) };
}

/** How many cells of each meaning there are, in the order of the reading rule; none of those that there are not. */
export function countsOf(rows: readonly DetailRow[], roles: readonly string[]) {
  const counts = new Map<CellValue, number>();
  for (const { cells } of rows) {
    for (const role of roles) {
      const value = cells[role]?.value ?? 'unstated';
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return CELL_VALUES.flatMap((value) => {
    const count = counts.get(value);
    return count === undefined ? [] : [{ value, count }];
  });
}

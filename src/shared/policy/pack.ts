import type { Pack, PackRole, PackRow } from './pack-schema.ts';

export type { Pack, PackRole, PackRow };

/** What a cell means (reading rule 3). Only `allow`, and `conditional` with its condition met, grant. */
export const CELL_VALUES = [
  'allow',
  'deny',
  'view-only',
  'not-available',
  'conditional',
  'unstated',
] as const;
export type CellValue = (typeof CELL_VALUES)[number];

/** Conditions a row may carry. `self`: the target is the asking person's own record. */
export const CONDITIONS = ['self'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** The words of reading rule 3 for a role's cell in a row. */
export function cellOf(packRow: PackRow, roleId: string): { token: string; value: CellValue } {
  return packRow.cells[roleId] ?? { token: '', value: 'unstated' };
}

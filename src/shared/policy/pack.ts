import type { Cell, Condition, Ends, Pack, PackRole, PackRow } from './pack-schema.ts';

export type { Cell, Condition, Ends, Pack, PackRole, PackRow };

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

/**
 * Conditions without parameters. All but `self` also need the assignment to cover the record's node.
 * - `self`: the record is the asking person's own;
 * - `member`: the asking person is among the record's members (a queue's agents);
 * - `granted-queue`: the record's queue is among the assignment's queues;
 * - `account-product`: the record's product is activated on the account;
 * - `granted-product`: that, and it is among the assignment's products;
 * - `granted-line`: the record's line lies in the assignment's scope and is among its lines;
 * - `granted-product-and-line`: both of the last two.
 */
export const PLAIN_CONDITIONS = [
  'self',
  'member',
  'granted-queue',
  'account-product',
  'granted-product',
  'granted-line',
  'granted-product-and-line',
] as const;

/** The words of reading rule 3 for a role's cell in a row. */
export function cellOf(packRow: PackRow, roleId: string): Cell {
  return packRow.cells[roleId] ?? { token: '', value: 'unstated' };
}

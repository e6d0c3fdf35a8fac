import { type Cell, type CellValue, cellOf, type Pack, type PackRow } from '../pack.ts';
import { plainText } from './mapping.ts';

/** A cell's value without the condition on it. */
const stated = ({ value }: Cell): CellValue => (value === 'conditional' ? 'allow' : value);

/**
 * How the pack reads this token of this role: by the role's cells with the same token, those of the same section
 * first. A Sales Rep's "Y" counts where the role was given at a customer, in new rows too.
 */
function convention(pack: Pack, role: string, { section, token }: { section: string; token: string }) {
  const times = new Map<string, { readonly cell: Cell; count: number }>();
  for (const row of pack.rows) {
    const cell = cellOf(row, role);
    if (plainText(cell.token) !== plainText(token) || cell.token === '' || row.condition !== undefined)
      continue;
    const key = JSON.stringify([cell.value, cell.condition, cell.at]);
    const known = times.get(key) ?? { cell, count: 0 };
    known.count += row.section === section ? 1000 : 1;
    times.set(key, known);
  }
  return [...times.values()].toSorted((one, other) => other.count - one.count)[0]?.cell;
}

interface Read {
  readonly pack: Pack;
  /** The row of the pack that the sheet's row is, if it has it. */
  readonly known: PackRow | undefined;
  readonly section: string;
  /** From `usualValues`. */
  readonly usual: ReadonlyMap<string, CellValue>;
}

/**
 * The cell that a token of a sheet stands for. What the pack has already stays as it is, with its conditions; a new yes
 * gets the condition of its row, or the one that the role's yes has elsewhere, so that it never says more than before.
 */
export function cellFor(
  read: Read,
  role: string,
  { token, value }: { token: string; value: CellValue },
): Cell {
  const { pack, known, section } = read;
  const before = known === undefined ? undefined : cellOf(known, role);
  if (before !== undefined && plainText(before.token) === plainText(token)) {
    // "Stated" says yes in one row and no in another: read as usual, the cell means what it meant.
    const asBefore =
      value === before.value || value === stated(before) || value === read.usual.get(plainText(token));
    if (asBefore) return before;
  }
  if (value !== 'allow' && value !== 'conditional') return { token, value };
  const { value: usual, condition, at } = convention(pack, role, { section, token }) ?? { value };
  if (usual === 'conditional') {
    return {
      token,
      value: usual,
      ...(condition === undefined ? {} : { condition }),
      ...(at === undefined ? {} : { at }),
    };
  }
  return { token, value: known?.condition === undefined ? value : 'conditional' };
}

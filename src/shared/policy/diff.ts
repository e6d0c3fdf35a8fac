import { type Cell, cellOf, type Pack, type PackRole, type PackRow } from './pack.ts';

/** One cell that two versions of a pack answer differently; null where a version has no such row or role. */
export interface CellChange {
  readonly row: string;
  readonly section: string;
  readonly words: string;
  readonly role: string;
  /** `gained` and `lost` by what is granted; `changed`: another token, value or condition with the same outcome. */
  readonly change: 'gained' | 'lost' | 'changed';
  readonly from: Cell | null;
  readonly to: Cell | null;
}

export interface RowName {
  readonly id: string;
  readonly section: string;
  readonly words: string;
}

export interface PackDiff {
  readonly roles: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly { readonly role: string; readonly what: readonly string[] }[];
  };
  readonly nodeKinds: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly rows: {
    readonly added: readonly RowName[];
    readonly removed: readonly RowName[];
    readonly changed: readonly (RowName & { readonly what: readonly string[] })[];
  };
  readonly cells: readonly CellChange[];
}

const ROLE_PARTS = ['words', 'nodeKinds', 'signIn', 'manages', 'perPerson'] as const;
const ROW_PARTS = ['section', 'words', 'permissions', 'note'] as const;

/** The value with its keys in order, so that equal data compares equal whatever the order it was written in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, inOrder(part)]),
  );
}

/** Whether two pieces of a pack say the same. */
export function sameData(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

const textOf = ({ section, words }: PackRow): string => JSON.stringify([section, words]);
const nameOf = ({ id, section, words }: PackRow): RowName => ({ id, section, words });

/** A cell with the condition that it has from its row. */
function whole(row: PackRow, role: string): Cell {
  const cell = cellOf(row, role);
  const condition = cell.condition ?? row.condition;
  return cell.value !== 'conditional' || condition === undefined ? cell : { ...cell, condition };
}

const granting = (cell: Cell | null): boolean => cell?.value === 'allow' || cell?.value === 'conditional';

interface Pair {
  readonly before: PackRow | undefined;
  readonly after: PackRow | undefined;
}

/** Rows of both packs side by side: by id, else by their words; in the order of the new pack, removed ones last. */
function pairsOf(from: Pack, to: Pack): Pair[] {
  const left = new Map(from.rows.map((row) => [row.id, row]));
  const take = (row: PackRow | undefined): PackRow | undefined => {
    if (row !== undefined) left.delete(row.id);
    return row;
  };
  const found = new Map(to.rows.map((row) => [row, take(left.get(row.id))]));
  const byText = new Map([...left.values()].map((row) => [textOf(row), row]));
  for (const row of to.rows) if (found.get(row) === undefined) found.set(row, take(byText.get(textOf(row))));
  return [
    ...to.rows.map((after) => ({ before: found.get(after), after })),
    ...[...left.values()].map((before) => ({ before, after: undefined })),
  ];
}

function cellChanges(
  { before, after }: Pair,
  from: readonly PackRole[],
  to: readonly PackRole[],
): CellChange[] {
  const row = (after ?? before) as PackRow;
  const roles = [...new Set([...to, ...from].map(({ id }) => id))];
  return roles.flatMap((role) => {
    const old = before !== undefined && from.some(({ id }) => id === role) ? whole(before, role) : null;
    const now = after !== undefined && to.some(({ id }) => id === role) ? whole(after, role) : null;
    if (sameData(old, now)) return [];
    const [had, has] = [granting(old), granting(now)];
    // A row or role that comes or goes without granting anything is told as such, not cell by cell.
    if (had === has && (old === null || now === null)) return [];
    const change = had === has ? 'changed' : has ? 'gained' : 'lost';
    return [{ ...nameOf(row), row: row.id, role, change, from: old, to: now } as const].map(
      ({ id: _id, ...rest }) => rest,
    );
  });
}

const missingIn = (ids: readonly string[], others: readonly string[]): string[] =>
  ids.filter((id) => !others.includes(id));

function rolesOf(from: Pack, to: Pack): PackDiff['roles'] {
  const [before, after] = [from.roles.map(({ id }) => id), to.roles.map(({ id }) => id)];
  const changed = to.roles.flatMap((role) => {
    const old = from.roles.find(({ id }) => id === role.id);
    const what = old === undefined ? [] : ROLE_PARTS.filter((part) => !sameData(old[part], role[part]));
    return what.length === 0 ? [] : [{ role: role.id, what }];
  });
  return { added: missingIn(after, before), removed: missingIn(before, after), changed };
}

/** What differs between two packs: roles, kinds of node, rows, and the cells gained, lost and changed. */
export function diffPacks(from: Pack, to: Pack): PackDiff {
  const pairs = pairsOf(from, to);
  const kinds = [from, to].map((pack) => pack.nodeKinds.map(({ kind }) => kind)) as [string[], string[]];
  return {
    roles: rolesOf(from, to),
    nodeKinds: { added: missingIn(kinds[1], kinds[0]), removed: missingIn(kinds[0], kinds[1]) },
    rows: {
      added: pairs.flatMap(({ before, after }) => (before || !after ? [] : [nameOf(after)])),
      removed: pairs.flatMap(({ before, after }) => (after || !before ? [] : [nameOf(before)])),
      changed: pairs.flatMap(({ before, after }) => {
        if (before === undefined || after === undefined) return [];
        const what = ROW_PARTS.filter((part) => !sameData(before[part], after[part]));
        return what.length === 0 ? [] : [{ ...nameOf(after), what: [...what] }];
      }),
    },
    cells: pairs.flatMap((pair) => cellChanges(pair, from.roles, to.roles)),
  };
}

/** The rows directly below one, as far as they are known. */
export interface Branch<Row> {
  /** Null while it is not known. */
  readonly total: number | null;
  readonly row: (index: number) => Row | undefined;
}

/** A place in a tree that shows. */
export interface TreeEntry<Row> {
  readonly parent: string;
  /** Among its siblings. */
  readonly index: number;
  readonly siblings: number;
  /** From 1. */
  readonly level: number;
  /** Undefined while it is on its way. */
  readonly row: Row | undefined;
  readonly open: boolean;
}

interface Shape<Row> {
  readonly branchOf: (parent: string) => Branch<Row>;
  readonly idOf: (row: Row) => string;
  readonly isOpen: (row: Row) => boolean;
}

/** The tree as the list of what shows of it: each open row directly before what lies below it. */
export function flatten<Row>(root: string, shape: Shape<Row>): TreeEntry<Row>[] {
  const entries: TreeEntry<Row>[] = [];
  const add = (parent: string, level: number): void => {
    const branch = shape.branchOf(parent);
    // One skeleton stands for a branch of unknown length.
    const siblings = branch.total ?? 1;
    for (let index = 0; index < siblings; index += 1) {
      const row = branch.row(index);
      const open = row !== undefined && shape.isOpen(row);
      entries.push({ parent, index, siblings, level, row, open });
      if (row !== undefined && open) add(shape.idOf(row), level + 1);
    }
  };
  add(root, 1);
  return entries;
}

/** The position of the entry above that the entry lies in, or -1. */
export function parentPosition<Row>(entries: readonly TreeEntry<Row>[], at: number): number {
  const level = entries[at]?.level ?? 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    if ((entries[index]?.level ?? 0) < level) return index;
  }
  return -1;
}

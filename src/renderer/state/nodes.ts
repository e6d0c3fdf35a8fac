import { useAnswer } from '#renderer/client.ts';
import type { NodeRow } from '#shared/operations/nodes.ts';

const NONE: readonly NodeRow[] = [];

/** The scopes the person works in, parents first. */
export function useNodes(): readonly NodeRow[] {
  return useAnswer('nodes.tree', {}).data ?? NONE;
}

/** The node and its ancestors, outermost first; empty if unknown. */
export function pathTo(nodes: readonly NodeRow[], id: string | undefined): readonly NodeRow[] {
  const path: NodeRow[] = [];
  let next = nodes.find((node) => node.id === id);
  while (next !== undefined && path.length < 64) {
    path.unshift(next);
    const parent = next.parent;
    next = nodes.find((node) => node.id === parent);
  }
  return path;
}

/** Each node directly before what lies below it, neighbours by name. */
export function inTreeOrder(nodes: readonly NodeRow[]): readonly NodeRow[] {
  const known = new Set(nodes.map(({ id }) => id));
  const byParent = Map.groupBy(nodes, ({ parent }) => (parent !== null && known.has(parent) ? parent : null));
  const under = (parent: string | null): readonly NodeRow[] =>
    (byParent.get(parent) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .flatMap((node) => [node, ...under(node.id)]);
  return under(null);
}

/** How deep the node lies below the outermost known one. */
export function depthOf(nodes: readonly NodeRow[], node: NodeRow): number {
  return pathTo(nodes, node.id).length - 1;
}

/** The node and all below it. */
export function below(nodes: readonly NodeRow[], id: string): readonly NodeRow[] {
  const inside = new Set([id]);
  // Parents come first, so one pass is enough.
  for (const node of nodes) if (node.parent !== null && inside.has(node.parent)) inside.add(node.id);
  return nodes.filter((node) => inside.has(node.id));
}

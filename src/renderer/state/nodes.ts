import { useAnswer } from '#renderer/client.ts';
import type { NodeRow } from '#shared/operations/nodes.ts';

const NONE: readonly NodeRow[] = [];

/** The scopes the person works in, parents first. */
export function useNodes(): readonly NodeRow[] {
  return useAnswer('nodes.tree', {}).data ?? NONE;
}

interface Shape {
  readonly byId: ReadonlyMap<string, NodeRow>;
  readonly order: readonly NodeRow[];
}

const shapes = new WeakMap<readonly NodeRow[], Shape>();

/** What is worked out once for each answer: a realm may have thousands of scopes. */
function shapeOf(nodes: readonly NodeRow[]): Shape {
  const known = shapes.get(nodes);
  if (known !== undefined) return known;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const shape = { byId, order: ordered(nodes, byId) };
  shapes.set(nodes, shape);
  return shape;
}

function ordered(nodes: readonly NodeRow[], byId: ReadonlyMap<string, NodeRow>): readonly NodeRow[] {
  const { compare } = new Intl.Collator();
  const byParent = Map.groupBy(nodes, ({ parent }) => (parent !== null && byId.has(parent) ? parent : null));
  const under = (parent: string | null): readonly NodeRow[] =>
    (byParent.get(parent) ?? [])
      .toSorted((a, b) => compare(a.name, b.name))
      .flatMap((node) => [node, ...under(node.id)]);
  return under(null);
}

/** The node and its ancestors, outermost first; empty if unknown. */
export function pathTo(nodes: readonly NodeRow[], id: string | undefined): readonly NodeRow[] {
  const { byId } = shapeOf(nodes);
  const path: NodeRow[] = [];
  let next = byId.get(id ?? '');
  while (next !== undefined && path.length < 64) {
    path.unshift(next);
    next = byId.get(next.parent ?? '');
  }
  return path;
}

/** The names on the way to the node, as in 'Realm › Account'; the workspace itself is named only where it is meant. */
export function pathName(nodes: readonly NodeRow[], id: string): string {
  return pathTo(nodes, id)
    .filter(({ kind }, index, path) => kind !== 'platform' || index === path.length - 1)
    .map(({ name }) => name)
    .join(' › ');
}

/** Each node directly before what lies below it, neighbours by name. */
export function inTreeOrder(nodes: readonly NodeRow[]): readonly NodeRow[] {
  return shapeOf(nodes).order;
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

import type { Condition } from '../policy/pack.ts';
import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';
import { hasBit, type PermissionSet } from './compile.ts';
import type { Grant } from './question.ts';
import type { Rights } from './rights.ts';
import type { ScopeTree } from './scope-tree.ts';

/** What a condition was met by: the granted product, line or queue. */
export interface Qualified {
  readonly product: string | null;
  readonly line: string | null;
  readonly queue: string | null;
}

/** A right over a node's subtree, or under a condition there. */
export interface Holding {
  readonly permission: PermissionId;
  readonly node: string;
  readonly condition: Condition | null;
  /** Of a condition on granted products, lines or queues: which one; null for every other condition. */
  readonly on: Qualified | null;
}

/** Rights of one assignment under one condition. */
export interface Held {
  readonly grant: Grant;
  readonly node: string;
  readonly condition: Condition | null;
  readonly on: Qualified | null;
  /** Equal for equal conditions that are met by the same things; '' for none. */
  readonly key: string;
  readonly set: PermissionSet;
}

const keys = new WeakMap<object, string>();

function keyOf(condition: Condition): string {
  if (typeof condition === 'string') return condition;
  const known = keys.get(condition) ?? JSON.stringify(condition);
  keys.set(condition, known);
  return known;
}

const NOTHING: Qualified = { product: null, line: null, queue: null };

/** What the assignment names for the condition; null: the condition looks at nothing that an assignment names. */
function qualifiedBy(condition: Condition, { products, lines, queues }: Grant): readonly Qualified[] | null {
  switch (condition) {
    case 'granted-queue':
      return (queues ?? []).map((queue) => ({ ...NOTHING, queue }));
    case 'granted-product':
      return (products ?? []).map((product) => ({ ...NOTHING, product }));
    case 'granted-line':
      return (lines ?? []).map((line) => ({ ...NOTHING, line }));
    case 'granted-product-and-line':
      return (products ?? []).flatMap((product) =>
        (lines ?? []).map((line) => ({ ...NOTHING, product, line })),
      );
    default:
      return null;
  }
}

/** All that the person's assignments in force grant, by assignment and condition. */
export function heldBy(rights: Rights, person: string, now: number): Held[] {
  const held: Held[] = [];
  for (const grant of rights.grantsOf(person, now)) {
    const sets = rights.setsOf(grant);
    if (sets === undefined || !rights.tree.has(grant.node)) continue;
    const { node } = grant;
    held.push({ grant, node, condition: null, on: null, key: '', set: sets.plain });
    held.push({ grant, node, condition: 'self', on: null, key: 'self', set: sets.self });
    for (const { condition, set } of sets.conditional) {
      const key = keyOf(condition);
      for (const on of qualifiedBy(condition, grant) ?? [null]) {
        const full = on === null ? key : `${key} ${JSON.stringify(on)}`;
        held.push({ grant, node, condition, on, key: full, set });
      }
    }
  }
  return held.filter(({ set }) => set.some((word) => word !== 0));
}

/** The permissions of a set, in catalogue order. */
export function permissionsIn(set: PermissionSet): PermissionId[] {
  return PERMISSION_IDS.filter((_id, bit) => hasBit(set, bit));
}

/** A person's rights over one scope tree. */
export interface Side {
  readonly tree: ScopeTree;
  readonly held: readonly Held[];
}

/** Permissions held under `key` at the node: by an assignment there or above. The own record is covered anywhere. */
function heldAt({ tree, held }: Side, node: string, key: string): PermissionSet | null {
  let found: PermissionSet | null = null;
  for (const one of held) {
    if (one.key !== key || (key !== 'self' && !tree.covers(one.node, node))) continue;
    if (found === null) found = one.set.slice();
    else for (let word = 0; word < found.length; word++) found[word] = found[word]! | one.set[word]!;
  }
  return found;
}

function without(set: PermissionSet, others: readonly (PermissionSet | null)[]): PermissionSet {
  const left = set.slice();
  for (const other of others) {
    if (other === null) continue;
    for (let word = 0; word < left.length; word++) left[word] = left[word]! & ~other[word]!;
  }
  return left;
}

/**
 * What `more` holds and `less` does not, each at its topmost node. `marks` are nodes that lie elsewhere in the other
 * tree. Exact: a node is covered by the result if `more` covers it and `less` does not, and no other node unless it lies
 * below one that is.
 */
export function beyond(more: Side, less: Side, marks: readonly string[]): Holding[] {
  const nodes = [...new Set([...more.held, ...less.held].map((one) => one.node).concat(marks))];
  const ordered = nodes
    .filter((node) => more.tree.has(node))
    .toSorted((one, two) => more.tree.indexOf(one) - more.tree.indexOf(two));
  const found: Holding[] = [];
  for (const [key, { condition, on }] of new Map(more.held.map((one) => [one.key, one]))) {
    const reported: { readonly node: string; readonly set: PermissionSet }[] = [];
    for (const node of ordered) {
      const here = heldAt(more, node, key);
      if (here === null) continue;
      const plain = key === '' ? null : heldAt(less, node, '');
      const above = reported.filter((one) => key === 'self' || more.tree.covers(one.node, node));
      const set = without(here, [heldAt(less, node, key), plain, ...above.map((one) => one.set)]);
      reported.push({ node, set });
      for (const permission of permissionsIn(set)) found.push({ permission, node, condition, on });
    }
  }
  return found;
}

/** What both sides hold, each at its topmost node. */
export function shared(one: Side, two: Side): Holding[] {
  const nodes = [...new Set([...one.held, ...two.held].map((held) => held.node))].toSorted(
    (left, right) => one.tree.indexOf(left) - one.tree.indexOf(right),
  );
  const found: Holding[] = [];
  for (const [key, { condition, on }] of new Map(one.held.map((held) => [held.key, held]))) {
    const reported: { readonly node: string; readonly set: PermissionSet }[] = [];
    for (const node of nodes) {
      const left = heldAt(one, node, key);
      const right = heldAt(two, node, key);
      if (left === null || right === null) continue;
      const common = left.map((word, index) => word & right[index]!);
      const above = reported.filter((held) => key === 'self' || one.tree.covers(held.node, node));
      const set = without(
        common,
        above.map((held) => held.set),
      );
      reported.push({ node, set });
      for (const permission of permissionsIn(set)) found.push({ permission, node, condition, on });
    }
  }
  return found;
}

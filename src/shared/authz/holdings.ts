import type { Condition } from '../policy/pack.ts';
import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';
import type { PermissionSet } from './compile.ts';
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
  /** The node's number in the tree; -1: it is not there. */
  readonly at: number;
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
    if (sets === undefined) continue;
    const { node } = grant;
    const at = rights.tree.indexOf(node);
    // The own record is covered wherever the role was given.
    held.push({ grant, node, at, condition: 'self', on: null, key: 'self', set: sets.self });
    if (at < 0) continue;
    held.push({ grant, node, at, condition: null, on: null, key: '', set: sets.plain });
    for (const { condition, set } of sets.conditional) {
      const key = keyOf(condition);
      for (const on of qualifiedBy(condition, grant) ?? [null]) {
        const full = on === null ? key : `${key} ${JSON.stringify(on)}`;
        held.push({ grant, node, at, condition, on, key: full, set });
      }
    }
  }
  return held.filter(({ set }) => set.some((word) => word !== 0));
}

/** The permissions of a set, in catalogue order. */
export function permissionsIn(set: PermissionSet): PermissionId[] {
  const found: PermissionId[] = [];
  set.forEach((word, index) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) {
      found.push(PERMISSION_IDS[index * 32 + (31 - Math.clz32(rest & -rest))] as PermissionId);
    }
  });
  return found;
}

/** A person's rights over one scope tree. */
export interface Side {
  readonly tree: ScopeTree;
  readonly held: readonly Held[];
}

/** Permissions held under `key` at the node: by an assignment there or above. The own record is covered anywhere. */
function heldAt({ tree, held }: Side, at: number, key: string): PermissionSet | null {
  let found: PermissionSet | null = null;
  for (const one of held) {
    if (one.key !== key || (key !== 'self' && !tree.coversIndex(one.at, at))) continue;
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

/** A node by its numbers in two trees; -1: it is not in that one. */
interface Spot {
  readonly node: string;
  readonly at: number;
  readonly there: number;
}

/** The nodes where somebody of the two has an assignment, and those marked, each before those below it. */
function spotsOf(one: Side, two: Side, marks: readonly string[]): Spot[] {
  const nodes = new Set([...one.held, ...two.held].map((held) => held.node).concat(marks));
  return [...nodes]
    .map((node) => ({ node, at: one.tree.indexOf(node), there: two.tree.indexOf(node) }))
    .filter(({ at }) => at >= 0)
    .toSorted((left, right) => left.at - right.at);
}

/** Where the person has an assignment that covers the own record. */
function ownSpots({ held }: Side): Spot[] {
  const nodes = new Set(held.flatMap((one) => (one.key === 'self' ? one.node : [])));
  return [...nodes].map((node) => ({ node, at: -1, there: -1 }));
}

type Chosen = (spot: Spot, key: string) => { set: PermissionSet; but: (PermissionSet | null)[] } | null;

/** What is chosen under each key of a side, each right at its topmost node. */
function topmost(side: Side, spots: readonly Spot[], choose: Chosen): Holding[] {
  const found: Holding[] = [];
  for (const [key, { condition, on }] of new Map(side.held.map((one) => [one.key, one]))) {
    const reported: { readonly at: number; readonly set: PermissionSet }[] = [];
    for (const spot of key === 'self' ? ownSpots(side) : spots) {
      const chosen = choose(spot, key);
      if (chosen === null) continue;
      const above = reported.filter((one) => key === 'self' || side.tree.coversIndex(one.at, spot.at));
      const set = without(chosen.set, [...chosen.but, ...above.map((one) => one.set)]);
      if (set.every((word) => word === 0)) continue;
      reported.push({ at: spot.at, set });
      for (const permission of permissionsIn(set)) found.push({ permission, node: spot.node, condition, on });
    }
  }
  return found;
}

/**
 * What `more` holds and `less` does not, each at its topmost node. `marks` are nodes that lie elsewhere in the other
 * tree. Exact: a node is covered by the result if `more` covers it and `less` does not, and no other node unless it lies
 * below one that is.
 */
export function beyond(more: Side, less: Side, marks: readonly string[]): Holding[] {
  return topmost(more, spotsOf(more, less, marks), ({ at, there }, key) => {
    const set = heldAt(more, at, key);
    if (set === null) return null;
    const plain = key === '' ? null : heldAt(less, there, '');
    return { set, but: [heldAt(less, there, key), plain] };
  });
}

/** What both sides hold, each at its topmost node. */
export function shared(one: Side, two: Side): Holding[] {
  return topmost(one, spotsOf(one, two, []), ({ at, there }, key) => {
    const left = heldAt(one, at, key);
    const right = heldAt(two, there, key);
    if (left === null || right === null) return null;
    return { set: left.map((word, index) => word & right[index]!), but: [] };
  });
}

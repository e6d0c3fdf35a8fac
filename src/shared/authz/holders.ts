import { type CompiledRole, type PermissionSet, type RoleSets, setsAt, unionOf, WORDS } from './compile.ts';
import type { Grant } from './question.ts';
import type { ScopeTree } from './scope-tree.ts';

/** What is known of a person. */
const UNKNOWN = 0;
const INACTIVE = 1;
const ACTIVE = 2;

/** Where in a block of `bits` a set of permissions stands. */
export const PLAIN = 0;
/** On the own record. */
export const SELF = WORDS;
/** Under any other condition. */
export const CONDITIONAL = 2 * WORDS;
/** By the role anywhere, in some way. */
export const ANY = 3 * WORDS;
/** Only where the role is given at a node of another kind. */
export const ELSEWHERE = 4 * WORDS;
const BLOCK = 5 * WORDS;

const larger = <T extends Int32Array | Float64Array | Uint8Array | Uint32Array>(old: T, size: number): T => {
  const made = new (old.constructor as new (length: number) => T)(Math.max(size, old.length * 2));
  made.set(old);
  return made;
};

/**
 * Who holds which assignments, as columns of numbers: a person's assignments stand side by side in slots, so that a
 * decision reads a few neighbouring numbers and no objects.
 * INVARIANT: the number of a person is never given to another one.
 */
export class Holders {
  readonly #numbers: Map<string, number>;
  readonly #ids: string[];
  #state = new Uint8Array(16);
  start = new Int32Array(16);
  count = new Int32Array(16);

  /** By slot: the interval of the tree that the assignment covers; empty for an unknown node. */
  low = new Int32Array(16);
  high = new Int32Array(16);
  /** By slot: the block of what the role grants at the node; -1: a role that no pack has. */
  block = new Int32Array(16);
  /** The same, and -1 if the node is archived. */
  live = new Int32Array(16);
  from = new Float64Array(16);
  until = new Float64Array(16);
  grants: (Grant | undefined)[] = [];

  bits: PermissionSet = new Uint32Array(BLOCK * 8);
  #blocks = new Map<RoleSets, number>();
  #used = 0;
  #wasted = 0;
  #tree: ScopeTree;

  constructor(tree: ScopeTree, from?: Holders) {
    this.#tree = tree;
    this.#numbers = new Map(from === undefined ? [] : from.#numbers);
    this.#ids = from === undefined ? [] : [...from.#ids];
    if (from !== undefined) this.#copy(from);
  }

  #copy(from: Holders): void {
    for (const key of ['start', 'count', 'low', 'high', 'block', 'live'] as const)
      this[key] = from[key].slice();
    this.from = from.from.slice();
    this.until = from.until.slice();
    this.bits = from.bits.slice();
    this.grants = from.grants.slice();
    this.#state = from.#state.slice();
    this.#blocks = new Map(from.#blocks);
    this.#used = from.#used;
    this.#wasted = from.#wasted;
  }

  /** A person's number; -1: nobody. */
  numberOf(person: string): number {
    return this.#numbers.get(person) ?? -1;
  }

  idOf(number: number): string | undefined {
    return this.#ids[number];
  }

  /** Numbers run from 0 to this; some may be of nobody any more. */
  get size(): number {
    return this.#ids.length;
  }

  isActive(number: number): boolean {
    return this.#state[number] === ACTIVE;
  }

  isKnown(number: number): boolean {
    return number >= 0 && this.#state[number] !== UNKNOWN;
  }

  /** Replaces what is known of a person. */
  set(id: string, active: boolean, grants: readonly Grant[]): void {
    let number = this.numberOf(id);
    if (number < 0) {
      number = this.#ids.push(id) - 1;
      this.#numbers.set(id, number);
      if (number >= this.start.length) {
        this.start = larger(this.start, number + 1);
        this.count = larger(this.count, number + 1);
        this.#state = larger(this.#state, number + 1);
      }
    }
    this.#state[number] = active ? ACTIVE : INACTIVE;
    this.#put(number, grants);
  }

  remove(id: string): void {
    const number = this.numberOf(id);
    if (number < 0) return;
    this.#state[number] = UNKNOWN;
    this.#put(number, []);
  }

  /** A person's assignments, in force or not. */
  grantsOf(number: number): readonly Grant[] {
    if (number < 0) return [];
    const at = this.start[number] as number;
    return this.grants.slice(at, at + (this.count[number] as number)) as Grant[];
  }

  /** Puts all assignments where they lie in another tree. */
  setTree(tree: ScopeTree): void {
    this.#tree = tree;
    // Roles that nobody has any more go with the old tree.
    this.#blocks.clear();
    for (let slot = 0; slot < this.#used; slot++) {
      const grant = this.grants[slot];
      if (grant !== undefined) this.#place(slot, grant);
    }
  }

  #put(number: number, grants: readonly Grant[]): void {
    const held = this.count[number] as number;
    let at = this.start[number] as number;
    if (grants.length > held) {
      this.#free(at, held);
      if (this.#wasted > 1024 && this.#wasted > this.#used / 2) this.#compact(number);
      at = this.#used;
      this.#used += grants.length;
      this.#reserve(this.#used);
    } else {
      this.#free(at + grants.length, held - grants.length);
    }
    this.start[number] = at;
    this.count[number] = grants.length;
    grants.forEach((grant, index) => {
      this.grants[at + index] = grant;
      this.#place(at + index, grant);
    });
  }

  #free(at: number, length: number): void {
    this.grants.fill(undefined, at, at + length);
    this.#wasted += length;
  }

  /** Closes the gaps that changed people left; `moving` is about to get new slots. */
  #compact(moving: number): void {
    let next = 0;
    const order = [...this.start.subarray(0, this.size).keys()]
      .filter((number) => number !== moving)
      .toSorted((one, two) => (this.start[one] as number) - (this.start[two] as number));
    for (const number of order) {
      const at = this.start[number] as number;
      const length = this.count[number] as number;
      if (at !== next && length > 0) {
        for (const key of ['low', 'high', 'block', 'live', 'from', 'until'] as const) {
          this[key].copyWithin(next, at, at + length);
        }
        this.grants.copyWithin(next, at, at + length);
      }
      this.start[number] = next;
      next += length;
    }
    this.grants.length = next;
    this.#used = next;
    this.#wasted = 0;
  }

  #reserve(slots: number): void {
    if (slots <= this.low.length) return;
    for (const key of ['low', 'high', 'block', 'live'] as const) this[key] = larger(this[key], slots);
    this.from = larger(this.from, slots);
    this.until = larger(this.until, slots);
  }

  #place(slot: number, grant: Grant): void {
    const at = this.#tree.indexOf(grant.node);
    this.low[slot] = at;
    this.high[slot] = at < 0 ? -2 : this.#tree.lastOf(at);
    this.from[slot] = grant.from ?? -Infinity;
    this.until[slot] = grant.until ?? Infinity;
    const role = grant.compiled;
    const block = role === undefined ? -1 : this.#blockOf(role, this.#tree.kindOf(at));
    this.block[slot] = block;
    this.live[slot] = this.#tree.isArchived(at) ? -1 : block;
  }

  #blockOf(role: CompiledRole, kind: string | undefined): number {
    const sets = setsAt(role, kind);
    const known = this.#blocks.get(sets);
    if (known !== undefined) return known;
    const block = this.#blocks.size * BLOCK;
    if (block + BLOCK > this.bits.length) this.bits = larger(this.bits, block + BLOCK);
    this.bits.set(sets.plain, block + PLAIN);
    this.bits.set(sets.self, block + SELF);
    this.bits.set(unionOf(sets.conditional.map((one) => one.set)), block + CONDITIONAL);
    this.bits.set(role.any, block + ANY);
    this.bits.set(sets.elsewhere, block + ELSEWHERE);
    this.#blocks.set(sets, block);
    return block;
  }
}

import { type CompiledRole, type PermissionSet, type RoleSets, setsAt, unionOf, WORDS } from './compile.ts';
import type { Grant } from './question.ts';
import type { ScopeTree } from './scope-tree.ts';

/** What is known of a person. */
const UNKNOWN = 0;
const INACTIVE = 1;
export const ACTIVE = 2;

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

/** In `people`, by a person's number times this: what is known of them, their first slot, and how many they have. */
export const PERSON = 4;
export const START = 1;
export const COUNT = 2;

/** In `slots`, by slot times this: the interval of the tree that the assignment covers, empty for an unknown node; */
export const SLOT = 5;
export const LOW = 0;
export const HIGH = 1;
/** the block of what the role grants there, -1 for a role that no pack has; */
export const ALL = 2;
/** the same, and -1 if the node is archived; */
export const LIVE = 3;
/** and whether it has a time, which then stands in `from` and `until`. */
export const TIMED = 4;

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
  people = new Int32Array(16 * PERSON);
  slots = new Int32Array(16 * SLOT);
  from = new Float64Array(16);
  until = new Float64Array(16);
  grants: (Grant | undefined)[] = [];

  bits: PermissionSet = new Uint32Array(BLOCK * 8);
  #blocks = new Map<RoleSets, number>();
  /** The roles of the blocks, in their order. */
  #roles: CompiledRole[] = [];
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
    this.people = from.people.slice();
    this.slots = from.slots.slice();
    this.from = from.from.slice();
    this.until = from.until.slice();
    this.bits = from.bits.slice();
    this.grants = from.grants.slice();
    this.#blocks = new Map(from.#blocks);
    this.#roles = [...from.#roles];
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
    return this.people[number * PERSON] === ACTIVE;
  }

  isKnown(number: number): boolean {
    return number >= 0 && this.people[number * PERSON] !== UNKNOWN;
  }

  /** Replaces what is known of a person. */
  set(id: string, active: boolean, grants: readonly Grant[]): void {
    let number = this.numberOf(id);
    if (number < 0) {
      number = this.#ids.push(id) - 1;
      this.#numbers.set(id, number);
      if ((number + 1) * PERSON > this.people.length)
        this.people = larger(this.people, (number + 1) * PERSON);
    }
    this.people[number * PERSON] = active ? ACTIVE : INACTIVE;
    this.#put(number, grants);
  }

  remove(id: string): void {
    const number = this.numberOf(id);
    if (number < 0) return;
    this.people[number * PERSON] = UNKNOWN;
    this.#put(number, []);
  }

  /** A person's assignments, in force or not. */
  grantsOf(number: number): readonly Grant[] {
    if (number < 0) return [];
    const at = this.people[number * PERSON + START]!;
    return this.grants.slice(at, at + this.people[number * PERSON + COUNT]!) as Grant[];
  }

  /** Puts all assignments where they lie in another tree. */
  setTree(tree: ScopeTree): void {
    this.#tree = tree;
    // Roles that nobody has any more go with the old tree.
    this.#blocks.clear();
    this.#roles = [];
    for (let slot = 0; slot < this.#used; slot++) {
      const grant = this.grants[slot];
      if (grant !== undefined) this.#place(slot, grant);
    }
  }

  #put(number: number, grants: readonly Grant[]): void {
    const held = this.people[number * PERSON + COUNT]!;
    let at = this.people[number * PERSON + START]!;
    if (grants.length > held) {
      this.#free(at, held);
      if (this.#wasted > 1024 && this.#wasted > this.#used / 2) this.#compact(number);
      at = this.#used;
      this.#used += grants.length;
      this.#reserve(this.#used);
    } else {
      this.#free(at + grants.length, held - grants.length);
    }
    this.people[number * PERSON + START] = at;
    this.people[number * PERSON + COUNT] = grants.length;
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
    const { people, slots } = this;
    const startOf = (number: number): number => people[number * PERSON + START]!;
    const order = this.#ids
      .map((_id, number) => number)
      .filter((number) => number !== moving)
      .toSorted((one, two) => startOf(one) - startOf(two));
    for (const number of order) {
      const at = startOf(number);
      const length = people[number * PERSON + COUNT]!;
      if (at !== next && length > 0) {
        slots.copyWithin(next * SLOT, at * SLOT, (at + length) * SLOT);
        this.from.copyWithin(next, at, at + length);
        this.until.copyWithin(next, at, at + length);
        this.grants.copyWithin(next, at, at + length);
      }
      people[number * PERSON + START] = next;
      next += length;
    }
    this.grants.length = next;
    this.#used = next;
    this.#wasted = 0;
  }

  #reserve(slots: number): void {
    if (slots <= this.from.length) return;
    this.slots = larger(this.slots, slots * SLOT);
    this.from = larger(this.from, slots);
    this.until = larger(this.until, slots);
  }

  #place(slot: number, grant: Grant): void {
    const at = this.#tree.indexOf(grant.node);
    const { slots } = this;
    const base = slot * SLOT;
    slots[base + LOW] = at;
    slots[base + HIGH] = at < 0 ? -2 : this.#tree.lastOf(at);
    slots[base + TIMED] = grant.from === null && grant.until === null ? 0 : 1;
    this.from[slot] = grant.from ?? -Infinity;
    this.until[slot] = grant.until ?? Infinity;
    const role = grant.compiled;
    const block = role === undefined ? -1 : this.#blockOf(role, this.#tree.kindOf(at));
    slots[base + ALL] = block;
    slots[base + LIVE] = this.#tree.isArchived(at) ? -1 : block;
  }

  /** The role to which a block of `bits` belongs. */
  roleOf(block: number): CompiledRole {
    return this.#roles[block / BLOCK] as CompiledRole;
  }

  /** The node of the assignment in a slot. */
  nodeOf(slot: number): string {
    return this.#tree.idOf(this.slots[slot * SLOT + LOW]!) ?? (this.grants[slot] as Grant).node;
  }

  /** Whether the time of the assignment in a slot has come and is not over. */
  inForce(slot: number, now: number): boolean {
    return this.slots[slot * SLOT + TIMED] === 0 || (now >= this.from[slot]! && now < this.until[slot]!);
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
    this.#roles.push(role);
    return block;
  }
}

import { type CompiledRole, hasBit, setsAt, statedNo } from './compile.ts';
import type { Conditions } from './conditions.ts';
import type { Denial } from './decision.ts';
import { ANY, CONDITIONAL, ELSEWHERE, type Holders, PLAIN, REFUSED } from './holders.ts';
import type { Grant, Question } from './question.ts';
import type { ScopeTree } from './scope-tree.ts';

/** The light form of a decision: the same answer and reason as `decide`, with the one assignment that decides. */
export interface Verdict {
  readonly allowed: boolean;
  /** Null: allowed. */
  readonly reason: Denial['reason'] | null;
  /** The role and its node that allow it, or that come nearest; null: no role of the person has to do with it. */
  readonly role: string | null;
  readonly node: string | null;
  readonly assignment: string | null;
}

/** What verdicts are made from. */
export interface Scales {
  readonly holders: Holders;
  readonly tree: ScopeTree;
  readonly conditions: Conditions;
  /** Whether some pack around the node, or around the person's roles, speaks of the permission. */
  spoken(person: number, bit: number, node: string): boolean;
}

/** A question with its names looked up. */
export interface Asked {
  readonly question: Question;
  readonly person: number;
  readonly bit: number;
}

const BARE: Verdict = { allowed: false, reason: null, role: null, node: null, assignment: null };
const INACTIVE: Verdict = { ...BARE, reason: 'inactive' };
const SILENT: Verdict = { ...BARE, reason: 'document-silent' };
const NO_ROLE: Verdict = { ...BARE, reason: 'no-role-grants' };

function by(grant: Grant, reason: Denial['reason'] | null): Verdict {
  return { allowed: reason === null, reason, role: grant.role, node: grant.node, assignment: grant.id };
}

/** The slot of the first assignment that allows it, or -1. */
export function allowingSlot(
  { holders, tree, conditions }: Scales,
  { question, person, bit }: Asked,
): number {
  if (!holders.isActive(person)) return -1;
  const at = tree.indexOf(question.place.node);
  if (at < 0) return -1;
  const { start, count, low, high, live, from, until, bits } = holders;
  const word = bit >>> 5;
  const mask = 1 << (bit & 31);
  const first = start[person]!;
  const end = first + count[person]!;
  for (let slot = first; slot < end; slot++) {
    const block = live[slot]!;
    if (block < 0 || question.now < from[slot]! || question.now >= until[slot]!) continue;
    if ((bits[block + PLAIN + word]! & mask) !== 0 && at >= low[slot]! && at <= high[slot]!) return slot;
    if ((bits[block + CONDITIONAL + word]! & mask) === 0) continue;
    const grant = holders.grants[slot] as Grant;
    const { self, conditional } = setsAt(grant.compiled as CompiledRole, tree.kindOf(low[slot]!));
    if (question.place.owner === question.person && hasBit(self, bit)) return slot;
    for (const { condition, set } of conditional) {
      if (hasBit(set, bit) && conditions.met(condition, grant, question)) return slot;
    }
  }
  return -1;
}

/** The whole verdict. INVARIANT: reasons are found in the order of `explainDenial`. */
export function verdictOf(scales: Scales, asked: Asked): Verdict {
  const { holders } = scales;
  if (!holders.isActive(asked.person)) return INACTIVE;
  const slot = allowingSlot(scales, asked);
  return slot >= 0 ? by(holders.grants[slot] as Grant, null) : refusal(scales, asked);
}

function refusal(scales: Scales, asked: Asked): Verdict {
  const { holders, tree } = scales;
  const { question, person, bit } = asked;
  const { start, count, low, high, live, block, from, until, bits } = holders;
  const word = bit >>> 5;
  const mask = 1 << (bit & 31);
  const at = tree.indexOf(question.place.node);
  const other = typeof question.place.other === 'string' ? tree.indexOf(question.place.other) : -1;
  const first = start[person]!;
  const end = first + count[person]!;
  let granting = -1;
  let timely = -1;
  let current = -1;
  let selfOnly = true;
  for (let slot = first; slot < end; slot++) {
    const base = block[slot]!;
    if (base < 0 || (bits[base + ANY + word]! & mask) === 0) continue;
    if (granting < 0) granting = slot;
    if (question.now < from[slot]! || question.now >= until[slot]!) continue;
    if (timely < 0) timely = slot;
    if (live[slot]! < 0) continue;
    if (current < 0) current = slot;
    const grant = holders.grants[slot] as Grant;
    const covers = (node: number): boolean => node >= 0 && node >= low[slot]! && node <= high[slot]!;
    if (covers(at) || covers(other)) {
      if ((bits[base + CONDITIONAL + word]! & mask) !== 0 && otherThanSelf(tree, grant, bit)) {
        return by(grant, 'condition-not-met');
      }
      if ((bits[base + ELSEWHERE + word]! & mask) !== 0) return by(grant, 'condition-not-met');
    }
    if (selfOnly && !hasBit(setsAt(grant.compiled as CompiledRole, tree.kindOf(low[slot]!)).self, bit)) {
      selfOnly = false;
    }
  }
  if (current >= 0) {
    return by(holders.grants[current] as Grant, selfOnly ? 'condition-not-met' : 'out-of-scope');
  }
  if (timely >= 0) return by(holders.grants[timely] as Grant, 'archived');
  if (granting >= 0) return by(holders.grants[granting] as Grant, 'not-in-force');
  return notGranted(scales, asked);
}

function otherThanSelf(tree: ScopeTree, { compiled, node }: Grant, bit: number): boolean {
  const { conditional } = setsAt(compiled as CompiledRole, tree.kindOf(tree.indexOf(node)));
  return conditional.some(({ set }) => hasBit(set, bit));
}

function notGranted({ holders, spoken }: Scales, { question, person, bit }: Asked): Verdict {
  const { start, count, block, bits, grants } = holders;
  const first = start[person]!;
  const end = first + count[person]!;
  for (let slot = first; slot < end; slot++) {
    const base = block[slot]!;
    if (base < 0 || (bits[base + REFUSED + (bit >>> 5)]! & (1 << (bit & 31))) === 0) continue;
    const grant = grants[slot] as Grant;
    const stated = statedNo(grant.compiled as CompiledRole, question.permission);
    if (stated !== undefined) return by(grant, stated.reason);
  }
  return spoken(person, bit, question.place.node) ? NO_ROLE : SILENT;
}

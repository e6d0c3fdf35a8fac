import { type CompiledRole, hasBit, STATED, setsAt } from './compile.ts';
import type { Conditions } from './conditions.ts';
import type { Denial } from './decision.ts';
import {
  ALL,
  ANY,
  CONDITIONAL,
  COUNT,
  ELSEWHERE,
  HIGH,
  type Holders,
  LIVE,
  LOW,
  PERSON,
  PLAIN,
  SELF,
  SLOT,
  START,
} from './holders.ts';
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
}

/** What verdicts are made from. */
export interface Scales {
  readonly holders: Holders;
  readonly tree: ScopeTree;
  readonly conditions: Conditions;
  /** Whether some pack around the node of this number, or around the person's roles, speaks of the permission. */
  readonly spoken: (person: number, bit: number, at: number) => boolean;
}

/** A question with its names looked up: the numbers of person, permission and node. */
export interface Asked {
  readonly question: Question;
  readonly person: number;
  readonly bit: number;
  readonly at: number;
}

const BARE: Verdict = { allowed: false, reason: null, role: null, node: null };
const INACTIVE: Verdict = { ...BARE, reason: 'inactive' };
const SILENT: Verdict = { ...BARE, reason: 'document-silent' };
const NO_ROLE: Verdict = { ...BARE, reason: 'no-role-grants' };

/** What the assignment in a slot decides. Reads no assignment as such: the numbers lead to role and node. */
function by(holders: Holders, slot: number, reason: Denial['reason'] | null): Verdict {
  const role = holders.roleOf(holders.slots[slot * SLOT + ALL]!).role.id;
  return { allowed: reason === null, reason, role, node: holders.nodeOf(slot) };
}

/** The slot of the first assignment that allows it, or -1. */
export function allowingSlot({ holders, tree, conditions }: Scales, asked: Asked): number {
  const { question, person, bit, at } = asked;
  if (at < 0 || !holders.isActive(person)) return -1;
  const { people, slots, bits } = holders;
  const word = bit >>> 5;
  const mask = 1 << (bit & 31);
  const first = people[person * PERSON + START]!;
  const end = first + people[person * PERSON + COUNT]!;
  for (let slot = first; slot < end; slot++) {
    const base = slot * SLOT;
    const block = slots[base + LIVE]!;
    if (block < 0 || (bits[block + ANY + word]! & mask) === 0) continue;
    if (!holders.inForce(slot, question.now)) continue;
    if ((bits[block + PLAIN + word]! & mask) !== 0 && at >= slots[base + LOW]! && at <= slots[base + HIGH]!) {
      return slot;
    }
    if ((bits[block + SELF + word]! & mask) !== 0 && question.place.owner === question.person) return slot;
    if ((bits[block + CONDITIONAL + word]! & mask) === 0) continue;
    const grant = holders.grants[slot] as Grant;
    for (const { condition, set } of setsAt(grant.compiled as CompiledRole, tree.kindOf(slots[base + LOW]!))
      .conditional) {
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
  return slot >= 0 ? by(holders, slot, null) : refusal(scales, asked);
}

function refusal(scales: Scales, asked: Asked): Verdict {
  const { holders, tree } = scales;
  const { question, person, bit, at } = asked;
  const { people, slots, bits } = holders;
  const { now, place } = question;
  const word = bit >>> 5;
  const mask = 1 << (bit & 31);
  const other = typeof place.other === 'string' ? tree.indexOf(place.other) : -1;
  const first = people[person * PERSON + START]!;
  const end = first + people[person * PERSON + COUNT]!;
  let granting = -1;
  let timely = -1;
  let current = -1;
  let selfOnly = true;
  for (let slot = first; slot < end; slot++) {
    const base = slot * SLOT;
    const block = slots[base + ALL]!;
    if (block < 0 || (bits[block + ANY + word]! & mask) === 0) continue;
    if (granting < 0) granting = slot;
    if (!holders.inForce(slot, now)) continue;
    if (timely < 0) timely = slot;
    if (slots[base + LIVE]! < 0) continue;
    if (current < 0) current = slot;
    const low = slots[base + LOW]!;
    const high = slots[base + HIGH]!;
    const reaches = (at >= 0 && at >= low && at <= high) || (other >= 0 && other >= low && other <= high);
    if (reaches && ((bits[block + CONDITIONAL + word]! | bits[block + ELSEWHERE + word]!) & mask) !== 0) {
      return by(holders, slot, 'condition-not-met');
    }
    if ((bits[block + SELF + word]! & mask) === 0) selfOnly = false;
  }
  if (current >= 0) return by(holders, current, selfOnly ? 'condition-not-met' : 'out-of-scope');
  if (timely >= 0) return by(holders, timely, 'archived');
  if (granting >= 0) return by(holders, granting, 'not-in-force');
  return notGranted(scales, asked);
}

function notGranted({ holders, spoken }: Scales, { person, bit, at }: Asked): Verdict {
  const { people, slots } = holders;
  const first = people[person * PERSON + START]!;
  const end = first + people[person * PERSON + COUNT]!;
  for (let slot = first; slot < end; slot++) {
    const block = slots[slot * SLOT + ALL]!;
    if (block < 0) continue;
    const reason = STATED[holders.roleOf(block).stated[bit]!];
    if (reason !== undefined) return by(holders, slot, reason);
  }
  return spoken(person, bit, at) ? NO_ROLE : SILENT;
}

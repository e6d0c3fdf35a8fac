import type { PermissionId } from '../policy/permissions.ts';
import type { CompiledRole } from './compile.ts';
import type { Place } from './decision.ts';

/** One question to the engine; `now` in Unix ms. */
export interface Question {
  readonly person: string;
  readonly permission: PermissionId;
  readonly place: Place;
  readonly now: number;
}

/** A role given to a person at a node. */
export interface AssignmentFact {
  readonly id: string;
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  /** The realm in which it was given, whose version of the pack counts; absent: the built-in version. */
  readonly realm?: string | null;
  /** Unix ms, inclusive; null: no limit. */
  readonly from: number | null;
  /** Unix ms, exclusive; null: no limit. */
  readonly until: number | null;
  /** Qualifiers; what is absent is not granted. Lines are ids of nodes. */
  readonly lines?: readonly string[];
  readonly products?: readonly string[];
  readonly queues?: readonly string[];
}

/** An assignment joined with its role; one whose role no pack has is kept and grants nothing. */
export interface Grant extends AssignmentFact {
  readonly compiled: CompiledRole | undefined;
}

/** Whether an assignment's time has come and is not over. */
export function inForce(grant: AssignmentFact, now: number): boolean {
  return (grant.from === null || grant.from <= now) && (grant.until === null || now < grant.until);
}

/** Joins an assignment with its role. */
export function grantOf(fact: AssignmentFact, compiled: CompiledRole | undefined): Grant {
  const { id, node, realm = null, from, until, lines, products, queues } = fact;
  // The role's own strings: thousands of assignments name the same one.
  const pack = compiled?.pack.id ?? fact.pack;
  const role = compiled?.role.id ?? fact.role;
  const plain = { id, pack, role, node, realm, from, until, compiled };
  // Nearly all have no qualifiers, and there are many.
  if (lines === undefined && products === undefined && queues === undefined) return plain;
  return { ...plain, lines: lines ?? [], products: products ?? [], queues: queues ?? [] };
}

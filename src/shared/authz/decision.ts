import type { Condition } from '../policy/pack.ts';
import type { PermissionId } from '../policy/permissions.ts';

/** Where a decision is asked about: the record's node, and what conditions look at. */
export interface Place {
  readonly node: string;
  /** The person whose own record it is. */
  readonly owner?: string | null;
}

/** One way in which a right is granted: this assignment of this role at this node, by this row of the document. */
export interface Path {
  readonly assignment: string;
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  readonly row: string;
  readonly words: string;
  readonly condition: Condition | null;
}

export type Denial =
  | { readonly reason: 'not-signed-in' }
  | { readonly reason: 'inactive' }
  /** No role of the person grants it; `roles` would, by their documents. */
  | { readonly reason: 'no-role-grants'; readonly roles: readonly string[] }
  /** A held role's cell says so in words other than allow. */
  | {
      readonly reason: 'view-only' | 'not-available' | 'stated-no';
      readonly role: string;
      readonly row: string;
      readonly words: string;
    }
  /** A role that grants it is held, but at these nodes. */
  | { readonly reason: 'out-of-scope'; readonly nodes: readonly string[] }
  /** A role that grants it is held here, but its time has not come or is over. */
  | { readonly reason: 'not-in-force'; readonly from: number | null; readonly until: number | null }
  | { readonly reason: 'condition-not-met'; readonly condition: Condition }
  | { readonly reason: 'wrong-state'; readonly state: string; readonly needed: readonly string[] }
  /** No row of any pack in force speaks of it. */
  | { readonly reason: 'document-silent' };

export type Decision =
  | { readonly allowed: true; readonly permission: PermissionId; readonly paths: readonly Path[] }
  | { readonly allowed: false; readonly permission: PermissionId | null; readonly denial: Denial };

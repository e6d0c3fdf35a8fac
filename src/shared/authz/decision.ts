import type { Condition } from '../policy/pack.ts';
import type { PermissionId } from '../policy/permissions.ts';

/** Where a decision is asked about: the record's node, and what conditions look at. */
export interface Place {
  readonly node: string;
  /** The person whose own record it is. */
  readonly owner?: string | null;
  /** The node of the other end, if the record joins two. */
  readonly other?: string | null;
  /** Whether self discovery is on at either end. */
  readonly selfDiscovery?: boolean | null;
  /** The people who belong to the record (a queue's agents). */
  readonly members?: readonly string[];
  /** The queue that the record is or belongs to. */
  readonly queue?: string | null;
  /** The product that the record is or belongs to. */
  readonly product?: string | null;
  /** The node of the line that the record is or uses. */
  readonly line?: string | null;
}

/** What was not met: a condition of the document, or the kind of node at which the role must have been given. */
export type Unmet = Condition | { readonly assignedAt: readonly string[] };

/** One way in which a right is granted: this assignment of this role at this node, by this row of the document. */
export interface Path {
  readonly assignment: string;
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  readonly row: string;
  readonly section: string;
  readonly words: string;
  readonly condition: Condition | null;
  /** Unix ms; null: no limit. */
  readonly from: number | null;
  readonly until: number | null;
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
  /** A role that grants it is held, but at scopes that are archived. */
  | { readonly reason: 'archived'; readonly nodes: readonly string[] }
  | { readonly reason: 'condition-not-met'; readonly condition: Unmet }
  | { readonly reason: 'wrong-state'; readonly state: string; readonly needed: readonly string[] }
  /** No row of any pack in force speaks of it. */
  | { readonly reason: 'document-silent' };

export type Decision =
  | { readonly allowed: true; readonly permission: PermissionId; readonly paths: readonly Path[] }
  | { readonly allowed: false; readonly permission: PermissionId | null; readonly denial: Denial };

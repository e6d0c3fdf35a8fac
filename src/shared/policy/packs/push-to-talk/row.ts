import type { Condition } from '#shared/policy/pack.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';

/** A row of the portal's table. */
export interface PortalRow {
  readonly words: string;
  /** The six columns in the document's order, with its tokens. */
  readonly marks: string;
  readonly permissions: readonly PermissionId[];
  /** Where a Sales Rep or a Customer Manager must be assigned for the row; 'customer' if absent. */
  readonly at?: 'conduit';
  readonly condition?: Condition;
  readonly note?: string;
}

/** Both ends at one customer. */
export const INTRA_CUSTOMER: Condition = { ends: { within: 'customer', cover: 'both' } };

/** Two customers of one conduit. */
export const INTRA_CONDUIT: Condition = {
  ends: { within: 'conduit', across: 'customer', cover: 'both' },
};

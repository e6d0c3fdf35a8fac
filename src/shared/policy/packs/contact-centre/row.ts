import type { PermissionId } from '#shared/policy/permissions.ts';

/** A row of the partner dashboard's table; the marks are the Reseller's and the Implementation Partner's. */
export interface PartnerRow {
  readonly section: string;
  /** Empty in the one row that has no name. */
  readonly name: string;
  readonly description: string;
  readonly marks: readonly ['Check' | '', 'Check' | ''];
  readonly permissions: readonly PermissionId[];
  readonly note?: string;
}

import type { PermissionId } from '#shared/policy/permissions.ts';

/** What stands in the place of a table in a closed section. */
export const CLOSED_WORDS = '(Not available to either the “Reseller” not the “Implementation Partner” roles)';

/** The six sections that are closed to both partner roles. */
export const CLOSED_SECTIONS: readonly {
  readonly section: string;
  /** The section of the table after which it stands. */
  readonly after: string;
  readonly permissions: readonly PermissionId[];
  readonly note?: string;
}[] = [
  {
    section: 'General Access / Users',
    after: 'General Access / Accounts',
    permissions: [
      'users.view',
      'users.create',
      'users.edit',
      'users.switch',
      'roles.view',
      'roles.edit',
      'assignments.grant',
    ],
    note: "Read as the dashboard's own users and their roles.",
  },
  {
    section: 'Customer Account - Basics / Delete Account Data',
    after: 'Customer Account - Basics / Mobile',
    permissions: ['accountData.delete'],
  },
  {
    section: 'Customer Account - Operations / SMS Toll-free Verification',
    after: 'Customer Account - Operations / Phone Bulk Operations',
    permissions: ['tollFreeVerification.manage'],
  },
  {
    section: 'Customer Account - Operations / Port Numbers',
    after: 'Customer Account - Operations / Agents Bulk Operations',
    permissions: ['phoneNumbers.port'],
  },
  {
    section: 'Customer Account - Operations / Case Management',
    after: 'Customer Account - Operations / Setup SIP Forwarding',
    permissions: ['cases.manage'],
  },
  {
    section: 'Customer Account - Operations / RTBF - Right To Be Forgotten',
    after: 'Customer Account - Operations / Setup SIP Forwarding',
    permissions: ['personalData.forget'],
  },
];

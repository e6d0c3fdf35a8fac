/** Words of caller ids. */
export const callerIds = {
  description: 'Numbers that callees may be shown. Only verified ones can be chosen for a broadcast.',
  number: 'Number',
  name: 'Name',
  account: 'Account',
  status: 'Verified',
  verified: 'Verified',
  notVerified: 'Not verified',
  by: 'By',
  evidence: 'Evidence',
  numberHint: 'With its country code, such as +12025550123.',
  evidenceHint: 'How you know that this number is the account’s own. It stays in the audit trail.',
  added: '{{name}} was added. Verify it before it is used.',
  verifiedDone: '{{name}} is verified.',
  removeText: 'Broadcasts that show it can’t be started until they show another.',
  emptyTitle: 'No caller ids yet',
  emptyText: 'Add the numbers that belong to the accounts, and verify them.',
} as const;

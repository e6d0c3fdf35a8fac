import type { PartnerRow } from './row.ts';

/** The part "General Access". */
export const GENERAL_ACCESS: readonly PartnerRow[] = [
  {
    section: 'General Access / Accounts',
    name: 'View',
    description:
      'See the “Accounts” menu entry in the “dark-blue” ribbon at the top of the page, and have the ability to search by account name or ID.',
    marks: ['Check', 'Check'],
    permissions: ['accounts.view'],
  },
  {
    section: 'General Access / Organizations',
    name: 'View',
    description:
      'See the “Organizations” menu entry in the “dark-blue” ribbon at the top of the page, and have access to which “Organizations” (aka Parent Accounts) you own in Talkdesk, and which accounts are under each of those Orgs',
    marks: ['Check', ''],
    permissions: ['organizations.view'],
  },
  {
    section: 'General Access / Organizations',
    name: 'Express Account: Create',
    description:
      'Allows having access to a Call-To-Action, inside Organizations that are able to host Talkdesk Express accounts, which pops-up a form where you can trigger a new Talkdesk Express account, without having to connect to the the endpoint: https://docs.talkdesk.com/reference/instantiate-a-trial',
    marks: ['Check', ''],
    permissions: ['expressAccounts.create'],
  },
  {
    section: 'General Access / Organizations',
    name: 'Settings',
    description: 'Change these settings:',
    marks: ['Check', ''],
    permissions: ['organizationSettings.edit'],
  },
  {
    section: 'General Access / Organizations',
    name: '',
    description:
      'Set Maximum Number of Licenses - Enables setting a maximum number of licenses to be converted from a trial into a paying account of Express',
    marks: ['', ''],
    permissions: ['licenses.setMaximum'],
    note: 'Stands below "Settings" without a name or a mark of its own.',
  },
];

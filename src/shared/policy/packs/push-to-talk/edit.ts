import type { PortalRow } from './row.ts';

/** The section "Edit". */
export const EDIT: readonly PortalRow[] = [
  { words: 'Customer', marks: 'Y | Y | Y | Y | N | N', permissions: ['customers.edit'] },
  {
    words: 'Customer Billing: Non-Billable',
    marks: 'Y | N | N | N | N | N',
    permissions: ['customerBilling.setNonBillable'],
  },
  {
    words: 'Customer Billing: Activate Demo',
    marks: 'Y | Y | Y | N | N | N',
    permissions: ['customerBilling.activateDemo'],
    note: 'Acts on a customer, so a Sales Rep holds it on assigned customers.',
  },
  {
    words: 'Customer Billing: Extend Demo',
    marks: 'Y | N | N | N | N | N',
    permissions: ['customerBilling.extendDemo'],
  },
  {
    words: 'Customer Billing: Activate Customer',
    marks: 'Y | Y | N | N | N | N',
    permissions: ['customerBilling.activate'],
  },
  {
    words: 'Customer Billing: Deactivate Customer',
    marks: 'Y | Y | N | N | N | N',
    permissions: ['customerBilling.deactivate'],
  },
  {
    words: 'Customer Billing: Archive Customer',
    marks: 'Y | Y | N | N | N | N',
    permissions: ['customerBilling.archive'],
  },
  {
    words: 'Enable Client Side Recording',
    marks: 'Y | Y | Y | Y | Y | N',
    permissions: ['clientRecording.enable'],
  },
  {
    words: 'Modify External Contacts',
    marks: 'Y | Y | Y | Y | Y | N',
    permissions: ['externalContacts.edit'],
  },
  { words: 'RTP Gateway Config', marks: 'Y | Y | Y | Y | N | N', permissions: ['rtpGateway.edit'] },
  { words: 'Departments', marks: 'Y | Y | Y | Y | Y | N', permissions: ['departments.edit'] },
  { words: 'Groups', marks: 'Y | Y | Y | Y | Y | Y', permissions: ['groups.edit'] },
  { words: 'Broadcast Groups', marks: 'Y | N | N | N | N | N', permissions: ['broadcastGroups.edit'] },
  { words: 'Users', marks: 'Y | Y | Y | Y | Y | Y', permissions: ['talkUsers.edit'] },
  {
    words: 'User Support Feature Keys',
    marks: 'Y | Y | Y | Y | Y | Y',
    permissions: ['featureKeys.edit'],
  },
  {
    words: 'Notes',
    marks: 'Y | Y | Y | N | N | N',
    permissions: ['notes.edit'],
    note: 'A Sales Rep may edit notes and not create them; kept as the document has it.',
  },
  {
    words: 'Manual Activation Code',
    marks: 'Y | Y | Y | Y | Y | Y',
    permissions: ['activationCodes.edit'],
  },
];

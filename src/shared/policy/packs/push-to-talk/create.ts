import { INTRA_CUSTOMER, type PortalRow } from './row.ts';

/** The section "Create". */
export const CREATE: readonly PortalRow[] = [
  {
    words: 'Customer',
    marks: 'Y | Y | Y | N | N | N',
    permissions: ['customers.create'],
    at: 'conduit',
  },
  { words: 'Departments', marks: 'Y | Y | Y | Y | Y | N', permissions: ['departments.create'] },
  {
    words: 'Departmental Associations (intra customer, regardless of self discovery)',
    marks: 'Y | Y | Y | Y | Y | N',
    permissions: ['departmentAssociations.create.intraCustomer'],
    condition: INTRA_CUSTOMER,
  },
  {
    words: 'Departmental Associations (inter customer/inter-conduit within server self discovery disabled)',
    marks: 'Y | N | N | N | N | N',
    permissions: ['departmentAssociations.create.interConduit'],
    condition: { ends: { within: 'server', across: 'conduit', selfDiscovery: 'off', cover: 'both' } },
  },
  {
    words:
      'Departmental Associations (Inter customer/intra conduit and same server, self discovery disabled)',
    marks: 'Y | Y | Y | N | N | N',
    permissions: ['departmentAssociations.create.interCustomer'],
    at: 'conduit',
    condition: { ends: { within: 'conduit', across: 'customer', selfDiscovery: 'off', cover: 'both' } },
    note: 'A Sales Rep needs the conduit: one customer never covers both ends.',
  },
  { words: 'Groups', marks: 'Y | Y | Y | Y | Y | Y', permissions: ['groups.create'] },
  { words: 'Broadcast Groups', marks: 'Y | N | N | N | N | N', permissions: ['broadcastGroups.create'] },
  {
    words: 'Manual Activation Codes',
    marks: 'Y | Y | Y | Y | Y | Y',
    permissions: ['activationCodes.create'],
  },
  { words: 'Users', marks: 'Y | Y | Y | Y | Y | Y', permissions: ['talkUsers.create'] },
  {
    words: 'Notes',
    marks: 'Y | Y | Read Only | Read Only | N | N',
    permissions: ['notes.create'],
    note: 'Read Only refuses creating and allows viewing, which the row "Notes" of "View" grants.',
  },
];

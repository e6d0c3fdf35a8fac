import { INTRA_CONDUIT, INTRA_CUSTOMER, type PortalRow } from './row.ts';

/** The section "Delete". */
export const DELETE: readonly PortalRow[] = [
  {
    words: 'Customers',
    marks: 'N/A | N/A | N/A | N/A | N/A | N/A',
    permissions: ['customers.delete'],
    note: 'Customers are never deleted, by nobody; archiving is the end.',
  },
  { words: 'Departments', marks: 'Y | Y | Y | Y | Y | N', permissions: ['departments.delete'] },
  {
    words: 'Department Associations (Intra Customer)',
    marks: 'Y | Y | Y | Y | Y | N',
    permissions: ['departmentAssociations.delete.intraCustomer'],
    condition: INTRA_CUSTOMER,
  },
  {
    words: 'Department Associations (Inter Customer, same server)',
    marks: 'Y | Y | N | N | N | N',
    permissions: ['departmentAssociations.delete.interConduit'],
    condition: { ends: { within: 'server', across: 'customer', cover: 'one' } },
    note: 'A Conduit Admin deletes across the server what it may not create; one end must be in its conduit.',
  },
  {
    words: 'Department Associations (Inter customer, same server and same conduit)',
    marks: 'Y | Y | Y | N | N | N',
    permissions: ['departmentAssociations.delete.interCustomer'],
    at: 'conduit',
    condition: INTRA_CONDUIT,
    note: 'A Sales Rep needs the conduit: one customer never covers both ends.',
  },
  { words: 'Groups', marks: 'Y | Y | Y | Y | Y | Y', permissions: ['groups.delete'] },
  { words: 'Users', marks: 'Y | Y | Y | Y | Y | Y', permissions: ['talkUsers.delete'] },
  { words: 'Notes', marks: 'Y | Y | N | N | N | N', permissions: ['notes.delete'] },
];

/** The section "View". Portal users are the people of this console. */
export const VIEW: readonly PortalRow[] = [
  {
    words: 'Portal Users',
    marks: 'Y | N | N | N | N | N',
    permissions: ['portalUsers.view', 'users.view'],
  },
  {
    words: 'Portal Users Assigned to Customer',
    marks: 'Y | Y | Y | Y | N | N',
    permissions: ['portalUsers.view.customer', 'users.view'],
  },
  {
    words: 'Portal Users within assigned conduit',
    marks: 'Y | Y | Y | Y | N | N',
    permissions: ['portalUsers.view.conduit', 'users.view'],
    at: 'conduit',
  },
  { words: 'Notes', marks: 'Y | Y | Y | Y | N | N', permissions: ['notes.view'] },
  { words: 'Customers', marks: 'Y | Y | Y | Y | N | N', permissions: ['customers.view'] },
  {
    words: 'Department Associations Intra customer',
    marks: 'Y | Y | Y | Y | Y | Y',
    permissions: ['departmentAssociations.view.intraCustomer'],
    condition: INTRA_CUSTOMER,
  },
];

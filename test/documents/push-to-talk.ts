/** The six columns of the portal's tables, in the document's order. */
export const PORTAL_COLUMNS = [
  'Support',
  'Conduit Admin',
  'Sales Rep',
  'Customer Manager',
  'Customer Admin',
  'Customer Technical',
] as const;

/** A row of a table: its words, its six tokens, and the permissions that it stands for. */
export type PortalTableRow = readonly [words: string, tokens: string, permissions: string];

/** The push-to-talk portal's four tables, typed by hand from the document, cell by cell. */
export const PUSH_TO_TALK: Readonly<Record<string, readonly PortalTableRow[]>> = {
  Create: [
    ['Customer', 'Y,Y,Y,N,N,N', 'customers.create'],
    ['Departments', 'Y,Y,Y,Y,Y,N', 'departments.create'],
    [
      'Departmental Associations (intra customer, regardless of self discovery)',
      'Y,Y,Y,Y,Y,N',
      'departmentAssociations.create.intraCustomer',
    ],
    [
      'Departmental Associations (inter customer/inter-conduit within server self discovery disabled)',
      'Y,N,N,N,N,N',
      'departmentAssociations.create.interConduit',
    ],
    [
      'Departmental Associations (Inter customer/intra conduit and same server, self discovery disabled)',
      'Y,Y,Y,N,N,N',
      'departmentAssociations.create.interCustomer',
    ],
    ['Groups', 'Y,Y,Y,Y,Y,Y', 'groups.create'],
    ['Broadcast Groups', 'Y,N,N,N,N,N', 'broadcastGroups.create'],
    ['Manual Activation Codes', 'Y,Y,Y,Y,Y,Y', 'activationCodes.create'],
    ['Users', 'Y,Y,Y,Y,Y,Y', 'talkUsers.create'],
    ['Notes', 'Y,Y,Read Only,Read Only,N,N', 'notes.create'],
  ],
  Edit: [
    ['Customer', 'Y,Y,Y,Y,N,N', 'customers.edit'],
    ['Customer Billing: Non-Billable', 'Y,N,N,N,N,N', 'customerBilling.setNonBillable'],
    ['Customer Billing: Activate Demo', 'Y,Y,Y,N,N,N', 'customerBilling.activateDemo'],
    ['Customer Billing: Extend Demo', 'Y,N,N,N,N,N', 'customerBilling.extendDemo'],
    ['Customer Billing: Activate Customer', 'Y,Y,N,N,N,N', 'customerBilling.activate'],
    ['Customer Billing: Deactivate Customer', 'Y,Y,N,N,N,N', 'customerBilling.deactivate'],
    ['Customer Billing: Archive Customer', 'Y,Y,N,N,N,N', 'customerBilling.archive'],
    ['Enable Client Side Recording', 'Y,Y,Y,Y,Y,N', 'clientRecording.enable'],
    ['Modify External Contacts', 'Y,Y,Y,Y,Y,N', 'externalContacts.edit'],
    ['RTP Gateway Config', 'Y,Y,Y,Y,N,N', 'rtpGateway.edit'],
    ['Departments', 'Y,Y,Y,Y,Y,N', 'departments.edit'],
    ['Groups', 'Y,Y,Y,Y,Y,Y', 'groups.edit'],
    ['Broadcast Groups', 'Y,N,N,N,N,N', 'broadcastGroups.edit'],
    ['Users', 'Y,Y,Y,Y,Y,Y', 'talkUsers.edit'],
    ['User Support Feature Keys', 'Y,Y,Y,Y,Y,Y', 'featureKeys.edit'],
    ['Notes', 'Y,Y,Y,N,N,N', 'notes.edit'],
    ['Manual Activation Code', 'Y,Y,Y,Y,Y,Y', 'activationCodes.edit'],
  ],
  Delete: [
    ['Customers', 'N/A,N/A,N/A,N/A,N/A,N/A', 'customers.delete'],
    ['Departments', 'Y,Y,Y,Y,Y,N', 'departments.delete'],
    [
      'Department Associations (Intra Customer)',
      'Y,Y,Y,Y,Y,N',
      'departmentAssociations.delete.intraCustomer',
    ],
    [
      'Department Associations (Inter Customer, same server)',
      'Y,Y,N,N,N,N',
      'departmentAssociations.delete.interConduit',
    ],
    [
      'Department Associations (Inter customer, same server and same conduit)',
      'Y,Y,Y,N,N,N',
      'departmentAssociations.delete.interCustomer',
    ],
    ['Groups', 'Y,Y,Y,Y,Y,Y', 'groups.delete'],
    ['Users', 'Y,Y,Y,Y,Y,Y', 'talkUsers.delete'],
    ['Notes', 'Y,Y,N,N,N,N', 'notes.delete'],
  ],
  View: [
    ['Portal Users', 'Y,N,N,N,N,N', 'portalUsers.view users.view'],
    ['Portal Users Assigned to Customer', 'Y,Y,Y,Y,N,N', 'portalUsers.view.customer users.view'],
    ['Portal Users within assigned conduit', 'Y,Y,Y,Y,N,N', 'portalUsers.view.conduit users.view'],
    ['Notes', 'Y,Y,Y,Y,N,N', 'notes.view'],
    ['Customers', 'Y,Y,Y,Y,N,N', 'customers.view'],
    ['Department Associations Intra customer', 'Y,Y,Y,Y,Y,Y', 'departmentAssociations.view.intraCustomer'],
  ],
};

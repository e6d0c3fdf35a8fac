import type { PackRole, PackRow } from '#shared/policy/pack.ts';

/** The six roles with a column, in the document's order. */
export const COLUMNS = [
  'Support',
  'Conduit Admin',
  'Sales Rep',
  'Customer Manager',
  'Customer Admin',
  'Customer Technical',
] as const;

const CONTACTS = ['Primary Contact', 'Billing Contact'];
const CONTACT_WORDS =
  "these roles are strictly for contact for billing and information. They don't have permission to manage the admin portal for a customer.";
const ROOT_WORDS = 'May create and manage all other roles, especially Support Level.';

const role = (id: string, nodeKinds: string[], words: string): PackRole => ({
  id,
  words,
  nodeKinds,
  signIn: true,
  manages: [],
});

/** The nine roles, with what the document says of each. */
export const ROLES: readonly PackRole[] = [
  { ...role('Root', ['realm'], ROOT_WORDS), manages: [...COLUMNS, ...CONTACTS] },
  role('Support', ['server'], 'Has full access to all customers and actions within a server.'),
  role('Conduit Admin', ['conduit'], 'Has full access to all customers and actions within a sales conduit.'),
  role(
    'Sales Rep',
    ['conduit', 'customer'],
    'May create demos and be assigned with customer admin rights to multiple customers within the conduit.',
  ),
  role(
    'Customer Manager',
    ['conduit', 'customer'],
    'May not create demos. May be assigned with customer admin rights to multiple customers within the conduit.',
  ),
  role('Customer Admin', ['customer'], 'Manages user and group activity for a customer.'),
  role(
    'Customer Technical',
    ['customer'],
    'Has viewing privileges but fewer managerial permissions within a customer.',
  ),
  ...CONTACTS.map((id) => ({ ...role(id, ['customer'], CONTACT_WORDS), signIn: false })),
];

/** What the document says of the roles that have no column, in its words. */
export const ROLE_ROWS: readonly PackRow[] = [
  {
    id: 'E.Roles.1',
    section: 'Roles',
    words: `Root: ${ROOT_WORDS}`,
    permissions: [
      'users.view',
      'users.create',
      'users.edit',
      'users.switch',
      'roles.view',
      'roles.edit',
      'assignments.grant',
    ],
    cells: { Root: { token: 'stated', value: 'allow' } },
  },
  {
    id: 'E.Roles.2',
    section: 'Roles',
    words: `Primary Contact, Billing Contact: ${CONTACT_WORDS}`,
    permissions: [],
    cells: Object.fromEntries(CONTACTS.map((id) => [id, { token: 'stated', value: 'deny' } as const])),
  },
];

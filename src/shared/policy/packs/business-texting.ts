import type { Cell, Condition, Pack } from '../pack.ts';
import type { PermissionId } from '../permissions.ts';

interface Ability {
  readonly words: string;
  readonly permissions: readonly PermissionId[];
  /** What a Standard user needs. */
  readonly standard?: Condition;
  /** What an Admin needs: the account's own product list caps Admins too. */
  readonly admin?: Condition;
  readonly note?: string;
}

const STANDARD = 'Standard';
const ADMIN = 'Admin';
const STANDARD_WORDS = 'This access influences what a Standard user may be able to do within the platform.';
const ON_LINE_AND_PRODUCT = { standard: 'granted-product-and-line', admin: 'account-product' } as const;

const FOR_STANDARD: readonly Ability[] = [
  { words: 'Can import and add contacts', permissions: ['contacts.import', 'contacts.create'] },
  { words: 'Can add and edit contact lists', permissions: ['contactLists.create', 'contactLists.edit'] },
  {
    words: 'Can view the Keyword Responders & Auto-Replies',
    permissions: ['keywordResponders.view'],
  },
  { words: 'Can view Response Templates', permissions: ['responseTemplates.view'] },
  {
    words: 'Can view conversations (based on their line access & product access)',
    permissions: ['conversations.view'],
    ...ON_LINE_AND_PRODUCT,
  },
  {
    words:
      'Can claim, transfer, release, and end conversations with customers (based on their line access & product access)',
    permissions: [
      'conversations.claim',
      'conversations.transfer',
      'conversations.release',
      'conversations.end',
    ],
    ...ON_LINE_AND_PRODUCT,
  },
  {
    words: 'Can create Blast campaigns (based on their line access & product access)',
    permissions: ['blasts.create'],
    ...ON_LINE_AND_PRODUCT,
  },
];

const FOR_ADMIN: readonly Ability[] = [
  { words: 'Can invite and delete users', permissions: ['users.create', 'users.delete'] },
  {
    words: 'Can set user roles on each user',
    permissions: ['users.view', 'roles.view', 'assignments.grant'],
    note: 'Reading rule 9: whoever sets the roles of each user sees the users and the roles.',
  },
  {
    words: 'Can add and edit Keyword Responders & Auto-Replies',
    permissions: ['keywordResponders.create', 'keywordResponders.edit'],
  },
  { words: 'Can delete contacts', permissions: ['contacts.delete'] },
  {
    words: 'Can view and use all products activated on the account',
    permissions: ['products.view', 'products.use'],
    admin: 'account-product',
  },
  { words: 'Can manage users access to products on the account', permissions: ['productAccess.edit'] },
  {
    words: 'Can manage, view, and use all lines on the account',
    permissions: ['lines.manage', 'lines.view', 'lines.use'],
  },
  { words: 'Can manage users access to lines on the account', permissions: ['lineAccess.edit'] },
];

/** The section on access speaks of Standard users; Admins do what they do. */
const BY_ACCESS: readonly Ability[] = [
  {
    words:
      'Product Access - This refers to the ability that Standard users can view and interact with specific products within the platform.',
    permissions: ['products.view', 'products.use'],
    standard: 'granted-product',
    admin: 'account-product',
    note: 'The list of available products is limited by what is available at the account level.',
  },
  {
    words:
      'Line Access - This refers to the ability for Standard users to to use an outbound line on an account.',
    permissions: ['lines.use'],
    standard: 'granted-line',
  },
  {
    words:
      'Standard users can only see conversations and send outbound messages on lines they have access to.',
    permissions: ['messages.send'],
    ...ON_LINE_AND_PRODUCT,
    note: 'A message belongs to a product, so the product must be granted besides the line.',
  },
];

const cell = (condition: Condition | undefined): Cell =>
  condition === undefined
    ? { token: 'stated', value: 'allow' }
    : { token: 'stated', value: 'conditional', condition };

const rowsOf = (section: string, abilities: readonly Ability[], standardToo: boolean): Pack['rows'] =>
  abilities.map(({ words, permissions, standard, admin, note }, index) => ({
    id: `X.${section}.${index + 1}`,
    section,
    words,
    permissions: [...permissions],
    cells: { ...(standardToo ? { [STANDARD]: cell(standard) } : {}), [ADMIN]: cell(admin) },
    ...(note === undefined ? {} : { note }),
  }));

/** The business texting platform: two roles, and access to products and lines. */
export const businessTextingPack: Pack = {
  id: 'X',
  version: 1,
  title: 'Business texting',
  source: 'Business texting, page "User Roles & Access"',
  nodeKinds: [
    { kind: 'account', title: 'Account', parent: 'realm' },
    { kind: 'line', title: 'Line', parent: 'account' },
  ],
  roles: [
    { id: STANDARD, words: STANDARD_WORDS, nodeKinds: ['account'], signIn: true, manages: [] },
    {
      id: ADMIN,
      words: 'Admins can do everything that a Standard user can do plus:',
      nodeKinds: ['account'],
      signIn: true,
      manages: [STANDARD, ADMIN],
    },
  ],
  rows: [
    ...rowsOf('Standard Users', FOR_STANDARD, true),
    ...rowsOf('Admin Users', FOR_ADMIN, false),
    ...rowsOf('Product & Line Access', BY_ACCESS, true),
  ],
};

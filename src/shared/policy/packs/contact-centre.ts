import type { Cell, Pack, PackRow } from '../pack.ts';
import { ACCOUNT_BASICS } from './contact-centre/account-basics.ts';
import { AGENTS_AND_USERS } from './contact-centre/agents.ts';
import { BILLING } from './contact-centre/billing.ts';
import { CLOSED_SECTIONS, CLOSED_WORDS } from './contact-centre/closed.ts';
import { GENERAL_ACCESS } from './contact-centre/general-access.ts';
import { ACCOUNT_OPERATIONS } from './contact-centre/operations.ts';
import type { PartnerRow } from './contact-centre/row.ts';

const RESELLER = 'Reseller';
const PARTNER = 'Implementation Partner';
const VENDOR = 'Vendor Staff';

const marked = (mark: 'Check' | ''): Cell => ({ token: mark, value: mark === '' ? 'deny' : 'allow' });
const vendors: Cell = { token: 'stated', value: 'allow' };

function tableRow({ section, name, description, marks, permissions, note }: PartnerRow): PackRow {
  const [reseller, partner] = marks;
  const neither = reseller === '' && partner === '';
  return {
    id: '',
    section,
    words: name === '' ? description : `${name}\n${description}`,
    permissions: [...permissions],
    cells: {
      [RESELLER]: marked(reseller),
      [PARTNER]: marked(partner),
      // Reading rule 6: the vendor's staff hold what neither partner holds.
      ...(neither ? { [VENDOR]: vendors } : {}),
    },
    ...(note === undefined ? {} : { note }),
  };
}

function closedRow({ section, permissions, note }: (typeof CLOSED_SECTIONS)[number]): PackRow {
  return {
    id: '',
    section,
    words: CLOSED_WORDS,
    permissions: [...permissions],
    cells: {
      [RESELLER]: { token: '', value: 'not-available' },
      [PARTNER]: { token: '', value: 'not-available' },
      [VENDOR]: vendors,
    },
    ...(note === undefined ? {} : { note }),
  };
}

const TABLE: readonly PartnerRow[] = [
  ...GENERAL_ACCESS,
  ...AGENTS_AND_USERS,
  ...BILLING,
  ...ACCOUNT_BASICS,
  ...ACCOUNT_OPERATIONS,
];

/** All rows as the document orders them: each closed section after the section that it follows. */
function rows(): PackRow[] {
  const sections = [...new Set(TABLE.map((row) => row.section))];
  return sections
    .flatMap((section) => [
      ...TABLE.filter((row) => row.section === section).map(tableRow),
      ...CLOSED_SECTIONS.filter((closed) => closed.after === section).map(closedRow),
    ])
    .map((row, index) => ({ ...row, id: `T.${index + 1}` }));
}

/** The contact centre's partner dashboard: two partner roles, and the vendor's staff for what neither has. */
export const contactCentrePack: Pack = {
  id: 'T',
  version: 1,
  title: 'Contact centre',
  source: 'Contact-centre partner dashboard, "Support Dashboard: Partner Role-Based Permissions"',
  nodeKinds: [
    { kind: 'organization', title: 'Organization', parent: 'realm' },
    { kind: 'account', title: 'Account', parent: 'organization' },
  ],
  roles: [
    {
      id: RESELLER,
      words: 'Reseller',
      nodeKinds: ['organization', 'account'],
      signIn: true,
      manages: [],
    },
    {
      id: PARTNER,
      words: 'Implementation Partner',
      nodeKinds: ['organization', 'account'],
      signIn: true,
      manages: [],
    },
    {
      id: VENDOR,
      words: "The vendor's own staff, whom the document implies: what it closes to both partner roles.",
      nodeKinds: ['realm'],
      signIn: true,
      manages: [RESELLER, PARTNER, VENDOR],
    },
  ],
  rows: rows(),
};

import { BUSINESS_TEXTING } from './business-texting.ts';
import { CONTACT_CENTRE } from './contact-centre.ts';
import { DIALOG_PLATFORM, OWN_RECORD_ONLY } from './dialog-platform.ts';
import { HOSTED_PBX } from './hosted-pbx.ts';
import { PORTAL_COLUMNS, PUSH_TO_TALK } from './push-to-talk.ts';
import { WORKSPACE_ROLES } from './workspace-roles.ts';

/** A right of a role as its document has it. */
export interface DocumentRight {
  readonly permission: string;
  /** The kind of scope at which the role must have been given. */
  readonly at?: string;
  /** What the right depends on besides. */
  readonly when?: string;
}

const PEOPLE = [
  'users.view',
  'users.create',
  'users.edit',
  'users.switch',
  'roles.view',
  'roles.edit',
  'assignments.grant',
];

/**
 * The portal's two roles that work within a conduit "may be assigned with customer admin rights to multiple
 * customers": their rights hold where they are assigned to the customer, but for these rows, which speak of a conduit.
 */
const ASSIGNED = new Set(['Sales Rep', 'Customer Manager']);
const OF_A_CONDUIT = new Set([
  'customers.create',
  'departmentAssociations.create.interCustomer',
  'departmentAssociations.delete.interCustomer',
  'portalUsers.view.conduit users.view',
]);

function pushToTalk(role: string): DocumentRight[] {
  const rows = Object.values(PUSH_TO_TALK).flat();
  if (role === 'Root') {
    // "May create and manage all other roles": whatever is available to anybody, and the people.
    const available = rows.filter(([, tokens]) => tokens.split(',').some((token) => token !== 'N/A'));
    return [...available.flatMap(([, , permissions]) => permissions.split(' ')), ...PEOPLE].map(
      (permission) => ({
        permission,
      }),
    );
  }
  const column = PORTAL_COLUMNS.indexOf(role as (typeof PORTAL_COLUMNS)[number]);
  return rows
    .filter(([, tokens]) => tokens.split(',')[column] === 'Y')
    .flatMap(([, , permissions]) =>
      permissions.split(' ').map((permission) => {
        if (!ASSIGNED.has(role)) return { permission };
        return { permission, at: OF_A_CONDUIT.has(permissions) ? 'conduit' : 'customer' };
      }),
    );
}

/** The rows of the contact centre's table that guard an operation so far. */
const PARTNER_ROWS: readonly (readonly [permission: string, section: string, row: string])[] = [
  ['accounts.view', 'General Access / Accounts', 'View'],
  ['organizations.view', 'General Access / Organizations', 'View'],
];

function contactCentre(role: string): DocumentRight[] {
  const mark = { Reseller: 'R', 'Implementation Partner': 'I' }[role];
  // The section on users is closed to both partner roles; the vendor's staff hold it, and what has no mark.
  if (mark === undefined) return PEOPLE.map((permission) => ({ permission }));
  return PARTNER_ROWS.filter(([, section, row]) =>
    CONTACT_CENTRE[section]?.some(([name, marks]) => name === row && marks.includes(mark)),
  ).map(([permission]) => ({ permission }));
}

const withCondition = ([permission, when]: readonly [string, string | null]): DocumentRight =>
  when === null ? { permission } : { permission, when };

/** Every right of a role, from the typed documents and not from the packs. */
export function documentRights(pack: string, role: string): readonly DocumentRight[] {
  switch (pack) {
    case 'E':
      return pushToTalk(role);
    case 'T':
      return contactCentre(role);
    case 'J':
      return (DIALOG_PLATFORM[role] ?? []).map((permission) =>
        OWN_RECORD_ONLY.has(permission) ? { permission, when: 'self' } : { permission },
      );
    case 'N':
      return (HOSTED_PBX[role] ?? []).map(withCondition);
    case 'X':
      return (BUSINESS_TEXTING[role] ?? []).map(withCondition);
    default:
      return (WORKSPACE_ROLES[role] ?? []).map((permission) => ({ permission }));
  }
}

import type { Cell, CellValue, Pack, PackRow } from '../pack.ts';
import { CREATE } from './push-to-talk/create.ts';
import { DELETE, VIEW } from './push-to-talk/delete-and-view.ts';
import { EDIT } from './push-to-talk/edit.ts';
import { COLUMNS, ROLE_ROWS, ROLES } from './push-to-talk/roles.ts';
import type { PortalRow } from './push-to-talk/row.ts';

const VALUES: Readonly<Record<string, CellValue>> = {
  Y: 'allow',
  N: 'deny',
  'Read Only': 'view-only',
  'N/A': 'not-available',
};
/** These two work within a conduit, but hold what acts on a customer only where they are assigned to it. */
const ASSIGNED: ReadonlySet<string> = new Set(['Sales Rep', 'Customer Manager']);

function cell(role: string, token: string, row: PortalRow): Cell {
  const value = VALUES[token] ?? 'unstated';
  if (value !== 'allow') return { token, value };
  if (ASSIGNED.has(role)) return { token, value: 'conditional', at: [row.at ?? 'customer'] };
  return { token, value: row.condition === undefined ? 'allow' : 'conditional' };
}

/** Reading rule 6: Root holds every permission of the pack; what is available to nobody is not available to Root. */
function rootCell(tokens: readonly string[], row: PortalRow): Cell {
  if (tokens.every((token) => token === 'N/A')) return { token: 'stated', value: 'not-available' };
  return { token: 'stated', value: row.condition === undefined ? 'allow' : 'conditional' };
}

function tableRows(section: string, rows: readonly PortalRow[]): PackRow[] {
  return rows.map((row, index) => {
    const tokens = row.marks.split(' | ');
    const cells = COLUMNS.map((role, column) => [role, cell(role, tokens[column] ?? '', row)] as const);
    return {
      id: `E.${section}.${index + 1}`,
      section,
      words: row.words,
      permissions: [...row.permissions],
      cells: { ...Object.fromEntries(cells), Root: rootCell(tokens, row) },
      ...(row.condition === undefined ? {} : { condition: row.condition }),
      ...(row.note === undefined ? {} : { note: row.note }),
    };
  });
}

/** The push-to-talk portal's role model: six roles with a column, Root, and two contacts who never sign in. */
export const pushToTalkPack: Pack = {
  id: 'E',
  version: 1,
  title: 'Push-to-talk portal',
  source: 'Push-to-talk portal, page "ESChat Portal User Roles"',
  nodeKinds: [
    { kind: 'server', title: 'Server', parent: 'realm' },
    { kind: 'conduit', title: 'Sales conduit', parent: 'server' },
    { kind: 'customer', title: 'Customer', parent: 'conduit' },
    { kind: 'department', title: 'Department', parent: 'customer' },
  ],
  roles: [...ROLES],
  rows: [
    ...tableRows('Create', CREATE),
    ...tableRows('Edit', EDIT),
    ...tableRows('Delete', DELETE),
    ...tableRows('View', VIEW),
    ...ROLE_ROWS,
  ],
};

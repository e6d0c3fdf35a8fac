import { describe, expect, it } from 'vitest';
import { cellOf, type PackRow } from '#shared/policy/pack.ts';
import { packSchema } from '#shared/policy/pack-schema.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import { PORTAL_COLUMNS, PUSH_TO_TALK } from '../../documents/push-to-talk.ts';
import { plainText, roleDocument } from '../../support/role-documents.ts';

const pack = packSchema().parse(pushToTalkPack);
const table = pack.rows.filter((row) => row.section !== 'Roles');
const tokensOf = (row: PackRow): string[] => PORTAL_COLUMNS.map((role) => cellOf(row, role).token);
const text = roleDocument('E-push-to-talk-portal.txt');

const VALUES: Readonly<Record<string, readonly string[]>> = {
  Y: ['allow', 'conditional'],
  N: ['deny'],
  'Read Only': ['view-only'],
  'N/A': ['not-available'],
};

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

describe('the role pack of the push-to-talk portal', () => {
  it.each(Object.keys(PUSH_TO_TALK))(
    'has the section "%s" cell by cell as the document has it',
    (section) => {
      const rows = table.filter((row) => row.section === section);
      const seen = rows.map((row) => [row.words, tokensOf(row).join(','), row.permissions.join(' ')]);
      expect(seen).toEqual(PUSH_TO_TALK[section]);
    },
  );

  it('has 41 rows and 246 cells: 152 Y, 86 N, 6 N/A and 2 Read Only', () => {
    const tokens = table.flatMap(tokensOf);
    const count = (token: string): number => tokens.filter((one) => one === token).length;
    expect(table).toHaveLength(41);
    expect(tokens).toHaveLength(246);
    expect(['Y', 'N', 'N/A', 'Read Only'].map(count)).toEqual([152, 86, 6, 2]);
  });

  it('reads each token by the reading rules', () => {
    for (const row of table) {
      for (const role of PORTAL_COLUMNS) {
        const { token, value } = cellOf(row, role);
        expect(VALUES[token], `${row.id} ${role}`).toContain(value);
      }
    }
  });

  it('ties Sales Rep and Customer Manager to assigned customers, but for creating and the conduit', () => {
    const atConduit = table.filter((row) => cellOf(row, 'Sales Rep').at?.includes('conduit'));
    expect(atConduit.map((row) => row.id)).toEqual(['E.Create.1', 'E.Create.5', 'E.Delete.5', 'E.View.3']);
    for (const row of table) {
      for (const role of ['Sales Rep', 'Customer Manager']) {
        const { token, at } = cellOf(row, role);
        if (token === 'Y')
          expect(at, `${row.id} ${role}`).toEqual(atConduit.includes(row) ? ['conduit'] : ['customer']);
      }
    }
  });

  it('is a strict chain on every row, from Support down to Customer Technical, without an exception', () => {
    for (const row of table) {
      const marks = tokensOf(row).map((token) => token === 'Y');
      expect(marks, row.id).toEqual(marks.toSorted((a, b) => Number(b) - Number(a)));
    }
    PORTAL_COLUMNS.slice(1).forEach((role, index) => {
      const above = PORTAL_COLUMNS[index] as string;
      const more = table.filter((row) => cellOf(row, above).token === 'Y' && cellOf(row, role).token !== 'Y');
      expect(more.length, `${above} over ${role}`).toBeGreaterThan(0);
    });
  });

  it('gives Root every row but the one that is available to nobody, and the other roles', () => {
    const refused = table.filter((row) => !['allow', 'conditional'].includes(cellOf(row, 'Root').value));
    expect(refused.map((row) => row.words)).toEqual(['Customers']);
    const root = pack.roles.find((role) => role.id === 'Root');
    expect(root?.manages.toSorted()).toEqual(
      pack.roles
        .map((role) => role.id)
        .filter((id) => id !== 'Root')
        .toSorted(),
    );
  });

  it('lets a role that may only read notes where it would create them see notes', () => {
    const create = table.find((row) => row.id === 'E.Create.10') as PackRow;
    const view = table.find((row) => row.id === 'E.View.4') as PackRow;
    const readers = PORTAL_COLUMNS.filter((role) => cellOf(create, role).value === 'view-only');
    expect(readers).toEqual(['Sales Rep', 'Customer Manager']);
    for (const role of readers) expect(cellOf(view, role).token).toBe('Y');
  });

  it('has nine roles, of which the two contacts never sign in', () => {
    expect(pack.roles).toHaveLength(9);
    expect(pack.roles.filter((role) => !role.signIn).map((role) => role.id)).toEqual([
      'Primary Contact',
      'Billing Contact',
    ]);
  });

  it.skipIf(text === null)('and the typed tables are those of the document, cell by cell', () => {
    for (const [section, rows] of Object.entries(PUSH_TO_TALK)) {
      const typed = rows.map(([words, tokens]) => lineOf([words, ...tokens.split(',')]));
      const written = [lineOf([section, ...PORTAL_COLUMNS]), ...typed].join(' ');
      expect(text?.replace('|---|---|---|---|---|---|---| ', '')).toContain(written);
    }
  });

  it.skipIf(text === null)('quotes the document word for word', () => {
    for (const row of pack.rows) expect(text, row.id).toContain(plainText(row.words));
    for (const role of pack.roles) expect(text, role.id).toContain(plainText(role.words));
  });
});

import { describe, expect, it } from 'vitest';
import { cellOf, type PackRow } from '#shared/policy/pack.ts';
import { packSchema } from '#shared/policy/pack-schema.ts';
import { contactCentrePack } from '#shared/policy/packs/contact-centre.ts';
import { CLOSED_TO_PARTNERS, CONTACT_CENTRE } from '../../documents/contact-centre.ts';
import { plainText, roleDocument } from '../../support/role-documents.ts';

const pack = packSchema().parse(contactCentrePack);
const closed = pack.rows.filter((row) => CLOSED_TO_PARTNERS.includes(row.section));
const table = pack.rows.filter((row) => !closed.includes(row));
const PARTNERS = ['Reseller', 'Implementation Partner'] as const;
const marksOf = (row: PackRow): string =>
  PARTNERS.map((role, index) => (cellOf(row, role).token === 'Check' ? 'RI'[index] : '')).join('');
const nameOf = (row: PackRow): string => row.words.split(/\n| - Enables/)[0] as string;
const marksFor = (permission: string): string[] =>
  table.filter((row) => row.permissions.includes(permission)).map(marksOf);
const text = roleDocument('T-contact-centre-partner-dashboard.txt');

describe('the role pack of the contact centre', () => {
  it('has the 18 sections of the document in its order', () => {
    expect([...new Set(table.map((row) => row.section))]).toEqual(Object.keys(CONTACT_CENTRE));
    expect(Object.keys(CONTACT_CENTRE)).toHaveLength(18);
  });

  it.each(Object.keys(CONTACT_CENTRE))('has "%s" cell by cell as the document has it', (section) => {
    const rows = table.filter((row) => row.section === section);
    const seen = rows.map((row) => [nameOf(row), marksOf(row), row.permissions.join(' ')]);
    expect(seen).toEqual(CONTACT_CENTRE[section]);
  });

  it('has 89 rows and 178 cells, of which 114 are checked', () => {
    const tokens = table.flatMap((row) => PARTNERS.map((role) => cellOf(row, role).token));
    expect(table).toHaveLength(89);
    expect(tokens).toHaveLength(178);
    expect(tokens.filter((token) => token === 'Check')).toHaveLength(114);
    expect(tokens.filter((token) => token === '')).toHaveLength(64);
  });

  it('allows what is checked and refuses what is not', () => {
    for (const row of table) {
      for (const role of PARTNERS) {
        const { token, value } = cellOf(row, role);
        expect(value, `${row.id} ${role}`).toBe(token === 'Check' ? 'allow' : 'deny');
      }
    }
  });

  it('closes six sections to both partner roles', () => {
    expect(closed.map((row) => row.section)).toEqual(CLOSED_TO_PARTNERS);
    expect(closed).toHaveLength(6);
    for (const row of closed) {
      expect(PARTNERS.map((role) => cellOf(row, role).value)).toEqual(['not-available', 'not-available']);
      expect(cellOf(row, 'Vendor Staff').value).toBe('allow');
    }
  });

  it("gives the vendor's staff the rows that neither partner holds and no others", () => {
    for (const row of table) {
      const held = cellOf(row, 'Vendor Staff').value === 'allow';
      expect(held, row.id).toBe(marksOf(row) === '');
    }
  });

  it('gives each row of the table a permission of its own', () => {
    const ids = table.flatMap((row) => row.permissions);
    expect(ids).toHaveLength(89);
    expect(new Set(ids).size).toBe(89);
  });

  it('keeps what looks odd: payloads without the page for a Reseller, and a row without a mark', () => {
    expect([...marksFor('actions.viewPayload'), ...marksFor('actions.view')]).toEqual(['RI', 'I']);
    expect(marksFor('licenses.setMaximum')).toEqual(['']);
  });

  it.skipIf(text === null)('quotes the document word for word, sections too', () => {
    for (const row of pack.rows) {
      expect(text, row.id).toContain(plainText(row.words));
      for (const heading of row.section.split(' / ')) expect(text, row.id).toContain(heading);
    }
  });
});

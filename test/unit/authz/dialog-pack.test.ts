import { describe, expect, it } from 'vitest';
import { cellOf } from '#shared/policy/pack.ts';
import { packSchema } from '#shared/policy/pack-schema.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { isPermission } from '#shared/policy/permissions.ts';
import { DIALOG_PLATFORM, OWN_RECORD_ONLY } from '../../documents/dialog-platform.ts';
import { plainText, roleDocument } from '../../support/role-documents.ts';

const pack = packSchema().parse(dialogPack);
const text = roleDocument('J-dialog-platform-role-model.txt');

function granted(role: string): string[] {
  const held = pack.rows
    .filter((row) => ['allow', 'conditional'].includes(cellOf(row, role).value))
    .flatMap((row) => row.permissions);
  return [...new Set(held)].toSorted();
}

describe('the role pack of the dialog platform', () => {
  it('has the eleven roles of the document and the administrator', () => {
    expect(pack.roles.map((role) => role.id).toSorted()).toEqual(Object.keys(DIALOG_PLATFORM).toSorted());
    expect(pack.roles).toHaveLength(12);
  });

  it.each(Object.keys(DIALOG_PLATFORM))('%s holds exactly what the document states', (role) => {
    expect(granted(role)).toEqual((DIALOG_PLATFORM[role] ?? []).toSorted());
  });

  it.each(BUILT_IN_PACKS.map((one) => [one.title, one] as const))(
    'and every other: %s has the format of imported packs',
    (_title, one) => {
      expect(packSchema().parse(one)).toEqual(one);
    },
  );

  it('names only permissions of the catalogue', () => {
    const unknown = pack.rows.flatMap((row) => row.permissions).filter((id) => !isPermission(id));
    expect(unknown).toEqual([]);
  });

  it('puts the condition "self" on profile rows and on no others', () => {
    for (const row of pack.rows) {
      const own = row.permissions.some((id) => OWN_RECORD_ONLY.has(id));
      expect(row.condition === 'self', row.id).toBe(own);
    }
  });

  it('has no two rows of one id', () => {
    expect(new Set(pack.rows.map((row) => row.id)).size).toBe(pack.rows.length);
  });

  it.skipIf(text === null)('quotes the document word for word', () => {
    for (const row of pack.rows) expect(text, row.id).toContain(plainText(row.words));
  });
});

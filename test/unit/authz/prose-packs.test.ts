import { describe, expect, it } from 'vitest';
import { conditionOf } from '#shared/authz/compile.ts';
import { cellOf, type Pack } from '#shared/policy/pack.ts';
import { packSchema } from '#shared/policy/pack-schema.ts';
import { businessTextingPack } from '#shared/policy/packs/business-texting.ts';
import { hostedPbxPack } from '#shared/policy/packs/hosted-pbx.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { isPermission } from '#shared/policy/permissions.ts';
import { BUSINESS_TEXTING } from '../../documents/business-texting.ts';
import { HOSTED_PBX } from '../../documents/hosted-pbx.ts';
import { plainText, roleDocument } from '../../support/role-documents.ts';

const pbx = packSchema().parse(hostedPbxPack);
const texting = packSchema().parse(businessTextingPack);

/** A role's rights with their conditions, each once, in order. */
function rightsOf(pack: Pack, role: string): string[] {
  const rights = pack.rows
    .filter((row) => ['allow', 'conditional'].includes(cellOf(row, role).value))
    .flatMap((row) => row.permissions.map((id) => `${id} ${JSON.stringify(conditionOf(row, role) ?? null)}`));
  return [...new Set(rights)].toSorted();
}

const typed = (rights: readonly (readonly [string, string | null])[]): string[] =>
  rights.map(([id, condition]) => `${id} ${JSON.stringify(condition)}`).toSorted();

const textingIds = (role: string): string[] => (BUSINESS_TEXTING[role] ?? []).map(([id]) => id);

describe('the role pack of the hosted PBX', () => {
  it('has the five scopes of the document and the admin', () => {
    expect(pbx.roles.map((role) => role.id)).toEqual(Object.keys(HOSTED_PBX));
  });

  it.each(Object.keys(HOSTED_PBX))('%s holds exactly what the document states', (role) => {
    expect(rightsOf(pbx, role)).toEqual(typed(HOSTED_PBX[role] ?? []));
  });

  it('gives one scope per person, and no sign-in to No Portal', () => {
    const scopes = pbx.roles.filter((role) => role.perPerson === 1);
    expect(scopes).toHaveLength(5);
    expect(pbx.roles.filter((role) => !role.signIn).map((role) => role.id)).toEqual(['No Portal']);
  });

  it('extends Basic User by each of three upgrades, which are not ordered among themselves', () => {
    const upgrades = ['Office Manager', 'Call Center Agent', 'Call Center Supervisor'];
    const held = upgrades.map((role) => new Set(rightsOf(pbx, role)));
    for (const rights of held) {
      expect([...rights]).toEqual(expect.arrayContaining(rightsOf(pbx, 'Basic User')));
      for (const other of held)
        if (other !== rights) expect([...rights].every((right) => other.has(right))).toBe(false);
    }
  });
});

describe('the role pack of business texting', () => {
  it('has the two roles of the document', () => {
    expect(texting.roles.map((role) => role.id)).toEqual(Object.keys(BUSINESS_TEXTING));
  });

  it.each(Object.keys(BUSINESS_TEXTING))('%s holds exactly what the document states', (role) => {
    expect(rightsOf(texting, role)).toEqual(typed(BUSINESS_TEXTING[role] ?? []));
  });

  it('gives an Admin all that a Standard user holds', () => {
    expect(textingIds('Admin')).toEqual(expect.arrayContaining(textingIds('Standard')));
  });
});

describe('every built-in pack', () => {
  it.each(BUILT_IN_PACKS.map((pack) => [pack.title, pack] as const))(
    '%s names only permissions of the catalogue, and no row twice',
    (_title, pack) => {
      expect(pack.rows.flatMap((row) => row.permissions).filter((id) => !isPermission(id))).toEqual([]);
      expect(new Set(pack.rows.map((row) => row.id)).size).toBe(pack.rows.length);
    },
  );

  it.each([
    [pbx, 'N-hosted-pbx-user-scopes.txt'],
    [texting, 'X-business-texting-roles.txt'],
  ] as const)('quotes its document word for word', (pack, file) => {
    const text = roleDocument(file);
    if (text === null) return;
    for (const row of pack.rows) expect(text, row.id).toContain(plainText(row.words));
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MatrixRow } from '#shared/operations/pack-answers.ts';
import { CONTACT_CENTRE } from '../../documents/contact-centre.ts';
import { DIALOG_PLATFORM } from '../../documents/dialog-platform.ts';
import { PORTAL_COLUMNS, PUSH_TO_TALK } from '../../documents/push-to-talk.ts';
import { type TestService, testService, testWorld } from '../../support/service.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await testWorld(test, [
    { email: 'initial@x.example', node: 'north-a', roles: [['J', 'INITIAL', 'north-a']] },
  ]);
  await test.signIn('initial@x.example');
});
afterAll(() => test.close());

async function matrix(pack: string): Promise<MatrixRow[]> {
  const reply = await test.call('initial@x.example', 'packs.matrix', { pack });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

describe('the matrix of a role pack', () => {
  it('can be read by whoever is signed in, and by nobody else', async () => {
    expect((await test.raw('initial@x.example', 'packs.matrix', { pack: 'J' })).ok).toBe(true);
    for (const name of ['packs.matrix', 'packs.list']) {
      const input = name === 'packs.matrix' ? { pack: 'J' } : {};
      expect(await test.raw('stranger', name, input)).toMatchObject({ error: { code: 'not-signed-in' } });
    }
  });

  it("shows the push-to-talk portal's tables with the document's tokens", async () => {
    const rows = await matrix('E');
    for (const [section, expected] of Object.entries(PUSH_TO_TALK)) {
      const shown = rows
        .filter((row) => row.section === section)
        .map(({ words, cells }) => [words, PORTAL_COLUMNS.map((role) => cells[role]?.token).join(',')]);
      expect(shown).toEqual(expected.map(([words, tokens]) => [words, tokens]));
    }
  });

  it('has an answer in every cell, of silent documents too', async () => {
    const rows = await matrix('E');
    for (const { cells } of rows) expect(Object.keys(cells)).toHaveLength(9);
    expect(rows[0]?.cells['Billing Contact']).toEqual({ token: '', value: 'unstated' });
    expect(rows[0]?.cells['Sales Rep']).toEqual({ token: 'Y', value: 'conditional' });
  });

  it("shows the contact centre's 89 rows and six closed sections", async () => {
    const rows = await matrix('T');
    expect(rows).toHaveLength(95);
    const open = rows.filter((row) => Object.hasOwn(CONTACT_CENTRE, row.section));
    expect(open).toHaveLength(89);
    const closed = rows.filter((row) => row.cells['Reseller']?.value === 'not-available');
    expect(closed).toHaveLength(6);
  });

  it('shows what each role of the dialog platform holds', async () => {
    const rows = await matrix('J');
    for (const [role, permissions] of Object.entries(DIALOG_PLATFORM)) {
      const held = rows
        .filter(({ cells }) => ['allow', 'conditional'].includes(cells[role]?.value ?? ''))
        .flatMap((row) => row.permissions);
      expect([...new Set(held)].toSorted(), role).toEqual(permissions.toSorted());
    }
  });

  it('is refused in words for a pack that there is not', async () => {
    const reply = await test.raw('initial@x.example', 'packs.matrix', { pack: 'Q' });
    expect(reply).toMatchObject({ error: { code: 'not-found', message: 'There is no such role pack.' } });
  });

  it('is there for each pack that is listed', async () => {
    const reply = await test.call('initial@x.example', 'packs.list', {});
    if (!reply.ok) throw new Error(reply.error.message);
    expect(reply.value.map((pack) => pack.id)).toEqual(['console', 'E', 'T', 'J', 'N', 'X']);
    for (const { id, roles, rows } of reply.value) {
      const shown = await matrix(id);
      expect(shown).toHaveLength(rows);
      expect(Object.keys(shown[0]?.cells ?? {})).toEqual(roles);
    }
  });
});

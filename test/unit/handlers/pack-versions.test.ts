import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import {
  BOSS,
  DIALER,
  dialogWith,
  failure,
  noDialerLists,
  PackWorld,
  ROOT,
  SOUTH,
  value,
} from '../../support/pack-world.ts';
import type { TestService } from '../../support/service.ts';

let at: PackWorld;
let test: TestService;

beforeEach(async () => {
  at = await PackWorld.make();
  test = at.test;
});
afterEach(() => at.close());

describe('a version', () => {
  it('changes nothing for anybody until a realm is put under it, and then only in that realm', async () => {
    const before = await at.decisions();
    const version = await at.imported(noDialerLists);
    expect(version).toBe(2);
    expect(await at.decisions()).toEqual(before);
    value(await at.use(version));
    const lists = (email: string, account: string) =>
      test.call(email, 'numberLists.list', { node: at.node(account) });
    expect((await lists(DIALER, 'north-a')).ok).toBe(false);
    expect((await lists(SOUTH, 'south-a')).ok).toBe(true);
    const listed = value(await test.call(ROOT, 'packs.list', {})).filter(({ id }) => id === 'J');
    expect(listed.map(({ realms }) => realms.map(({ name }) => name))).toEqual([['south'], ['north']]);
  });

  it('taken back restores exactly the former decisions', async () => {
    const before = await at.decisions();
    const version = await at.imported(noDialerLists);
    value(await at.use(version));
    expect(await at.decisions()).not.toEqual(before);
    const reply = value(await at.use(1, { from: version }));
    expect(reply).toEqual({ version: 1, from: version });
    expect(await at.decisions()).toEqual(before);
  });

  it('tells who gains and who loses what before it is in force', async () => {
    const version = await at.imported(
      dialogWith((row) =>
        row.id === 'J.DIALER_VERIFIED.1'
          ? { ...row, cells: { ...row.cells, DIALER_USER: { token: 'Y', value: 'allow' } } }
          : row.id === 'J.ANALYST.2'
            ? { ...row, cells: {} }
            : row,
      ),
    );
    const impact = value(await test.call(ROOT, 'packs.impact', { realm: at.node('north'), version }));
    expect(impact).toMatchObject({
      from: 1,
      to: version,
      total: 1,
      refusal: null,
      vanished: [],
      former: null,
    });
    const [person] = impact.people;
    expect(person?.name).toBe('Test dialer');
    expect(person?.gained.map(({ permission }) => permission).toSorted()).toEqual([
      'broadcasts.finish',
      'broadcasts.start',
      'broadcasts.suspend',
    ]);
    expect(person?.lost).toMatchObject([{ permission: 'dialogLogs.view', nodeName: 'north-a1' }]);
    value(await at.use(version));
    const back = value(await test.call(ROOT, 'packs.impact', { realm: at.node('north'), version: 1 }));
    expect(back).toMatchObject({ former: 1, total: 1 });
    expect(back.people[0]?.lost).toEqual(person?.gained);
  });

  it('is refused that hands out what the actor neither holds nor may give there', async () => {
    const version = await at.imported(
      dialogWith((row) =>
        row.id === 'J.ANALYST.1' ? { ...row, permissions: [...row.permissions, 'customers.create'] } : row,
      ),
    );
    const reply = failure(await at.use(version));
    expect(reply).toMatchObject({ code: 'denied', reason: 'exceeds-own' });
    expect(reply.message).toContain('ANALYST');
    expect(reply.fields?.map(({ path }) => path)).toEqual(['cells.J.ANALYST.1']);
    const impact = value(await test.call(ROOT, 'packs.impact', { realm: at.node('north'), version }));
    expect(impact.refusal).toBe(reply.message);
  });

  it('is refused that entrusts a role with one of another platform', async () => {
    const roles = dialogPack.roles.map((role) =>
      role.id === 'USER' ? { ...role, manages: ['X:Admin', 'T:Reseller'] } : role,
    );
    const version = await at.imported({ ...dialogPack, roles });
    expect(failure(await at.use(version))).toMatchObject({ reason: 'exceeds-own' });
  });

  it('is refused that widens a condition beyond what anybody could give', async () => {
    const version = await at.imported(
      dialogWith((row) =>
        row.condition === 'self' && row.section === 'USER'
          ? { ...row, cells: { USER: { token: 'Y', value: 'allow' } } }
          : row,
      ),
    );
    expect(failure(await at.use(version))).toMatchObject({ reason: 'exceeds-own' });
  });

  it('is refused that leaves the realm without anybody who can give roles', async () => {
    const version = await at.imported(
      dialogWith((row) =>
        row.section === 'ADMINISTRATOR'
          ? { ...row, permissions: row.permissions.filter((id) => id !== 'assignments.grant') }
          : row,
      ),
    );
    expect(failure(await at.use(version))).toMatchObject({ code: 'denied', reason: 'last-manager' });
  });

  it('without roles that people hold needs to be told so, and names the people', async () => {
    const pack: Pack = {
      ...dialogPack,
      roles: dialogPack.roles
        .filter(({ id }) => id !== 'ANALYST')
        .map((role) => ({ ...role, manages: role.manages.filter((id) => id !== 'ANALYST') })),
      rows: dialogPack.rows.filter(({ section }) => section !== 'ANALYST'),
    };
    const version = await at.imported(pack);
    const impact = value(await test.call(ROOT, 'packs.impact', { realm: at.node('north'), version }));
    expect(impact.vanished).toMatchObject([{ role: 'ANALYST', count: 1, people: [{ name: 'Test dialer' }] }]);
    const reply = failure(await at.use(version));
    expect(reply).toMatchObject({ code: 'conflict', reason: 'roles-vanish' });
    expect(reply.message).toContain('Test dialer');
    const before = await at.decisions();
    value(await at.use(version, { accept: true }));
    value(await at.use(1));
    expect(await at.decisions()).toEqual(before);
  });

  it('can be put into force only by who holds that right, and only from what they saw', async () => {
    const version = await at.imported(noDialerLists);
    const input = { realm: at.node('north'), version };
    for (const email of [BOSS, DIALER, SOUTH]) {
      expect(failure(await test.call(email, 'packs.use', input)).code).toBe('denied');
      expect(failure(await test.call(email, 'packs.impact', input)).code).toBe('denied');
      expect(failure(await test.call(email, 'packs.import', { file: at.json(noDialerLists) })).code).toBe(
        'denied',
      );
    }
    expect(failure(await at.use(7)).code).toBe('not-found');
    expect(failure(await at.use(version, { from: 5 })).code).toBe('conflict');
    expect(failure(await at.use(1)).message).toContain('in force in this realm already');
    expect(failure(await test.call(ROOT, 'packs.use', { realm: at.node('north-a'), version })).code).toBe(
      'not-found',
    );
    expect(failure(await test.call(ROOT, 'packs.use', { realm: PLATFORM_ID, version })).code).toBe(
      'not-found',
    );
  });

  it('is compared with another in words', async () => {
    const version = await at.imported(noDialerLists);
    const diff = value(await test.call(DIALER, 'packs.diff', { pack: 'J', from: 1, to: version }));
    expect(diff.cells).toMatchObject([
      {
        row: 'J.DIALER_USER.1',
        role: 'DIALER_USER',
        change: 'lost',
        from: { token: 'stated' },
        to: { value: 'deny' },
      },
    ]);
    expect(failure(await test.call(DIALER, 'packs.diff', { pack: 'J', from: 1, to: 9 })).code).toBe(
      'not-found',
    );
  });

  it('is shown for a realm only to who works there', async () => {
    const ask = (email: string) => test.call(email, 'packs.detail', { pack: 'J', realm: at.node('north') });
    expect((await ask(DIALER)).ok).toBe(true);
    expect(failure(await ask(SOUTH)).code).toBe('not-found');
    const own = value(await test.call(SOUTH, 'packs.list', {}));
    expect(own.flatMap(({ realms }) => realms.map(({ name }) => name))).toEqual(['south']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InputOf } from '#shared/operations/index.ts';
import { rowsOf } from '#shared/page.ts';
import type { Cell } from '#shared/policy/pack.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import type { Failure, Reply } from '#shared/reply.ts';
import { type TestService, testService, testWorld, type World } from '../../support/service.ts';

const ROOT = 'root@x.example';
const BOSS = 'boss@x.example';
const OTHER = 'other@x.example';
const ANN = 'ann@x.example';
const SOUTH = 'south@x.example';
const YES: Cell = { token: 'Y', value: 'allow' };
const NO: Cell = { token: 'N', value: 'deny' };

let test: TestService;
let world: World;

beforeEach(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: ROOT, node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
    { email: BOSS, node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
    { email: OTHER, node: 'north-b', roles: [['J', 'ADMINISTRATOR', 'north-b']] },
    { email: ANN, node: 'north-a', roles: [['J', 'ANALYST', 'north-a']] },
    { email: SOUTH, node: 'south-a', roles: [['J', 'ADMINISTRATOR', 'south-a']] },
  ]);
  for (const email of [ROOT, BOSS, OTHER, ANN, SOUTH]) await test.signIn(email);
});
afterEach(() => test.close());

const node = (name: string): string => world.nodes[name] as string;
const person = (email: string): string => world.persons[email] as string;
function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}
function failure(reply: Reply<unknown>): Failure {
  if (reply.ok) throw new Error('It was not refused.');
  return reply.error;
}

const create = (as: string, more: Partial<InputOf<'roles.create'>> = {}) =>
  test.call(as, 'roles.create', {
    node: node('north-a'),
    name: 'Night analyst',
    basedOn: 'ANALYST',
    cells: { 'J.DIALER_USER.1': YES },
    ...more,
  });
const made = async (as = BOSS, more: Partial<InputOf<'roles.create'>> = {}) =>
  value(await create(as, more)).id;

let count = 0;
/** Gives a role past the door, as a fixture must. */
async function give(email: string, role: string, at = 'north-a'): Promise<void> {
  await test.service.writer
    .insertInto('assignments')
    .values({
      id: `00000000-0000-7000-b000-${String(++count).padStart(12, '0')}`,
      realm_id: node(at.split('-')[0] as string),
      person_id: person(email),
      pack_id: 'J',
      role,
      node_id: node(at),
      valid_from: null,
      valid_until: null,
      version: 1,
      created_at: 1,
      deleted_at: null,
    })
    .execute();
  // The next command brings the engine up to date.
  await test.call(ROOT, 'session.signIn', { email: ROOT, password: 'wrong' });
  Object.assign(test, await test.reopen());
  for (const one of [ROOT, BOSS, OTHER, ANN, SOUTH]) await test.signIn(one);
}
const lists = (email: string, at = 'north-a') => test.call(email, 'numberLists.list', { node: node(at) });

describe('a custom role', () => {
  it('holds what the role that it copies holds, with its own cells in place of the others', async () => {
    await made(BOSS, { cells: { 'J.DIALER_USER.1': YES, 'J.ANALYST.2': NO } });
    expect((await lists(ANN)).ok).toBe(false);
    await give(ANN, 'Night analyst');
    expect((await lists(ANN)).ok).toBe(true);
    const detail = value(await test.call(BOSS, 'packs.detail', { pack: 'J', realm: node('north') }));
    expect(detail.roles.at(-1)).toMatchObject({ id: 'Night analyst', custom: { basedOn: 'ANALYST' } });
    const cells = Object.fromEntries(detail.rows.map((row) => [row.id, row.cells['Night analyst']?.value]));
    expect(cells).toMatchObject({
      'J.DIALER_USER.1': 'allow',
      'J.ANALYST.1': 'allow',
      'J.ANALYST.2': 'deny',
    });
  });

  it('is nobody else’s: not of another account, not of another realm', async () => {
    const id = await made();
    for (const email of [OTHER, SOUTH]) {
      expect(failure(await test.call(email, 'roles.get', { id })).code).toBe('not-found');
      const input = { id, version: 1, name: 'Mine', cells: {} };
      expect(failure(await test.call(email, 'roles.edit', input)).code).toBe('not-found');
      expect(failure(await test.call(email, 'roles.delete', { id, version: 1 })).code).toBe('not-found');
    }
    const names = async (email: string, at: string) =>
      value(await test.call(email, 'roles.list', { node: node(at) })).map(({ role }) => role);
    expect(await names(BOSS, 'north-a')).toContain('Night analyst');
    expect(await names(OTHER, 'north-b')).not.toContain('Night analyst');
    expect(await names(SOUTH, 'south-a')).not.toContain('Night analyst');
    expect(failure(await create(SOUTH, { node: node('north-a') })).code).toBe('not-found');
    const columns = async (email: string) =>
      Object.keys(
        value(await test.call(email, 'packs.matrix', { pack: 'J', realm: node('north') }))[0]?.cells ?? {},
      );
    expect(await columns(BOSS)).toContain('Night analyst');
    expect(await columns(OTHER)).not.toContain('Night analyst');
    expect(failure(await create(ANN)).code).toBe('denied');
  });

  it('can be made in a realm only', async () => {
    expect(failure(await create(ROOT, { node: node('platform') })).code).toBe('invalid-input');
    expect((await create(ROOT, { node: node('north') })).ok).toBe(true);
  });

  const refused: readonly (readonly [string, Partial<InputOf<'roles.create'>>, string])[] = [
    ['a name of the pack', { name: 'analyst' }, 'name'],
    ['a name with a colon', { name: 'J:USER' }, 'name'],
    ['a copy of no role', { basedOn: 'NOBODY' }, 'basedOn'],
    ['a row that the pack does not have', { cells: { 'J.FLY.1': YES } }, 'cells.J.FLY.1'],
    [
      'a condition without sense',
      { cells: { 'J.USER.1': { token: 'Y', value: 'allow', at: ['project'] } } },
      'cells.J.USER.1',
    ],
    [
      'a conditional cell without a condition',
      { cells: { 'J.USER.1': { token: 'C', value: 'conditional' } } },
      'cells.J.USER.1',
    ],
  ];

  it.each(refused)('is refused for %s, named', async (_what, more, path) => {
    const error = failure(await create(BOSS, more));
    expect(error.code).toBe('invalid-input');
    expect(error.fields?.map((field) => field.path)).toContain(path);
  });

  it('has a name that no other role of the realm has, nor one that people still hold', async () => {
    await made();
    expect(failure(await create(BOSS, { name: 'night ANALYST' })).fields?.[0]?.path).toBe('name');
    await give(ANN, 'Former role');
    expect(failure(await create(BOSS, { name: 'Former role' })).message).toContain('still hold');
  });
});

describe('a custom role never holds more than its maker could give', () => {
  const own = dialogPack.rows.find(({ section, condition }) => section === 'ANALYST' && condition === 'self');

  it('not by a weaker condition', async () => {
    const error = failure(await create(BOSS, { cells: { [own?.id ?? '']: YES } }));
    expect(error).toMatchObject({ code: 'denied', reason: 'exceeds-own' });
    expect(error.fields?.map(({ path }) => path)).toContain(`cells.${own?.id}`);
  });

  it('not by an edit either', async () => {
    const id = await made();
    const edit = (cells: Record<string, Cell>) =>
      test.call(BOSS, 'roles.edit', { id, version: 1, name: 'Night analyst', cells });
    expect(failure(await edit({ [own?.id ?? '']: YES })).reason).toBe('exceeds-own');
    expect((await edit({ 'J.DIALER_ADMIN.1': YES })).ok).toBe(true);
  });

  it('not of a maker who may edit roles and give none', async () => {
    const editors = {
      ...dialogPack,
      roles: dialogPack.roles.map((role) =>
        role.id === 'USER' ? { ...role, manages: ['DIALER_ADMIN'] } : role,
      ),
      rows: dialogPack.rows.map((row) =>
        row.id === 'J.USER.1' ? { ...row, permissions: [...row.permissions, 'roles.edit'] } : row,
      ),
    };
    await test.service.writer
      .insertInto('pack_versions')
      .values({
        pack_id: 'J',
        version: 2,
        title: editors.title,
        body: JSON.stringify({ ...editors, version: 2 }),
        source_name: 'fixture',
        imported_at: 1,
        imported_by: '',
      })
      .execute();
    value(await test.call(ROOT, 'packs.use', { realm: node('north'), version: 2 }));
    await give(ANN, 'USER');
    const light = { basedOn: 'INITIAL', cells: { 'J.ANALYST.2': YES } };
    expect((await create(ANN, light)).ok).toBe(true);
    const error = failure(
      await create(ANN, { name: 'More', basedOn: 'INITIAL', cells: { 'J.DIALER_ADMIN.1': YES } }),
    );
    expect(error.reason).toBe('exceeds-own');
  });

  it('and who holds it adds nothing to it themselves', async () => {
    const id = await made(ROOT, { node: node('north') });
    await give(BOSS, 'Night analyst');
    await give(BOSS, 'ADMINISTRATOR', 'north');
    const edit = (cells: Record<string, Cell>, version = 1) =>
      test.call(BOSS, 'roles.edit', { id, version, name: 'Night analyst', cells });
    expect(failure(await edit({ 'J.DIALER_USER.1': YES, 'J.DIALER_ADMIN.1': YES })).reason).toBe(
      'own-assignments',
    );
    expect((await edit({ 'J.DIALER_USER.1': NO })).ok).toBe(true);
    expect(failure(await edit({ 'J.DIALER_USER.1': YES }, 2)).reason).toBe('own-assignments');
  });
});

describe('the people of a custom role', () => {
  it('keep it under a new name, and what it newly says counts at once', async () => {
    const id = await made(BOSS, { cells: {} });
    await give(ANN, 'Night analyst');
    expect((await lists(ANN)).ok).toBe(false);
    const input = { id, version: 1, name: 'Day analyst', cells: { 'J.DIALER_USER.1': YES } };
    expect(value(await test.call(BOSS, 'roles.edit', input))).toEqual({ id, version: 2 });
    expect((await lists(ANN)).ok).toBe(true);
    expect(failure(await test.call(BOSS, 'roles.edit', input)).code).toBe('conflict');
    const page = value(
      await test.call(BOSS, 'roles.holders', { node: node('north-a'), pack: 'J', role: 'Day analyst' }),
    );
    expect(rowsOf(page)).toMatchObject([{ name: 'Test ann', nodeName: 'north-a', active: true }]);
    const [listed] = value(await test.call(BOSS, 'roles.list', { node: node('north-a') })).filter(
      ({ custom }) => custom !== null,
    );
    expect(listed).toMatchObject({
      role: 'Day analyst',
      people: 1,
      custom: { id, basedOn: 'ANALYST', version: 2 },
    });
    const seen = value(
      await test.call(OTHER, 'roles.holders', { node: node('north-b'), pack: 'J', role: 'Day analyst' }),
    );
    expect(seen.total).toBe(0);
  });

  it('get another role before it is deleted, or it stays', async () => {
    const id = await made();
    await give(ANN, 'Night analyst');
    const error = failure(await test.call(BOSS, 'roles.delete', { id, version: 1 }));
    expect(error).toMatchObject({ code: 'conflict', reason: 'role-held' });
    expect(error.message).toContain('Test ann');
    expect(failure(await test.call(BOSS, 'roles.delete', { id, version: 1, instead: 'NOBODY' })).code).toBe(
      'invalid-input',
    );
    const done = await test.call(BOSS, 'roles.delete', { id, version: 1, instead: 'DIALER_USER' });
    expect(value(done)).toEqual({ reassigned: 1 });
    expect((await lists(ANN)).ok).toBe(true);
    expect(failure(await test.call(BOSS, 'roles.get', { id })).code).toBe('not-found');
  });

  it('who have the other role already lose only this one', async () => {
    const id = await made();
    await give(ANN, 'Night analyst');
    value(await test.call(BOSS, 'roles.delete', { id, version: 1, instead: 'ANALYST' }));
    const user = value(await test.call(BOSS, 'users.get', { id: person(ANN) }));
    expect(user.assignments.map(({ role }) => role)).toEqual(['ANALYST']);
  });

  it('do not get another one from somebody who holds it too', async () => {
    const id = await made();
    await give(BOSS, 'Night analyst');
    const reply = await test.call(BOSS, 'roles.delete', { id, version: 1, instead: 'USER' });
    expect(failure(reply).reason).toBe('own-assignments');
  });

  it('are not left without anybody who can give roles', async () => {
    await made(ROOT, { node: node('south'), name: 'Chief', basedOn: 'ADMINISTRATOR', cells: {} });
    const south = value(await test.call(ROOT, 'roles.list', { node: node('south') }));
    const id = south.find(({ role }) => role === 'Chief')?.custom?.id ?? '';
    const { writer } = test.service;
    await writer
      .updateTable('assignments')
      .set({ role: 'Chief' })
      .where('person_id', '=', person(SOUTH))
      .execute();
    Object.assign(test, await test.reopen());
    await test.signIn(ROOT);
    const grants = dialogPack.rows.filter(({ permissions }) => permissions.includes('assignments.grant'));
    const cells = Object.fromEntries(grants.map((row) => [row.id, NO]));
    const edit = await test.call(ROOT, 'roles.edit', { id, version: 1, name: 'Chief', cells });
    expect(failure(edit).reason).toBe('last-manager');
  });

  it('are told of when another version changes what it is based on', async () => {
    await made(ROOT, { node: node('north') });
    const changed = {
      ...dialogPack,
      version: 2,
      rows: dialogPack.rows.map((row) => (row.id === 'J.ANALYST.1' ? { ...row, cells: {} } : row)),
    };
    const gone = {
      ...dialogPack,
      version: 3,
      roles: dialogPack.roles
        .filter(({ id }) => id !== 'ANALYST')
        .map((role) => ({ ...role, manages: role.manages.filter((id) => id !== 'ANALYST') })),
      rows: dialogPack.rows.filter(({ section }) => section !== 'ANALYST'),
    };
    const taken = {
      ...dialogPack,
      version: 4,
      roles: [...dialogPack.roles, { ...dialogPack.roles[0], id: 'Night analyst' }],
    };
    for (const pack of [changed, gone, taken]) {
      await test.service.writer
        .insertInto('pack_versions')
        .values({
          pack_id: 'J',
          version: pack.version,
          title: pack.title,
          body: JSON.stringify(pack),
          source_name: 'fixture',
          imported_at: 1,
          imported_by: '',
        })
        .execute();
    }
    const states = async (version: number) =>
      value(await test.call(ROOT, 'packs.impact', { realm: node('north'), version })).customs.map(
        ({ state, text }) => [state, text],
      );
    expect(await states(2)).toEqual([['changed', 'It gains 0 rights and loses 1.']]);
    expect(await states(3)).toEqual([['gone', 'It is based on ANALYST, which this version does not have.']]);
    expect(await states(4)).toEqual([
      ['gone', 'This version has a role of that name; its holders would have that one.'],
    ]);
    await give(ANN, 'Night analyst');
    const taking = { realm: node('north'), version: 4 };
    expect(failure(await test.call(ROOT, 'packs.use', taking)).reason).toBe('roles-vanish');
  });
});

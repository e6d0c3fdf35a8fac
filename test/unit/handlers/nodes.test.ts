import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InputOf, OperationName } from '#shared/operations/index.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { type PackWorlds, packWorlds, type WorldPerson } from '../../support/pack-worlds.ts';
import { recordMaker } from '../../support/records.ts';
import { type TestService, testService } from '../../support/service.ts';

const PACKS = BUILT_IN_PACKS.filter((pack) => pack.nodeKinds.length > 0);
const who = (name: string, pack: string, role: string, ...nodes: string[]): WorldPerson => ({
  email: `${name}@x.example`,
  roles: nodes.map((node) => ({ pack, role, node })),
});

let test: TestService;
let world: PackWorlds;
beforeAll(async () => {
  test = await testService();
  world = await packWorlds(test, PACKS, [
    who('boss', 'console', 'WORKSPACE_ADMIN', 'platform'),
    who('conduit', 'E', 'Conduit Admin', 'E/1/a/a'),
    who('rep', 'E', 'Sales Rep', 'E/1/a/a', 'E/1/a/a/a'),
    who('customer', 'E', 'Customer Admin', 'E/1/a/a/a'),
    who('technical', 'E', 'Customer Technical', 'E/1/a/a/a'),
    who('texting', 'X', 'Admin', 'X/1/a'),
    who('jadmin', 'J', 'ADMINISTRATOR', 'J/1/a'),
    who('jother', 'J', 'ADMINISTRATOR', 'J/1/b'),
    who('jlone', 'J', 'ADMINISTRATOR', 'J/2/a'),
    who('jdialer', 'J', 'DIALER_USER', 'J/2/a'),
  ]);
});
beforeEach(async () => {
  for (const email of Object.keys(world.persons)) await test.signIn(email);
});
afterAll(() => test.close());

const at = (key: string): string => world.nodes[key] as string;
const call = <N extends OperationName>(as: string, name: N, input: InputOf<N>) =>
  test.call(`${as}@x.example`, name, input);
const add = async (as: string, parent: string, kind: string): Promise<string> => {
  const made = await call(as, 'nodes.create', { parent, kind, name: `Fresh ${Math.random()}` });
  if (!made.ok) throw new Error(made.error.message);
  return made.value.id;
};
const versionOf = async (id: string): Promise<number> => {
  const found = await call('boss', 'nodes.get', { id });
  if (!found.ok) throw new Error(found.error.message);
  return found.value.version;
};

const renameAsCustomer = (id: string) => call('customer', 'nodes.rename', { id, version: 1, name: 'X' });

describe('adding and renaming scopes', () => {
  it('is done by whom the documents name for the kind: customers by conduit staff, departments by the customer', async () => {
    const customer = { parent: at('E/1/a/a'), kind: 'customer', name: 'New customer' };
    expect(await call('conduit', 'nodes.create', customer)).toMatchObject({ ok: true });
    expect(await call('rep', 'nodes.create', { ...customer, name: 'By the rep' })).toMatchObject({
      ok: true,
    });
    expect(await call('customer', 'nodes.create', { ...customer, name: 'No' })).toMatchObject({ ok: false });
    const department = { parent: at('E/1/a/a/a'), kind: 'department', name: 'New department' };
    expect(await call('customer', 'nodes.create', department)).toMatchObject({ ok: true });
    expect(await call('technical', 'nodes.create', { ...department, name: 'No' })).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
    expect(await call('boss', 'nodes.create', { ...department, name: 'Not theirs' })).toMatchObject({
      ok: false,
    });
    expect(
      await call('boss', 'nodes.create', { parent: at('E/1'), kind: 'server', name: 'S' }),
    ).toMatchObject({
      ok: true,
    });
    const line = { parent: at('X/1/a'), kind: 'line', name: '+12125550177' };
    expect(await call('texting', 'nodes.create', line)).toMatchObject({ ok: true });
    expect(await call('boss', 'nodes.create', { ...line, name: '+12125550178' })).toMatchObject({
      ok: false,
    });
  });

  it('refuses kinds that the pack does not place there, and names that a neighbour has', async () => {
    const wrong = await call('boss', 'nodes.create', { parent: at('E/1'), kind: 'customer', name: 'Wrong' });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'invalid-input', fields: [{ path: 'kind' }] } });
    const taken = await call('boss', 'nodes.create', {
      parent: at('J/1'),
      kind: 'account',
      name: 'SCOPE J/1/A',
    });
    expect(taken).toMatchObject({ ok: false, error: { fields: [{ path: 'name' }] } });
    const realm = await call('boss', 'nodes.create', { parent: at('platform'), kind: 'realm', name: 'R' });
    expect(realm).toMatchObject({ ok: false, error: { fields: [{ path: 'parent' }] } });
  });

  it('keeps the version that was seen', async () => {
    const id = await add('boss', at('J/1'), 'account');
    expect(await call('boss', 'nodes.rename', { id, version: 1, name: 'First' })).toMatchObject({
      ok: true,
      value: { version: 2 },
    });
    expect(await call('boss', 'nodes.rename', { id, version: 1, name: 'Second' })).toMatchObject({
      ok: false,
      error: { code: 'conflict', theirs: { name: 'First', version: 2 } },
    });
  });

  it('a scope that is not there and one that is not theirs to see get the same answer', async () => {
    const missing = await renameAsCustomer('00000000-0000-7000-9000-999999999999');
    for (const key of ['E/1/a/a/b', 'E/1/b', 'E/2/a', 'J/1/a'])
      expect(await renameAsCustomer(at(key)), key).toEqual(missing);
  });

  it('gives its maker’s colleagues rights there at once', async () => {
    const id = await add('conduit', at('E/1/a/a'), 'customer');
    expect(
      await call('conduit', 'nodes.create', { parent: id, kind: 'department', name: 'D' }),
    ).toMatchObject({
      ok: true,
    });
  });
});

describe('moving scopes', () => {
  it('takes all below along, and rights with it', async () => {
    const id = await add('conduit', at('E/1/a/a'), 'customer');
    const department = await add('conduit', id, 'department');
    const ask = () => call('conduit', 'nodes.rename', { id: department, version: 1, name: 'Mine' });
    const moved = await call('boss', 'nodes.move', { id, version: 1, parent: at('E/1/b/b') });
    expect(moved).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'not-found' } });
    const shown = await call('boss', 'nodes.get', { id: department });
    expect(shown.ok && shown.value.path.map((node) => node.id)).toEqual([
      at('platform'),
      at('E/1'),
      at('E/1/b'),
      at('E/1/b/b'),
      id,
    ]);
    await call('boss', 'nodes.move', { id, version: 2, parent: at('E/1/a/a') });
    expect(await ask()).toMatchObject({ ok: true });
  });

  it('stays within the realm and to where the pack lets the kind lie', async () => {
    const id = at('E/1/a/a/b');
    const move = async (parent: string) =>
      call('boss', 'nodes.move', { id, version: await versionOf(id), parent });
    expect(await move(at('E/2/a/a'))).toMatchObject({ ok: false, error: { fields: [{ path: 'parent' }] } });
    expect(await move(at('E/1/a'))).toMatchObject({ ok: false, error: { fields: [{ path: 'parent' }] } });
    expect(await move(id)).toMatchObject({ ok: false, error: { fields: [{ path: 'parent' }] } });
    expect(await move(at('E/1/a/a/b/a'))).toMatchObject({
      ok: false,
      error: { fields: [{ path: 'parent' }] },
    });
    expect(await move(at('E/1/a/a'))).toMatchObject({ ok: false, error: { fields: [{ path: 'parent' }] } });
    expect(await move(at('E/1/z'))).toMatchObject({ ok: false, error: { reason: 'wrong-state' } });
    const realm = await call('boss', 'nodes.move', { id: at('E/1'), version: 1, parent: at('platform') });
    expect(realm).toMatchObject({ ok: false });
  });

  it('leaves the ancestors of every scope as the parents say', async () => {
    const rows = await test.service.writer.selectFrom('nodes').select(['id', 'parent_id']).execute();
    const parents = new Map(rows.map((row) => [row.id, row.parent_id]));
    const wanted = rows.flatMap(({ id }) => {
      const line: string[] = [];
      for (let node: string | null | undefined = id; node; node = parents.get(node)) line.push(node);
      return line.map((ancestor, depth) => `${ancestor} ${id} ${depth}`);
    });
    const kept = await test.service.writer.selectFrom('node_ancestors').selectAll().execute();
    expect(kept.map((row) => `${row.ancestor_id} ${row.node_id} ${row.depth}`).toSorted()).toEqual(
      wanted.toSorted(),
    );
  });
});

describe('archiving and restoring scopes', () => {
  it('ends what roles given there grant, and gives it back', async () => {
    const id = at('J/1/b');
    const ask = () => call('jother', 'users.list', { node: id });
    expect(await ask()).toMatchObject({ ok: true });
    expect(await call('boss', 'nodes.archive', { id, version: await versionOf(id) })).toMatchObject({
      ok: true,
    });
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'not-signed-in' } });
    const inside = await call('boss', 'nodes.create', { parent: id, kind: 'project', name: 'P' });
    expect(inside).toMatchObject({ ok: false, error: { reason: 'wrong-state' } });
    expect(await call('boss', 'nodes.archive', { id, version: await versionOf(id) })).toMatchObject({
      ok: false,
      error: { reason: 'wrong-state' },
    });
    expect(await call('boss', 'nodes.restore', { id, version: await versionOf(id) })).toMatchObject({
      ok: true,
    });
    await test.signIn('jother@x.example');
    expect(await ask()).toMatchObject({ ok: true });
  });

  it('refuses to archive what holds the last people who can give roles in the realm', async () => {
    const id = at('J/2/a');
    const fate = await call('boss', 'nodes.fate', { id });
    expect(fate).toMatchObject({ ok: true, value: { people: 2, assignments: 2, scopes: 1, lists: null } });
    expect(fate.ok && fate.value.refused).toContain('last person who can give roles');
    expect(await call('boss', 'nodes.archive', { id, version: 1 })).toMatchObject({
      ok: false,
      error: { code: 'denied', reason: 'last-manager' },
    });
  });

  it('waits for work that is going on', async () => {
    const id = await add('boss', at('J/1'), 'account');
    const job = {
      id: 'job-1',
      realm_id: at('J/1'),
      node_id: id,
      kind: 'broadcast' as const,
      title: 'Calls',
      state: 'running' as const,
      person_id: 'x',
      command_id: 'x',
      params: '{}',
      resume: null,
      result: null,
      subject_id: null,
      done: 0,
      total: null,
      unit: 'calls',
      message: '',
      created_at: 1,
      started_at: 1,
      ended_at: null,
    };
    await test.service.writer.insertInto('jobs').values(job).execute();
    expect(await call('boss', 'nodes.archive', { id, version: 1 })).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
    await test.service.writer.updateTable('jobs').set({ state: 'done' }).where('id', '=', 'job-1').execute();
    expect(await call('boss', 'nodes.archive', { id, version: 1 })).toMatchObject({ ok: true });
  });

  it('a name that was taken meanwhile keeps a scope archived, as does an archived scope above', async () => {
    const id = await add('boss', at('J/1'), 'account');
    const name = 'Twice';
    await call('boss', 'nodes.rename', { id, version: 1, name });
    await call('boss', 'nodes.archive', { id, version: 2 });
    await call('boss', 'nodes.create', { parent: at('J/1'), kind: 'account', name });
    expect(await call('boss', 'nodes.restore', { id, version: 3 })).toMatchObject({
      ok: false,
      error: { fields: [{ path: 'name' }] },
    });
    const above = await add('conduit', at('E/1/a/a'), 'customer');
    const inner = await add('conduit', above, 'department');
    await call('conduit', 'nodes.archive', { id: inner, version: 1 });
    await call('conduit', 'nodes.archive', { id: above, version: 1 });
    expect(await call('conduit', 'nodes.restore', { id: inner, version: 2 })).toMatchObject({
      ok: false,
      error: { fields: [{ path: 'id' }] },
    });
  });

  it('nobody brings back a role that holds more than they do', async () => {
    const id = await add('conduit', at('E/1/a/a'), 'customer');
    const row = { person_id: world.persons['rep@x.example'] as string, node_id: id, realm_id: at('E/1') };
    const assignment = { pack_id: 'E', valid_from: null, valid_until: null, created_at: 1, deleted_at: null };
    const give = (role: string) =>
      test.service.writer
        .insertInto('assignments')
        .values({ ...row, ...assignment, id: `given-${role}`, role, version: 1 })
        .execute();
    await give('Customer Admin');
    await call('conduit', 'nodes.archive', { id, version: 1 });
    expect(await call('conduit', 'nodes.restore', { id, version: 2 })).toMatchObject({ ok: true });
    await give('Root');
    await call('conduit', 'nodes.archive', { id, version: 3 });
    expect(await call('conduit', 'nodes.restore', { id, version: 4 })).toMatchObject({
      ok: false,
      error: { code: 'denied', reason: 'exceeds-own' },
    });
  });

  it('says of lists and broadcasts only to whom they are', async () => {
    await recordMaker(test).broadcast(at('J/1/a'), at('J/1'), 'draft');
    expect(await call('boss', 'nodes.fate', { id: at('J/1/a') })).toMatchObject({
      ok: true,
      value: { lists: null, broadcasts: null },
    });
  });
});

describe('realms', () => {
  it('are made under the newest version of a pack', async () => {
    const packs = await call('boss', 'realms.packs', {});
    expect(packs.ok && packs.value.map((pack) => pack.id)).toEqual(PACKS.map((pack) => pack.id));
    const made = await call('boss', 'realms.create', { name: 'Third', pack: 'N' });
    if (!made.ok) throw new Error(made.error.message);
    const shown = await call('boss', 'nodes.get', { id: made.value.id });
    expect(shown).toMatchObject({ ok: true, value: { pack: 'N', kindsBelow: [{ kind: 'organization' }] } });
    const site = { parent: made.value.id, kind: 'organization', name: 'First organization' };
    expect(await call('boss', 'nodes.create', site)).toMatchObject({ ok: true });
    expect(await call('boss', 'realms.create', { name: 'third', pack: 'N' })).toMatchObject({ ok: false });
    expect(await call('boss', 'realms.create', { name: 'Fourth', pack: 'console' })).toMatchObject({
      ok: false,
    });
    expect(await call('jadmin', 'realms.create', { name: 'Mine', pack: 'J' })).toMatchObject({
      error: { code: 'denied' },
    });
  });

  it('are archived as a whole, with everybody in them, and restored by who may appoint their administrators', async () => {
    const id = at('J/2');
    expect(await call('boss', 'nodes.archive', { id, version: 1 })).toMatchObject({ ok: false });
    expect(await call('boss', 'realms.archive', { id, version: 1 })).toMatchObject({ ok: true });
    expect(await call('jlone', 'users.list', {})).toMatchObject({
      ok: false,
      error: { code: 'not-signed-in' },
    });
    expect(await call('boss', 'realms.rename', { id, version: 2, name: 'X' })).toMatchObject({
      error: { reason: 'wrong-state' },
    });
    expect(await call('boss', 'realms.restore', { id, version: 2 })).toMatchObject({ ok: true });
    await test.signIn('jlone@x.example');
    expect(await call('jlone', 'users.list', {})).toMatchObject({ ok: true });
    expect(await call('boss', 'realms.rename', { id: at('J/2/a'), version: 1, name: 'X' })).toMatchObject({
      error: { code: 'invalid-input' },
    });
  });
});

describe('products of an account', () => {
  it('are activated and deactivated where the pack knows products', async () => {
    const account = at('X/1/a');
    const activate = { account, version: 1, product: 'Voice' };
    expect(await call('boss', 'products.activate', activate)).toMatchObject({
      ok: true,
      value: { products: ['Conversations', 'Blast', 'Voice'], version: 2 },
    });
    const listed = await call('texting', 'products.list', {});
    expect(listed.ok && listed.value.total).toBe(3);
    expect(
      await call('boss', 'products.activate', { ...activate, version: 2, product: 'voice' }),
    ).toMatchObject({
      ok: false,
      error: { fields: [{ path: 'product' }] },
    });
    expect(await call('boss', 'products.deactivate', { ...activate, version: 2 })).toMatchObject({
      ok: true,
    });
    expect(await call('boss', 'products.deactivate', { ...activate, version: 3 })).toMatchObject({
      ok: false,
    });
    expect(
      await call('boss', 'products.activate', { account: at('J/1/a'), version: 1, product: 'Voice' }),
    ).toMatchObject({
      ok: false,
      error: { fields: [{ path: 'account' }] },
    });
    expect(await call('texting', 'products.activate', activate)).toMatchObject({ error: { code: 'denied' } });
  });
});

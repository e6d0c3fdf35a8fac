import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputOf } from '#shared/operations/index.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import { type PackWorlds, packWorlds } from '../../support/pack-worlds.ts';
import { type TestService, testService } from '../../support/service.ts';

const CONDUIT = 'E/1/a/a';
const CUSTOMER = 'E/1/a/a/a';
const PEOPLE = {
  root: ['Root', 'E/1'],
  support: ['Support', 'E/1/a'],
  admin: ['Conduit Admin', CONDUIT],
  sales: ['Sales Rep', CUSTOMER],
  manager: ['Customer Manager', CONDUIT],
  technical: ['Customer Technical', CUSTOMER],
  archived: ['Customer Admin', `${CONDUIT}/z`],
  late: ['Customer Admin', CUSTOMER],
  off: ['Customer Admin', CUSTOMER],
} as const;
type Name = keyof typeof PEOPLE;

let test: TestService;
let world: PackWorlds;
const mail = (name: Name): string => `${name}@x.example`;
const node = (key: string): string => world.nodes[key] as string;

beforeAll(async () => {
  test = await testService();
  world = await packWorlds(
    test,
    [pushToTalkPack],
    Object.entries(PEOPLE).map(([name, [role, at]]) => ({
      email: `${name}@x.example`,
      roles: [{ pack: 'E', role, node: at }],
    })),
  );
  const db = test.service.writer;
  await db
    .updateTable('assignments')
    .set({ valid_from: test.clock.now + 1e9 })
    .where('person_id', '=', world.persons[mail('late')] as string)
    .execute();
  await db
    .updateTable('persons')
    .set({ active: 0 })
    .where('id', '=', world.persons[mail('off')] as string)
    .execute();
  Object.assign(test, await test.reopen());
  await test.signIn(mail('root'));
});
afterAll(() => test.close());

/** Root asks why somebody may or may not. */
async function ask(name: Name, act: Partial<InputOf<'access.explain'>>, at: string) {
  const person = world.persons[mail(name)] as string;
  const reply = await test.call(mail('root'), 'access.explain', {
    person,
    ...act,
    target: { kind: 'node', id: node(at) },
  });
  expect(reply).toMatchObject({ ok: true });
  return reply.ok ? reply.value : expect.unreachable();
}

describe('an explanation names just the one reason', () => {
  it('the account is switched off', async () => {
    const { denial } = await ask('off', { permission: 'groups.edit' }, CUSTOMER);
    expect(denial).toMatchObject({ reason: 'inactive', roles: [] });
  });

  it('the role begins later', async () => {
    const { denial } = await ask('late', { permission: 'groups.edit' }, CUSTOMER);
    expect(denial).toMatchObject({ reason: 'not-in-force', until: null });
    expect(denial?.from).toBeGreaterThan(test.clock.now);
  });

  it('the role was given at a scope that is archived', async () => {
    const { denial } = await ask('archived', { permission: 'groups.edit' }, CUSTOMER);
    expect(denial).toMatchObject({ reason: 'archived', nodes: [{ name: `Scope ${CONDUIT}/z` }] });
  });

  it('the document says Read Only, in which row, and which roles have it instead', async () => {
    const { denial } = await ask('sales', { permission: 'notes.create' }, CUSTOMER);
    expect(denial).toMatchObject({
      reason: 'view-only',
      row: { role: 'Sales Rep', row: 'E.Create.10', section: 'Create', words: 'Notes', token: 'Read Only' },
    });
    expect(denial?.roles.map((one) => one.role)).toEqual(['Root', 'Support', 'Conduit Admin']);
  });

  it('the document says N', async () => {
    const { denial } = await ask('technical', { permission: 'departments.create' }, CUSTOMER);
    expect(denial).toMatchObject({ reason: 'stated-no', row: { token: 'N', words: 'Departments' } });
  });

  it('the document says N/A, and nobody has it', async () => {
    const { denial } = await ask('support', { permission: 'customers.delete' }, CUSTOMER);
    expect(denial).toMatchObject({ reason: 'not-available', roles: [], row: { token: 'N/A' } });
  });

  it('no document of the realm speaks of it', async () => {
    const { denial } = await ask('support', { permission: 'broadcasts.start' }, CUSTOMER);
    expect(denial).toMatchObject({ reason: 'document-silent', roles: [] });
  });

  it('the role counts only if given at a customer', async () => {
    const { denial } = await ask('manager', { permission: 'groups.edit' }, CUSTOMER);
    expect(denial).toMatchObject({
      reason: 'condition-not-met',
      condition: 'only by a role given at a scope of this kind: customer',
    });
  });

  it('both ends must lie at one customer', async () => {
    const { denial } = await ask(
      'technical',
      { permission: 'departmentAssociations.view.intraCustomer' },
      CUSTOMER,
    );
    expect(denial).toMatchObject({
      reason: 'condition-not-met',
      condition: 'only if both ends lie within one customer',
    });
  });

  it('the role is held elsewhere', async () => {
    const { denial } = await ask('sales', { permission: 'groups.edit' }, 'E/1/a/a/b');
    expect(denial).toMatchObject({ reason: 'out-of-scope', nodes: [{ name: `Scope ${CUSTOMER}` }] });
    expect(denial?.sentence).toContain('among their rights, but not here');
  });

  it('the scope of the record is archived', async () => {
    const { denial } = await ask('admin', { operation: 'nodes.create' }, `${CONDUIT}/z`);
    expect(denial).toMatchObject({ reason: 'wrong-state', needed: ['restored'] });
  });
});

describe('an operation whose right depends on the scope', () => {
  it('is explained by the right that counts there', async () => {
    const atConduit = await ask('admin', { operation: 'nodes.create' }, CONDUIT);
    expect(atConduit).toMatchObject({ allowed: true, permissions: ['customers.create'] });
    expect(atConduit.paths.map((path) => path.row)).toEqual(['E.Create.1']);
    const atCustomer = await ask('sales', { operation: 'nodes.create' }, CUSTOMER);
    expect(atCustomer).toMatchObject({ allowed: true, permissions: ['departments.create'] });
  });

  it('lists just the people whom the door lets do it', async () => {
    for (const [at, permission] of [
      [CONDUIT, 'customers.create'],
      [CUSTOMER, 'departments.create'],
    ] as const) {
      const reply = await test.call(mail('root'), 'access.whoCan', {
        operation: 'nodes.create',
        target: { kind: 'node', id: node(at) },
      });
      if (!reply.ok) throw new Error(reply.error.message);
      expect(reply.value.permissions).toEqual([permission]);
      const named = new Set(reply.value.people.map((one) => one.person));
      for (const name of Object.keys(PEOPLE) as Name[]) {
        const { allowed } = await ask(name, { operation: 'nodes.create' }, at);
        expect(named.has(world.persons[mail(name)] as string), `${name} at ${at}`).toBe(allowed);
      }
    }
  });
});

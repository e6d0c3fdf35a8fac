import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRaw } from '#main/db/open.ts';
import { DATABASE_FILE } from '#main/db/workspace-files.ts';
import { Authority } from '#main/service/authority.ts';
import { seesNode } from '#shared/authz/node-sight.ts';
import type { Rights } from '#shared/authz/rights.ts';
import type { OperationName } from '#shared/operations/index.ts';
import { type Page, rowsOf } from '#shared/page.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import {
  ACTIVATED,
  keyOf,
  type PackWorlds,
  packWorlds,
  type WorldPerson,
} from '../../support/pack-worlds.ts';
import { type TestService, testService } from '../../support/service.ts';

const PACKS = BUILT_IN_PACKS.filter((pack) => pack.nodeKinds.length > 0);
const LINES = ['X/1/a/a', 'X/1/b/a'];
const MISSING = '00000000-0000-7000-9000-999999999999';

/** Everybody: each role at each kind of node, with a line of their own and a line elsewhere. */
const PEOPLE: WorldPerson[] = [
  ...BUILT_IN_PACKS.flatMap((pack) =>
    pack.roles.flatMap((role) =>
      role.nodeKinds.map((kind) => ({
        email: `${pack.id}.${role.id}.${kind}@x.example`,
        roles: [
          {
            pack: pack.id,
            role: role.id,
            node:
              kind === 'platform'
                ? 'platform'
                : keyOf(pack.nodeKinds.length === 0 ? (PACKS[0] as never) : pack, kind),
            lines: pack.id === 'X' ? LINES : [],
            products: pack.id === 'X' ? ['Blast', 'Voice'] : [],
          },
        ],
      })),
    ),
  ),
  {
    email: 'assigned@x.example',
    roles: [
      { pack: 'E', role: 'Sales Rep', node: 'E/1/a/a' },
      { pack: 'E', role: 'Sales Rep', node: 'E/1/b/a/a' },
      { pack: 'J', role: 'DIALER_USER', node: 'J/1/a' },
      { pack: 'J', role: 'ANALYST', node: 'J/1/b/a' },
    ],
  },
];

let test: TestService;
let world: PackWorlds;
let rights: Rights;
let now: number;

beforeAll(async () => {
  test = await testService();
  world = await packWorlds(test, PACKS, PEOPLE);
  const raw = openRaw(join(test.folder, DATABASE_FILE));
  const authority = new Authority(raw);
  authority.load();
  raw.close();
  ({ rights } = authority);
  now = test.clock.now;
});
afterAll(() => test.close());

const compare = (a: unknown, b: unknown): number => String(a).localeCompare(String(b));
const people = (): [string, string][] =>
  Object.entries(world.persons).filter(([, id]) => rights.maySignIn(id, now));

async function rows(
  as: string,
  name: OperationName,
  input: object,
): Promise<Record<string, unknown>[] | string> {
  await test.signIn(as);
  const reply = await test.raw(as, name, { limit: 1000, ...input });
  return reply.ok ? rowsOf(reply.value as Page) : reply.error.code;
}

/** How many people belong to the scope or one below it. */
const peopleAt = (key: string): number =>
  PEOPLE.filter(({ roles: [role] }) => role?.node === key || role?.node.startsWith(`${key}/`) === true)
    .length;

const within = (key: string): string[] =>
  PEOPLE.filter((one) => one.roles[0]?.node === key || one.roles[0]?.node.startsWith(`${key}/`) === true)
    .map((one) => one.email)
    .toSorted(compare);
const seenBy = async (email: string, input: object = {}) => {
  const listed = await rows(email, 'portalUsers.list', input);
  return typeof listed === 'string' ? listed : listed.map((row) => row['email']).toSorted(compare);
};

describe('lists of scopes', () => {
  it('nodes.tree and nodes.list show a person exactly the scopes that a single question shows', async () => {
    for (const [email, id] of people()) {
      const seen = Object.values(world.nodes).filter((node) => seesNode(rights, { person: id, node, now }));
      await test.signIn(email);
      const tree = await test.call(email, 'nodes.tree', { archived: true });
      expect(tree.ok && tree.value.map((node) => node.id).toSorted(compare), email).toEqual(
        seen.toSorted(compare),
      );
      const listed = await rows(email, 'nodes.list', { archived: true });
      const below = seen.filter((node) => node !== world.nodes['platform']).toSorted(compare);
      expect(Array.isArray(listed) && listed.map((row) => row['id']).toSorted(compare), email).toEqual(below);
    }
  });

  it('nodes.children hand out the same scopes level by level', async () => {
    for (const [email, id] of people()) {
      const seen = Object.values(world.nodes).filter((node) => seesNode(rights, { person: id, node, now }));
      const found = new Set<unknown>([world.nodes['platform']]);
      for (const parent of found) {
        const children = await rows(email, 'nodes.children', { parent: parent as string, archived: true });
        for (const row of children as Record<string, unknown>[]) found.add(row['id']);
      }
      expect([...found].toSorted(compare), email).toEqual(seen.toSorted(compare));
    }
  }, 30_000);

  it('nodes.get answers for exactly these, and says of all others that there are none', async () => {
    for (const [email, id] of people().filter((_, index) => index % 4 === 0)) {
      await test.signIn(email);
      const missing = await test.call(email, 'nodes.get', { id: MISSING });
      for (const node of Object.values(world.nodes)) {
        const reply = await test.call(email, 'nodes.get', { id: node });
        if (seesNode(rights, { person: id, node, now })) expect(reply.ok, `${email} ${node}`).toBe(true);
        else expect(reply, `${email} ${node}`).toEqual(missing);
      }
    }
  }, 30_000);

  const LISTS: readonly (readonly [OperationName, string, readonly PermissionId[]])[] = [
    ['customers.list', 'customer', ['customers.view']],
    ['organizations.list', 'organization', ['organizations.view']],
    ['accounts.list', 'account', ['accounts.view']],
    ['projects.list', 'project', ['projects.view']],
    ['lines.list', 'line', ['lines.view', 'lines.use']],
    ['realms.list', 'realm', ['realms.view']],
  ];
  for (const [name, kind, permissions] of LISTS) {
    it(`${name} shows exactly what a single check admits, of every role`, async () => {
      let shown = 0;
      for (const [email, id] of people()) {
        const admitted = Object.entries(world.kinds)
          .filter(([, one]) => one === kind)
          .map(([key]) => world.nodes[key] as string)
          .filter((node) =>
            permissions.some((permission) =>
              rights.allows({ person: id, permission, place: { node, line: node }, now }),
            ),
          );
        const listed = await rows(email, name, { archived: true });
        const holds = permissions.some((permission) => rights.permissionsOf(id, now).has(permission));
        if (!holds) expect(listed, email).toBe('denied');
        else {
          expect(
            (listed as Record<string, unknown>[]).map((row) => row['id']).toSorted(compare),
            email,
          ).toEqual(admitted.toSorted(compare));
          shown += admitted.length;
        }
      }
      expect(shown).toBeGreaterThan(0);
    }, 30_000);
  }

  it('a Standard user sees the granted line of the own account and no other', async () => {
    const listed = await rows('X.Standard.account@x.example', 'lines.list', {});
    expect((listed as Record<string, unknown>[]).map((row) => row['id'])).toEqual([world.nodes['X/1/a/a']]);
    const tree = await test.call('X.Standard.account@x.example', 'nodes.tree', {});
    const lines = tree.ok ? tree.value.filter((node) => node.kind === 'line') : [];
    expect(lines.map((node) => node.id)).toEqual([world.nodes['X/1/a/a']]);
  });

  it('products.list shows exactly what a single check admits: of an account’s products those granted', async () => {
    for (const [email, id] of people().filter(([address]) => address.startsWith('X.'))) {
      const admitted = ['X/1/a', 'X/1/b', 'X/2/a'].flatMap((key) =>
        [...ACTIVATED, 'Voice']
          .filter((product) => {
            const place = { node: world.nodes[key] as string, product };
            return rights.allows({ person: id, permission: 'products.view', place, now });
          })
          .map((product) => `${world.nodes[key]}:${product}`),
      );
      const listed = await rows(email, 'products.list', {});
      expect((listed as Record<string, unknown>[]).map((row) => row['id']).toSorted(compare), email).toEqual(
        admitted.toSorted(compare),
      );
      expect(admitted.length, email).toBe(email.startsWith('X.Standard') ? 1 : 2);
    }
  });

  it('portalUsers.list follows the document: all, those of a conduit, those of a customer', async () => {
    expect(await seenBy('E.Support.server@x.example')).toEqual(within('E/1/a'));
    expect(await seenBy('E.Conduit Admin.conduit@x.example')).toEqual(within('E/1/a/a'));
    expect(await seenBy('E.Customer Manager.customer@x.example')).toEqual(within('E/1/a/a/a'));
    expect(await seenBy('E.Customer Admin.customer@x.example')).toBe('denied');
    const server = { node: world.nodes['E/1/a'] };
    expect(await seenBy('E.Support.server@x.example', server)).toEqual(within('E/1/a'));
    expect(await seenBy('E.Conduit Admin.conduit@x.example', server)).toBe('not-found');
  });

  it('counts of people and roles are those that the person may see', async () => {
    await test.signIn('J.ADMINISTRATOR.account@x.example');
    const account = await test.call('J.ADMINISTRATOR.account@x.example', 'nodes.get', {
      id: world.nodes['J/1/a'] as string,
    });
    expect(account.ok && account.value.people).toBe(peopleAt('J/1/a'));
    const realm = await test.call('J.ADMINISTRATOR.account@x.example', 'nodes.get', {
      id: world.nodes['J/1'] as string,
    });
    expect(realm.ok && realm.value.people).toBe(peopleAt('J/1/a'));
    await test.signIn('J.OPERATOR.account@x.example');
    const blind = await test.call('J.OPERATOR.account@x.example', 'nodes.get', {
      id: world.nodes['J/1/a'] as string,
    });
    expect(blind).toMatchObject({ ok: true, value: { people: null, assignments: null } });
    const children = await rows('console.WORKSPACE_ADMIN.platform@x.example', 'nodes.children', {
      parent: world.nodes['platform'],
    });
    const j = (children as Record<string, unknown>[]).find((row) => row['id'] === world.nodes['J/1']);
    expect(j).toMatchObject({ people: peopleAt('J/1'), children: 2 });
  });
});

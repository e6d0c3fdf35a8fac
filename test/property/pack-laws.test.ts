import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy, conditionOf } from '#shared/authz/compile.ts';
import type { Denial, Place } from '#shared/authz/decision.ts';
import type { AssignmentFact } from '#shared/authz/question.ts';
import { Rights } from '#shared/authz/rights.ts';
import { businessTextingPack } from '#shared/policy/packs/business-texting.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { isPermission, PERMISSION_IDS, type PermissionId } from '#shared/policy/permissions.ts';

const policy = compilePolicy(BUILT_IN_PACKS);

type Given = readonly [role: string, node: string, qualifiers?: Partial<AssignmentFact>];

/** An engine over a tree of the given kinds, with people who hold roles of one pack. */
function engine(
  pack: string,
  nodes: readonly (readonly [
    id: string,
    parent: string | null,
    kind: string,
    products?: readonly string[],
  ])[],
  people: Readonly<Record<string, readonly Given[]>>,
): Rights {
  const rights = new Rights(policy);
  rights.setNodes(
    nodes.map(([id, parent, kind, products]) => ({
      id,
      parent,
      kind,
      ...(products === undefined ? {} : { products }),
    })),
  );
  for (const [id, given] of Object.entries(people)) {
    rights.setPerson({
      id,
      active: true,
      assignments: given.map(([role, node, qualifiers], index) => ({
        id: `${id}:${index}`,
        pack,
        role,
        node,
        from: null,
        until: null,
        ...qualifiers,
      })),
    });
  }
  return rights;
}

const permissions = fc.constantFrom(...PERMISSION_IDS);

describe('the push-to-talk portal (E)', () => {
  const NODES = [
    ['realm', null, 'realm'],
    ['server', 'realm', 'server'],
    ['conduit', 'server', 'conduit'],
    ['customer', 'conduit', 'customer'],
    ['department', 'customer', 'department'],
    ['customer-2', 'conduit', 'customer'],
    ['department-2', 'customer-2', 'department'],
    ['conduit-2', 'server', 'conduit'],
    ['customer-3', 'conduit-2', 'customer'],
    ['server-2', 'realm', 'server'],
    ['conduit-3', 'server-2', 'conduit'],
    ['customer-4', 'conduit-3', 'customer'],
  ] as const;
  const CHAIN: Readonly<Record<string, readonly Given[]>> = {
    Root: [['Root', 'realm']],
    Support: [['Support', 'server']],
    'Conduit Admin': [['Conduit Admin', 'conduit']],
    'Sales Rep': [
      ['Sales Rep', 'conduit'],
      ['Sales Rep', 'customer'],
    ],
    'Customer Manager': [
      ['Customer Manager', 'conduit'],
      ['Customer Manager', 'customer'],
    ],
    'Customer Admin': [['Customer Admin', 'customer']],
    'Customer Technical': [['Customer Technical', 'customer']],
  };
  const rights = engine('E', NODES, {
    ...CHAIN,
    'rep of a conduit': [['Sales Rep', 'conduit']],
    'rep of a customer': [['Sales Rep', 'customer']],
    'manager of a customer': [['Customer Manager', 'customer']],
  });
  const ids = NODES.map(([id]) => id);
  const allows = (person: string, permission: PermissionId, place: Place): boolean =>
    rights.allows({ person, permission, place, now: 1 });

  const why = (person: string, permission: PermissionId, place: Place): Denial | null => {
    const decision = rights.decide({ person, permission, place, now: 1 });
    return decision.allowed ? null : decision.denial;
  };

  it('is a strict chain for every permission at every place and pair of places', () => {
    const names = Object.keys(CHAIN);
    const ways = names.map(() => 0);
    for (const permission of PERMISSION_IDS) {
      for (const node of ids) {
        for (const other of [null, ...ids]) {
          for (const selfDiscovery of [true, false, null]) {
            const held = names.map((name) => allows(name, permission, { node, other, selfDiscovery }));
            expect(held, `${permission} at ${node} and ${other}`).toEqual(
              held.toSorted((a, b) => Number(b) - Number(a)),
            );
            for (const [index, yes] of held.entries()) if (yes) ways[index] = (ways[index] as number) + 1;
          }
        }
      }
    }
    for (const [index, count] of ways.entries()) {
      if (index > 0) expect(count, names[index]).toBeLessThan(ways[index - 1] as number);
    }
  });

  it('lets a Sales Rep create customers at its conduit and edit only those it is assigned to', () => {
    expect(allows('rep of a conduit', 'customers.create', { node: 'conduit' })).toBe(true);
    expect(allows('rep of a conduit', 'customers.create', { node: 'conduit-2' })).toBe(false);
    expect(allows('rep of a conduit', 'customers.edit', { node: 'customer' })).toBe(false);
    expect(allows('rep of a customer', 'customers.edit', { node: 'customer' })).toBe(true);
    expect(allows('rep of a customer', 'customers.edit', { node: 'customer-2' })).toBe(false);
    expect(allows('rep of a customer', 'customers.create', { node: 'customer' })).toBe(false);
    expect(allows('manager of a customer', 'departments.create', { node: 'customer' })).toBe(true);
    expect(allows('manager of a customer', 'departments.create', { node: 'customer-2' })).toBe(false);
  });

  it('decides associations by the nearest scope that both ends share', () => {
    const inter = { node: 'department', other: 'department-2', selfDiscovery: false };
    const create = 'departmentAssociations.create.interCustomer';
    expect(allows('rep of a conduit', create, inter)).toBe(true);
    expect(allows('rep of a customer', create, inter)).toBe(false);
    expect(allows('Sales Rep', create, { ...inter, selfDiscovery: true })).toBe(false);
    expect(allows('Sales Rep', create, { ...inter, selfDiscovery: null })).toBe(false);
    expect(allows('Sales Rep', create, { ...inter, other: null })).toBe(false);
    expect(allows('Customer Admin', create, inter)).toBe(false);
    const intra = { node: 'department', other: 'customer' };
    expect(allows('Customer Admin', 'departmentAssociations.create.intraCustomer', intra)).toBe(true);
    expect(allows('Customer Admin', 'departmentAssociations.create.intraCustomer', inter)).toBe(false);
  });

  it('lets a Conduit Admin delete associations across the server and not create them', () => {
    const across = { node: 'customer', other: 'customer-3', selfDiscovery: false };
    const held = (permission: PermissionId, place: Place): boolean =>
      allows('Conduit Admin', permission, place);
    expect(held('departmentAssociations.create.interConduit', across)).toBe(false);
    expect(held('departmentAssociations.delete.interConduit', across)).toBe(true);
    expect(
      held('departmentAssociations.delete.interConduit', { node: 'customer-3', other: 'customer' }),
    ).toBe(true);
    expect(
      held('departmentAssociations.delete.interConduit', { node: 'customer', other: 'customer-4' }),
    ).toBe(false);
    expect(allows('Support', 'departmentAssociations.create.interConduit', across)).toBe(true);
  });

  it('says which condition is missing', () => {
    expect(why('rep of a conduit', 'customers.edit', { node: 'customer' })).toEqual({
      reason: 'condition-not-met',
      condition: { assignedAt: ['customer'] },
    });
    expect(
      why('Customer Admin', 'departmentAssociations.create.intraCustomer', { node: 'customer' }),
    ).toEqual({
      reason: 'condition-not-met',
      condition: { ends: { within: 'customer', cover: 'both' } },
    });
    expect(why('Support', 'customers.delete', { node: 'customer' })).toMatchObject({
      reason: 'not-available',
    });
    expect(why('Sales Rep', 'credits.add', { node: 'customer' })).toEqual({ reason: 'document-silent' });
    expect(why('Customer Technical', 'users.view', { node: 'customer' })).toMatchObject({
      reason: 'stated-no',
    });
    expect(why('Support', 'users.create', { node: 'customer' })).toEqual({
      reason: 'no-role-grants',
      roles: ['WORKSPACE_ADMIN', 'Root'],
    });
    expect(why('Sales Rep', 'notes.create', { node: 'customer' })).toMatchObject({ reason: 'view-only' });
  });
});

describe('the dialog platform (J)', () => {
  it('grants by a set of roles what one of them grants, over all 2,048 sets', () => {
    const roles = dialogPack.roles.map((role) => role.id).filter((id) => id !== 'ADMINISTRATOR');
    expect(roles).toHaveLength(11);
    const nodes = [
      ['account', null, 'account'],
      ['project', 'account', 'project'],
    ] as const;
    const sets = Array.from({ length: 2 ** roles.length }, (_, set) =>
      roles.filter((_role, index) => (set & (1 << index)) !== 0),
    );
    const people = sets.map(
      (set, index) => [`${index}`, set.map((role) => [role, 'account'] as const)] as const,
    );
    const rights = engine('J', nodes, Object.fromEntries(people));
    for (const permission of PERMISSION_IDS) {
      for (const own of [true, false]) {
        const held = people.map(([person]) =>
          rights.allows({
            person,
            permission,
            place: { node: 'project', owner: own ? person : null },
            now: 1,
          }),
        );
        const wrong = held.findIndex(
          (yes, set) => yes !== roles.some((_role, index) => (set & (1 << index)) !== 0 && held[1 << index]),
        );
        expect(wrong, `${permission} by ${sets[wrong]?.join(', ')}`).toBe(-1);
      }
    }
  });
});

describe('the hosted PBX (N)', () => {
  it('grants by each of the three upgrades whatever Basic User grants, on every record', () => {
    const upgrades = ['Office Manager', 'Call Center Agent', 'Call Center Supervisor'];
    const nodes = [
      ['organization', null, 'organization'],
      ['site', 'organization', 'site'],
      ['site-2', 'organization', 'site'],
    ] as const;
    const at = fc.constantFrom('organization', 'site', 'site-2');
    fc.assert(
      fc.property(permissions, at, at, fc.boolean(), (permission, given, node, own) => {
        const people = ['Basic User', ...upgrades].map((role) => [role, [[role, given]]] as const);
        const rights = engine('N', nodes, Object.fromEntries(people));
        const holds = (person: string): boolean =>
          rights.allows({ person, permission, place: { node, owner: own ? person : null }, now: 1 });
        if (holds('Basic User')) for (const role of upgrades) expect(holds(role), role).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('business texting (X)', () => {
  const capped = new Set(
    businessTextingPack.rows
      .filter((row) => conditionOf(row, 'Admin') === 'account-product')
      .flatMap((row) => row.permissions.filter(isPermission)),
  );
  const products = fc.subarray(['Conversations', 'Blast', 'Surveys']);
  const lines = fc.subarray(['line', 'line-2']);

  it("is capped by the account's own products for everyone, Admins included", () => {
    let granted = 0;
    fc.assert(
      fc.property(
        products,
        products,
        lines,
        fc.constantFrom(...capped),
        fc.constantFrom('Conversations', 'Blast', 'Surveys', null),
        fc.constantFrom('line', 'line-2', null),
        (activated, given, givenLines, permission, product, line) => {
          const rights = engine(
            'X',
            [
              ['account', null, 'account', activated],
              ['line', 'account', 'line'],
              ['line-2', 'account', 'line'],
            ],
            {
              Admin: [['Admin', 'account']],
              Standard: [['Standard', 'account', { products: given, lines: givenLines }]],
            },
          );
          const holds = (person: string): boolean =>
            rights.allows({ person, permission, place: { node: 'account', product, line }, now: 1 });
          const active = product !== null && activated.includes(product);
          expect(holds('Admin')).toBe(active);
          if (!active || !given.includes(product)) expect(holds('Standard')).toBe(false);
          else if (!permission.startsWith('products.')) {
            expect(holds('Standard')).toBe(line !== null && givenLines.includes(line));
          }
          if (holds('Standard')) granted++;
        },
      ),
      { numRuns: 3_000 },
    );
    expect(granted).toBeGreaterThan(50);
  });

  it("grants no line of another account, even one that is among the assignment's lines", () => {
    const rights = engine(
      'X',
      [
        ['realm', null, 'realm'],
        ['account', 'realm', 'account', ['Blast']],
        ['account-2', 'realm', 'account', ['Blast']],
        ['line-2', 'account-2', 'line'],
      ],
      { Standard: [['Standard', 'account', { products: ['Blast'], lines: ['line-2'] }]] },
    );
    const place = { node: 'account', product: 'Blast', line: 'line-2' };
    for (const permission of ['lines.use', 'blasts.create'] as const) {
      expect(rights.allows({ person: 'Standard', permission, place, now: 1 })).toBe(false);
    }
  });
});

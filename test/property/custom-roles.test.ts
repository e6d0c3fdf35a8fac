import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '#shared/authz/compile.ts';
import { reachOf } from '#shared/authz/entrusted.ts';
import { Rights } from '#shared/authz/rights.ts';
import { type CustomRole, withCustomRoles } from '#shared/policy/custom-roles.ts';
import { holdingsOf } from '#shared/policy/holdings.ts';
import { CELL_VALUES, type Cell, type Pack, PLAIN_CONDITIONS } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { PERMISSION_IDS } from '#shared/policy/permissions.ts';
import { validatePack } from '#shared/policy/validate.ts';

const RUNS = 400;
const CUSTOM = 'Made up';
const PACKS = BUILT_IN_PACKS.filter(({ nodeKinds }) => nodeKinds.length > 0);

/** Two branches of every kind of node of the pack below one realm: 'server-1', 'server-2', ... */
function nodesOf(pack: Pack) {
  const branches = ['1', '2'].flatMap((branch) =>
    pack.nodeKinds.map(({ kind, parent }) => ({
      id: `${kind}-${branch}`,
      parent: parent === 'realm' ? 'realm' : `${parent}-${branch}`,
      kind,
      products: ['sms'],
    })),
  );
  return [
    { id: 'platform', parent: null, kind: 'platform' },
    { id: 'realm', parent: 'platform', kind: 'realm', pack: pack.id },
    ...branches,
  ];
}

const cells = (pack: Pack): fc.Arbitrary<Cell> =>
  fc
    .record({
      value: fc.constantFrom(...CELL_VALUES),
      condition: fc.option(fc.constantFrom(...PLAIN_CONDITIONS), { nil: undefined }),
      at: fc.option(fc.constantFrom(...pack.nodeKinds.map(({ kind }) => [kind])), { nil: undefined }),
    })
    .map(({ value, condition, at }) => ({
      token: 'made',
      value,
      ...(value === 'conditional' && condition !== undefined ? { condition } : {}),
      ...(value === 'conditional' && at !== undefined ? { at } : {}),
    }));

const overlays = (pack: Pack): fc.Arbitrary<CustomRole> =>
  fc.record({
    name: fc.constant(CUSTOM),
    words: fc.constant(''),
    basedOn: fc.constantFrom(...pack.roles.map(({ id }) => id)),
    cells: fc.dictionary(fc.constantFrom(...pack.rows.map(({ id }) => id)), cells(pack), { maxKeys: 4 }),
  });

const worlds = fc.constantFrom(...PACKS).chain((pack) => {
  const places = nodesOf(pack).map(({ id }) => id);
  const place = fc.constantFrom(...places.slice(1));
  return fc.record({
    pack: fc.constant(pack),
    custom: overlays(pack),
    maker: fc.tuple(
      fc.oneof(
        fc.constant('console:WORKSPACE_ADMIN'),
        fc.constantFrom(...pack.roles.map(({ id }) => `${pack.id}:${id}`)),
      ),
      fc.constantFrom(...places),
    ),
    at: place,
    given: place,
    asks: fc.array(
      fc.record({
        node: place,
        other: fc.option(place, { nil: null }),
        owner: fc.constantFrom('holder', 'maker', null),
        members: fc.constantFrom<string[][]>(['holder'], []),
        product: fc.constantFrom('sms', null),
        queue: fc.constantFrom('q', null),
        line: fc.option(place, { nil: null }),
        selfDiscovery: fc.boolean(),
      }),
      { minLength: 4, maxLength: 4 },
    ),
  });
});

/** The roles that a role is entrusted with, and those that these are, if each can give roles at all. */
function below(packs: readonly Pack[], key: string, seen = new Set<string>()): ReadonlySet<string> {
  const [packId = '', name = ''] = key.split(':');
  const pack = packs.find(({ id }) => id === packId);
  const role = pack?.roles.find(({ id }) => id === name);
  const gives = pack?.rows.some(
    (row) =>
      row.permissions.includes('assignments.grant') &&
      ['allow', 'conditional'].includes(row.cells[name]?.value ?? ''),
  );
  for (const managed of gives === true ? (role?.manages ?? []) : []) {
    const next = managed.includes(':') ? managed : `${packId}:${managed}`;
    if (seen.has(next)) continue;
    seen.add(next);
    below(packs, next, seen);
  }
  return seen;
}

describe('a custom role', () => {
  it('that its maker may make lets nobody do what the maker could not do or give', () => {
    let granted = 0;
    fc.assert(
      fc.property(worlds, ({ pack, custom, maker: [key, makerAt], at, given, asks }) => {
        const whole = withCustomRoles(pack, [custom]);
        if (!validatePack(whole).ok) return;
        // As it is before the role is made, and after.
        const before = new Rights(compilePolicy(BUILT_IN_PACKS));
        const rights = new Rights(
          compilePolicy([...BUILT_IN_PACKS.filter(({ id }) => id !== pack.id), whole]),
        );
        const [makerPack = '', makerRole = ''] = key.split(':');
        const grant = { from: null, until: null, lines: ['line-1'], products: ['sms'], queues: ['q'] };
        const hold = (person: string, role: readonly [string, string], node: string): void => {
          const assignments = [{ ...grant, id: person, pack: role[0], role: role[1], node }];
          for (const one of [before, rights]) one.setPerson({ id: person, active: true, assignments });
        };
        for (const one of [before, rights]) one.setNodes(nodesOf(pack));
        hold('maker', [makerPack, makerRole], makerAt);
        const reach = reachOf(before, { person: 'maker', node: at, now: 1 });
        if (reach.beyond(holdingsOf(whole, CUSTOM)) !== undefined || !rights.tree.covers(at, given)) return;
        for (const permission of PERMISSION_IDS) {
          for (const place of asks) {
            hold('holder', [pack.id, CUSTOM], given);
            if (!rights.allows({ person: 'holder', permission, place, now: 1 })) continue;
            granted += 1;
            const entrusted = [...below(BUILT_IN_PACKS, key)].map(
              (one) => one.split(':') as [string, string],
            );
            const could =
              rights.allows({ person: 'maker', permission, place, now: 1 }) ||
              (rights.tree.covers(makerAt, given) &&
                entrusted.some((role) => {
                  hold('holder', role, given);
                  return rights.allows({ person: 'holder', permission, place, now: 1 });
                }));
            expect(could, `${permission} by ${key}`).toBe(true);
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(granted).toBeGreaterThan(200);
  });

  it.each(PACKS.map((pack) => [pack.title, pack] as const))(
    'that only copies a role of %s can be made in a realm by the workspace administrator',
    (_title, pack) => {
      for (const role of pack.roles) {
        const whole = withCustomRoles(pack, [{ name: CUSTOM, words: '', basedOn: role.id, cells: {} }]);
        const rights = new Rights(
          compilePolicy([...BUILT_IN_PACKS.filter(({ id }) => id !== pack.id), whole]),
        );
        rights.setNodes(nodesOf(pack));
        const assignment = {
          id: 'a',
          pack: 'console',
          role: 'WORKSPACE_ADMIN',
          node: 'platform',
          from: null,
          until: null,
        };
        rights.setPerson({ id: 'root', active: true, assignments: [assignment] });
        const reach = reachOf(rights, { person: 'root', node: 'realm', now: 1 });
        expect(reach.beyond(holdingsOf(whole, CUSTOM)), role.id).toBeUndefined();
      }
    },
  );
});

import fc from 'fast-check';
import { compilePolicy, type Policy, RealmPolicies } from '#shared/authz/compile.ts';
import type { Question } from '#shared/authz/question.ts';
import { Rights } from '#shared/authz/rights.ts';
import { withCustomRoles } from '#shared/policy/custom-roles.ts';
import { type Cell, type Condition, type Pack, PLAIN_CONDITIONS } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { PERMISSION_IDS, type PermissionId } from '#shared/policy/permissions.ts';
import type { NaiveAssignment, NaiveCustomRole, NaiveQuestion, NaiveWorld } from './naive-decision.ts';

const NODES = 14;
const PEOPLE = 6;
const PRODUCTS = ['Conversations', 'Blast', 'Voice'];
const QUEUES = ['q0', 'q1'];
/** Realms by whose version of a pack an assignment counts: one of its own, one with a role of its own, one of neither. */
const REALMS = { version: 'r0', custom: 'r1', plain: 'r2' } as const;
const CUSTOM_ROLE = 'Night desk';
const policy = compilePolicy(BUILT_IN_PACKS);

// One more than there are: what nobody knows is asked about too.
const nodes = fc.nat({ max: NODES }).map((index) => `n${index}`);
const people = fc.nat({ max: PEOPLE }).map((index) => `p${index}`);
const time = fc.option(fc.integer({ min: 0, max: 10 }), { nil: null, freq: 2 });
const orNone = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(values, { nil: null, freq: 5 });

/** A random tree: node i hangs below one of the three nodes before it; node 0 is the root. */
const trees = fc.array(fc.nat(), { minLength: NODES - 1, maxLength: NODES - 1 }).map((choices) => {
  const parents = new Map<string, string | null>([['n0', null]]);
  choices.forEach((choice, index) => {
    parents.set(`n${index + 1}`, `n${index - (choice % Math.min(index + 1, 3))}`);
  });
  return parents;
});

/** Kinds as the pack has them by depth; now and then a node of which nobody knows the kind. */
function kindsOf(pack: Pack, parents: ReadonlyMap<string, string | null>, unknown: readonly boolean[]) {
  const names = ['realm', ...pack.nodeKinds.map((one) => one.kind)];
  const depths = new Map<string, number>();
  const kinds = new Map<string, string>();
  [...parents].forEach(([id, parent], index) => {
    const depth = parent === null ? 0 : (depths.get(parent) as number) + 1;
    depths.set(id, depth);
    if (unknown[index] !== true) kinds.set(id, names[Math.min(depth, names.length - 1)] as string);
  });
  return kinds;
}

/** A role of the pack, at times one of another, given somewhere. */
function assignmentsIn(pack: Pack): fc.Arbitrary<NaiveAssignment> {
  const own = [...pack.roles.map((role) => role.id), CUSTOM_ROLE].map((role) => ({ pack: pack.id, role }));
  const all = BUILT_IN_PACKS.flatMap((one) => one.roles.map((role) => ({ pack: one.id, role: role.id })));
  return fc
    .record({
      role: fc.oneof({ weight: 7, arbitrary: fc.constantFrom(...own) }, fc.constantFrom(...all)),
      realm: fc.constantFrom(null, ...Object.values(REALMS)),
      node: nodes,
      from: time,
      until: time,
      lines: fc.array(nodes, { maxLength: 4 }),
      products: fc.subarray(PRODUCTS),
      queues: fc.subarray(QUEUES),
    })
    .map(({ role, ...rest }) => ({ ...role, ...rest }));
}

/** Cells as an administrator could set them, of every value. */
function cellsIn(pack: Pack): fc.Arbitrary<Cell> {
  const kinds = ['realm', ...pack.nodeKinds.map((one) => one.kind)];
  const conditions: Condition[] = [
    ...PLAIN_CONDITIONS,
    ...pack.rows.flatMap((row) => (typeof row.condition === 'object' ? [row.condition] : [])),
  ];
  return fc.oneof(
    fc
      .constantFrom('allow', 'deny', 'view-only', 'not-available', 'unstated')
      .map((value) => ({ token: 'changed', value }) as const),
    fc.constantFrom(...conditions).map((condition) => ({
      token: 'changed',
      value: 'conditional' as const,
      condition,
    })),
    fc.subarray(kinds, { minLength: 1 }).map((at) => ({
      token: 'changed',
      value: 'conditional' as const,
      at,
    })),
  );
}

/** A few cells of a pack changed: row ids and roles with what stands there. */
function changesIn(pack: Pack): fc.Arbitrary<readonly (readonly [row: string, role: string, cell: Cell])[]> {
  return fc.array(
    fc.tuple(
      fc.constantFrom(...pack.rows.map((row) => row.id)),
      fc.constantFrom(...pack.roles.map((role) => role.id)),
      cellsIn(pack),
    ),
    { maxLength: 12 },
  );
}

function versionOf(pack: Pack, changes: readonly (readonly [string, string, Cell])[]): Pack {
  const rows = pack.rows.map((row) => {
    const changed = changes.filter(([id]) => id === row.id).map(([, role, cell]) => [role, cell] as const);
    return changed.length === 0 ? row : { ...row, cells: { ...row.cells, ...Object.fromEntries(changed) } };
  });
  return { ...pack, version: pack.version + 1, rows };
}

function customRoleIn(pack: Pack): fc.Arbitrary<NaiveCustomRole> {
  return fc
    .record({
      basedOn: fc.constantFrom(...pack.roles.map((role) => role.id)),
      cells: fc.dictionary(fc.constantFrom(...pack.rows.map((row) => row.id)), cellsIn(pack), { maxKeys: 8 }),
    })
    .map((custom) => ({ ...custom, realm: REALMS.custom, pack: pack.id, name: CUSTOM_ROLE }));
}

/** A world under one pack, an assignment that one more could be given there, and what is asked in it. */
export interface RandomCase {
  readonly world: NaiveWorld;
  readonly extra: NaiveAssignment;
  readonly asks: readonly NaiveQuestion[];
}

function worldsOf(pack: Pack): fc.Arbitrary<NaiveWorld> {
  return fc
    .record({
      parents: trees,
      unknown: fc.array(fc.boolean(), { maxLength: 4 }),
      archived: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(nodes, { maxLength: 2 })),
      changes: changesIn(pack),
      custom: customRoleIn(pack),
      accounts: fc.array(fc.tuple(nodes, fc.subarray(PRODUCTS)), { maxLength: 6 }),
      held: fc.array(fc.tuple(fc.nat({ max: 9 }), fc.array(assignmentsIn(pack), { maxLength: 4 })), {
        minLength: PEOPLE,
        maxLength: PEOPLE,
      }),
    })
    .map(({ parents, unknown, archived, changes, custom, accounts, held }) => ({
      packs: BUILT_IN_PACKS,
      versions: new Map([[REALMS.version, versionOf(pack, changes)]]),
      customs: [custom],
      archived: new Set(archived),
      parents,
      kinds: kindsOf(pack, parents, unknown),
      products: new Map(accounts),
      people: new Map(
        held.map(([dice, assignments], index) => [`p${index}`, { active: dice > 0, assignments }]),
      ),
    }));
}

function questionsOf(pack: Pack): fc.Arbitrary<NaiveQuestion> {
  const spoken = [...new Set(pack.rows.flatMap((row) => row.permissions))];
  const conditional = pack.rows
    .filter((row) => row.condition !== undefined || Object.values(row.cells).some((cell) => cell.condition))
    .flatMap((row) => row.permissions);
  return fc.record({
    person: people,
    permission: fc.oneof(
      { weight: 7, arbitrary: fc.constantFrom(...spoken) },
      // Conditions are where engines go wrong, and few rights have them.
      { weight: 5, arbitrary: fc.constantFrom(...(conditional.length === 0 ? spoken : conditional)) },
      fc.constantFrom(...PERMISSION_IDS),
    ),
    node: nodes,
    owner: orNone(people),
    other: orNone(nodes),
    selfDiscovery: orNone(fc.boolean()),
    members: fc.array(people, { maxLength: 3 }),
    queue: orNone(fc.constantFrom(...QUEUES, 'q9')),
    product: orNone(fc.constantFrom(...PRODUCTS)),
    line: orNone(nodes),
    now: fc.integer({ min: 0, max: 10 }),
  });
}

/** Random cases under every built-in pack in turn; as many questions in each as asked for. */
export function randomCases(questions: number): fc.Arbitrary<RandomCase> {
  return fc.constantFrom(...BUILT_IN_PACKS).chain((pack) =>
    fc.record({
      world: worldsOf(pack),
      extra: assignmentsIn(pack),
      asks: fc.array(questionsOf(pack), { minLength: questions, maxLength: questions }),
    }),
  );
}

function policyOf({ packs, versions, customs }: NaiveWorld): Policy {
  const policies = new RealmPolicies(policy);
  for (const [realm, version] of versions) {
    policies.setRealm(realm, [...packs.filter((pack) => pack.id !== version.id), version]);
  }
  for (const custom of customs) {
    const made = packs.map((pack) =>
      pack.id === custom.pack ? withCustomRoles(pack, [{ ...custom, words: custom.name }]) : pack,
    );
    policies.setRealm(custom.realm, made);
  }
  return policies;
}

/** The engine in the state of a world. */
export function engineOf(world: NaiveWorld): Rights {
  const rights = new Rights(policyOf(world));
  rights.setNodes(
    [...world.parents].map(([id, parent]) => {
      const kind = world.kinds.get(id);
      const products = world.products.get(id);
      return {
        id,
        parent,
        ...(kind === undefined ? {} : { kind }),
        ...(products === undefined ? {} : { products }),
        ...(world.archived.has(id) ? { archived: true } : {}),
      };
    }),
  );
  for (const [id, { active, assignments }] of world.people) {
    rights.setPerson({
      id,
      active,
      assignments: assignments.map((one, index) => ({ ...one, id: `${id}:${index}` })),
    });
  }
  return rights;
}

/** The same question in the engine's form. */
export function questionOf({ person, permission, now, ...place }: NaiveQuestion): Question {
  return { person, permission: permission as PermissionId, place, now };
}

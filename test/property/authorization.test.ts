import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '#shared/authz/compile.ts';
import { Rights } from '#shared/authz/rights.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { PERMISSION_IDS } from '#shared/policy/permissions.ts';
import { type NaiveAssignment, type NaiveWorld, naiveDecision } from '../support/naive-decision.ts';

const ROLES = BUILT_IN_PACKS.flatMap((pack) => pack.roles.map((role) => ({ pack: pack.id, role: role.id })));
const NODES = 12;
const PEOPLE = 6;
const time = fc.option(fc.integer({ min: 0, max: 10 }), { nil: null });

/** A random tree: node i hangs below some node before it; node 0 is the root. */
const trees = fc.array(fc.nat(), { minLength: NODES - 1, maxLength: NODES - 1 }).map((choices) => {
  const parents = new Map<string, string | null>([['n0', null]]);
  choices.forEach((choice, index) => parents.set(`n${index + 1}`, `n${choice % (index + 1)}`));
  return parents;
});

const assignments: fc.Arbitrary<NaiveAssignment> = fc
  .record({
    role: fc.constantFrom(...ROLES),
    node: fc.nat({ max: NODES }).map((index) => `n${index}`),
    from: time,
    until: time,
  })
  .map(({ role, node, from, until }) => ({ ...role, node, from, until }));

const worlds: fc.Arbitrary<NaiveWorld> = fc
  .tuple(
    trees,
    fc.array(fc.tuple(fc.boolean(), fc.array(assignments, { maxLength: 4 })), {
      minLength: PEOPLE,
      maxLength: PEOPLE,
    }),
  )
  .map(([parents, people]) => ({
    packs: BUILT_IN_PACKS,
    parents,
    people: new Map(people.map(([idle, held], index) => [`p${index}`, { active: !idle, assignments: held }])),
  }));

function engineOf(world: NaiveWorld): Rights {
  const rights = new Rights(compilePolicy(world.packs));
  rights.setNodes([...world.parents].map(([id, parent]) => ({ id, parent })));
  for (const [id, { active, assignments: held }] of world.people) {
    rights.setPerson({
      id,
      active,
      assignments: held.map((one, index) => ({ ...one, id: `${id}:${index}` })),
    });
  }
  return rights;
}

const questions = fc.record({
  person: fc.nat({ max: PEOPLE }).map((index) => `p${index}`),
  permission: fc.constantFrom(...PERMISSION_IDS),
  node: fc.nat({ max: NODES }).map((index) => `n${index}`),
  owner: fc.option(
    fc.nat({ max: PEOPLE - 1 }).map((index) => `p${index}`),
    { nil: null },
  ),
  now: fc.integer({ min: 0, max: 10 }),
});

describe('the authorization engine', () => {
  it('agrees with the reading rules on random requests, and its list agrees with its check', () => {
    let asked = 0;
    fc.assert(
      fc.property(worlds, fc.array(questions, { minLength: 250, maxLength: 250 }), (world, asks) => {
        const rights = engineOf(world);
        for (const { person, permission, node, owner, now } of asks) {
          const expected = naiveDecision(world, { person, permission, node, owner, now });
          const question = { person, permission, place: { node, owner }, now };
          if (rights.allows(question) !== expected) return false;
          const decision = rights.decide(question);
          if (decision.allowed !== expected) return false;
          if (decision.allowed && decision.paths.length === 0) return false;
          const visible = rights.visible(person, permission, now);
          const listed =
            visible.nodes.some((covered) => rights.tree.covers(covered, node)) ||
            (visible.own !== null && visible.own === owner && rights.tree.has(node));
          if (listed !== expected) return false;
          asked++;
        }
        return true;
      }),
      { numRuns: 4_000 },
    );
    expect(asked).toBeGreaterThanOrEqual(1_000_000);
  }, 120_000);

  it('never loses a right by one more role, and never gains one by one less', () => {
    fc.assert(
      fc.property(
        worlds,
        assignments,
        fc.array(questions, { minLength: 50, maxLength: 50 }),
        (world, extra, asks) => {
          const before = engineOf(world);
          const more = new Map(
            [...world.people].map(([id, person]) => [
              id,
              { ...person, assignments: [...person.assignments, extra] },
            ]),
          );
          const after = engineOf({ ...world, people: more });
          for (const { person, permission, node, owner, now } of asks) {
            const question = { person, permission, place: { node, owner }, now };
            if (before.allows(question)) expect(after.allows(question)).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives no answer for a node on a cycle or without a parent', () => {
    const rights = new Rights(compilePolicy(BUILT_IN_PACKS));
    rights.setNodes([
      { id: 'root', parent: null },
      { id: 'a', parent: 'b' },
      { id: 'b', parent: 'a' },
      { id: 'orphan', parent: 'gone' },
    ]);
    const assignment = {
      id: 'x',
      pack: 'console',
      role: 'WORKSPACE_ADMIN',
      node: 'a',
      from: null,
      until: null,
    };
    rights.setPerson({ id: 'p', active: true, assignments: [assignment] });
    for (const node of ['a', 'b', 'orphan', 'nowhere']) {
      expect(rights.allows({ person: 'p', permission: 'users.view', place: { node }, now: 1 })).toBe(false);
    }
  });
});

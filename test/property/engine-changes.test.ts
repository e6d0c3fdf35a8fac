import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceFrom } from '#main/demo/random.ts';
import { bitOf, compilePolicy } from '#shared/authz/compile.ts';
import { type Handle, type PersonFact, Rights } from '#shared/authz/rights.ts';
import type { NodeFact } from '#shared/authz/scope-tree.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { PERMISSION_IDS } from '#shared/policy/permissions.ts';

const PEOPLE = 60;
const NODES = 20;
const policy = compilePolicy(BUILT_IN_PACKS);
const roles = BUILT_IN_PACKS.flatMap((pack) => pack.roles.map((role) => ({ pack: pack.id, role: role.id })));

describe('an engine that is changed step by step', () => {
  it('answers as one that was made as it is now, and handles follow', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const chance = chanceFrom(seed);
        const person = (): string => `p${chance.below(PEOPLE)}`;
        const node = (): string => `n${chance.below(NODES + 1)}`;
        const tree = (): NodeFact[] =>
          Array.from({ length: NODES }, (_, index) => ({
            id: `n${index}`,
            parent: index === 0 ? null : `n${chance.below(index)}`,
            kind: chance.pick(['realm', 'account', 'conduit', 'customer']),
            ...(chance.below(9) === 0 ? { archived: true } : {}),
          }));
        const changed = new Rights(policy);
        let nodes = tree();
        changed.setNodes(nodes);
        const known = new Map<string, PersonFact>();
        // Taken once and kept: a handle must never speak for anybody else.
        const handles = new Map<string, Handle>();
        for (let step = 0; step < 1_500; step++) {
          const id = person();
          const dice = chance.below(300);
          if (dice === 0) {
            nodes = tree();
            changed.setNodes(nodes);
          } else if (dice < 30) {
            known.delete(id);
            changed.removePerson(id);
          } else {
            const assignments = Array.from({ length: chance.below(7) }, (_, index) => ({
              id: `${id}:${index}`,
              ...chance.pick(roles),
              node: node(),
              from: chance.below(4) === 0 ? chance.below(10) : null,
              until: chance.below(4) === 0 ? chance.below(10) : null,
            }));
            const fact = { id, active: chance.below(8) > 0, assignments };
            known.set(id, fact);
            changed.setPerson(fact);
            if (!handles.has(id)) handles.set(id, changed.handleOf(id, 5));
          }
        }
        const fresh = new Rights(policy);
        fresh.setNodes(nodes);
        for (const fact of known.values()) fresh.setPerson(fact);
        expect([...changed.people].toSorted()).toEqual([...known.keys()].toSorted());
        for (let ask = 0; ask < 1_500; ask++) {
          const permission = chance.pick(PERMISSION_IDS);
          const question = { person: person(), permission, place: { node: node() }, now: 5 };
          expect(changed.decide(question)).toEqual(fresh.decide(question));
          expect(changed.verdict(question)).toEqual(fresh.verdict(question));
          const handle = handles.get(question.person);
          const at = changed.tree.indexOf(question.place.node);
          const plainly = fresh
            .visible(question.person, permission, 5)
            .nodes.some((covered) => fresh.tree.covers(covered, question.place.node));
          if (handle !== undefined) expect(changed.allowsFor(handle, bitOf(permission), at)).toBe(plainly);
        }
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});

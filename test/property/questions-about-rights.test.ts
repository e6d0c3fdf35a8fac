import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePersons } from '#shared/authz/compare.ts';
import type { Holding } from '#shared/authz/holdings.ts';
import type { Rights } from '#shared/authz/rights.ts';
import type { ScopeTree } from '#shared/authz/scope-tree.ts';
import { whatCan } from '#shared/authz/what-can.ts';
import { type Draft, draftOf, whatIf } from '#shared/authz/what-if.ts';
import { whoCan } from '#shared/authz/who-can.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { engineOf, questionOf, type RandomCase, randomCases } from '../support/random-worlds.ts';

/** Whether the person holds the permission over the node without any condition, as decisions say. */
function plainly(
  rights: Rights,
  person: string,
  permission: PermissionId,
  at: { node: string; now: number },
) {
  const { node, now } = at;
  return rights.visible(person, permission, now).nodes.some((covered) => rights.tree.covers(covered, node));
}

const named = (tree: ScopeTree, holdings: readonly Holding[], permission: string, node: string): boolean =>
  holdings.some(
    (one) => one.condition === null && one.permission === permission && tree.covers(one.node, node),
  );

/** A draft that gives the extra role, takes some away, moves a node and archives one. */
function draftFrom({ world, extra, asks }: RandomCase, rights: Rights): Draft {
  const [first, second, third, fourth] = asks;
  const remove = rights
    .assignmentsOf(second?.person ?? '')
    .slice(0, 1)
    .map((grant) => grant.id);
  const node = third?.node ?? '';
  const parent = fourth?.node ?? '';
  const movable = world.parents.has(node) && world.parents.has(parent) && !rights.tree.covers(node, parent);
  const archive = asks[4] !== undefined && asks[4].now > 7 ? [asks[4].node] : [];
  return {
    add: [{ ...extra, id: 'extra', person: first?.person ?? 'p0' }],
    remove,
    move: movable ? [{ node, parent }] : [],
    archive,
  };
}

describe('questions about rights', () => {
  it('who can: just the people whom a decision allows, with its paths', () => {
    fc.assert(
      fc.property(randomCases(20), ({ world, asks }) => {
        const rights = engineOf(world);
        for (const ask of asks) {
          const question = questionOf(ask);
          const found = new Map(whoCan(rights, question).map((one) => [one.person, one.paths]));
          for (const person of world.people.keys()) {
            const decision = rights.decide({ ...question, person });
            expect(found.get(person)).toEqual(decision.allowed ? decision.paths : undefined);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('what can: a decision allows just where a holding says so, and by just its paths', () => {
    let allowed = 0;
    fc.assert(
      fc.property(randomCases(60), ({ world, asks }) => {
        const rights = engineOf(world);
        for (const ask of asks) {
          const question = questionOf(ask);
          const held = whatCan(rights, ask.person, ask.now).filter(
            (one) => one.permission === question.permission,
          );
          const decision = rights.decide(question);
          const plain = named(rights.tree, held, question.permission, ask.node);
          expect(plain).toBe(plainly(rights, ask.person, question.permission, ask));
          if (plain) expect(decision.allowed).toBe(true);
          if (!decision.allowed) continue;
          allowed++;
          const paths = held.flatMap((one) => one.paths.map((path) => JSON.stringify(path)));
          for (const path of decision.paths) expect(paths).toContain(JSON.stringify(path));
        }
      }),
      { numRuns: 400 },
    );
    expect(allowed).toBeGreaterThan(500);
  });

  it('what if: just the rights that decisions under the draft give or refuse and those of today do not', () => {
    let gains = 0;
    let losses = 0;
    fc.assert(
      fc.property(randomCases(40), (one) => {
        const today = engineOf(one.world);
        const draft = draftFrom(one, today);
        const drafted = draftOf(today, draft);
        for (const { person, now, ...ask } of one.asks) {
          const { permission } = questionOf({ ...ask, person, now });
          const [effect] = whatIf(today, draft, { persons: [person], now });
          for (const node of one.world.parents.keys()) {
            const before = plainly(today, person, permission, { node, now });
            const after = plainly(drafted, person, permission, { node, now });
            if (after && !before) {
              expect(named(drafted.tree, effect?.gained ?? [], permission, node)).toBe(true);
              gains++;
            }
            if (before && !after) {
              expect(named(today.tree, effect?.lost ?? [], permission, node)).toBe(true);
              losses++;
            }
          }
          // And what is named is so at the node that it names.
          for (const gained of effect?.gained ?? []) {
            if (gained.condition !== null) continue;
            const at = { node: gained.node, now };
            expect(plainly(drafted, person, gained.permission, at)).toBe(true);
            expect(plainly(today, person, gained.permission, at)).toBe(false);
          }
          for (const lost of effect?.lost ?? []) {
            if (lost.condition !== null) continue;
            const at = { node: lost.node, now };
            expect(plainly(today, person, lost.permission, at)).toBe(true);
            expect(plainly(drafted, person, lost.permission, at)).toBe(false);
          }
        }
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(gains, losses)).toBeGreaterThan(500);
  }, 60_000);

  it('what if: nobody gains or loses by a draft that changes nothing, and today stays as it is', () => {
    fc.assert(
      fc.property(randomCases(30), (one) => {
        const today = engineOf(one.world);
        const before = one.asks.map((ask) => today.decide(questionOf(ask)));
        const persons = [...today.people];
        expect(whatIf(today, {}, { persons, now: 5 })).toEqual([]);
        whatIf(today, draftFrom(one, today), { persons, now: 5 });
        expect(one.asks.map((ask) => today.decide(questionOf(ask)))).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('compare: what only one of two holds and what both hold, as decisions say', () => {
    fc.assert(
      fc.property(randomCases(30), ({ world, asks }) => {
        const rights = engineOf(world);
        for (const ask of asks) {
          const { permission } = questionOf(ask);
          const compared = comparePersons(rights, ['p0', 'p1'], ask.now);
          const left = plainly(rights, 'p0', permission, ask);
          const right = plainly(rights, 'p1', permission, ask);
          const says = (holdings: readonly Holding[]) => named(rights.tree, holdings, permission, ask.node);
          if (left && !right) expect(says(compared.onlyLeft)).toBe(true);
          if (right && !left) expect(says(compared.onlyRight)).toBe(true);
          expect(says(compared.both)).toBe(left && right);
        }
      }),
      { numRuns: 300 },
    );
  });
});

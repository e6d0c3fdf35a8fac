import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { isPermission, type PermissionId } from '#shared/policy/permissions.ts';
import { cedarAllows, cedarRows, preparsePacks, SLOTS } from '../support/cedar-policy.ts';
import type { NaiveWorld } from '../support/naive-decision.ts';
import { engineOf, questionOf, randomCases } from '../support/random-worlds.ts';

/** What the packs are translated to says nothing of archived scopes and of roles that realms made. */
const ofPacksAlone = (world: NaiveWorld): NaiveWorld => ({
  ...world,
  archived: new Set(),
  versions: new Map(),
  customs: [],
});

/** Rows by the permissions they stand for. */
const ROWS = new Map<PermissionId, string[]>();
for (const row of BUILT_IN_PACKS.flatMap((pack) => pack.rows)) {
  for (const permission of row.permissions) {
    if (isPermission(permission)) ROWS.set(permission, [...(ROWS.get(permission) ?? []), row.id]);
  }
}

describe('the packs in the language of Cedar', () => {
  beforeAll(() => {
    expect(preparsePacks(BUILT_IN_PACKS)).toBeGreaterThan(SLOTS * 400);
  });

  it('agree with the engine on 100,000 random requests, by the same rows and assignments', () => {
    let asked = 0;
    let allowed = 0;
    fc.assert(
      fc.property(randomCases(3), ({ world: any, asks }) => {
        const world = ofPacksAlone(any);
        const rights = engineOf(world);
        for (const ask of asks) {
          const rows = cedarRows(world, ask);
          for (const [permission, speaking] of ROWS) {
            const decision = rights.decide(questionOf({ ...ask, permission }));
            const paths = decision.allowed ? decision.paths : [];
            const ours = paths.map((path) => `${path.row} ${path.assignment}`);
            const theirs = [...rows].filter((row) => speaking.includes(row.slice(0, row.lastIndexOf(' '))));
            expect(ours.toSorted()).toEqual(theirs.toSorted());
            asked++;
            if (theirs.length > 0) allowed++;
          }
        }
      }),
      { numRuns: 450 },
    );
    expect(asked).toBeGreaterThanOrEqual(100_000);
    expect(allowed).toBeGreaterThan(1_000);
  }, 120_000);

  it('agree when each request is a call of its own', () => {
    fc.assert(
      fc.property(randomCases(5), ({ world: any, asks }) => {
        const world = ofPacksAlone(any);
        const rights = engineOf(world);
        for (const ask of asks) expect(cedarAllows(world, ask)).toBe(rights.allows(questionOf(ask)));
      }),
      { numRuns: 450 },
    );
  }, 120_000);
});

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BulkResult } from '#shared/operations/fields.ts';
import { type Command, commandOf, type Step, steps } from '../support/admin-steps.ts';
import { AdminWorld } from '../support/admin-world.ts';

const RUNS = 150;

let at: AdminWorld;
beforeAll(async () => {
  at = await AdminWorld.make();
});
afterAll(() => at.close());

interface Single {
  readonly operation: string;
  readonly input: unknown;
}

/** The single commands that a command of many stands for. */
function singlesOf({ operation, input }: Single): readonly Single[] {
  const { items, ids, users, active } = input as {
    items?: readonly unknown[];
    ids?: readonly string[];
    users?: readonly unknown[];
    active?: boolean;
  };
  if (operation === 'assignments.grantMany') {
    return (items ?? []).map((item) => ({ operation: 'assignments.grant', input: item }));
  }
  if (operation === 'assignments.revokeMany') {
    return (ids ?? []).map((id) => ({ operation: 'assignments.revoke', input: { id } }));
  }
  const single = active === true ? 'users.switchOn' : 'users.switchOff';
  return (users ?? []).map((user) => ({ operation: single, input: user }));
}

/** Everything that counts of what stands; ids of new assignments are their own. */
function outcome() {
  const { persons, assignments } = at.standing();
  const given = [...assignments.values()].map(({ id: _id, ...rest }) => JSON.stringify(rest));
  return { persons: [...persons], given: given.toSorted() };
}

/** The world after some acts. */
async function prepare(before: readonly Step[]): Promise<void> {
  await at.reset(true);
  for (const step of before) {
    const command = commandOf(at, at.standing(), step);
    if (command !== null && !command.operation.endsWith('Many')) {
      await at.call(command.as, command.operation, command.input);
    }
  }
}

async function asMany(command: Command) {
  const reply = await at.call(command.as, command.operation, command.input);
  const results = reply.ok ? (reply.value as BulkResult).results : null;
  return { verdicts: results?.map(({ ok }) => ok) ?? null, ...outcome() };
}

async function asSingles(command: Command) {
  const verdicts: boolean[] = [];
  for (const { operation, input } of singlesOf(command)) {
    const reply = await at.call(command.as, operation, input);
    verdicts.push(reply.ok);
  }
  return { verdicts, ...outcome() };
}

const bulkSteps = () =>
  fc
    .tuple(steps(), fc.constantFrom('grant-many', 'revoke-many', 'switch-many'))
    .map(([step, kind]): Step => ({ ...step, kind: kind as Step['kind'] }));

describe('a command of many', () => {
  it('does exactly what its single commands would, one after the other', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps(), { maxLength: 6 }), bulkSteps(), async (before, step) => {
        await prepare(before);
        const command = commandOf(at, at.standing(), step);
        if (command === null) return;
        const back = await at.keep();
        const many = await asMany(command);
        // Refused as a whole: the right is held nowhere, so each single one would be refused too.
        await back();
        const singles = await asSingles(command);
        done += singles.verdicts.filter(Boolean).length;
        const verdicts = many.verdicts ?? singles.verdicts.map(() => false);
        expect({ ...many, verdicts }).toEqual(singles);
      }),
      { numRuns: RUNS },
    );
    expect(done).toBeGreaterThan(RUNS / 4);
  }, 120_000);
});

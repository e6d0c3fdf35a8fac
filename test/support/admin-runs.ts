import * as fc from 'fast-check';
import { expect } from 'vitest';
import { faultsOf } from './admin-rules.ts';
import { commandOf, type Step, steps } from './admin-steps.ts';
import type { AdminWorld } from './admin-world.ts';

const STEPS = 50;

/** How often each operation was done, and refused. */
interface Tally {
  readonly done: Map<string, number>;
  readonly refused: Map<string, number>;
}

const count = (tally: Map<string, number>, key: string) => tally.set(key, (tally.get(key) ?? 0) + 1);

async function run(at: AdminWorld, list: readonly Step[], tally: Tally): Promise<void> {
  let standing = at.standing();
  for (const step of list) {
    const command = commandOf(at, standing, step);
    if (command === null) continue;
    const { now } = at.test.clock;
    const reply = await at.call(command.as, command.operation, command.input);
    count(reply.ok ? tally.done : tally.refused, command.operation);
    if (!reply.ok && reply.error.code === 'internal') throw new Error(reply.error.message);
    const after = at.standing();
    const faults = [...faultsOf({ at, before: standing, after, actor: command.actor, now })];
    expect(faults, JSON.stringify(command)).toEqual([]);
    standing = after;
  }
}

/**
 * Runs of 50 administrative commands of random people, each through the door; after every one of them no rule may be
 * broken. `platform`: whether the workspace's administrator is there, who stands above all realms.
 */
export async function checkRuns(
  at: AdminWorld,
  { runs, platform }: { readonly runs: number; readonly platform: boolean },
): Promise<void> {
  const tally: Tally = { done: new Map(), refused: new Map() };
  await fc.assert(
    fc.asyncProperty(fc.array(steps(), { minLength: STEPS, maxLength: STEPS }), async (list) => {
      await at.reset(platform);
      await run(at, list, tally);
    }),
    { numRuns: runs },
  );
  // Commands that are always refused, or never, would prove little.
  const rare = [...tally.refused.keys(), ...tally.done.keys()].filter(
    (operation) => (tally.done.get(operation) ?? 0) < runs / 50,
  );
  expect(rare).toEqual([]);
}

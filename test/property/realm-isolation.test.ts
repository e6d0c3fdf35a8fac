import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOperation, type OperationName, operations } from '#shared/operations/index.ts';
import { businessTextingPack } from '#shared/policy/packs/business-texting.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import { INPUTS } from '../matrix/inputs/index.ts';
import { type GuardedName, MISSING, type Place } from '../matrix/inputs/place.ts';
import { type PackWorlds, packWorlds, type WorldPerson } from '../support/pack-worlds.ts';
import { type RecordMaker, recordMaker } from '../support/records.ts';
import { type TestService, testService } from '../support/service.ts';

/** Who looks on: every role of the dialog platform in its first realm, and the texting platform's administrator. */
const LOOKING: readonly WorldPerson[] = [
  ...dialogPack.roles.map(({ id: role }) => ({
    email: `${role}@one.example`,
    roles: [{ pack: 'J', role, node: 'J/1/a' }],
  })),
  { email: 'Admin@one.example', roles: [{ pack: 'X', role: 'Admin', node: 'X/1/a' }] },
  { email: 'AUDITOR@one.example', roles: [{ pack: 'console', role: 'AUDITOR', node: 'J/1' }] },
];
/** Who changes things elsewhere: every role at once in the second realms, and the workspace's administrator. */
const CHANGING: readonly WorldPerson[] = [
  {
    email: 'all@two.example',
    roles: dialogPack.roles.map(({ id: role }) => ({ pack: 'J', role, node: 'J/2/a' })),
  },
  { email: 'texting@two.example', roles: [{ pack: 'X', role: 'Admin', node: 'X/2/a' }] },
  { email: 'root@two.example', roles: [{ pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' }] },
];
const PLACES = ['J/2', 'J/2/a', 'J/2/a/a', 'X/2', 'X/2/a', 'X/2/a/a'];
const KIND_BELOW: Readonly<Record<string, string>> = {
  'J/2': 'account',
  'J/2/a': 'project',
  'X/2': 'account',
  'X/2/a': 'line',
};

/** Work that goes on after the reply would make the test depend on time; whoever views as another changes nothing. */
const LEFT_OUT = new Set<string>([
  'session.viewAs',
  'broadcasts.start',
  'broadcasts.resume',
  'exports.rawLog',
  'numberLists.import',
]);
const COMMANDS = (Object.keys(INPUTS) as GuardedName[]).filter(
  (name) => findOperation(name)?.kind === 'command' && !LEFT_OUT.has(name),
);
const LISTS = (Object.keys(operations) as OperationName[]).filter((name) => {
  const operation = findOperation(name);
  return operation?.kind === 'query' && (operation.reach === 'within' || name === 'nodes.tree');
});

let test: TestService;
let world: PackWorlds;
let make: RecordMaker;
let folder: string;

beforeAll(async () => {
  test = await testService();
  world = await packWorlds(test, [dialogPack, businessTextingPack], [...LOOKING, ...CHANGING]);
  await sql`pragma synchronous = off`.execute(test.service.writer);
  make = recordMaker(test);
  folder = mkdtempSync(join(tmpdir(), 'rolecall-realms-'));
  for (const realm of ['J/1', 'X/1'] as const) {
    const [node, id] = [world.nodes[`${realm}/a`] as string, world.nodes[realm] as string];
    await make.list(node, id);
    await make.broadcast(node, id, 'draft');
    await make.person(node, id, true);
  }
  for (const { email } of [...LOOKING, ...CHANGING]) await test.signIn(email);
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that lists answer to those who look on. */
async function seen(): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const { email, roles } of LOOKING) {
    const node = world.nodes[roles[0]?.node ?? ''] as string;
    for (const name of LISTS) {
      for (const input of [{}, { node }]) {
        if (findOperation(name)?.input.safeParse(input).success !== true) continue;
        answers[`${email} ${name} ${JSON.stringify(input)}`] = await test.raw(email, name, input);
      }
    }
    answers[`${email} access.whatCan`] = await test.raw(email, 'access.whatCan', {});
    const target = { kind: 'node', id: node };
    for (const permission of ['users.view', 'numberLists.view', 'conversations.view']) {
      answers[`${email} access.whoCan ${permission}`] = await test.raw(email, 'access.whoCan', {
        permission,
        target,
      });
    }
  }
  return answers;
}

function placeOf(key: string, email: string): Place {
  const realm = world.nodes[key.slice(0, 3)] as string;
  const node = world.nodes[key] as string;
  return {
    node,
    realm,
    project: key.startsWith('J') ? (world.nodes['J/2/a/a'] as string) : node,
    kindBelow: KIND_BELOW[key] ?? 'project',
    missing: false,
    self: world.persons[email] ?? MISSING,
    colleague: null,
    make,
    folder,
  };
}

describe('the lists of one realm', () => {
  it('never change when the data of other realms do', async () => {
    const before = await seen();
    const rows = JSON.stringify(before);
    // There is something to be seen, and some of it by each.
    expect(Object.keys(before).length).toBeGreaterThan(LOOKING.length * 10);
    expect(rows).toContain('"ok":true');
    let done = 0;
    const step = fc.record({
      name: fc.constantFrom(...COMMANDS),
      place: fc.constantFrom(...PLACES),
      who: fc.constantFrom(...CHANGING.map((one) => one.email)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
        for (const { name, place, who } of steps) {
          const input = await INPUTS[name](placeOf(place, who));
          const reply = await test.raw(who, name, input);
          if (reply.ok) done++;
        }
        expect(await seen()).toEqual(before);
      }),
      { numRuns: 15, endOnFailure: true },
    );
    expect(done).toBeGreaterThan(20);
  }, 120_000);
});

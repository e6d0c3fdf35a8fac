import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addNode } from '#main/db/nodes.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { PASSWORD, type TestService, testService, testWorld } from '../../support/service.ts';

const REALM = '00000000-0000-7000-9000-0000000000a1';
const ORGANIZATION = '00000000-0000-7000-9000-0000000000a2';
const SITE = '00000000-0000-7000-9000-0000000000a3';
const ADMIN = 'admin@x.example';

let test: TestService;

beforeEach(async () => {
  test = await testService();
  const { persons } = await testWorld(test, [
    { email: ADMIN, node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
  ]);
  const db = test.service.writer;
  const add = (id: string, parent: string, kind: string) =>
    addNode(db, {
      id,
      parent,
      realm: REALM,
      kind,
      name: kind,
      now: 1,
      ...(kind === 'realm' ? { pack: ['N', 1] as const } : {}),
    });
  await add(REALM, PLATFORM_ID, 'realm');
  await add(ORGANIZATION, REALM, 'organization');
  await add(SITE, ORGANIZATION, 'site');
  await db
    .insertInto('assignments')
    .values({
      id: '00000000-0000-7000-9000-0000000000a4',
      realm_id: REALM,
      person_id: persons[ADMIN] as string,
      pack_id: 'N',
      role: 'admin',
      node_id: REALM,
      valid_from: null,
      valid_until: null,
      version: 1,
      created_at: 1,
      deleted_at: null,
    })
    .execute();
  Object.assign(test, await test.reopen());
  await test.signIn(ADMIN);
});
afterEach(() => test.close());

function create(name: string, scopes: readonly string[]) {
  return test.call(ADMIN, 'users.create', {
    node: SITE,
    firstName: 'A',
    lastName: 'B',
    email: `${name}@y.example`,
    password: PASSWORD,
    repeat: PASSWORD,
    access: scopes.map((role) => ({ pack: 'N', role })),
  });
}

describe("the hosted PBX's scopes", () => {
  it('can be given by the admin, one to a person', async () => {
    expect(await create('one', ['Office Manager'])).toMatchObject({ ok: true });
    expect(await create('two', ['Basic User', 'Office Manager'])).toMatchObject({
      ok: false,
      error: {
        code: 'denied',
        message: 'One person may have one of these roles: Basic User, Office Manager.',
      },
    });
  });

  it('can be changed for another in one step', async () => {
    const made = await create('three', ['Basic User']);
    if (!made.ok) throw new Error(made.error.message);
    const change = await test.call(ADMIN, 'users.edit', {
      id: made.value.id,
      version: 1,
      firstName: 'A',
      lastName: 'B',
      email: 'three@y.example',
      access: [{ pack: 'N', role: 'Call Center Agent' }],
    });
    expect(change).toMatchObject({ ok: true });
  });
});

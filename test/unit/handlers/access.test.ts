import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordMaker } from '../../support/records.ts';
import { type TestService, testService, testWorld, type World } from '../../support/service.ts';

let test: TestService;
let world: World;
let draft: string;
let elsewhere: string;
const MISSING = '00000000-0000-7000-9000-999999999999';

const person = (email: string): string => world.persons[`${email}@x.example`] as string;
const node = (name: string): string => world.nodes[name] as string;
const value = <T>(reply: { ok: boolean; value?: T }): T => {
  expect(reply).toMatchObject({ ok: true });
  return reply.value as T;
};

const plan = (name: string, at: string, role: string, pack = 'J') => ({
  email: `${name}@x.example`,
  node: at,
  roles: [[pack, role, at]] as const,
});

const explain = (as: string, input: object) =>
  test.raw(`${as}@x.example`, 'access.explain', input) as ReturnType<typeof test.call<'access.explain'>>;

/** A question that names a scope. */
const draftAt = (at: string) =>
  test.call('admin@x.example', 'access.whatIf', {
    draft: { add: [{ pack: 'J', role: 'DIALER_USER', node: at }] },
  });

const whoGets = (id: string) =>
  test.call('admin@x.example', 'access.whoCan', {
    operation: 'broadcasts.get',
    target: { kind: 'broadcast', id },
  });

beforeAll(async () => {
  test = await testService();
  world = await testWorld(test, [
    plan('admin', 'north-a', 'ADMINISTRATOR'),
    plan('dialer', 'north-a', 'DIALER_ADMIN'),
    plan('verified', 'north-a', 'DIALER_VERIFIED'),
    plan('operator', 'north-a1', 'OPERATOR'),
    plan('south', 'south-a', 'DIALER_ADMIN'),
    {
      email: 'both@x.example',
      node: 'north-a',
      roles: [
        ['J', 'TECH_SUPPORT', 'north-a'],
        ['J', 'DIALER_USER', 'south-a'],
      ],
    },
    plan('root', 'platform', 'WORKSPACE_ADMIN', 'console'),
  ]);
  const make = recordMaker(test);
  draft = await make.broadcast(node('north-a'), node('north'), 'draft');
  elsewhere = await make.broadcast(node('south-a'), node('south'), 'draft');
  for (const email of Object.keys(world.persons)) await test.signIn(email);
});
afterAll(() => test.close());

describe('access.explain', () => {
  it('names assignment, role, node and row of the document by which a person may', async () => {
    const target = { kind: 'broadcast', id: draft };
    const answer = value(await explain('verified', { operation: 'broadcasts.start', target }));
    expect(answer).toMatchObject({
      allowed: true,
      permissions: ['broadcasts.start'],
      denial: null,
      paths: [{ role: 'DIALER_VERIFIED', pack: 'J', nodeName: 'north-a', section: 'DIALER_VERIFIED' }],
    });
    expect(answer.sentence).toContain('Possibility to manage voice broadcasts: start, suspend, finish.');
  });

  it('names the roles that would grant it if no role of the person does', async () => {
    const target = { kind: 'broadcast', id: draft };
    const answer = value(await explain('dialer', { operation: 'broadcasts.start', target }));
    expect(answer.denial).toMatchObject({
      reason: 'no-role-grants',
      roles: [{ pack: 'J', role: 'DIALER_VERIFIED' }],
    });
  });

  it('names the state that forbids it and those in which it could be done', async () => {
    const target = { kind: 'broadcast', id: draft };
    const answer = value(await explain('verified', { operation: 'broadcasts.suspend', target }));
    expect(answer.denial).toMatchObject({
      reason: 'wrong-state',
      state: 'draft',
      needed: ['running', 'scheduled'],
    });
  });

  it('says where a role is held instead, of another person whom the asker manages', async () => {
    const target = { kind: 'node', id: node('north-a') };
    const answer = value(
      await explain('admin', { person: person('operator'), permission: 'clients.block', target }),
    );
    expect(answer.denial).toMatchObject({ reason: 'out-of-scope', nodes: [{ name: 'north-a1' }] });
  });

  it('says that a condition is not met, and which', async () => {
    const target = { kind: 'person', id: person('dialer') };
    const answer = value(
      await explain('admin', { person: person('operator'), permission: 'profile.view', target }),
    );
    expect(answer.denial).toMatchObject({
      reason: 'condition-not-met',
      condition: 'for their own record only',
    });
  });

  it('says the same of a record that is not there and of one that is not the asker’s to see', async () => {
    for (const as of ['verified', 'dialer', 'admin', 'operator']) {
      for (const operation of ['broadcasts.start', 'broadcasts.get', 'broadcasts.edit']) {
        const there = await explain(as, { operation, target: { kind: 'broadcast', id: elsewhere } });
        const gone = await explain(as, { operation, target: { kind: 'broadcast', id: MISSING } });
        expect(there, `${as} ${operation}`).toEqual(gone);
      }
    }
  });

  it('says the same of a person who is not there and of one who is not the asker’s to see', async () => {
    const target = { kind: 'broadcast', id: draft };
    const ask = (id: string) => explain('admin', { person: id, operation: 'broadcasts.get', target });
    expect(await ask(person('south'))).toEqual(await ask(MISSING));
    expect(await explain('dialer', { person: person('admin'), operation: 'broadcasts.get', target })).toEqual(
      await ask(MISSING),
    );
  });

  it('agrees with what the door does, for every role and operation on a broadcast', async () => {
    const operations = ['broadcasts.get', 'broadcasts.attempts', 'broadcasts.outcomes'];
    for (const as of ['admin', 'dialer', 'verified', 'operator', 'south', 'root']) {
      for (const operation of operations) {
        const target = { kind: 'broadcast', id: draft };
        const done = await test.raw(`${as}@x.example`, operation, { id: draft });
        const answer = value(await explain(as, { operation, target }));
        expect(answer.allowed, `${as} ${operation}`).toBe(done.ok);
      }
    }
  });
});

describe('access.whoCan', () => {
  it('names the people whom the asker sees, and no others', async () => {
    const ask = { operation: 'numberLists.list', target: { kind: 'node' as const, id: node('north') } };
    const admin = value(
      await test.call('admin@x.example', 'access.whoCan', {
        permission: 'numberLists.view',
        target: { kind: 'node', id: node('north-a') },
      }),
    );
    expect(admin.people.map((one) => one.email)).toEqual(['dialer@x.example']);
    expect(admin.people[0]?.paths).toHaveLength(1);
    const root = value(await test.call('root@x.example', 'access.whoCan', ask));
    expect(root.total).toBe(1);
    const dialer = value(
      await test.call('dialer@x.example', 'access.whoCan', {
        permission: 'numberLists.view',
        target: { kind: 'node', id: node('north-a') },
      }),
    );
    expect(dialer.people.map((one) => one.email)).toEqual(['dialer@x.example']);
  });

  it('refuses a record elsewhere as one that is not there', async () => {
    expect(await whoGets(elsewhere)).toEqual(await whoGets(MISSING));
  });
});

describe('access.whatCan', () => {
  it('lists rights with scope, condition and rows', async () => {
    const answer = value(
      await test.call('admin@x.example', 'access.whatCan', { person: person('operator') }),
    );
    const profile = answer.rights.find((right) => right.permission === 'profile.edit');
    expect(profile?.holdings).toMatchObject([
      { nodeName: 'north-a1', condition: 'for their own record only', paths: [{ role: 'OPERATOR' }] },
    ]);
    expect(answer.rights.map((right) => right.permission)).toContain('clients.block');
  });
});

describe('scopes that are not the asker’s to see', () => {
  it('are named in no answer about somebody who has a role there', async () => {
    const both = person('both');
    const target = { kind: 'node' as const, id: node('north-a') };
    const held = value(
      await test.call('both@x.example', 'access.explain', { permission: 'numberLists.view', target }),
    );
    expect(held.denial?.nodes).toEqual([{ id: node('south-a'), name: 'south-a' }]);
    const asks = [
      ['access.explain', { person: both, permission: 'numberLists.view', target }],
      ['access.whatCan', { person: both }],
      ['access.compare', { left: { person: both }, right: { person: person('dialer') } }],
      ['access.whatIf', { draft: { archive: [node('north-a')] } }],
    ] as const;
    for (const [name, input] of asks) {
      const reply = await test.raw('admin@x.example', name, input);
      expect(reply, name).toMatchObject({ ok: true });
      expect(JSON.stringify(reply), name).not.toContain(node('south-a'));
      expect(JSON.stringify(reply), name).not.toContain('south');
    }
  });
});

describe('access.whatIf', () => {
  it('says who gains what by a role, and who loses what without one', async () => {
    const me = value(await test.call('verified@x.example', 'session.me', {}));
    const answer = value(
      await test.call('admin@x.example', 'access.whatIf', {
        draft: {
          add: [{ person: person('operator'), pack: 'J', role: 'DIALER_USER', node: node('north-a') }],
          remove: [me?.roles[0]?.assignment as string],
        },
      }),
    );
    expect(answer).toMatchObject({ total: 2, gained: 1, lost: 1 });
    const operator = answer.people.find((one) => one.person === person('operator'));
    expect(operator?.gained.map((one) => [one.permission, one.nodeName])).toEqual([
      ['numberLists.view', 'north-a'],
      ['broadcasts.view', 'north-a'],
    ]);
    expect(operator?.lost).toEqual([]);
  });

  it('says who gains what if cells of a role are changed', async () => {
    const answer = value(
      await test.call('root@x.example', 'access.whatIf', {
        draft: {
          cells: [
            {
              realm: node('north'),
              role: 'OPERATOR',
              cells: { 'J.DIALER_USER.1': { token: 'Y', value: 'allow' } },
            },
          ],
        },
      }),
    );
    expect(answer.people).toMatchObject([
      { person: person('operator'), gained: [{ permission: 'numberLists.view', nodeName: 'north-a1' }] },
    ]);
  });

  it('says who gains and loses what if a scope is moved', async () => {
    const answer = value(
      await test.call('root@x.example', 'access.whatIf', {
        draft: { move: [{ node: node('north-a2'), parent: node('north-b') }] },
      }),
    );
    expect(answer).toMatchObject({ total: 4, gained: 0, lost: 4 });
  });

  it('refuses what names somebody or some scope that is not the asker’s to see', async () => {
    expect(await draftAt(node('south-a'))).toEqual(await draftAt(MISSING));
    expect((await draftAt(node('south-a'))).ok).toBe(false);
    expect(value(await draftAt(node('north-a'))).people).toMatchObject([{ person: 'new', name: '' }]);
  });
});

describe('access.compare', () => {
  it('compares two persons by right and scope', async () => {
    const answer = value(
      await test.call('admin@x.example', 'access.compare', {
        left: { person: person('dialer') },
        right: { person: person('verified') },
      }),
    );
    expect(answer.onlyLeft.map((one) => one.permission)).toContain('numberLists.edit');
    expect(answer.onlyRight.map((one) => one.permission)).toEqual([
      'broadcasts.start',
      'broadcasts.suspend',
      'broadcasts.finish',
    ]);
    expect(answer.both).toEqual([]);
  });

  it('compares two roles', async () => {
    const answer = value(
      await test.call('dialer@x.example', 'access.compare', {
        left: { pack: 'J', role: 'DIALER_ADMIN' },
        right: { pack: 'J', role: 'DIALER_USER' },
      }),
    );
    expect(answer.both.map((one) => one.permission).toSorted()).toEqual([
      'broadcasts.view',
      'numberLists.view',
    ]);
    expect(answer.onlyRight).toEqual([]);
  });
});

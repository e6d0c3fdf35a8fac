import { describe, expect, it } from 'vitest';
import type { Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import { validatePack } from '#shared/policy/validate.ts';

const base: Pack = {
  id: 'Q',
  version: 1,
  title: 'Small platform',
  source: 'A test',
  nodeKinds: [
    { kind: 'account', title: 'Account', parent: 'realm' },
    { kind: 'project', title: 'Project', parent: 'account' },
  ],
  roles: [{ id: 'READER', words: 'Reads.', nodeKinds: ['account'], signIn: true, manages: [] }],
  rows: [
    {
      id: 'Q.1',
      section: 'View',
      words: 'Users',
      permissions: ['users.view'],
      cells: { READER: { token: 'Y', value: 'allow' } },
    },
  ],
};
const row = base.rows[0] as Pack['rows'][number];
const role = base.roles[0] as Pack['roles'][number];

/** What is wrong, as 'where: message' lines. */
function faults(value: unknown): string[] {
  const read = validatePack(value);
  return read.ok ? [] : read.faults.map(({ where, message }) => `${where}: ${message}`);
}

const withRow = (change: object): Pack => ({
  ...base,
  rows: [row, { ...row, id: 'Q.2', words: 'Roles', ...change }],
});
const withRole = (change: object): Pack => ({ ...base, roles: [{ ...role, ...change }] });

describe('a role pack of unknown origin', () => {
  it.each(BUILT_IN_PACKS.map((pack) => [pack.title, pack] as const))(
    'is taken as it is: %s',
    (_title, pack) => {
      expect(validatePack(structuredClone(pack))).toEqual({ ok: true, pack });
    },
  );

  it.each([
    [
      'an unknown permission',
      withRow({ permissions: ['users.fly'] }),
      'Q.2: There is no permission "users.fly".',
    ],
    [
      'a permission twice in a row',
      withRow({ permissions: ['users.view', 'users.view'] }),
      'Q.2: The permission "users.view" is there twice.',
    ],
    ['a row id twice', withRow({ id: 'Q.1' }), 'Q.1: The row id "Q.1" is there twice.'],
    ['a row repeated word for word', withRow({ words: 'Users' }), 'Q.2: It repeats row Q.1, word for word.'],
    [
      'a cell of an unknown role',
      withRow({ cells: { WRITER: { token: 'Y', value: 'allow' } } }),
      'Q.2: There is no role "WRITER".',
    ],
    [
      'a conditional cell without a condition',
      withRow({ cells: { READER: { token: 'Y', value: 'conditional' } } }),
      'Q.2: READER: the cell is conditional, but neither it nor its row names a condition.',
    ],
    [
      'a condition on a cell that is not conditional',
      withRow({ cells: { READER: { token: 'Y', value: 'allow', condition: 'self' } } }),
      'Q.2: READER: the cell names a condition, but its value is allow.',
    ],
    [
      'a cell for a kind of node that there is not',
      withRow({ cells: { READER: { token: 'Y', value: 'conditional', at: ['planet'] } } }),
      'Q.2: READER: its condition asks for "planet", which is no node kind.',
    ],
    [
      'a condition on ends within a kind that there is not',
      withRow({ condition: { ends: { within: 'planet', cover: 'both' } } }),
      'Q.2: Its condition asks for "planet", which is no node kind.',
    ],
    [
      'a role without a node kind',
      withRole({ nodeKinds: [] }),
      'role READER: nodeKinds: It names no kind of scope at which it can be given.',
    ],
    [
      'a role at a node kind that there is not',
      withRole({ nodeKinds: ['planet'] }),
      'role READER: "planet" is no node kind, so the role can\'t be given there.',
    ],
    [
      'a role that manages an unknown one',
      withRole({ manages: ['WRITER'] }),
      'role READER: It manages "WRITER", which is no role of this pack.',
    ],
    ['a role twice', { ...base, roles: [role, role] }, 'role READER: The role "READER" is there twice.'],
    [
      'a node kind below nothing',
      { ...base, nodeKinds: [...base.nodeKinds, { kind: 'line', title: 'Line', parent: 'planet' }] },
      'node kind line: "line" lies below "planet", which is no node kind.',
    ],
    [
      'a node kind twice',
      { ...base, nodeKinds: [...base.nodeKinds, { kind: 'account', title: 'Account', parent: 'realm' }] },
      'node kind account: The node kind "account" is there twice.',
    ],
    ['an unknown key', { ...base, code: 'rm' }, 'pack: Unrecognized key: "code"'],
    ['a row without words', withRow({ words: '' }), 'Q.2: words: This is too short; the least is 1.'],
    ['no pack at all', 'pack', 'pack: This must be a set of fields.'],
  ])('is refused for %s, named by row', (_what, pack, fault) => {
    expect(faults(pack)).toEqual([fault]);
  });

  it('is refused for a cycle of node kinds, named at each kind in it', () => {
    const nodeKinds = [
      { kind: 'account', title: 'Account', parent: 'project' },
      { kind: 'project', title: 'Project', parent: 'account' },
      { kind: 'line', title: 'Line', parent: 'project' },
    ];
    expect(faults({ ...base, nodeKinds })).toEqual([
      'node kind account: "account" lies below itself: account, project, account.',
      'node kind project: "project" lies below itself: project, account, project.',
    ]);
  });

  it('names a row that has no id by its number', () => {
    expect(faults({ ...base, rows: [row, { ...row, id: 7 }] })).toEqual([
      'row number 2: id: This must be text.',
    ]);
  });

  it('is told every fault at once', () => {
    const rows = pushToTalkPack.rows.map((one) => ({ ...one, permissions: ['no.such'] }));
    expect(faults({ ...pushToTalkPack, rows })).toHaveLength(rows.length);
  });
});

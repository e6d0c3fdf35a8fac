import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PLATFORM_ID } from '#shared/ids.ts';
import { operations } from '#shared/operations/index.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import type { Failure, Reply } from '#shared/reply.ts';
import { csvOf, portalSheet } from '../../support/role-sheet.ts';
import { type TestService, testService, testWorld, type World } from '../../support/service.ts';
import { xlsxOf } from '../../support/xlsx.ts';

const ROOT = 'root@x.example';
const BOSS = 'boss@x.example';
const DIALER = 'dialer@x.example';
const SOUTH = 'south@x.example';
const EVERYBODY = [ROOT, BOSS, DIALER, SOUTH];

let test: TestService;
let world: World;
let folder: string;

beforeEach(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: ROOT, node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
    { email: BOSS, node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
    {
      email: DIALER,
      node: 'north-a',
      roles: [
        ['J', 'DIALER_USER', 'north-a'],
        ['J', 'ANALYST', 'north-a1'],
      ],
    },
    {
      email: SOUTH,
      node: 'south-a',
      roles: [
        ['J', 'ADMINISTRATOR', 'south-a'],
        ['J', 'DIALER_USER', 'south-a'],
      ],
    },
  ]);
  for (const email of EVERYBODY) await test.signIn(email);
  folder = mkdtempSync(join(tmpdir(), 'rolecall-packs-'));
});
afterEach(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const node = (name: string): string => world.nodes[name] as string;

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const json = (pack: unknown, name = 'pack.json'): string => file(name, JSON.stringify(pack));

/** The dialog platform's pack with some rows changed. */
function dialogWith(change: (row: Pack['rows'][number]) => Pack['rows'][number]): Pack {
  return { ...dialogPack, rows: dialogPack.rows.map(change) };
}

const noDialerLists = dialogWith((row) =>
  row.id === 'J.DIALER_USER.1' ? { ...row, cells: { DIALER_USER: { token: 'no', value: 'deny' } } } : row,
);

function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}
function failure(reply: Reply<unknown>): Failure {
  if (reply.ok) throw new Error('It was not refused.');
  return reply.error;
}
const imported = async (pack: Pack): Promise<number> =>
  value(await test.call(ROOT, 'packs.import', { file: json(pack) })).version;
const use = (version: number, more: { accept?: boolean; from?: number } = {}) =>
  test.call(ROOT, 'packs.use', { realm: node('north'), version, ...more });

/** What each person may do where, as the door itself answers. */
async function decisions(): Promise<Record<string, unknown>> {
  const asks = Object.keys(operations).flatMap((operation) =>
    Object.values(world.nodes).map((id) => ({ operation, kind: 'node', id })),
  );
  const answers: Record<string, unknown> = {};
  for (const email of EVERYBODY) {
    for (let from = 0; from < asks.length; from += 500) {
      const some = asks.slice(from, from + 500);
      answers[`${email}:${from}`] = value(await test.call(email, 'access.check', { asks: some }));
    }
  }
  return answers;
}

describe('a role matrix as a spreadsheet', () => {
  const files: readonly (readonly [string, () => string])[] = [
    ['CSV', () => file('matrix.csv', csvOf(portalSheet()))],
    [
      'CSV with semicolons and a byte order mark',
      () => file('matrix.csv', `\uFEFF${csvOf(portalSheet(), ';')}`),
    ],
    [
      'CSV in UTF-16',
      () => file('matrix.txt', Buffer.from(`\uFEFF${csvOf(portalSheet(), '\t')}`, 'utf16le')),
    ],
    ['XLSX', () => file('matrix.xlsx', xlsxOf({ Roles: portalSheet() }))],
  ];

  it.each(files)("of the push-to-talk portal gives the built-in pack's cells (%s)", async (_what, make) => {
    const preview = value(await test.call(ROOT, 'packs.preview', { file: make(), pack: 'E' }));
    expect(preview.faults).toEqual([]);
    expect(preview.comparedWith).toBe(1);
    expect(preview.diff).toMatchObject({ cells: [], rows: { added: [], removed: [], changed: [] } });
    expect(preview.pack).toMatchObject({ id: 'E', version: 2, rows: pushToTalkPack.rows.length });
  });

  it('is not imported where it says what the newest version says', async () => {
    const reply = await test.call(ROOT, 'packs.import', {
      file: file('matrix.csv', csvOf(portalSheet())),
      pack: 'E',
    });
    expect(failure(reply)).toMatchObject({ code: 'conflict' });
  });

  it('shows its faults by row and the sheets to choose from', async () => {
    const sheet = portalSheet();
    (sheet[3] as string[])[2] = 'Perhaps';
    const path = file('two.xlsx', xlsxOf({ Notes: [['Nothing here', 'at all']], Matrix: sheet }));
    const preview = value(await test.call(ROOT, 'packs.preview', { file: path, pack: 'E', sheet: 'Matrix' }));
    expect(preview.sheets).toEqual(['Notes', 'Matrix']);
    expect(preview.faults).toEqual([{ where: 'row 4', message: 'Support: say what "Perhaps" means.' }]);
    expect(preview.pack).toBeNull();
    const mapping = preview.mapping as NonNullable<typeof preview.mapping>;
    const tokens = mapping.tokens.map((one) =>
      one.token === 'Perhaps' ? { ...one, value: 'deny' as const } : one,
    );
    const input = { file: path, pack: 'E', sheet: 'Matrix', mapping: { ...mapping, tokens } };
    const again = value(await test.call(ROOT, 'packs.preview', input));
    expect(again.diff?.cells).toMatchObject([{ role: 'Support', change: 'lost', to: { token: 'Perhaps' } }]);
    expect(value(await test.call(ROOT, 'packs.import', { ...input, digest: again.digest }))).toEqual({
      pack: 'E',
      version: 2,
    });
  });

  it('that was changed after it was looked at is not imported', async () => {
    const path = json(noDialerLists);
    const { digest } = value(await test.call(ROOT, 'packs.preview', { file: path }));
    json({ ...noDialerLists, title: 'Another' });
    expect(failure(await test.call(ROOT, 'packs.import', { file: path, digest })).message).toContain(
      'was changed after',
    );
  });

  it.each([
    ['a damaged workbook', 'x.xlsx', Buffer.from('PK\u0003\u0004 and no more'), 'damaged'],
    ['a picture', 'x.png', Buffer.from('\u0089PNG\r\n', 'latin1'), 'picture'],
    ['broken JSON', 'x.json', Buffer.from('{"id": '), 'no JSON'],
    ['an empty file', 'x.csv', Buffer.alloc(0), 'empty'],
  ])('%s is refused in words', async (_what, name, bytes, words) => {
    const reply = await test.call(ROOT, 'packs.preview', { file: file(name, bytes), pack: 'E' });
    expect(failure(reply)).toMatchObject({ code: 'invalid-input' });
    expect(failure(reply).message).toContain(words);
  });
});

describe('a pack as JSON', () => {
  const refused: readonly (readonly [string, unknown, string])[] = [
    [
      'an unknown permission',
      dialogWith((row) => (row.id === 'J.ANALYST.2' ? { ...row, permissions: ['logs.fly'] } : row)),
      'J.ANALYST.2',
    ],
    [
      'a row twice',
      { ...dialogPack, rows: [...dialogPack.rows, dialogPack.rows[4]] },
      dialogPack.rows[4]?.id ?? '',
    ],
    [
      'a role without a kind of node',
      {
        ...dialogPack,
        roles: dialogPack.roles.map((role) => (role.id === 'USER' ? { ...role, nodeKinds: [] } : role)),
      },
      'role USER',
    ],
    [
      'a cycle of node kinds',
      {
        ...dialogPack,
        nodeKinds: [
          { kind: 'account', title: 'Account', parent: 'project' },
          { kind: 'project', title: 'Project', parent: 'account' },
        ],
      },
      'node kind account',
    ],
  ];

  it.each(refused)('is refused for %s, named by row', async (_what, pack, where) => {
    const path = json(pack);
    const preview = value(await test.call(ROOT, 'packs.preview', { file: path }));
    expect(preview.pack).toBeNull();
    expect(preview.faults.map((fault) => fault.where)).toContain(where);
    const reply = failure(await test.call(ROOT, 'packs.import', { file: path }));
    expect(reply.code).toBe('invalid-input');
    expect(reply.fields?.map(({ path: at }) => at)).toContain(where);
    expect(value(await test.call(ROOT, 'packs.list', {})).filter(({ id }) => id === 'J')).toHaveLength(1);
  });

  it('cannot take the place of the roles of the workspace itself', async () => {
    const reply = failure(
      await test.call(ROOT, 'packs.import', { file: json({ ...dialogPack, id: 'console' }) }),
    );
    expect(reply.message).toContain("workspace's own roles");
  });

  it('comes back from an export as it went out, and its export reads again', async () => {
    const version = await imported(noDialerLists);
    const saved = join(folder, 'saved.json');
    const written = value(
      await test.call(ROOT, 'packs.export', { pack: 'J', version, file: saved, format: 'json' }),
    );
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toEqual({ ...noDialerLists, version });
    expect(written.bytes).toBe(readFileSync(saved).length);
    const preview = value(await test.call(ROOT, 'packs.preview', { file: saved }));
    expect(preview).toMatchObject({ faults: [], comparedWith: version, diff: { cells: [] } });
    const csv = join(folder, 'saved.csv');
    value(await test.call(ROOT, 'packs.export', { pack: 'J', version, file: csv }));
    const sheet = value(await test.call(ROOT, 'packs.preview', { file: csv, pack: 'J' }));
    expect(sheet).toMatchObject({ faults: [], diff: { cells: [], rows: { changed: [], removed: [] } } });
    expect(failure(await test.call(ROOT, 'packs.export', { pack: 'J', file: csv })).message).toContain(
      'file of this name',
    );
  });
});

describe('a version', () => {
  it('changes nothing for anybody until a realm is put under it, and then only in that realm', async () => {
    const before = await decisions();
    const version = await imported(noDialerLists);
    expect(version).toBe(2);
    expect(await decisions()).toEqual(before);
    value(await use(version));
    const lists = (email: string, at: string) => test.call(email, 'numberLists.list', { node: node(at) });
    expect((await lists(DIALER, 'north-a')).ok).toBe(false);
    expect((await lists(SOUTH, 'south-a')).ok).toBe(true);
    const listed = value(await test.call(ROOT, 'packs.list', {})).filter(({ id }) => id === 'J');
    expect(listed.map(({ realms }) => realms.map(({ name }) => name))).toEqual([['south'], ['north']]);
  });

  it('taken back restores exactly the former decisions', async () => {
    const before = await decisions();
    const version = await imported(noDialerLists);
    value(await use(version));
    expect(await decisions()).not.toEqual(before);
    const reply = value(await use(1, { from: version }));
    expect(reply).toEqual({ version: 1, from: version });
    expect(await decisions()).toEqual(before);
  });

  it('tells who gains and who loses what before it is in force', async () => {
    const version = await imported(
      dialogWith((row) =>
        row.id === 'J.DIALER_VERIFIED.1'
          ? { ...row, cells: { ...row.cells, DIALER_USER: { token: 'Y', value: 'allow' } } }
          : row.id === 'J.ANALYST.2'
            ? { ...row, cells: {} }
            : row,
      ),
    );
    const impact = value(await test.call(ROOT, 'packs.impact', { realm: node('north'), version }));
    expect(impact).toMatchObject({
      from: 1,
      to: version,
      total: 1,
      refusal: null,
      vanished: [],
      former: null,
    });
    const [person] = impact.people;
    expect(person?.name).toBe('Test dialer');
    expect(person?.gained.map(({ permission }) => permission).toSorted()).toEqual([
      'broadcasts.finish',
      'broadcasts.start',
      'broadcasts.suspend',
    ]);
    expect(person?.lost).toMatchObject([{ permission: 'dialogLogs.view', nodeName: 'north-a1' }]);
    value(await use(version));
    const back = value(await test.call(ROOT, 'packs.impact', { realm: node('north'), version: 1 }));
    expect(back).toMatchObject({ former: 1, total: 1 });
    expect(back.people[0]?.lost).toEqual(person?.gained);
  });

  it('is refused that hands out what the actor neither holds nor may give there', async () => {
    const version = await imported(
      dialogWith((row) =>
        row.id === 'J.ANALYST.1' ? { ...row, permissions: [...row.permissions, 'customers.create'] } : row,
      ),
    );
    const reply = failure(await use(version));
    expect(reply).toMatchObject({ code: 'denied', reason: 'exceeds-own' });
    expect(reply.message).toContain('ANALYST');
    expect(reply.fields?.map(({ path }) => path)).toEqual(['cells.J.ANALYST.1']);
    const impact = value(await test.call(ROOT, 'packs.impact', { realm: node('north'), version }));
    expect(impact.refusal).toBe(reply.message);
  });

  it('is refused that entrusts a role with one of another platform', async () => {
    const roles = dialogPack.roles.map((role) =>
      role.id === 'USER' ? { ...role, manages: ['X:Admin', 'T:Reseller'] } : role,
    );
    const version = await imported({ ...dialogPack, roles });
    expect(failure(await use(version))).toMatchObject({ reason: 'exceeds-own' });
  });

  it('is refused that widens a condition beyond what anybody could give', async () => {
    const version = await imported(
      dialogWith((row) =>
        row.condition === 'self' && row.section === 'USER'
          ? { ...row, cells: { USER: { token: 'Y', value: 'allow' } } }
          : row,
      ),
    );
    expect(failure(await use(version))).toMatchObject({ reason: 'exceeds-own' });
  });

  it('is refused that leaves the realm without anybody who can give roles', async () => {
    const version = await imported(
      dialogWith((row) =>
        row.section === 'ADMINISTRATOR'
          ? { ...row, permissions: row.permissions.filter((id) => id !== 'assignments.grant') }
          : row,
      ),
    );
    expect(failure(await use(version))).toMatchObject({ code: 'denied', reason: 'last-manager' });
  });

  it('without roles that people hold needs to be told so, and names the people', async () => {
    const pack: Pack = {
      ...dialogPack,
      roles: dialogPack.roles
        .filter(({ id }) => id !== 'ANALYST')
        .map((role) => ({ ...role, manages: role.manages.filter((id) => id !== 'ANALYST') })),
      rows: dialogPack.rows.filter(({ section }) => section !== 'ANALYST'),
    };
    const version = await imported(pack);
    const impact = value(await test.call(ROOT, 'packs.impact', { realm: node('north'), version }));
    expect(impact.vanished).toMatchObject([{ role: 'ANALYST', count: 1, people: [{ name: 'Test dialer' }] }]);
    const reply = failure(await use(version));
    expect(reply).toMatchObject({ code: 'conflict', reason: 'roles-vanish' });
    expect(reply.message).toContain('Test dialer');
    const before = await decisions();
    value(await use(version, { accept: true }));
    value(await use(1));
    expect(await decisions()).toEqual(before);
  });

  it('can be put into force only by who holds that right, and only from what they saw', async () => {
    const version = await imported(noDialerLists);
    const input = { realm: node('north'), version };
    for (const email of [BOSS, DIALER, SOUTH]) {
      expect(failure(await test.call(email, 'packs.use', input)).code).toBe('denied');
      expect(failure(await test.call(email, 'packs.impact', input)).code).toBe('denied');
      expect(failure(await test.call(email, 'packs.import', { file: json(noDialerLists) })).code).toBe(
        'denied',
      );
    }
    expect(failure(await use(7)).code).toBe('not-found');
    expect(failure(await use(version, { from: 5 })).code).toBe('conflict');
    expect(failure(await use(1)).message).toContain('in force in this realm already');
    expect(failure(await test.call(ROOT, 'packs.use', { realm: node('north-a'), version })).code).toBe(
      'not-found',
    );
    expect(failure(await test.call(ROOT, 'packs.use', { realm: PLATFORM_ID, version })).code).toBe(
      'not-found',
    );
  });

  it('is compared with another in words', async () => {
    const version = await imported(noDialerLists);
    const diff = value(await test.call(DIALER, 'packs.diff', { pack: 'J', from: 1, to: version }));
    expect(diff.cells).toMatchObject([
      {
        row: 'J.DIALER_USER.1',
        role: 'DIALER_USER',
        change: 'lost',
        from: { token: 'stated' },
        to: { value: 'deny' },
      },
    ]);
    expect(failure(await test.call(DIALER, 'packs.diff', { pack: 'J', from: 1, to: 9 })).code).toBe(
      'not-found',
    );
  });

  it('is shown for a realm only to who works there', async () => {
    const ask = (email: string) => test.call(email, 'packs.detail', { pack: 'J', realm: node('north') });
    expect((await ask(DIALER)).ok).toBe(true);
    expect(failure(await ask(SOUTH)).code).toBe('not-found');
    const own = value(await test.call(SOUTH, 'packs.list', {}));
    expect(own.flatMap(({ realms }) => realms.map(({ name }) => name))).toEqual(['south']);
  });
});

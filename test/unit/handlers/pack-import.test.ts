import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import { dialogWith, failure, noDialerLists, PackWorld, ROOT, value } from '../../support/pack-world.ts';
import { csvOf, portalSheet } from '../../support/role-sheet.ts';
import type { TestService } from '../../support/service.ts';
import { xlsxOf } from '../../support/xlsx.ts';

let at: PackWorld;
let test: TestService;

beforeEach(async () => {
  at = await PackWorld.make();
  test = at.test;
});
afterEach(() => at.close());

describe('a role matrix as a spreadsheet', () => {
  const files: readonly (readonly [string, () => string])[] = [
    ['CSV', () => at.file('matrix.csv', csvOf(portalSheet()))],
    [
      'CSV with semicolons and a byte order mark',
      () => at.file('matrix.csv', `\uFEFF${csvOf(portalSheet(), ';')}`),
    ],
    [
      'CSV in UTF-16',
      () => at.file('matrix.txt', Buffer.from(`\uFEFF${csvOf(portalSheet(), '\t')}`, 'utf16le')),
    ],
    ['XLSX', () => at.file('matrix.xlsx', xlsxOf({ Roles: portalSheet() }))],
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
      file: at.file('matrix.csv', csvOf(portalSheet())),
      pack: 'E',
    });
    expect(failure(reply)).toMatchObject({ code: 'conflict' });
  });

  it('shows its faults by row and the sheets to choose from', async () => {
    const sheet = portalSheet();
    (sheet[3] as string[])[2] = 'Perhaps';
    const path = at.file('two.xlsx', xlsxOf({ Notes: [['Nothing here', 'at all']], Matrix: sheet }));
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
    const path = at.json(noDialerLists);
    const { digest } = value(await test.call(ROOT, 'packs.preview', { file: path }));
    at.json({ ...noDialerLists, title: 'Another' });
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
    const reply = await test.call(ROOT, 'packs.preview', { file: at.file(name, bytes), pack: 'E' });
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
    const path = at.json(pack);
    const preview = value(await test.call(ROOT, 'packs.preview', { file: path }));
    expect(preview.pack).toBeNull();
    expect(preview.faults.map((fault) => fault.where)).toContain(where);
    const reply = failure(await test.call(ROOT, 'packs.import', { file: path }));
    expect(reply.code).toBe('invalid-input');
    expect(reply.fields?.map((field) => field.path)).toContain(where);
    expect(value(await test.call(ROOT, 'packs.list', {})).filter(({ id }) => id === 'J')).toHaveLength(1);
  });

  it('cannot take the place of the roles of the workspace itself', async () => {
    const reply = failure(
      await test.call(ROOT, 'packs.import', { file: at.json({ ...dialogPack, id: 'console' }) }),
    );
    expect(reply.message).toContain("workspace's own roles");
  });

  it('comes back from an export as it went out, and its export reads again', async () => {
    const version = await at.imported(noDialerLists);
    const saved = join(at.folder, 'saved.json');
    const written = value(
      await test.call(ROOT, 'packs.export', { pack: 'J', version, file: saved, format: 'json' }),
    );
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toEqual({ ...noDialerLists, version });
    expect(written.bytes).toBe(readFileSync(saved).length);
    const preview = value(await test.call(ROOT, 'packs.preview', { file: saved }));
    expect(preview).toMatchObject({ faults: [], comparedWith: version, diff: { cells: [] } });
    const csv = join(at.folder, 'saved.csv');
    value(await test.call(ROOT, 'packs.export', { pack: 'J', version, file: csv }));
    const sheet = value(await test.call(ROOT, 'packs.preview', { file: csv, pack: 'J' }));
    expect(sheet).toMatchObject({ faults: [], diff: { cells: [], rows: { changed: [], removed: [] } } });
    expect(failure(await test.call(ROOT, 'packs.export', { pack: 'J', file: csv })).message).toContain(
      'file of this name',
    );
  });
});

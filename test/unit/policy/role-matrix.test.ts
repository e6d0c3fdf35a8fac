import { describe, expect, it } from 'vitest';
import { diffPacks } from '#shared/policy/diff.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import { guessMapping } from '#shared/policy/role-matrix/guess.ts';
import type { MatrixMapping } from '#shared/policy/role-matrix/mapping.ts';
import { readMatrix } from '#shared/policy/role-matrix/read-matrix.ts';
import { portalSheet, sheetOf } from '../../support/role-sheet.ts';

const E = pushToTalkPack;
const NOTHING = {
  roles: { added: [], removed: [], changed: [] },
  nodeKinds: { added: [], removed: [] },
  rows: { added: [], removed: [], changed: [] },
  cells: [],
};

/** The portal's sheet with some cells replaced, as [row from 1, column from 1, text]. */
function sheetWith(
  ...changes: readonly (readonly [row: number, column: number, text: string])[]
): string[][] {
  const sheet = portalSheet();
  for (const [row, column, text] of changes) (sheet[row - 1] as string[])[column - 1] = text;
  return sheet;
}

function read(sheet: string[][], change: (mapping: MatrixMapping) => MatrixMapping = (mapping) => mapping) {
  return readMatrix(sheet, change(guessMapping(sheet, E)), E);
}
const lines = (faults: readonly { where: string; message: string }[]) =>
  faults.map(({ where, message }) => `${where}: ${message}`);

describe("the push-to-talk portal's matrix as a spreadsheet", () => {
  it('is read without a question: columns, roles and tokens are guessed', () => {
    const mapping = guessMapping(portalSheet(), E);
    expect(mapping.header).toBe(1);
    expect(mapping.columns.map(({ use, role }) => (use === 'role' ? role : use))).toEqual([
      'section',
      'words',
      'Support',
      'Conduit Admin',
      'Sales Rep',
      'Customer Manager',
      'Customer Admin',
      'Customer Technical',
    ]);
    expect(Object.fromEntries(mapping.tokens.map(({ token, value }) => [token, value]))).toEqual({
      Y: 'allow',
      N: 'deny',
      'N/A': 'not-available',
      'Read Only': 'view-only',
    });
  });

  it("gives the built-in pack's cells, conditions included", () => {
    expect(read(portalSheet()).pack).toEqual(E);
  });

  it('is read with section headings in rows of their own, and with titles further down', () => {
    const sheet = portalSheet();
    let section = '';
    const headed = sheet.slice(1).flatMap(([name = '', ...cells]) => {
      const heading = name === section ? [] : [[name]];
      section = name;
      return [...heading, cells];
    });
    const titles = (sheet[0] as string[]).slice(1);
    expect(read([['Roles of the portal'], [], titles, ...headed]).pack).toEqual(E);
  });

  it.each(BUILT_IN_PACKS.map((pack) => [pack.title, pack] as const))(
    'so is a sheet of %s',
    (_title, pack) => {
      const sheet = sheetOf(pack);
      const result = readMatrix(sheet, guessMapping(sheet, pack), pack);
      expect(result.faults).toEqual([]);
      expect(diffPacks(pack, result.pack ?? pack)).toEqual(NOTHING);
      expect(result.pack).toEqual(pack);
    },
  );
});

describe('a changed cell of a sheet', () => {
  it('N to Y of a Sales Rep counts, as all its yeses do, where the role was given at a customer', () => {
    const sheet = portalSheet();
    const at = sheet.findIndex(([section, , ...cells]) => section === 'Delete' && cells[2] === 'N');
    const { pack } = read(sheetWith([at + 1, 5, 'Y']));
    const [change, ...more] = diffPacks(E, pack ?? E).cells;
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      role: 'Sales Rep',
      change: 'gained',
      from: { token: 'N' },
      to: { token: 'Y', value: 'conditional' },
    });
    expect(change?.to?.at?.length).toBeGreaterThan(0);
  });

  it('N to Y in a row with a condition gets the condition', () => {
    const row = E.rows.find(
      (one) => one.condition !== undefined && one.cells['Customer Technical']?.value === 'deny',
    );
    const sheet = portalSheet();
    const at = sheet.findIndex(([section, words]) => section === row?.section && words === row?.words);
    const { pack } = read(sheetWith([at + 1, 8, 'Y']));
    expect(diffPacks(E, pack ?? E).cells).toMatchObject([
      {
        role: 'Customer Technical',
        change: 'gained',
        to: { value: 'conditional', condition: row?.condition },
      },
    ]);
  });

  it('Y to N takes it away', () => {
    const { pack } = read(sheetWith([2, 3, 'N']));
    expect(diffPacks(E, pack ?? E).cells).toMatchObject([
      { row: 'E.Create.1', role: 'Support', change: 'lost', to: { token: 'N', value: 'deny' } },
    ]);
  });
});

const skipped = (use: string) => (mapping: MatrixMapping) => ({
  ...mapping,
  columns: mapping.columns.map((one) => (one.use === use ? { ...one, use: 'skip' as const } : one)),
});

describe('what is wrong with a sheet is named by its row', () => {
  it('an unknown permission', () => {
    const sheet = portalSheet().map((row, index) => [
      ...row,
      index === 0 ? 'Permission ids' : (E.rows[index - 1]?.permissions.join(' ') ?? ''),
    ]);
    (sheet[4] as string[])[8] = 'customers.fly';
    expect(lines(read(sheet).faults)).toEqual(['row 5: There is no permission "customers.fly".']);
  });

  it('a row that is there twice', () => {
    const sheet = portalSheet();
    sheet.push([...(sheet[3] as string[])]);
    expect(lines(read(sheet).faults)).toEqual([`row ${sheet.length}: It repeats row 4, word for word.`]);
  });

  it('a token of which nobody said what it means', () => {
    expect(lines(read(sheetWith([7, 4, 'Perhaps'])).faults)).toEqual([
      'row 7: Conduit Admin: say what "Perhaps" means.',
    ]);
  });

  it('a row without words', () => {
    expect(lines(read(sheetWith([9, 2, ''])).faults)).toContain(
      'row 9: It has no words that say what it is about.',
    );
  });

  it('a role without a kind of node at which it may be given', () => {
    const sheet = portalSheet().map((row, index) => [...row, index === 0 ? 'Dispatcher' : 'N']);
    expect(lines(read(sheet).faults)).toEqual([
      'role Dispatcher: nodeKinds: It names no kind of scope at which it can be given.',
    ]);
    const { pack } = read(sheet, (mapping) => ({
      ...mapping,
      columns: mapping.columns.map((one) =>
        one.role === 'Dispatcher' ? { ...one, nodeKinds: ['customer'] } : one,
      ),
    }));
    expect(diffPacks(E, pack ?? E).roles.added).toEqual(['Dispatcher']);
  });

  it('no column with words, none with a role, and one role twice', () => {
    expect(lines(read(portalSheet(), skipped('words')).faults)).toEqual([
      'columns: Say which column has the words of each row.',
    ]);
    expect(lines(read(portalSheet(), skipped('role')).faults)).toEqual([
      'columns: Say which columns are roles.',
    ]);
    expect(lines(read(sheetWith([1, 4, 'Support'])).faults)).toEqual([
      'role Support: Two columns are the role "Support".',
    ]);
  });
});

describe('rows and roles that a sheet does not have', () => {
  const few = portalSheet().slice(0, 6);

  it('stay as they are if that is asked for', () => {
    expect(read(few).pack).toEqual(E);
  });

  it('go if that is asked for, and no role manages one that is gone', () => {
    const { pack, faults } = read(few, (mapping) => ({ ...mapping, missing: 'remove' }));
    expect(faults).toEqual([]);
    expect(pack?.rows).toHaveLength(5);
    expect(pack?.roles.map(({ id }) => id)).not.toContain('Root');
    expect(pack?.roles.flatMap(({ manages }) => manages)).not.toContain('Root');
  });

  it('a new row goes to the end of its section and grants nothing until it names permissions', () => {
    const sheet = [...portalSheet(), ['Edit', 'Something new', 'Y', 'N', 'N', 'N', 'N', 'N']];
    const { pack, notes } = read(sheet);
    const edits = pack?.rows.filter(({ section }) => section === 'Edit') ?? [];
    expect(edits.at(-1)).toMatchObject({ words: 'Something new', permissions: [] });
    expect(notes).toHaveLength(1);
    expect(notes[0]?.where).toBe(`row ${sheet.length}`);
  });
});

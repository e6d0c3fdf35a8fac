import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffPacks, sameData } from '#shared/policy/diff.ts';
import { CELL_VALUES, type CellValue, cellOf, type Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';

const grants = (value: CellValue | undefined): boolean => value === 'allow' || value === 'conditional';

/** The pack with some cells replaced, by row and role. */
function withCells(
  pack: Pack,
  changes: readonly (readonly [row: number, role: number, value: CellValue])[],
): Pack {
  const rows = pack.rows.map((row) => ({ ...row, cells: { ...row.cells } }));
  for (const [row, role, value] of changes) {
    const id = pack.roles[role % pack.roles.length]?.id ?? '';
    const changed = rows[row % rows.length];
    if (changed !== undefined) changed.cells[id] = { token: 'new', value };
  }
  return { ...pack, rows };
}

const inOrder = <T extends { readonly key: string }>(list: readonly T[]): T[] =>
  list.toSorted((one, two) => (one.key < two.key ? -1 : 1));

const changes = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...CELL_VALUES)), { maxLength: 8 });

describe('the difference of two versions', () => {
  it('is what turns round when they change places: gained is lost, from is to', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BUILT_IN_PACKS), changes, (pack, some) => {
        const other = withCells(pack, some);
        const turned = diffPacks(other, pack).cells.map(({ row, role, change, from, to }) => ({
          key: `${row} ${role}`,
          change: change === 'gained' ? 'lost' : change === 'lost' ? 'gained' : change,
          from: to,
          to: from,
        }));
        const straight = diffPacks(pack, other).cells.map(({ row, role, change, from, to }) => ({
          key: `${row} ${role}`,
          change,
          from,
          to,
        }));
        expect(inOrder(turned)).toEqual(inOrder(straight));
      }),
    );
  });

  it('names exactly the cells that are answered differently', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BUILT_IN_PACKS), changes, (pack, some) => {
        const other = withCells(pack, some);
        const named = new Map(
          diffPacks(pack, other).cells.map((one) => [`${one.row} ${one.role}`, one.change]),
        );
        for (const [index, row] of pack.rows.entries()) {
          const after = other.rows[index] as Pack['rows'][number];
          for (const { id } of pack.roles) {
            const [old, now] = [cellOf(row, id), cellOf(after, id)];
            const change = named.get(`${row.id} ${id}`);
            if (sameData(old, now)) expect(change).toBeUndefined();
            else if (grants(old.value) === grants(now.value)) expect(change).toBe('changed');
            else expect(change).toBe(grants(now.value) ? 'gained' : 'lost');
          }
        }
      }),
    );
  });

  it('finds a row by its words when its id is another', () => {
    const renamed = {
      ...pushToTalkPack,
      rows: pushToTalkPack.rows.map((row, index) => (index === 3 ? { ...row, id: 'E.new' } : row)),
    };
    expect(diffPacks(pushToTalkPack, renamed)).toMatchObject({ rows: { added: [], removed: [] }, cells: [] });
  });

  it('tells of roles and rows that come and go, and of the rights that go with them', () => {
    const fewer = {
      ...pushToTalkPack,
      roles: pushToTalkPack.roles.filter(({ id }) => id !== 'Support'),
      rows: pushToTalkPack.rows.slice(1),
    };
    const diff = diffPacks(pushToTalkPack, fewer);
    expect(diff.roles.removed).toEqual(['Support']);
    expect(diff.rows.removed).toMatchObject([{ id: 'E.Create.1', words: 'Customer' }]);
    expect(diff.cells.every(({ change }) => change === 'lost')).toBe(true);
    expect(diff.cells.filter(({ row }) => row === 'E.Create.1').map(({ role }) => role)).toEqual([
      'Root',
      'Conduit Admin',
      'Sales Rep',
      'Support',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { countsOf, filterOf, narrowed } from '#renderer/screens/roles/matrix-filter.ts';
import type { PackDetail } from '#shared/operations/pack-answers.ts';
import type { CellValue } from '#shared/policy/pack.ts';

const cell = (value: CellValue) => ({ token: '', value, condition: null, own: { token: '', value } });

function row(id: string, section: string, values: readonly [CellValue, CellValue], operations: string[]) {
  return {
    id,
    section,
    words: `Words of ${id}`,
    permissions: [{ id: `things.${id}`, words: `Do ${id}`, operations }],
    condition: null,
    note: null,
    cells: { A: cell(values[0]), B: cell(values[1]) },
  };
}

const role = (id: string) => ({
  id,
  words: '',
  givenAt: [],
  signIn: true,
  manages: [],
  perPerson: null,
  custom: null,
});

const detail: PackDetail = {
  id: 'Q',
  version: 1,
  title: 'Q',
  source: '',
  nodeKinds: [],
  roles: [role('A'), role('B')],
  rows: [
    row('one', 'Create', ['allow', 'allow'], ['things.one']),
    row('two', 'Create', ['allow', 'deny'], []),
    row('three', 'View', ['view-only', 'unstated'], ['things.three']),
  ],
};
const ids = (address: Parameters<typeof filterOf>[0]) =>
  narrowed(detail, filterOf(address)).rows.map(({ id }) => id);

describe('the matrix, narrowed', () => {
  it.each([
    ['nothing', {}, ['one', 'two', 'three']],
    ['a section', { filter: { section: 'Create' } }, ['one', 'two']],
    ['rows that differ between roles', { filter: { differs: true } }, ['two', 'three']],
    ['rights without an operation', { filter: { missing: true } }, ['two']],
    ['a meaning', { filter: { value: 'deny' } }, ['two']],
    ['a meaning in one role', { filter: { value: 'deny', role: 'A' } }, []],
    ['words', { search: 'OF three' }, ['three']],
    ['a permission id', { search: 'things.one' }, ['one']],
    ['a meaning that there is not, which is none', { filter: { value: 'perhaps' } }, ['one', 'two', 'three']],
  ] as const)('by %s', (_what, address, expected) => {
    expect(ids(address as Parameters<typeof filterOf>[0])).toEqual(expected);
  });

  it('counts its cells by meaning', () => {
    expect(countsOf(detail.rows, ['A', 'B'])).toEqual([
      { value: 'allow', count: 3 },
      { value: 'deny', count: 1 },
      { value: 'view-only', count: 1 },
      { value: 'unstated', count: 1 },
    ]);
  });
});

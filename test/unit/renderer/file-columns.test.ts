import { describe, expect, it } from 'vitest';
import type { Column } from '#renderer/components/column.ts';
import { fileColumns } from '#renderer/components/file-columns.ts';

interface Row extends Record<string, unknown> {
  readonly name: string;
  readonly nodeName: string;
  readonly createdAt: number;
  readonly client: string;
}

const ROW: Row = { name: 'n', nodeName: 'a', createdAt: 1, client: '+12025550100' };
const column = (key: string, more: Partial<Column<Row>> = {}): Column<Row> => ({
  key,
  title: `The ${key}`,
  width: 1,
  render: () => null,
  ...more,
});

describe('the columns of a list’s export', () => {
  it('are the fields of the columns that show, in their order, times and phone numbers known by name', () => {
    expect(fileColumns([column('client'), column('createdAt'), column('name')], ROW)).toEqual([
      { field: 'client', title: 'The client', as: 'phone' },
      { field: 'createdAt', title: 'The createdAt', as: 'time' },
      { field: 'name', title: 'The name', as: 'text' },
    ]);
  });

  it('are what a column says of itself, and leave out what has no field', () => {
    const account = column('account', { inFile: [{ field: 'nodeName' }, { field: 'name', title: 'Other' }] });
    expect(fileColumns([account, column('picture')], ROW)).toEqual([
      { field: 'nodeName', title: 'The account', as: 'text' },
      { field: 'name', title: 'Other', as: 'text' },
    ]);
  });
});

import { IconListNumbers } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { InnerList } from '#renderer/components/inner-list.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { Dim, PhoneNumber } from '#renderer/components/values.tsx';

type Entry = RowOf<'numberLists.entries'>;

/** The numbers of a list that can be called, with what came along with them. */
export function Entries({ list }: { readonly list: string }) {
  const { t } = useTranslation();
  const input = useMemo(() => ({ id: list }), [list]);
  const columns = useMemo<readonly Column<Entry>[]>(
    () => [
      {
        key: 'row',
        title: t('numberLists.row'),
        width: 72,
        sort: 'row',
        align: 'end',
        render: ({ row }) => <Dim>{row}</Dim>,
      },
      {
        key: 'number',
        title: t('numberLists.number'),
        width: 140,
        sort: 'number',
        render: ({ number }) => <PhoneNumber number={number} />,
      },
      {
        key: 'name',
        title: t('numberLists.name'),
        width: 130,
        grow: 1,
        sort: 'name',
        render: ({ name }) => <bdi>{name}</bdi>,
      },
      {
        key: 'fields',
        title: t('numberLists.fields'),
        width: 140,
        grow: 2,
        render: ({ fields }) => <Dim>{fields}</Dim>,
      },
    ],
    [t],
  );
  return (
    <InnerList
      list="numberLists.entries"
      input={input}
      columns={columns}
      rowId={({ seq }) => String(seq)}
      rowName={({ number }) => number}
      empty={{
        icon: <IconListNumbers size={22} stroke={1.75} />,
        title: t('numberLists.noEntriesTitle'),
        text: t('numberLists.noEntriesText'),
      }}
    />
  );
}

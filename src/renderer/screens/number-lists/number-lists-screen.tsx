import { IconFileImport, IconListNumbers, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import type { Column } from '#renderer/components/column.ts';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Count, Dim, RelativeTime } from '#renderer/components/values.tsx';
import { ImportPanel } from './import-panel.tsx';
import { ListState } from './list-state.tsx';
import { NumberListDetail } from './number-list-detail.tsx';
import { RenameList } from './rename-list.tsx';

export type NumberList = Subject<'numberLists.list', 'numberLists.get'>;
type Row = RowOf<'numberLists.list'>;

function count(list: Row, value: number) {
  return list.state === 'importing' ? <Dim>–</Dim> : <Count count={value} />;
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('numberLists.name'),
        width: 200,
        grow: 3,
        sort: 'name',
        render: ({ name }) => <strong>{name}</strong>,
      },
      {
        key: 'state',
        title: t('numberLists.state'),
        width: 150,
        render: (list) => <ListState list={list} />,
      },
      {
        key: 'entries',
        title: t('numberLists.entries'),
        width: 96,
        sort: 'entries',
        align: 'end',
        render: (list) => count(list, list.entries),
      },
      {
        key: 'refused',
        title: t('numberLists.refused'),
        width: 88,
        align: 'end',
        render: (list) => count(list, list.refused),
      },
      {
        key: 'merged',
        title: t('numberLists.merged'),
        width: 88,
        align: 'end',
        optional: true,
        render: (list) => count(list, list.merged),
      },
      {
        key: 'account',
        title: t('numberLists.account'),
        width: 150,
        grow: 1,
        render: ({ nodeName }) => nodeName,
        inFile: [{ field: 'nodeName' }],
      },
      {
        key: 'createdAt',
        title: t('numberLists.createdAt'),
        width: 124,
        sort: 'createdAt',
        render: ({ createdAt }) => <RelativeTime at={createdAt} />,
      },
      {
        key: 'createdBy',
        title: t('numberLists.createdBy'),
        width: 140,
        grow: 1,
        render: ({ createdBy }) => createdBy,
      },
    ],
    [t],
  );
}

const key = ({ id, version }: NumberList) => ({ id, version });

function useOperations(): readonly ScreenOperation<NumberList>[] {
  const { t } = useTranslation();
  const [, change] = useAddress();
  return [
    {
      operation: 'numberLists.import',
      place: 'toolbar',
      icon: <IconFileImport size={16} />,
      form: ImportPanel,
    },
    {
      operation: 'numberLists.rename',
      place: 'record',
      icon: <IconPencil size={15} />,
      form: RenameList,
      input: key,
      when: ({ state }) => state === 'ready',
    },
    {
      operation: 'numberLists.remove',
      place: 'record',
      icon: <IconTrash size={15} />,
      input: key,
      when: ({ state }) => state === 'ready',
      consequence: (lists) =>
        t('numberLists.removeText', { entries: lists.reduce((sum, { entries }) => sum + entries, 0) }),
      onDone: ([list]) => {
        if (list === undefined) return;
        change({ id: undefined, panel: undefined, tab: undefined }, true);
        toastDone(t('numberLists.removed', { name: list.name }));
      },
    },
  ];
}

function subtitleOf(list: NumberList) {
  return <StateBadge state={list.state} />;
}

/** Number lists of the scope: importing them, looking at their entries and at what was refused. */
export function NumberListsScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  const operations = useOperations();
  return (
    <ListScreen
      list="numberLists.list"
      get="numberLists.get"
      description={t('numberLists.description')}
      columns={columns}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      operations={operations}
      detail={NumberListDetail}
      subtitle={subtitleOf}
      wide
      empty={{
        icon: <IconListNumbers size={22} stroke={1.75} />,
        title: t('numberLists.emptyTitle'),
        text: t('numberLists.emptyText'),
      }}
    />
  );
}

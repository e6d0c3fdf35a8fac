import { Button } from '@mantine/core';
import { IconClockX, IconDatabaseImport, IconEraser, IconFolderSearch } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import type { Column } from '#renderer/components/column.ts';
import { titleOf } from '#renderer/components/declared.ts';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Count, RelativeTime } from '#renderer/components/values.tsx';
import { ImportDetail } from './import-detail.tsx';
import { ImportLog } from './import-log.tsx';
import { EraseClient, KeepLogs } from './keep-logs.tsx';
import { WatchFolder } from './watch-folder.tsx';

export type LogImport = Subject<'logImports.list', 'logImports.get'>;
type Row = RowOf<'logImports.list'>;

const COUNTS = ['read', 'added', 'known', 'refused'] as const;

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('logImports.file'),
        width: 200,
        grow: 3,
        render: ({ name }: Row) => <strong>{name}</strong>,
      },
      {
        key: 'state',
        title: t('logImports.state'),
        width: 120,
        render: ({ state }: Row) => <StateBadge state={state} />,
      },
      ...COUNTS.map((key) => ({
        key,
        title: t(`logImports.${key}`),
        width: 92,
        align: 'end' as const,
        render: (row: Row) => <Count count={row[key]} />,
      })),
      {
        key: 'account',
        title: t('logImports.account'),
        width: 150,
        grow: 1,
        render: ({ nodeName }: Row) => nodeName,
      },
      {
        key: 'createdAt',
        title: t('logImports.createdAt'),
        width: 130,
        sort: 'createdAt',
        render: ({ createdAt }: Row) => <RelativeTime at={createdAt} />,
      },
      {
        key: 'createdBy',
        title: t('logImports.createdBy'),
        width: 140,
        optional: true,
        render: ({ createdBy }: Row) => createdBy,
      },
    ],
    [t],
  );
}

const OPERATIONS: readonly ScreenOperation<LogImport>[] = [
  {
    operation: 'dialogLogs.import',
    place: 'toolbar',
    icon: <IconDatabaseImport size={16} />,
    form: ImportLog,
  },
  {
    operation: 'logImports.watch',
    place: 'toolbar',
    icon: <IconFolderSearch size={16} />,
    form: WatchFolder,
  },
  { operation: 'logKeeping.retain', place: 'toolbar', icon: <IconClockX size={16} />, form: KeepLogs },
  { operation: 'clients.erase', place: 'toolbar', icon: <IconEraser size={16} />, form: EraseClient },
];

function subtitleOf({ state }: { readonly state: string }) {
  return <StateBadge state={state} />;
}

/** The first step where nothing came in yet. */
function FirstImport() {
  const [, change] = useAddress();
  return (
    <Button
      size="sm"
      leftSection={<IconDatabaseImport size={16} />}
      onClick={() => change({ panel: 'dialogLogs.import' })}
    >
      {titleOf('dialogLogs.import')}
    </Button>
  );
}

/** Bringing dialog logs in, how long they are kept, and taking a client out of them. */
export function LogImportsScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <ListScreen
      list="logImports.list"
      get="logImports.get"
      description={t('logImports.description')}
      columns={columns}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      operations={OPERATIONS}
      detail={ImportDetail}
      subtitle={subtitleOf}
      wide
      empty={{
        icon: <IconDatabaseImport size={22} stroke={1.75} />,
        title: t('logImports.emptyTitle'),
        text: t('logImports.emptyText'),
        children: <FirstImport />,
      }}
    />
  );
}

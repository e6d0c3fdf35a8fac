import { Button } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import type { Column } from '#renderer/components/column.ts';
import { baseName } from '#renderer/components/file-path.ts';
import { formatBytes } from '#renderer/components/format.ts';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Count, Dim, IdText, RelativeTime } from '#renderer/components/values.tsx';
import { ExportDetail } from './export-detail.tsx';
import { ExportPanel } from './export-panel.tsx';
import { FilterWords } from './filter-words.tsx';

export type ExportRow = RowOf<'exports.list'>;
export type ExportSubject = Subject<'exports.list', undefined>;

function useColumns(): readonly Column<ExportRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'file',
        title: t('exports.file'),
        width: 190,
        grow: 3,
        render: ({ file }) => <strong title={file}>{baseName(file)}</strong>,
      },
      {
        key: 'state',
        title: t('exports.state'),
        width: 124,
        render: ({ state }) => <StateBadge state={state} />,
      },
      {
        key: 'node',
        title: t('exports.account'),
        width: 150,
        grow: 1,
        render: ({ nodeName }) => nodeName,
        inFile: [{ field: 'nodeName' }],
      },
      {
        key: 'filter',
        title: t('exports.filter'),
        width: 150,
        grow: 2,
        render: ({ filter }) => <FilterWords filter={filter} />,
      },
      {
        key: 'rows',
        title: t('exports.rows'),
        width: 96,
        align: 'end',
        render: ({ rows }) => (rows === 0 ? <Dim>–</Dim> : <Count count={rows} />),
      },
      {
        key: 'size',
        title: t('exports.size'),
        width: 88,
        align: 'end',
        render: ({ bytes }) => (bytes === 0 ? <Dim>–</Dim> : formatBytes(bytes)),
        inFile: [{ field: 'bytes' }],
      },
      {
        key: 'sha256',
        title: t('csv.sha256'),
        width: 160,
        optional: true,
        render: ({ sha256 }) => <IdText id={sha256} />,
      },
      {
        key: 'createdAt',
        title: t('exports.createdAt'),
        width: 124,
        sort: 'createdAt',
        render: ({ createdAt }) => <RelativeTime at={createdAt} />,
      },
      {
        key: 'createdBy',
        title: t('exports.createdBy'),
        width: 130,
        grow: 1,
        render: ({ createdBy }) => createdBy,
      },
    ],
    [t],
  );
}

/** The first step of who has exported nothing yet. */
function FirstExport() {
  const { t } = useTranslation();
  const [, change] = useAddress();
  return (
    <Button
      size="sm"
      leftSection={<IconFileExport size={16} />}
      onClick={() => change({ panel: 'exports.rawLog' })}
    >
      {t('exports.start')}
    </Button>
  );
}

function subtitleOf({ state }: ExportRow) {
  return <StateBadge state={state} />;
}

const OPERATIONS: readonly ScreenOperation<ExportSubject>[] = [
  { operation: 'exports.rawLog', place: 'toolbar', icon: <IconFileExport size={16} />, form: ExportPanel },
];

/** Raw-log exports: asking for one, following it, and the history of all. */
export function ExportsScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <ListScreen
      list="exports.list"
      description={t('exports.description')}
      columns={columns}
      idOf={({ id }) => id}
      nameOf={({ file }) => baseName(file)}
      operations={OPERATIONS}
      detail={ExportDetail}
      subtitle={subtitleOf}
      empty={{
        icon: <IconFileExport size={22} stroke={1.75} />,
        title: t('exports.emptyTitle'),
        text: `${t('exports.emptyText')} ${t('exports.columnsNote')}`,
        children: <FirstExport />,
      }}
    />
  );
}

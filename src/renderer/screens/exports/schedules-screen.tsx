import { Button } from '@mantine/core';
import { IconCalendarDown, IconCalendarOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import type { Column } from '#renderer/components/column.ts';
import { baseName } from '#renderer/components/file-path.ts';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Dim } from '#renderer/components/values.tsx';
import { t as words } from '#renderer/texts/texts.ts';
import { ScheduleDetail } from './schedule-detail.tsx';
import { ScheduleForm } from './schedule-form.tsx';

export type ScheduleRow = RowOf<'exportSchedules.list'>;
export type ScheduleSubject = Subject<'exportSchedules.list', undefined>;

function useColumns(): readonly Column<ScheduleRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'file',
        title: t('exportSchedules.file'),
        width: 190,
        grow: 3,
        render: ({ file }) => <strong title={file}>{baseName(file)}</strong>,
      },
      {
        key: 'problem',
        title: t('exportSchedules.state'),
        width: 124,
        render: (row) => <ScheduleState row={row} />,
      },
      {
        key: 'node',
        title: t('exportSchedules.account'),
        width: 150,
        grow: 1,
        render: ({ nodeName }) => nodeName,
        inFile: [{ field: 'nodeName' }],
      },
      {
        key: 'hour',
        title: t('exportSchedules.when'),
        width: 190,
        grow: 1,
        render: ({ hour, zone }) => t('exportSchedules.whenText', { hour, zone }),
        inFile: [{ field: 'hour' }, { field: 'zone', title: t('exportSchedules.zone') }],
      },
      {
        key: 'lastDay',
        title: t('exportSchedules.lastDay'),
        width: 124,
        render: ({ lastDay }) => (lastDay === '' ? <Dim>{t('exportSchedules.noneYet')}</Dim> : lastDay),
      },
      {
        key: 'keepDays',
        title: t('exportSchedules.keepDays'),
        width: 104,
        align: 'end',
        render: ({ keepDays }) => keepDays,
      },
      {
        key: 'createdBy',
        title: t('exportSchedules.owner'),
        width: 130,
        grow: 1,
        render: ({ createdBy }) => createdBy,
      },
    ],
    [t],
  );
}

function ScheduleState({ row }: { readonly row: ScheduleRow }) {
  return <StateBadge state={row.problem === '' ? 'active' : 'failed'} />;
}

function FirstSchedule() {
  const { t } = useTranslation();
  const [, change] = useAddress();
  return (
    <Button
      size="sm"
      leftSection={<IconCalendarDown size={16} />}
      onClick={() => change({ panel: 'exportSchedules.create' })}
    >
      {t('exportSchedules.start')}
    </Button>
  );
}

const OPERATIONS: readonly ScreenOperation<ScheduleSubject>[] = [
  {
    operation: 'exportSchedules.create',
    place: 'toolbar',
    icon: <IconCalendarDown size={16} />,
    form: ScheduleForm,
  },
  {
    operation: 'exportSchedules.remove',
    place: 'record',
    icon: <IconCalendarOff size={16} />,
    input: ({ id, version }) => ({ id, version }),
    consequence: () => words('exportSchedules.endText'),
  },
];

function subtitleOf(row: ScheduleRow) {
  return <ScheduleState row={row} />;
}

/** Exports that are made each night: which, when, how they went, and a way to end them. */
export function ExportSchedulesScreen() {
  const { t } = useTranslation();
  return (
    <ListScreen
      list="exportSchedules.list"
      description={t('exportSchedules.description')}
      columns={useColumns()}
      idOf={({ id }) => id}
      nameOf={({ file }) => baseName(file)}
      operations={OPERATIONS}
      detail={ScheduleDetail}
      subtitle={subtitleOf}
      empty={{
        icon: <IconCalendarDown size={22} stroke={1.75} />,
        title: t('exportSchedules.emptyTitle'),
        text: t('exportSchedules.emptyText'),
        children: <FirstSchedule />,
      }}
    />
  );
}

import { Progress } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { formatCount } from '#renderer/components/format.ts';
import type { RowOf } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Count, Dim, RelativeTime } from '#renderer/components/values.tsx';
import classes from './broadcasts.module.css';

export type BroadcastRow = RowOf<'broadcasts.list'>;

/** Done of total as a bar with its numbers; nothing where that is not the person's to see. */
function Called({ row: { done, total, name } }: { readonly row: BroadcastRow }) {
  const { t } = useTranslation();
  if (done === null || total === null) return null;
  const percent = total === 0 ? 0 : (done / total) * 100;
  return (
    <span className={classes['called']}>
      <Progress
        value={percent}
        size={5}
        aria-label={`${t('broadcasts.progress')}: ${name}`}
        className={classes['bar'] ?? ''}
      />
      <span>{`${formatCount(done)} / ${formatCount(total)}`}</span>
    </span>
  );
}

/** Columns of the minimal row: who may only start, suspend and finish sees nothing else. */
function minimalColumns(t: TFunction): readonly Column<BroadcastRow>[] {
  return [
    {
      key: 'name',
      title: t('broadcasts.name'),
      width: 190,
      grow: 3,
      sort: 'name',
      render: ({ name }) => <strong>{name}</strong>,
    },
    {
      key: 'state',
      title: t('broadcasts.state'),
      width: 124,
      sort: 'state',
      render: ({ state }) => <StateBadge state={state} />,
    },
  ];
}

function detailColumns(t: TFunction): readonly Column<BroadcastRow>[] {
  return [
    {
      key: 'called',
      title: t('broadcasts.progress'),
      width: 200,
      grow: 1,
      render: (row) => <Called row={row} />,
      inFile: [
        { field: 'done', title: t('broadcasts.progress') },
        { field: 'total', title: t('broadcasts.numbers') },
      ],
    },
    {
      key: 'answered',
      title: t('broadcasts.answered'),
      width: 88,
      align: 'end',
      render: ({ answered }) => (answered === null ? null : <Count count={answered} />),
    },
    {
      key: 'list',
      title: t('broadcasts.list'),
      width: 150,
      grow: 2,
      render: ({ listName, total }) =>
        listName ?? (total === null ? null : <Dim>{t('broadcasts.listHidden')}</Dim>),
      inFile: [{ field: 'listName' }],
    },
    {
      key: 'gateway',
      title: t('broadcasts.gateway'),
      width: 100,
      render: ({ gateway }) =>
        gateway === null ? null : gateway === 'practice' || gateway === 'practice-sip' ? (
          <Dim>{t('broadcasts.practiceShort')}</Dim>
        ) : (
          <strong>{t('broadcasts.realShort')}</strong>
        ),
    },
    {
      key: 'account',
      title: t('broadcasts.account'),
      width: 130,
      grow: 1,
      render: ({ nodeName }) => nodeName,
      inFile: [{ field: 'nodeName' }],
    },
    {
      key: 'createdAt',
      title: t('broadcasts.createdAt'),
      width: 116,
      sort: 'createdAt',
      render: ({ createdAt }) => (createdAt === null ? null : <RelativeTime at={createdAt} />),
    },
    {
      key: 'createdBy',
      title: t('broadcasts.createdBy'),
      width: 140,
      optional: true,
      render: ({ createdBy }) => createdBy,
    },
  ];
}

/** The list's columns; `full`: the person may see broadcasts in full at some account. */
export function useColumns(full: boolean): readonly Column<BroadcastRow>[] {
  const { t } = useTranslation();
  return useMemo(() => (full ? [...minimalColumns(t), ...detailColumns(t)] : minimalColumns(t)), [full, t]);
}

import { IconCircleCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { formatCount } from '#renderer/components/format.ts';
import { InnerList, TwoLines } from '#renderer/components/inner-list.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Dim, IdText } from '#renderer/components/values.tsx';
import classes from './number-lists.module.css';

type Problem = RowOf<'numberLists.problems'>;

interface Counts {
  readonly read: number;
  readonly accepted: number;
  readonly merged: number;
  readonly refused: number;
}

/** The sum that every import must come to: rows read = accepted + merged + refused. */
export function ImportCounts({ read, accepted, merged, refused }: Counts) {
  const { t } = useTranslation();
  const parts = [
    { sign: '', label: t('numberLists.read'), value: read },
    { sign: '=', label: t('numberLists.accepted'), value: accepted },
    { sign: '+', label: t('numberLists.merged'), value: merged },
    { sign: '+', label: t('numberLists.refused'), value: refused },
  ];
  return (
    <dl className={classes['counts']}>
      {parts.map(({ sign, label, value }) => (
        <div key={label} data-sign={sign || undefined}>
          <dt>{label}</dt>
          <dd>{formatCount(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function useColumns(): readonly Column<Problem>[] {
  const { t } = useTranslation();
  return useMemo(
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
        key: 'outcome',
        title: t('numberLists.outcome'),
        width: 104,
        sort: 'outcome',
        render: ({ outcome }) => <StateBadge state={outcome} />,
      },
      {
        key: 'value',
        title: t('numberLists.value'),
        width: 150,
        grow: 1,
        render: ({ value, column }) => <TwoLines first={<IdText id={value} />} second={column} />,
      },
      {
        key: 'reason',
        title: t('numberLists.reason'),
        width: 220,
        grow: 3,
        sort: 'reason',
        render: ({ reason, suggestion }) => (
          <TwoLines first={<span title={reason}>{reason}</span>} second={suggestion} />
        ),
      },
    ],
    [t],
  );
}

/** Each row that an import did not take as it was: where it is, what is wrong with it, and what to do. */
export function Problems({ list }: { readonly list: string }) {
  const { t } = useTranslation();
  const input = useMemo(() => ({ id: list }), [list]);
  const columns = useColumns();
  const outcomes = (['refused', 'merged'] as const).map((value) => ({ value, label: t(`state.${value}`) }));
  return (
    <InnerList
      list="numberLists.problems"
      input={input}
      columns={columns}
      twoLines
      filters={[{ key: 'outcome', options: outcomes }]}
      rowId={({ row, outcome }) => `${row} ${outcome}`}
      rowName={({ row }) => String(row)}
      empty={{
        icon: <IconCircleCheck size={22} stroke={1.75} />,
        title: t('numberLists.noProblemsTitle'),
        text: t('numberLists.noProblemsText'),
      }}
    />
  );
}

import { Button } from '@mantine/core';
import { IconChecks, IconCircleCheck, IconFileExport } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import type { Column } from '#renderer/components/column.ts';
import { formatCount } from '#renderer/components/format.ts';
import { InnerList, TwoLines } from '#renderer/components/inner-list.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import { Dim, IdText } from '#renderer/components/values.tsx';
import { FixRow } from './fix-row.tsx';
import classes from './number-lists.module.css';

export type Problem = RowOf<'numberLists.problems'>;

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
        render: ({ outcome, cause }) => <StateBadge state={cause === 'doubtful' ? 'doubtful' : outcome} />,
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

/** Takes the refused rows away as a file, to be mended there and imported again. */
function ExportRefused({ list }: { readonly list: string }) {
  const { t } = useTranslation();
  const save = async () => {
    const chosen = await call('files.chooseSave', {
      title: t('numberLists.refusedTitle'),
      name: t('numberLists.refusedFile'),
    });
    if (!chosen.ok) return toastFailure(chosen.error);
    if (chosen.value.file === null) return;
    const reply = await call('numberLists.exportRefused', { id: list, file: chosen.value.file });
    if (!reply.ok) return toastFailure(reply.error);
    toastDone(t('numberLists.refusedSaved', { count: reply.value.rows }));
  };
  return (
    <OperationButton
      operation="numberLists.exportRefused"
      input={{ id: list }}
      icon={<IconFileExport size={15} />}
      onRun={() => void save()}
    />
  );
}

/** Takes every possible number that is not valid, in one act. */
function AcceptAll({ list, version }: { readonly list: string; readonly version: number }) {
  const { t } = useTranslation();
  const doubtful = useAnswer('numberLists.problems', { id: list, cause: 'doubtful', limit: 1 });
  const count = doubtful.data?.total ?? 0;
  if (count === 0) return null;
  const accept = async () => {
    const reply = await call('numberLists.acceptRows', { id: list, version });
    if (!reply.ok) return toastFailure(reply.error);
    toastDone(t('numberLists.acceptedRows', { count: reply.value.accepted }));
  };
  return (
    <OperationButton
      operation="numberLists.acceptRows"
      input={{ id: list }}
      icon={<IconChecks size={15} />}
      label={t('numberLists.acceptAll', { count })}
      onRun={() => void accept()}
    />
  );
}

function Problems(props: {
  readonly list: string;
  readonly open: Problem | null;
  readonly onRow: (problem: Problem) => void;
}) {
  const { t } = useTranslation();
  const { list, open } = props;
  const input = useMemo(() => ({ id: list }), [list]);
  const columns = useColumns();
  const outcomes = (['refused', 'merged'] as const).map((value) => ({ value, label: t(`state.${value}`) }));
  const causes = [
    { value: 'doubtful', label: t('state.doubtful') },
    { value: 'do-not-call', label: t('numberLists.causeDoNotCall') },
    { value: 'never-dialled', label: t('numberLists.causeNeverDialled') },
    { value: 'same-number', label: t('numberLists.causeSame') },
    { value: 'row', label: t('numberLists.causeRow') },
  ];
  return (
    <InnerList
      list="numberLists.problems"
      input={input}
      columns={columns}
      twoLines
      filters={[
        { key: 'outcome', options: outcomes },
        { key: 'cause', options: causes },
      ]}
      openId={open === null ? null : String(open.seq)}
      onRow={(row) => {
        if (row.outcome === 'refused' && row.cause !== 'do-not-call') props.onRow(row);
      }}
      rowId={({ seq }) => String(seq)}
      rowName={({ row }) => String(row)}
      empty={{
        icon: <IconCircleCheck size={22} stroke={1.75} />,
        title: t('numberLists.noProblemsTitle'),
        text: t('numberLists.noProblemsText'),
      }}
    />
  );
}

/**
 * Each row that an import did not take as it was: where it is, what is wrong with it, and what to do. A refused row is
 * mended in place, accepted if it is only doubtful, or taken away with the others as a file.
 */
export function Report({ list }: { readonly list: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Problem | null>(null);
  const answer = useAnswer('numberLists.get', { id: list });
  const data = answer.data;
  const ready = data !== undefined && data.state === 'ready';
  return (
    <>
      {ready && data.refused > 0 ? (
        <div className={classes['acts']}>
          <AcceptAll list={list} version={data.version} />
          <ExportRefused list={list} />
          <Dim>{t('numberLists.fixHint')}</Dim>
        </div>
      ) : null}
      {open === null || !ready ? null : (
        <FixRow
          key={open.seq}
          list={list}
          version={data.version}
          problem={open}
          onDone={() => setOpen(null)}
        />
      )}
      <Problems list={list} open={open} onRow={setOpen} />
      {open === null ? null : (
        <Button variant="subtle" color="gray" onClick={() => setOpen(null)}>
          {t('numberLists.fixClose')}
        </Button>
      )}
    </>
  );
}

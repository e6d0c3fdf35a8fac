import { Button } from '@mantine/core';
import { IconCircleCheck, IconDeviceFloppy } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import type { Column } from '#renderer/components/column.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { formatCount } from '#renderer/components/format.ts';
import { InnerList, TwoLines } from '#renderer/components/inner-list.tsx';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import { Dim, ExactTime, IdText } from '#renderer/components/values.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './log-imports.module.css';

type Import = OutputOf<'logImports.get'>;
type Problem = RowOf<'logImports.problems'>;

/** The sum that every import must come to: rows read = added + known + refused. */
function Counts({ record }: { readonly record: Import }) {
  const { t } = useTranslation();
  const parts = [
    { sign: '', label: t('logImports.read'), value: record.read },
    { sign: '=', label: t('logImports.added'), value: record.added },
    { sign: '+', label: t('logImports.known'), value: record.known },
    { sign: '+', label: t('logImports.refused'), value: record.refused },
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
        title: t('logImports.row'),
        width: 88,
        sort: 'row',
        align: 'end',
        render: ({ row }) => <Dim>{formatCount(row)}</Dim>,
      },
      {
        key: 'outcome',
        title: t('logImports.outcome'),
        width: 112,
        render: ({ outcome }) => <StateBadge state={outcome} />,
      },
      {
        key: 'reason',
        title: t('logImports.reason'),
        width: 260,
        grow: 3,
        render: ({ reason, line }) => <TwoLines first={<span title={reason}>{reason}</span>} second={line} />,
      },
    ],
    [t],
  );
}

function Save({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation();
  const save = async () => {
    const chosen = await call('files.chooseSave', {
      title: t('logImports.saveTitle'),
      name: `${name.replace(/\.(?:jsonl|ndjson|json|csv)(?:\.gz)?$/i, '')} ${t('logImports.saveName')}.csv`.slice(
        -200,
      ),
    });
    if (!chosen.ok) return toastFailure(chosen.error);
    if (chosen.value.file === null) return;
    const reply = await call('logImports.saveProblems', { id, file: chosen.value.file });
    if (reply.ok) toastDone(t('logImports.saved', { count: reply.value.rows }));
    else toastFailure(reply.error);
  };
  return (
    <Button variant="default" leftSection={<IconDeviceFloppy size={16} />} onClick={() => void save()}>
      {t('logImports.save')}
    </Button>
  );
}

/** An import: where it came from, its counts, and each row that it did not take as it was. */
export function ImportDetail({ record }: { readonly record: Import }) {
  const { t } = useTranslation();
  const job = useJob(record.job);
  const columns = useColumns();
  const input = useMemo(() => ({ id: record.id }), [record.id]);
  const outcomes = (['refused', 'differing'] as const).map((value) => ({
    value,
    label: t(`state.${value}`),
  }));
  const open = job !== undefined && isOpen(job);
  return (
    <div className={classes['detail']}>
      {open ? (
        <JobCard job={job} cancelText={t('logImports.cancelText')} />
      ) : (
        <p className={classes['quiet']}>{record.message}</p>
      )}
      <Counts record={record} />
      <Facts>
        <Fact label={t('logImports.account')}>{record.nodeName}</Fact>
        <Fact label={t('logImports.createdAt')}>
          <ExactTime at={record.createdAt} />
        </Fact>
        <Fact label={t('logImports.createdBy')}>{record.createdBy}</Fact>
        <Fact label={t('logImports.source')}>{t(`logImports.from.${record.source}`)}</Fact>
        <Fact label={t('logImports.file')} span>
          <bdi>{record.file}</bdi>
        </Fact>
        <Fact label={t('logImports.sha256')} span>
          {record.sha256 === '' ? <Dim>–</Dim> : <IdText id={record.sha256} />}
        </Fact>
      </Facts>
      {record.refused + record.differing > 0 ? <Save id={record.id} name={record.name} /> : null}
      <InnerList
        list="logImports.problems"
        input={input}
        columns={columns}
        twoLines
        filters={[{ key: 'outcome', options: outcomes }]}
        rowId={({ row, outcome }) => `${row} ${outcome}`}
        rowName={({ row }) => String(row)}
        empty={{
          icon: <IconCircleCheck size={22} stroke={1.75} />,
          title: t('logImports.noProblemsTitle'),
          text: t('logImports.noProblemsText'),
        }}
      />
    </div>
  );
}

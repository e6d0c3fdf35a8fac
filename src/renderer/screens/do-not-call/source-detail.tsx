import { IconPhoneOff, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { InnerList } from '#renderer/components/inner-list.tsx';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { Count, Dim, ExactTime, PhoneNumber, RelativeTime } from '#renderer/components/values.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './do-not-call.module.css';

type Record = OutputOf<'doNotCall.get'>;
type Entered = RowOf<'doNotCall.numbers'>;

function SourceFacts({ source }: { readonly source: Record }) {
  const { t } = useTranslation();
  return (
    <Facts>
      <Fact label={t('doNotCall.account')}>{source.nodeName}</Fact>
      <Fact label={t('doNotCall.kind')}>{t(`doNotCall.kind-${source.kind}`)}</Fact>
      <Fact label={t('doNotCall.filed')}>
        <Count count={source.filed} />
      </Fact>
      <Fact label={t('doNotCall.file')}>
        {source.file === '' ? <Dim>{t('form.none')}</Dim> : source.file}
      </Fact>
      <Fact label={t('doNotCall.entered')}>
        <Count count={source.entered} />
      </Fact>
      <Fact label={t('doNotCall.refreshedAt')}>
        <ExactTime at={source.refreshedAt} />
      </Fact>
      <Fact label={t('doNotCall.outOfDateAt')}>
        {source.outOfDateAt === null ? t('doNotCall.never') : <ExactTime at={source.outOfDateAt} />}
      </Fact>
    </Facts>
  );
}

function useColumns(): readonly Column<Entered>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'number',
        title: t('doNotCall.number'),
        width: 140,
        sort: 'number',
        render: ({ number }) => <PhoneNumber number={number} />,
      },
      {
        key: 'until',
        title: t('doNotCall.until'),
        width: 130,
        sort: 'until',
        render: ({ until }) => (until === null ? t('doNotCall.forGood') : <ExactTime at={until} />),
      },
      {
        key: 'reason',
        title: t('doNotCall.reason'),
        width: 150,
        grow: 2,
        render: ({ reason }) => <Dim>{reason}</Dim>,
      },
      {
        key: 'addedAt',
        title: t('doNotCall.addedAt'),
        width: 120,
        sort: 'addedAt',
        render: ({ addedAt }) => <RelativeTime at={addedAt} />,
      },
      {
        key: 'addedBy',
        title: t('doNotCall.addedBy'),
        width: 120,
        grow: 1,
        render: ({ addedBy }) => (addedBy === '' ? <Dim>{t('doNotCall.callee')}</Dim> : addedBy),
      },
    ],
    [t],
  );
}

/** A source in the panel: how fresh it is, and the numbers that were entered one by one. */
export function SourceDetail({ record: source }: { readonly record: Record }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const start = usePendingRun((pending) => pending.start);
  const job = useJob(source.job);
  const columns = useColumns();
  const input = useMemo(() => ({ id: source.id }), [source.id]);
  const remove = (number: string) =>
    start({
      operation: 'doNotCall.removeNumbers',
      items: [{ label: number, input: { id: source.id, numbers: [number] } }],
      consequence: t('doNotCall.removeNumberText'),
      onDone: () => setOpen(null),
    });
  return (
    <div className={classes['detail']}>
      {job !== undefined && isOpen(job) ? <JobCard job={job} cancelText={t('doNotCall.cancelText')} /> : null}
      <SourceFacts source={source} />
      <p className={classes['quiet']}>{t('doNotCall.enteredHint')}</p>
      {open === null ? null : (
        <div className={classes['acts']}>
          <OperationButton
            operation="doNotCall.removeNumbers"
            input={{ id: source.id }}
            icon={<IconTrash size={15} />}
            label={t('doNotCall.removeNumber', { number: open })}
            onRun={() => remove(open)}
          />
        </div>
      )}
      <InnerList
        list="doNotCall.numbers"
        input={input}
        columns={columns}
        openId={open}
        onRow={({ number }) => setOpen(number)}
        rowId={({ number }) => number}
        rowName={({ number }) => number}
        empty={{
          icon: <IconPhoneOff size={22} stroke={1.75} />,
          title: t('doNotCall.noNumbersTitle'),
          text: t('doNotCall.noNumbersText'),
        }}
      />
    </div>
  );
}

import { Button, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import type { Job } from '#shared/operations/jobs.ts';
import { formatBytes, formatCount, formatDuration } from './format.ts';
import classes from './job-card.module.css';
import { isOpen, percentOf } from './job-progress.tsx';
import { StateBadge } from './state-badge.tsx';

interface JobCardProps {
  readonly job: Job;
  /** What cancelling takes back, for the confirmation. */
  readonly cancelText?: string;
  /** More acts beside Cancel. */
  readonly children?: ReactNode;
}

/** The job's own words; while it has none, how much of how much is done. */
function wordsOf(job: Job): string {
  if (job.message !== '' || job.total === null) return job.message;
  const words = job.unit === 'bytes' ? formatBytes : formatCount;
  return `${words(job.done)} / ${words(job.total)}`;
}

/** A job at its own place on a screen: how far it is, how long it will take, and a button that cancels it. */
export function JobCard({ job, cancelText, children }: JobCardProps) {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  const percent = percentOf(job);
  const open = isOpen(job);
  const cancel = () =>
    start({
      operation: 'jobs.cancel',
      items: [{ label: job.title, input: { id: job.id } }],
      ...(cancelText === undefined ? {} : { consequence: cancelText }),
    });
  return (
    <section className={classes['card']} aria-label={job.title}>
      <div className={classes['head']}>
        <span className={classes['title']}>{job.title}</span>
        {open && percent !== null ? (
          <span className={classes['percent']}>{`${Math.floor(percent)} %`}</span>
        ) : (
          <StateBadge state={job.state} />
        )}
      </div>
      {open ? (
        <Progress
          value={percent ?? 100}
          animated={percent === null}
          striped={percent === null}
          size={8}
          aria-label={job.title}
        />
      ) : null}
      <div className={classes['words']}>
        <span>{wordsOf(job)}</span>
        {open && job.secondsLeft !== null ? (
          <span>{t('shell.timeLeft', { time: formatDuration(job.secondsLeft) })}</span>
        ) : null}
      </div>
      {open || children !== undefined ? (
        <div className={classes['foot']}>
          {open ? (
            <Button variant="default" onClick={cancel}>
              {t('form.cancel')}
            </Button>
          ) : null}
          {children}
        </div>
      ) : null}
    </section>
  );
}

import { ActionIcon, Progress, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import type { Job } from '#shared/operations/jobs.ts';
import { formatDuration } from './format.ts';
import classes from './job-progress.module.css';
import { StateBadge } from './state-badge.tsx';
import { RelativeTime } from './values.tsx';

/** Done of total in percent; null while the total is unknown. */
export function percentOf(job: Pick<Job, 'done' | 'total'>): number | null {
  return job.total === null || job.total === 0 ? null : Math.min(100, (job.done / job.total) * 100);
}

/** Whether the job has not ended. */
export function isOpen(job: Job): boolean {
  return job.state === 'running' || job.state === 'queued';
}

function CancelJob({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  const label = t('shell.cancelJob', { title: job.title });
  const cancel = () =>
    start({ operation: 'jobs.cancel', items: [{ label: job.title, input: { id: job.id } }] });
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={cancel}>
        <IconX size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

/** A job with its progress, time left and cancel; once ended, how it ended. */
export function JobProgress({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const percent = percentOf(job);
  const open = isOpen(job);
  return (
    <div className={classes['job']}>
      <div className={classes['line']}>
        <span className={classes['title']}>{job.title}</span>
        {open ? <CancelJob job={job} /> : <StateBadge state={job.state} />}
      </div>
      {open ? (
        <Progress
          value={percent ?? 100}
          animated={percent === null}
          striped={percent === null}
          size={5}
          aria-label={job.title}
        />
      ) : null}
      <div className={classes['words']}>
        <span>{job.message}</span>
        <span>
          {open && percent !== null ? `${Math.floor(percent)} %` : null}
          {open && job.secondsLeft !== null
            ? ` · ${t('shell.timeLeft', { time: formatDuration(job.secondsLeft) })}`
            : null}
          {!open && job.endedAt !== null ? <RelativeTime at={job.endedAt} /> : null}
        </span>
      </div>
    </div>
  );
}

import { Progress } from '@mantine/core';
import { percentOf } from '#renderer/components/job-progress.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { useJobs } from '#renderer/state/jobs.ts';
import classes from './number-lists.module.css';

/** A list's state; while the person's own import runs, how far it is. */
export function ListState({ list }: { readonly list: { readonly id: string; readonly state: string } }) {
  const job = useJobs().find(({ subject, kind }) => kind === 'import-number-list' && subject === list.id);
  const percent = job === undefined ? null : percentOf(job);
  if (list.state !== 'importing' || job === undefined || percent === null) {
    return <StateBadge state={list.state} />;
  }
  return (
    <span className={classes['importing']}>
      <StateBadge state="importing" />
      <Progress value={percent} size={4} aria-label={job.title} className={classes['bar'] ?? ''} />
    </span>
  );
}

import { Popover, RingProgress, ScrollArea, UnstyledButton } from '@mantine/core';
import { IconProgressCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isOpen, JobProgress, percentOf } from '#renderer/components/job-progress.tsx';
import { useJobs } from '#renderer/state/jobs.ts';
import classes from './jobs-menu.module.css';

const ENDED_SHOWN = 5;

/** The person's running jobs with their progress, and the last ones that ended. */
export function JobsMenu() {
  const { t } = useTranslation();
  const jobs = useJobs();
  const running = jobs.filter(isOpen);
  const ended = jobs.filter((job) => !isOpen(job)).slice(0, ENDED_SHOWN);
  const known = running.map(percentOf).filter((percent) => percent !== null);
  const mean = known.length === 0 ? 0 : known.reduce((sum, each) => sum + each, 0) / known.length;
  const name = running.length === 0 ? t('shell.jobs') : t('shell.jobsRunning', { count: running.length });
  return (
    <Popover position="bottom-end" width={360} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={classes['open']} aria-label={name}>
          {running.length === 0 ? (
            <IconProgressCheck size={18} stroke={1.75} aria-hidden />
          ) : (
            <RingProgress size={20} thickness={3} sections={[{ value: mean, color: 'accent' }]} aria-hidden />
          )}
          {running.length === 0 ? null : <span>{running.length}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <ScrollArea.Autosize mah={440} className={classes['list'] ?? ''}>
          {jobs.length === 0 ? (
            <div className={classes['none']}>
              <strong>{t('shell.jobsNone')}</strong>
              <p>{t('shell.jobsNoneText')}</p>
            </div>
          ) : null}
          {running.map((job) => (
            <JobProgress key={job.id} job={job} />
          ))}
          {ended.length === 0 ? null : <h2 className={classes['ended']}>{t('shell.jobsRecent')}</h2>}
          {ended.map((job) => (
            <JobProgress key={job.id} job={job} />
          ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

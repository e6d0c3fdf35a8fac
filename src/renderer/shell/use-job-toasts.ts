import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone, toastFailure, toastNote } from '#renderer/components/toast.tsx';
import { followJobs } from '#renderer/state/jobs.ts';

/** Tells when one of the person's jobs has ended. */
export function useJobToasts(): void {
  const { t } = useTranslation();
  useEffect(
    () =>
      followJobs((job) => {
        const { title } = job;
        if (job.state === 'done') toastDone(t('shell.jobDone', { title }));
        else if (job.state === 'failed')
          toastFailure({ message: `${t('shell.jobFailed', { title })}. ${job.message}` });
        else if (job.state === 'cancelled') toastNote(t('shell.jobCancelled', { title }));
        else if (job.state === 'interrupted') toastNote(t('shell.jobInterrupted', { title }));
      }),
    [t],
  );
}

import { Alert, Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import type { Job } from '#shared/operations/jobs.ts';
import classes from './import-panel.module.css';
import { ImportCounts, Report } from './import-report.tsx';

interface ImportRunProps {
  readonly list: string;
  readonly job: string;
  /** Back to how the file is read, with everything kept. */
  readonly onSettings: () => void;
  /** Starts over with another file; absent: there is no more to import here. */
  readonly onAgain: (() => void) | undefined;
}

function count(job: Job, name: string): number {
  return Number(job.result?.[name] ?? 0);
}

function Ended({ job, list, onAgain }: { readonly job: Job } & Pick<ImportRunProps, 'list' | 'onAgain'>) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  return (
    <>
      <ImportCounts
        read={count(job, 'read')}
        accepted={count(job, 'accepted')}
        merged={count(job, 'merged')}
        refused={count(job, 'refused')}
      />
      <Report list={list} />
      <div className={classes['actions']}>
        <Button onClick={() => change({ id: list, panel: undefined, tab: undefined })}>
          {t('numberLists.openList')}
        </Button>
        {onAgain === undefined ? null : (
          <Button variant="default" onClick={onAgain}>
            {t('numberLists.importAnother')}
          </Button>
        )}
      </div>
    </>
  );
}

function NotImported({ job, onSettings }: { readonly job: Job } & Pick<ImportRunProps, 'onSettings'>) {
  const { t } = useTranslation();
  const failed = job.state === 'failed';
  return (
    <>
      <Alert
        color={failed ? 'red' : 'gray'}
        variant="light"
        role="alert"
        icon={<IconAlertCircle size={18} />}
        title={t('numberLists.failedText')}
      >
        {job.message}
      </Alert>
      <div className={classes['actions']}>
        <Button onClick={onSettings}>{t('numberLists.checkAgain')}</Button>
      </div>
    </>
  );
}

/** The import's last step: how far it is, then what became of every row. */
export function ImportRun({ list, job: id, onSettings, onAgain }: ImportRunProps) {
  const { t } = useTranslation();
  const job = useJob(id);
  if (job === undefined) return <Bones />;
  if (job.state === 'done') return <Ended job={job} list={list} onAgain={onAgain} />;
  if (!isOpen(job)) return <NotImported job={job} onSettings={onSettings} />;
  return (
    <>
      <JobCard job={job} cancelText={t('numberLists.cancelText')} />
      <p className={classes['quiet']}>{t('numberLists.background')}</p>
    </>
  );
}

import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bones } from '#renderer/components/bones.tsx';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { timeControl } from '#renderer/components/time-control.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import { CHANNELS } from '#shared/operations/dialog-logs.ts';
import classes from './exports.module.css';
import type { ExportSubject } from './exports-screen.tsx';
import { FileResult } from './file-result.tsx';
import { profileControl } from './profile-control.tsx';
import { saveControl } from './save-control.tsx';

type Props = PanelFormProps<ExportSubject>;

const DAY = 86_400_000;
const PAIRS = [['channel', 'direction']] as const;
/** The Save dialog asks by itself before a file is replaced. */
const FIXED = { overwrite: true };

function useControls() {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      node: nodeControl('exports.rawLog'),
      file: saveControl,
      profile: profileControl,
      from: timeControl({
        hint: t('exports.fromHint'),
        shortcuts: [
          ...[7, 30].map((count) => ({
            label: t('exports.days', { count }),
            at: () => Date.now() - count * DAY,
          })),
          { label: t('exports.everything'), at: () => null },
        ],
      }),
      to: timeControl({ hint: t('exports.toHint') }),
    }),
    [t],
  );
}

function ExportForm(props: Props & { readonly onStarted: (job: string) => void }) {
  const { t } = useTranslation();
  const controls = useControls();
  const options = {
    channel: CHANNELS.map((value) => ({ value, label: t(`exports.channels.${value}`) })),
    direction: [
      { value: 'in', label: t('exports.in') },
      { value: 'out', label: t('exports.out') },
    ],
  };
  return (
    <OperationForm
      operation="exports.rawLog"
      fixed={FIXED}
      initial={props.node === undefined ? {} : { node: props.node }}
      controls={controls}
      options={options}
      pairs={PAIRS}
      onDone={({ job }) => {
        props.onChanged(false);
        props.onStarted(job);
      }}
      onCancel={props.onCancel}
      onChanged={props.onChanged}
    />
  );
}

function ExportRun({ id, onAgain }: { readonly id: string; readonly onAgain: () => void }) {
  const { t } = useTranslation();
  const job = useJob(id);
  if (job === undefined) return <Bones />;
  const again = (
    <Button variant="default" onClick={onAgain}>
      {t('exports.another')}
    </Button>
  );
  if (isOpen(job)) {
    return (
      <div className={classes['run']}>
        <JobCard job={job} cancelText={t('exports.cancelText')} />
        <p className={classes['quiet']}>{t('exports.background')}</p>
      </div>
    );
  }
  const { result } = job;
  if (job.state !== 'done' || result === null) {
    return (
      <div className={classes['run']}>
        <JobCard job={job}>{again}</JobCard>
      </div>
    );
  }
  return (
    <div className={classes['run']}>
      <FileResult
        title={t('exports.done')}
        file={String(result['file'])}
        rows={Number(result['rows'])}
        bytes={Number(result['bytes'])}
        sha256={String(result['sha256'])}
      >
        {again}
      </FileResult>
    </div>
  );
}

/** Asks for an export, then follows it to the finished file. */
export function ExportPanel(props: Props) {
  const [job, setJob] = useState<string | null>(null);
  if (job !== null) return <ExportRun id={job} onAgain={() => setJob(null)} />;
  return <ExportForm {...props} onStarted={setJob} />;
}

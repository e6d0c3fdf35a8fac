import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bones } from '#renderer/components/bones.tsx';
import classes from '#renderer/components/csv.module.css';
import { profileControl } from '#renderer/components/csv-profile-control.tsx';
import { FileResult } from '#renderer/components/file-result.tsx';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { saveControl } from '#renderer/components/save-control.tsx';
import { timeControl } from '#renderer/components/time-control.tsx';
import { zoneControl } from '#renderer/components/zone-control.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import { useMay } from '#renderer/state/session.ts';
import type { ExportSubject } from './exports-screen.tsx';
import { logFileName, logOptions, projectControl, sizeControl } from './log-controls.tsx';

type Props = PanelFormProps<ExportSubject>;

const DAY = 86_400_000;
const PAIRS = [['channel', 'direction']] as const;
/** The Save dialog asks by itself before a file is replaced. */
const FIXED = { overwrite: true };
const WITHOUT_TAGS = { ...FIXED, tag: undefined };

/** Midnight in UTC so many days ago. */
function utcDay(ago: number): number {
  return Math.floor(Date.now() / DAY) * DAY - ago * DAY;
}

function useControls() {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      node: nodeControl('exports.rawLog'),
      project: projectControl,
      profile: profileControl,
      zone: zoneControl(t('exports.zoneHint')),
      splitMegabytes: sizeControl,
      file: saveControl({
        title: t('exports.saveTitle'),
        name: logFileName,
        hint: ({ split }) => (split === 'none' ? undefined : t('exports.setHint')),
      }),
      from: timeControl({
        hint: t('exports.fromHint'),
        shortcuts: [
          { label: t('exports.yesterday'), at: () => utcDay(1) },
          ...[7, 30].map((count) => ({
            label: t('exports.days', { count }),
            at: () => Date.now() - count * DAY,
          })),
          { label: t('exports.everything'), at: () => null },
        ],
      }),
      to: timeControl({
        hint: t('exports.toHint'),
        shortcuts: [
          { label: t('exports.today'), at: () => utcDay(0) },
          { label: t('exports.everything'), at: () => null },
        ],
      }),
    }),
    [t],
  );
}

function ExportForm(props: Props & { readonly onStarted: (job: string) => void }) {
  const { t } = useTranslation();
  const controls = useControls();
  const tagged = useMay('dialogLogs.tags');
  return (
    <OperationForm
      operation="exports.rawLog"
      fixed={tagged ? FIXED : WITHOUT_TAGS}
      initial={props.node === undefined ? {} : { node: props.node }}
      controls={controls}
      options={logOptions()}
      hints={{ bom: t('exports.bomHint') }}
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
      {t('csv.another')}
    </Button>
  );
  if (isOpen(job)) {
    return (
      <div className={classes['run']}>
        <JobCard job={job} cancelText={t('csv.cancelText')} />
        <p className={classes['quiet']}>{t('csv.background')}</p>
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
  const files = Number(result['files']);
  return (
    <div className={classes['run']}>
      <FileResult
        title={t(files === 1 ? 'csv.done' : 'csv.filesDone')}
        file={String(result['file'])}
        manifest={String(result['manifest'])}
        files={files}
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

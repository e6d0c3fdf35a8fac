import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { placeControl } from '#renderer/components/place-control.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import { TIME_UNITS } from '#shared/operations/log-imports.ts';
import { ColumnsControl } from './columns-control.tsx';
import classes from './log-imports.module.css';
import type { LogImport } from './log-imports-screen.tsx';
import { projectControl } from './project-control.tsx';

type Props = PanelFormProps<LogImport>;

const EXTENSIONS = ['jsonl', 'ndjson', 'json', 'csv', 'gz'];
const PAIRS = [['timeUnit', 'encoding']] as const;

/** Words for what can be told of how files are read. */
export function useReadingOptions() {
  const { t } = useTranslation();
  return {
    timeUnit: TIME_UNITS.map((value) => ({ value, label: t(`logImports.units.${value}`) })),
    delimiter: [
      { value: ',', label: t('logImports.delimiters.comma') },
      { value: ';', label: t('logImports.delimiters.semicolon') },
      { value: '\t', label: t('logImports.delimiters.tab') },
      { value: '|', label: t('logImports.delimiters.bar') },
    ],
  };
}

function Running({ id, job: jobId, onAgain }: { id: string; job: string; onAgain: () => void }) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  const job = useJob(jobId);
  if (job === undefined) return <Bones />;
  return (
    <div className={classes['run']}>
      <JobCard job={job} cancelText={t('logImports.cancelText')} />
      {isOpen(job) ? (
        <p className={classes['quiet']}>{t('logImports.background')}</p>
      ) : (
        <div className={classes['actions']}>
          <Button onClick={() => change({ id, panel: undefined, tab: undefined })}>
            {t('logImports.openReport')}
          </Button>
          <Button variant="default" onClick={onAgain}>
            {t('logImports.another')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Chooses a file, shows how it would be read, imports it and follows the import. */
export function ImportLog({ node, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const [made, setMade] = useState<{ readonly id: string; readonly job: string } | null>(null);
  const options = useReadingOptions();
  const controls = useMemo(
    () => ({
      node: nodeControl('dialogLogs.import'),
      file: placeControl({
        title: t('logImports.chooseTitle'),
        extensions: EXTENSIONS,
        hint: t('logImports.fileHint'),
      }),
      project: projectControl,
      columns: ColumnsControl,
    }),
    [t],
  );
  if (made !== null) return <Running {...made} onAgain={() => setMade(null)} />;
  return (
    <OperationForm
      operation="dialogLogs.import"
      initial={node === undefined ? {} : { node }}
      controls={controls}
      options={options}
      pairs={PAIRS}
      onDone={(output) => {
        onChanged(false);
        setMade(output);
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

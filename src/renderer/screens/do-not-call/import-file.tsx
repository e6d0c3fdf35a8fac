import { Alert, Button, Select } from '@mantine/core';
import { IconAlertCircle, IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { baseName, folderOf } from '#renderer/components/file-path.ts';
import { JobCard } from '#renderer/components/job-card.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { REGIONS } from '#renderer/components/regions.ts';
import { toastFailure } from '#renderer/components/toast.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import type { Failure } from '#shared/reply.ts';
import classes from './do-not-call.module.css';
import type { Source } from './do-not-call-screen.tsx';

const EXTENSIONS = ['csv', 'tsv', 'txt', 'xlsx', 'vcf'];

function Running({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const job = useJob(id);
  if (job === undefined) return <Bones />;
  return (
    <>
      <JobCard job={job} cancelText={t('doNotCall.cancelText')} />
      <div className={classes['acts']}>
        <Button variant="default" onClick={onDone}>
          {t('form.close')}
        </Button>
      </div>
    </>
  );
}

/** Puts the numbers of a file in the place of what an earlier file gave the source. */
export function ImportFile({ record, onDone, onCancel, onChanged }: PanelFormProps<Source>) {
  const { t } = useTranslation();
  const [file, setFile] = useState('');
  const [region, setRegion] = useState('US');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [job, setJob] = useState<string | null>(null);
  if (record === null) return null;
  if (job !== null) return <Running id={job} onDone={onDone} />;
  const choose = async () => {
    const reply = await call('files.chooseOpen', {
      title: t('doNotCall.chooseTitle'),
      extensions: EXTENSIONS,
    });
    if (!reply.ok) return toastFailure(reply.error);
    if (reply.value.file === null) return;
    setFile(reply.value.file);
    setFailure(null);
    onChanged(true);
  };
  const start = async () => {
    const reply = await call('doNotCall.import', { id: record.id, file, region });
    if (!reply.ok) return setFailure(reply.error);
    onChanged(false);
    setJob(reply.value.job);
  };
  return (
    <div className={classes['form']}>
      <p className={classes['quiet']}>{t('doNotCall.importHint')}</p>
      <div className={classes['acts']}>
        <Button
          variant={file === '' ? 'light' : 'default'}
          leftSection={<IconFolderOpen size={16} />}
          onClick={() => void choose()}
        >
          {t(file === '' ? 'doNotCall.chooseFile' : 'doNotCall.chooseOther')}
        </Button>
        {file === '' ? null : (
          <span>
            <strong>{baseName(file)}</strong> <bdi className={classes['quiet']}>{folderOf(file)}</bdi>
          </span>
        )}
      </div>
      <Select
        label={t('doNotCall.region')}
        data={REGIONS}
        value={region}
        allowDeselect={false}
        searchable
        onChange={(value) => setRegion(value ?? 'US')}
      />
      {failure === null ? null : (
        <Alert color="red" variant="light" role="alert" icon={<IconAlertCircle size={18} />}>
          {failure.message}
        </Alert>
      )}
      <div className={classes['acts']}>
        <Button onClick={() => void start()} disabled={file === ''}>
          {t('doNotCall.import')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import type { Broadcast } from './broadcast-acts.tsx';
import classes from './broadcasts.module.css';

/** Asks where to save, and writes a broadcast's attempts there. */
export function ExportAttempts({ record, onDone }: PanelFormProps<Broadcast>) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  if (record === null) return null;
  const save = async () => {
    const name = `${record.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}-attempts.csv`;
    const chosen = await call('files.chooseSave', { title: t('broadcasts.saveAttempts'), name });
    if (!chosen.ok) return toastFailure(chosen.error);
    const { file } = chosen.value;
    if (file === null) return;
    setBusy(true);
    const reply = await call('broadcasts.exportAttempts', { id: record.id, file });
    setBusy(false);
    if (!reply.ok) return toastFailure(reply.error);
    toastDone(t('broadcasts.attemptsSaved', { count: reply.value.rows }));
    onDone();
  };
  return (
    <div className={classes['rows']}>
      <p className={classes['quiet']}>{t('broadcasts.saveAttemptsText')}</p>
      <div className={classes['adds']}>
        <Button leftSection={<IconDeviceFloppy size={16} />} loading={busy} onClick={() => void save()}>
          {t('broadcasts.saveAttempts')}
        </Button>
      </div>
    </div>
  );
}

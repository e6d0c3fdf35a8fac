import { Alert, Button, Select } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { toastDone } from '#renderer/components/toast.tsx';
import type { PackDetail } from '#shared/operations/pack-answers.ts';
import type { CustomRoleRecord } from '#shared/operations/roles.ts';
import type { Failure } from '#shared/reply.ts';
import { Holders } from './holders.tsx';
import classes from './roles.module.css';
import type { Shown } from './use-shown-pack.ts';

/** Deletes a custom role; whoever holds it gets another one. */
export function DeleteRole(props: {
  readonly record: CustomRoleRecord;
  readonly detail: PackDetail;
  readonly shown: Shown;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  const { record, detail } = props;
  const [instead, setInstead] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const others = detail.roles.filter(({ id }) => id !== record.name).map(({ id }) => id);
  const run = async () => {
    setBusy(true);
    const { id, version, name } = record;
    const reply = await call('roles.delete', { id, version, ...(instead === null ? {} : { instead }) });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    toastDone(t('roles.deleted', { name }));
    props.onDone();
  };
  return (
    <div className={classes['editor']}>
      <p className={classes['meaning']}>{t('roles.deleteText')}</p>
      <Holders shown={props.shown} role={record.name} />
      <Select
        label={t('roles.instead')}
        description={t('roles.insteadHint')}
        placeholder={t('roles.insteadNone')}
        data={others}
        value={instead}
        clearable
        searchable={others.length > 8}
        onChange={setInstead}
      />
      {failure === null ? null : (
        <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />}>
          {failure.message}
        </Alert>
      )}
      <div className={classes['acts']}>
        <Button color="red" loading={busy} onClick={() => void run()}>
          {t('roles.deleteButton')}
        </Button>
        <Button variant="default" onClick={props.onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </div>
  );
}

import { Alert, Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/reply.ts';
import classes from './users.module.css';

/** The end of a form: why it was refused, the act, and the way out. */
export function FormFoot(props: {
  readonly failure: Failure | null;
  readonly busy: boolean;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      {props.failure === null ? null : (
        <Alert color="red" variant="light" role="alert" icon={<IconAlertCircle size={18} />}>
          {props.failure.message}
        </Alert>
      )}
      <div className={classes['foot']}>
        <Button type="submit" loading={props.busy} disabled={props.disabled ?? false}>
          {props.label}
        </Button>
        <Button variant="default" onClick={props.onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </>
  );
}

import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { titleOf } from '#renderer/components/declared.ts';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { useDialogs } from '#renderer/state/dialogs.ts';
import { useMe } from '#renderer/state/session.ts';

/** The person's own password. */
export function ChangePasswordDialog() {
  const { t } = useTranslation();
  const { open, close } = useDialogs();
  const person = useMe()?.person;
  return (
    <Modal
      opened={open === 'change-password'}
      onClose={close}
      title={titleOf('session.changePassword')}
      size={400}
    >
      <OperationForm
        operation="session.changePassword"
        names={person === undefined ? [] : [person.firstName, person.lastName, person.email]}
        submitLabel={t('shell.changePassword')}
        onDone={() => {
          close();
          toastDone(t('shell.passwordChanged'));
        }}
        onCancel={close}
      />
    </Modal>
  );
}

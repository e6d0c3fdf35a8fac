import { IconFileDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';

/** Writes the people of the scope and their roles into a CSV file that is chosen first. */
export function ExportUsers() {
  const { t } = useTranslation();
  const [{ node }] = useAddress();
  const scope = node === undefined ? {} : { node };
  const run = async () => {
    const chosen = await call('files.chooseSave', { title: t('users.exportTitle'), name: 'users.csv' });
    if (!chosen.ok) return toastFailure(chosen.error);
    const { file } = chosen.value;
    if (file === null) return;
    // The Save dialog has asked already whether a file of this name may be replaced.
    const reply = await call('users.exportCsv', { ...scope, file, overwrite: true });
    if (reply.ok) toastDone(t('users.exported', { count: reply.value.people }));
    else toastFailure(reply.error);
  };
  return (
    <OperationButton
      operation="users.exportCsv"
      input={scope}
      icon={<IconFileDownload size={16} />}
      onRun={() => void run()}
    />
  );
}

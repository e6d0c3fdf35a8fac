import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import type { NumberList } from './number-lists-screen.tsx';

/** Gives a list another name; somebody else's change meanwhile is shown beside one's own. */
export function RenameList({ record, onDone, onCancel, onChanged }: PanelFormProps<NumberList>) {
  const { t } = useTranslation();
  // The version that the person saw: one that changes while they type must not be overwritten unseen.
  const [seen] = useState(record);
  if (seen === null) return null;
  return (
    <OperationForm
      operation="numberLists.rename"
      fixed={{ id: seen.id, version: seen.version }}
      initial={{ name: seen.name }}
      submitLabel={t('form.save')}
      onDone={(_, values) => {
        onDone();
        toastDone(t('numberLists.renamed', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

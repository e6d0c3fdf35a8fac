import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OperationName } from '#shared/operations/index.ts';
import { declared } from './declared.ts';
import { OperationButton } from './operation-button.tsx';

interface ListExportButtonProps {
  readonly list: OperationName;
  /** The scope in the address. */
  readonly node: string | undefined;
  readonly onOpen: () => void;
}

/** Opens the export of what a list shows; refused, with the reason, where that needs a right of its own. */
export function ListExportButton({ list, node, onOpen }: ListExportButtonProps) {
  const { t } = useTranslation();
  const needs = declared(list).exportNeeds as OperationName | undefined;
  return (
    <OperationButton
      operation={needs ?? 'listExports.start'}
      input={{}}
      within={needs === undefined ? undefined : node}
      icon={<IconDownload size={15} stroke={1.75} />}
      label={t('list.export')}
      onRun={onOpen}
    />
  );
}

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { placeControl } from '#renderer/components/place-control.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import { useReadingOptions } from './import-log.tsx';
import classes from './log-imports.module.css';
import type { LogImport } from './log-imports-screen.tsx';
import { projectControl } from './project-control.tsx';

function Folders() {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  const folders = useAnswer('logImports.folders', {}).data ?? [];
  if (folders.length === 0) return null;
  return (
    <ul className={classes['folders']} aria-label={t('logImports.folders')}>
      {folders.map(({ node, nodeName, folder, message }) => (
        <li key={node}>
          <div>
            <strong>{nodeName}</strong>
            <bdi>{folder}</bdi>
            {message === '' ? null : <span role="alert">{message}</span>}
          </div>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() =>
              start({
                operation: 'logImports.unwatch',
                items: [{ label: `${nodeName}: ${folder}`, input: { node } }],
                consequence: t('logImports.unwatchText'),
              })
            }
          >
            {t('logImports.unwatch')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Sets the folder from which an account's files are taken, beneath those that are set. */
export function WatchFolder({ node, onDone, onCancel, onChanged }: PanelFormProps<LogImport>) {
  const { t } = useTranslation();
  const options = useReadingOptions();
  const controls = useMemo(
    () => ({
      node: nodeControl('logImports.watch'),
      folder: placeControl({ title: t('logImports.folderTitle'), hint: t('logImports.folderHint') }),
      project: projectControl,
    }),
    [t],
  );
  return (
    <OperationForm
      operation="logImports.watch"
      initial={node === undefined ? {} : { node }}
      controls={controls}
      options={options}
      onDone={() => {
        onDone();
        toastDone(t('logImports.watching'));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    >
      <Folders />
    </OperationForm>
  );
}

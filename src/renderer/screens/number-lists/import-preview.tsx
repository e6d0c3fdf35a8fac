import { Alert, Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { baseName } from '#renderer/components/file-path.ts';
import { formatBytes } from '#renderer/components/format.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import type { Failure } from '#shared/reply.ts';
import { type ImportDraft, type Reading, sourceOf } from './import-draft.ts';
import classes from './import-panel.module.css';
import { PreviewColumns } from './preview-columns.tsx';
import { PreviewRows } from './preview-rows.tsx';
import { PreviewSettings } from './preview-settings.tsx';

export type Preview = OutputOf<'numberLists.preview'>;

interface ImportPreviewProps {
  readonly draft: ImportDraft;
  /** Why the import was not started. */
  readonly failure: Failure | null;
  readonly onRead: (patch: Reading) => void;
  readonly onRegion: (region: string) => void;
  readonly onBack: () => void;
  readonly onStart: () => Promise<void>;
}

function Problem({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertCircle size={18} />} title={title}>
      {text}
    </Alert>
  );
}

/** Asks for the preview anew whenever a setting changes; the one before stays until the answer is here. */
function usePreview(draft: ImportDraft) {
  const { node, region, reading } = draft;
  const numbers = reading.columns?.filter((role) => role === 'number').length ?? 1;
  const answer = useAnswer(
    'numberLists.preview',
    { node: node ?? '', ...sourceOf(draft), region, ...reading },
    { enabled: numbers === 1, keepPrevious: true },
  );
  return { ...answer, numberMissing: numbers !== 1 };
}

/** The import's second step: how the file is read, and its first rows as they would be stored. */
export function ImportPreview(props: ImportPreviewProps) {
  const { t } = useTranslation();
  const { draft, failure, onRead } = props;
  const { data, error, isFetching, isPlaceholderData, numberMissing } = usePreview(draft);
  const [starting, setStarting] = useState(false);
  const begin = async () => {
    setStarting(true);
    await props.onStart();
    setStarting(false);
  };
  const message = failure?.message ?? null;
  const ready = data !== undefined && !isPlaceholderData && error === null && !numberMissing;
  const source = draft.from === 'text' ? t('numberLists.pasted') : baseName(draft.file);
  const size = data === undefined ? null : formatBytes(data.size);
  return (
    <div className={classes['preview']} aria-busy={isFetching}>
      <p className={classes['what']}>
        <strong>{draft.name}</strong>
        <span>{size === null ? source : t('numberLists.fileSize', { name: source, size })}</span>
      </p>
      <PreviewSettings draft={draft} preview={data} onRead={onRead} onRegion={props.onRegion} />
      {error === null ? null : <Problem title={t('numberLists.previewFailed')} text={error.message} />}
      {message === null || error !== null ? null : (
        <Problem title={t('numberLists.failedText')} text={message} />
      )}
      {data === undefined && error === null ? <Bones /> : null}
      {data === undefined || error !== null ? null : (
        <>
          <PreviewColumns
            preview={data}
            roles={draft.reading.columns}
            missing={numberMissing}
            onRoles={(columns) => onRead({ columns })}
          />
          <PreviewRows rows={data.rows} waiting={isPlaceholderData} />
        </>
      )}
      <div className={classes['actions']}>
        <Button onClick={() => void begin()} disabled={!ready} loading={starting}>
          {t('numberLists.start')}
        </Button>
        <Button variant="default" onClick={props.onBack}>
          {t('numberLists.back')}
        </Button>
      </div>
    </div>
  );
}

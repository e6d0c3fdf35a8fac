import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconFolderOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { DetailItem, DetailList } from '#renderer/components/detail-panel.tsx';
import { baseName, folderOf } from '#renderer/components/file-path.ts';
import { formatBytes } from '#renderer/components/format.ts';
import { toastFailure } from '#renderer/components/toast.tsx';
import { Count, IdText } from '#renderer/components/values.tsx';
import classes from './exports.module.css';

interface FileResultProps {
  readonly title?: string;
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** More acts beside the folder. */
  readonly children?: ReactNode;
}

function CheckSum({ sum }: { readonly sum: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes['sum']}>
      <IdText id={sum} />
      <CopyButton value={sum} timeout={1500}>
        {({ copied, copy }) => (
          <Tooltip label={t(copied ? 'exports.copied' : 'exports.copy')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('exports.copySum')} onClick={copy}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}

async function reveal(file: string): Promise<void> {
  const reply = await call('files.reveal', { file });
  if (!reply.ok) toastFailure(reply.error);
}

/** A finished export: its file, how much is in it, and the sum to check it by. */
export function FileResult({ title, file, rows, bytes, sha256, children }: FileResultProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={title ?? baseName(file)} className={classes['result']}>
      {title === undefined ? null : (
        <h3>
          <IconCheck size={16} aria-hidden />
          {title}
        </h3>
      )}
      <DetailList>
        <DetailItem label={t('exports.file')}>
          <strong>{baseName(file)}</strong>
        </DetailItem>
        <DetailItem label={t('exports.folder')}>
          <bdi>{folderOf(file)}</bdi>
        </DetailItem>
        <DetailItem label={t('exports.rows')}>
          <Count count={rows} />
        </DetailItem>
        <DetailItem label={t('exports.size')}>{formatBytes(bytes)}</DetailItem>
        <DetailItem label={t('exports.sha256')}>
          <CheckSum sum={sha256} />
        </DetailItem>
      </DetailList>
      <div className={classes['acts']}>
        <Button leftSection={<IconFolderOpen size={16} />} onClick={() => void reveal(file)}>
          {t('exports.openFolder')}
        </Button>
        {children}
      </div>
    </section>
  );
}

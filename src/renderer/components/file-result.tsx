import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconFolderOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import classes from './csv.module.css';
import { DetailItem, DetailList } from './detail-panel.tsx';
import { baseName, folderOf } from './file-path.ts';
import { formatBytes } from './format.ts';
import { toastFailure } from './toast.tsx';
import { Count, IdText } from './values.tsx';

interface FileResultProps {
  readonly title?: string;
  /** The one file; of several, the manifest that lists them. */
  readonly file: string;
  readonly manifest: string;
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** More acts beside the folder. */
  readonly children?: ReactNode;
}

/** A checksum, in a face that tells 0 from O, with a button that copies it. */
export function CheckSum({ sum }: { readonly sum: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes['sum']}>
      <IdText id={sum} />
      <CopyButton value={sum} timeout={1500}>
        {({ copied, copy }) => (
          <Tooltip label={t(copied ? 'csv.copied' : 'csv.copy')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('csv.copySum')} onClick={copy}>
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

/** A finished export: its files, how much is in them, and the sum to check them by. */
export function FileResult(props: FileResultProps) {
  const { title, file, manifest, files, rows, bytes, sha256, children } = props;
  const { t } = useTranslation();
  const one = files === 1;
  return (
    <section aria-label={title ?? baseName(file)} className={classes['result']}>
      {title === undefined ? null : (
        <h3>
          <IconCheck size={16} aria-hidden />
          {title}
        </h3>
      )}
      <DetailList>
        {one ? (
          <DetailItem label={t('csv.file')}>
            <strong>{baseName(file)}</strong>
          </DetailItem>
        ) : (
          <DetailItem label={t('csv.files')}>
            <Count count={files} />
          </DetailItem>
        )}
        {manifest === '' ? null : <DetailItem label={t('csv.manifest')}>{baseName(manifest)}</DetailItem>}
        <DetailItem label={t('csv.folder')}>
          <bdi>{folderOf(file)}</bdi>
        </DetailItem>
        <DetailItem label={t('csv.rows')}>
          <Count count={rows} />
        </DetailItem>
        <DetailItem label={t('csv.size')}>{formatBytes(bytes)}</DetailItem>
        <DetailItem label={t(one ? 'csv.sha256' : 'csv.manifestSha256')}>
          <CheckSum sum={sha256} />
        </DetailItem>
      </DetailList>
      <div className={classes['acts']}>
        <Button leftSection={<IconFolderOpen size={16} />} onClick={() => void reveal(file)}>
          {t('csv.openFolder')}
        </Button>
        {children}
      </div>
    </section>
  );
}

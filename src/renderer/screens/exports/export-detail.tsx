import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import classes from '#renderer/components/csv.module.css';
import { DetailItem, DetailList, DetailSection } from '#renderer/components/detail-panel.tsx';
import { baseName } from '#renderer/components/file-path.ts';
import { CheckSum, FileResult } from '#renderer/components/file-result.tsx';
import { formatBytes } from '#renderer/components/format.ts';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import { ExactTime, IdText } from '#renderer/components/values.tsx';
import { useJobs } from '#renderer/state/jobs.ts';
import { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import type { ExportRow } from './exports-screen.tsx';
import { FilterWords } from './filter-words.tsx';

function Progress({ row }: { readonly row: ExportRow }) {
  const { t } = useTranslation();
  const job = useJobs().find(({ subject, kind }) => kind === 'export-raw-log' && subject === row.id);
  if (job === undefined || (!isOpen(job) && job.state === 'done')) return null;
  return <JobCard job={job} cancelText={t('csv.cancelText')} />;
}

/** The files of an export of several, each with its rows and its checksum. */
function Files({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const files = useAnswer('exports.files', { id }).data ?? [];
  return (
    <DetailSection title={t('exports.filesOf')}>
      <ul className={classes['fileList']}>
        {files.map(({ file, rows, bytes, sha256 }) => (
          <li key={file}>
            <strong>{baseName(file)}</strong>
            <span>{`${t('list.total', { count: rows })} · ${formatBytes(bytes)}`}</span>
            <CheckSum sum={sha256} />
          </li>
        ))}
      </ul>
    </DetailSection>
  );
}

function Result({ row }: { readonly row: ExportRow }) {
  const { t } = useTranslation();
  const several = row.files > 1;
  const { removedAt, manifest, files, rows, bytes, sha256 } = row;
  return (
    <>
      {removedAt === null ? null : (
        <DetailList>
          <DetailItem label={t('exports.removed')}>
            <ExactTime at={removedAt} />
            {` · ${t('exports.removedText')}`}
          </DetailItem>
        </DetailList>
      )}
      <FileResult
        file={several ? manifest : row.file}
        // Exports of old wrote one file and no list of them.
        files={Math.max(files, 1)}
        {...{ manifest, rows, bytes, sha256 }}
      />
    </>
  );
}

/** An export of the history: the files that it wrote, or how far it is, and what was asked for. */
export function ExportDetail({ record: row }: { readonly record: ExportRow }) {
  const { t } = useTranslation();
  const done = row.state === 'done';
  const profile = EXPORT_PROFILES.find((each) => each === row.profile);
  return (
    <div className={classes['run']}>
      {done ? <Result row={row} /> : <Progress row={row} />}
      <DetailList>
        {done ? null : <DetailItem label={t('exports.file')}>{baseName(row.file)}</DetailItem>}
        <DetailItem label={t('exports.account')}>{row.nodeName}</DetailItem>
        <DetailItem label={t('exports.filter')}>
          <FilterWords filter={row.filter} />
        </DetailItem>
        {row.day === '' ? null : <DetailItem label={t('exports.day')}>{row.day}</DetailItem>}
        <DetailItem label={t('exports.profile')}>
          {profile === undefined ? row.profile : t(`csv.profiles.${profile}`)}
        </DetailItem>
        <DetailItem label={t('exports.createdAt')}>
          <ExactTime at={row.createdAt} />
        </DetailItem>
        <DetailItem label={t('exports.createdBy')}>{row.createdBy}</DetailItem>
        <DetailItem label={t('exports.id')}>
          <IdText id={row.id} />
        </DetailItem>
      </DetailList>
      {done && row.files > 1 ? <Files id={row.id} /> : null}
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { DetailItem, DetailList } from '#renderer/components/detail-panel.tsx';
import { baseName } from '#renderer/components/file-path.ts';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import { ExactTime, IdText } from '#renderer/components/values.tsx';
import { useJobs } from '#renderer/state/jobs.ts';
import { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import classes from './exports.module.css';
import type { ExportRow } from './exports-screen.tsx';
import { FileResult } from './file-result.tsx';
import { FilterWords } from './filter-words.tsx';

function Progress({ row }: { readonly row: ExportRow }) {
  const { t } = useTranslation();
  const job = useJobs().find(({ subject, kind }) => kind === 'export-raw-log' && subject === row.id);
  if (job === undefined || (!isOpen(job) && job.state === 'done')) return null;
  return <JobCard job={job} cancelText={t('exports.cancelText')} />;
}

/** An export of the history: the file that it wrote, or how far it is, and what was asked for. */
export function ExportDetail({ record: row }: { readonly record: ExportRow }) {
  const { t } = useTranslation();
  const done = row.state === 'done';
  const profile = EXPORT_PROFILES.find((each) => each === row.profile);
  return (
    <div className={classes['run']}>
      {done ? (
        <FileResult file={row.file} rows={row.rows} bytes={row.bytes} sha256={row.sha256} />
      ) : (
        <Progress row={row} />
      )}
      <DetailList>
        {done ? null : <DetailItem label={t('exports.file')}>{baseName(row.file)}</DetailItem>}
        <DetailItem label={t('exports.account')}>{row.nodeName}</DetailItem>
        <DetailItem label={t('exports.filter')}>
          <FilterWords filter={row.filter} />
        </DetailItem>
        <DetailItem label={t('exports.profile')}>
          {profile === undefined ? row.profile : t(`exports.profiles.${profile}`)}
        </DetailItem>
        <DetailItem label={t('exports.createdAt')}>
          <ExactTime at={row.createdAt} />
        </DetailItem>
        <DetailItem label={t('exports.createdBy')}>{row.createdBy}</DetailItem>
        <DetailItem label={t('exports.id')}>
          <IdText id={row.id} />
        </DetailItem>
      </DetailList>
    </div>
  );
}

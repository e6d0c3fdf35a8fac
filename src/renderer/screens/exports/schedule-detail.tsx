import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/components/csv.module.css';
import { DetailItem, DetailList } from '#renderer/components/detail-panel.tsx';
import { baseName, folderOf } from '#renderer/components/file-path.ts';
import { ExactTime, IdText } from '#renderer/components/values.tsx';
import { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import { FilterWords } from './filter-words.tsx';
import type { ScheduleRow } from './schedules-screen.tsx';

/** A nightly export: what it writes, when and where, and why the last night came to nothing. */
export function ScheduleDetail({ record: row }: { readonly record: ScheduleRow }) {
  const { t } = useTranslation();
  const profile = EXPORT_PROFILES.find((each) => each === row.profile);
  return (
    <div className={classes['run']}>
      {row.problem === '' ? null : (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertCircle size={18} />}
          title={t('exportSchedules.problem')}
        >
          {row.problem}
        </Alert>
      )}
      <DetailList>
        <DetailItem label={t('exportSchedules.account')}>{row.nodeName}</DetailItem>
        <DetailItem label={t('exports.filter')}>
          <FilterWords filter={row.filter} />
        </DetailItem>
        <DetailItem label={t('exportSchedules.when')}>
          {t('exportSchedules.whenText', { hour: row.hour, zone: row.zone })}
        </DetailItem>
        <DetailItem label={t('exportSchedules.firstDay')}>{row.firstDay}</DetailItem>
        <DetailItem label={t('exportSchedules.lastDay')}>
          {row.lastDay === '' ? t('exportSchedules.noneYet') : row.lastDay}
        </DetailItem>
        <DetailItem label={t('exportSchedules.file')}>
          {t('exportSchedules.dated', { file: baseName(row.file) })}
        </DetailItem>
        <DetailItem label={t('csv.folder')}>
          <bdi>{folderOf(row.file)}</bdi>
        </DetailItem>
        <DetailItem label={t('exportSchedules.keepDays')}>{row.keepDays}</DetailItem>
        <DetailItem label={t('exports.profile')}>
          {profile === undefined ? row.profile : t(`csv.profiles.${profile}`)}
        </DetailItem>
        <DetailItem label={t('exportSchedules.owner')}>{row.createdBy}</DetailItem>
        <DetailItem label={t('exportSchedules.createdAt')}>
          <ExactTime at={row.createdAt} />
        </DetailItem>
        <DetailItem label={t('exports.id')}>
          <IdText id={row.id} />
        </DetailItem>
      </DetailList>
    </div>
  );
}

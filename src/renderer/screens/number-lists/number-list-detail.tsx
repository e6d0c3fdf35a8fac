import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { JobCard } from '#renderer/components/job-card.tsx';
import { isOpen } from '#renderer/components/job-progress.tsx';
import { regionName } from '#renderer/components/regions.ts';
import { Dim, ExactTime, IdText } from '#renderer/components/values.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import { Entries } from './entries.tsx';
import { ImportCounts, Report } from './import-report.tsx';
import classes from './number-lists.module.css';
import { Segments } from './segments.tsx';
import { Versions } from './versions.tsx';

export type NumberListRecord = OutputOf<'numberLists.get'>;

const TABS = ['entries', 'report', 'versions', 'segments'] as const;
type Tab = (typeof TABS)[number];

function ListFacts({ list }: { readonly list: NumberListRecord }) {
  const { t } = useTranslation();
  const none = <Dim>{t('form.none')}</Dim>;
  return (
    <Facts>
      <Fact label={t('numberLists.account')}>{list.nodeName}</Fact>
      <Fact label={t('numberLists.createdAt')}>
        <ExactTime at={list.createdAt} />
      </Fact>
      <Fact label={t('numberLists.createdBy')}>{list.createdBy}</Fact>
      <Fact label={t('numberLists.source')}>{list.source === '' ? none : list.source}</Fact>
      <Fact label={t('numberLists.version')}>
        {t('numberLists.versionOf', { ordinal: list.ordinal, count: list.versions })}
      </Fact>
      <Fact label={t('numberLists.region')}>{regionName(list.region)}</Fact>
      <Fact label={t('numberLists.consentSource')}>
        {list.consentSource === '' ? <Dim>{t('numberLists.notRecorded')}</Dim> : list.consentSource}
      </Fact>
      <Fact label={t('numberLists.retention')}>
        {list.retentionDays === null
          ? t('numberLists.retentionNever')
          : t('numberLists.retentionDays', { count: list.retentionDays })}
      </Fact>
      <Fact label={t('numberLists.fields')}>{list.fields.length === 0 ? none : list.fields.join(', ')}</Fact>
      <Fact label={t('numberLists.id')} span>
        <IdText id={list.id} />
      </Fact>
    </Facts>
  );
}

function Importing({ list }: { readonly list: NumberListRecord }) {
  const { t } = useTranslation();
  const job = useJob(list.job);
  return (
    <>
      {job === undefined ? null : <JobCard job={job} cancelText={t('numberLists.cancelText')} />}
      <p className={classes['quiet']}>
        {t(job === undefined ? 'numberLists.importingOther' : 'numberLists.importingText')}
      </p>
    </>
  );
}

/** An import into a list that can be used meanwhile. */
function ImportingMore({ list }: { readonly list: NumberListRecord }) {
  const { t } = useTranslation();
  const job = useJob(list.job);
  if (job === undefined || !isOpen(job)) return null;
  return <JobCard job={job} cancelText={t('numberLists.cancelMoreText')} />;
}

/** What the numbers of the report do not say by themselves. */
function ReportNotes({ list }: { readonly list: NumberListRecord }) {
  const { t } = useTranslation();
  const { carried, scrubbed, doubtful } = list;
  const notes = [
    carried > 0 ? t('numberLists.carried', { count: carried }) : '',
    scrubbed > 0 ? t('numberLists.scrubbed', { count: scrubbed }) : '',
    doubtful > 0 ? t('numberLists.doubtful', { count: doubtful }) : '',
  ].filter((note) => note !== '');
  return notes.length === 0 ? null : <p className={classes['quiet']}>{notes.join(' ')}</p>;
}

function Shown({ tab, list }: { readonly tab: Tab; readonly list: NumberListRecord }) {
  switch (tab) {
    case 'entries':
      return <Entries list={list} />;
    case 'report':
      return (
        <>
          <ImportCounts
            read={list.read}
            accepted={list.entries}
            merged={list.merged}
            refused={list.refused}
          />
          <ReportNotes list={list} />
          <Report list={list.id} />
        </>
      );
    case 'versions':
      return <Versions list={list} />;
    case 'segments':
      return <Segments list={list} />;
  }
}

/**
 * A number list in the panel: where it came from, its entries, what became of each row of its file, its versions and
 * its segments.
 */
export function NumberListDetail({ record: list }: { readonly record: NumberListRecord }) {
  const { t } = useTranslation();
  const [{ tab }, change] = useAddress();
  if (list.state === 'importing') {
    return (
      <div className={classes['detail']}>
        <Importing list={list} />
        <ListFacts list={list} />
      </div>
    );
  }
  const shown = TABS.find((each) => each === tab) ?? 'entries';
  return (
    <div className={classes['detail']}>
      <ImportingMore list={list} />
      <ListFacts list={list} />
      <Tabs
        value={shown}
        onChange={(value) => change({ tab: value ?? undefined }, true)}
        keepMounted={false}
        className={classes['tabs'] ?? ''}
      >
        <Tabs.List aria-label={t('numberLists.tabs')}>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`numberLists.tab-${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown} className={classes['tab'] ?? ''}>
          <Shown tab={shown} list={list} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

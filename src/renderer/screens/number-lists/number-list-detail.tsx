import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { JobCard } from '#renderer/components/job-card.tsx';
import { Dim, ExactTime, IdText } from '#renderer/components/values.tsx';
import { useJob } from '#renderer/state/jobs.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import { Entries } from './entries.tsx';
import { ImportCounts, Problems } from './import-report.tsx';
import classes from './number-lists.module.css';
import { regionName } from './regions.ts';

type NumberList = OutputOf<'numberLists.get'>;

function ListFacts({ list }: { readonly list: NumberList }) {
  const { t } = useTranslation();
  return (
    <Facts>
      <Fact label={t('numberLists.account')}>{list.nodeName}</Fact>
      <Fact label={t('numberLists.createdAt')}>
        <ExactTime at={list.createdAt} />
      </Fact>
      <Fact label={t('numberLists.createdBy')}>{list.createdBy}</Fact>
      <Fact label={t('numberLists.source')}>{list.source}</Fact>
      <Fact label={t('numberLists.region')}>{regionName(list.region)}</Fact>
      <Fact label={t('numberLists.fields')}>
        {list.fields.length === 0 ? <Dim>{t('form.none')}</Dim> : list.fields.join(', ')}
      </Fact>
      <Fact label={t('numberLists.id')} span>
        <IdText id={list.id} />
      </Fact>
    </Facts>
  );
}

function Importing({ list }: { readonly list: NumberList }) {
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

/** A number list in the panel: where it came from, its entries, and what became of each row of its file. */
export function NumberListDetail({ record: list }: { readonly record: NumberList }) {
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
  const shown = tab === 'report' ? 'report' : 'entries';
  return (
    <div className={classes['detail']}>
      <ListFacts list={list} />
      <Tabs
        value={shown}
        onChange={(value) => change({ tab: value ?? undefined }, true)}
        keepMounted={false}
        className={classes['tabs'] ?? ''}
      >
        <Tabs.List aria-label={t('numberLists.tabs')}>
          <Tabs.Tab value="entries">{t('numberLists.tabEntries')}</Tabs.Tab>
          <Tabs.Tab value="report">{t('numberLists.tabReport')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="entries" className={classes['tab'] ?? ''}>
          <Entries list={list.id} />
        </Tabs.Panel>
        <Tabs.Panel value="report" className={classes['tab'] ?? ''}>
          <ImportCounts
            read={list.read}
            accepted={list.entries}
            merged={list.merged}
            refused={list.refused}
          />
          <Problems list={list.id} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

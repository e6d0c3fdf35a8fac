import { Code } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { DetailItem, DetailList, DetailSection } from '#renderer/components/detail-panel.tsx';
import { formatUtc } from '#renderer/components/format.ts';
import { ListScreen } from '#renderer/components/list-screen.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Dim, ExactTime, IdText } from '#renderer/components/values.tsx';
import classes from './audit-screen.module.css';

type Entry = RowOf<'audit.list'>;

const VERDICTS = ['done', 'refused', 'failed'] as const;

function useColumns(): readonly Column<Entry>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'at', title: t('audit.at'), width: 180, sort: 'at', render: ({ at }) => <ExactTime at={at} /> },
      {
        key: 'title',
        title: t('audit.what'),
        width: 190,
        grow: 2,
        render: ({ title }) => <strong>{title}</strong>,
      },
      { key: 'person', title: t('audit.person'), width: 180, grow: 2, render: ({ person }) => person },
      {
        key: 'verdict',
        title: t('audit.verdict'),
        width: 112,
        render: ({ verdict }) => <StateBadge state={verdict} />,
      },
      { key: 'realm', title: t('audit.realm'), width: 130, grow: 1, render: ({ realm }) => realm },
      {
        key: 'reason',
        title: t('audit.reason'),
        width: 180,
        grow: 3,
        render: ({ reason }) => <Dim>{reason}</Dim>,
      },
      {
        key: 'operation',
        title: t('audit.operation'),
        width: 180,
        optional: true,
        render: ({ operation }) => <IdText id={operation} />,
      },
      {
        key: 'device',
        title: t('audit.device'),
        width: 140,
        optional: true,
        render: ({ device }) => <IdText id={device} />,
      },
    ],
    [t],
  );
}

/** JSON with its indentation; what is no JSON as it is. */
function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

function EntryDetail({ record: entry }: { readonly record: Entry }) {
  const { t } = useTranslation();
  return (
    <>
      <DetailList>
        <DetailItem label={t('audit.at')}>
          <ExactTime at={entry.at} />
          <br />
          <Dim>{formatUtc(entry.at)}</Dim>
        </DetailItem>
        <DetailItem label={t('audit.person')}>{entry.person}</DetailItem>
        {entry.reason === '' ? null : <DetailItem label={t('audit.reason')}>{entry.reason}</DetailItem>}
        <DetailItem label={t('audit.operation')}>
          <IdText id={entry.operation} />
        </DetailItem>
        <DetailItem label={t('audit.realm')}>
          {entry.realm === '' ? <Dim>{t('form.none')}</Dim> : entry.realm}
        </DetailItem>
        <DetailItem label={t('audit.target')}>
          <IdText id={entry.target} />
        </DetailItem>
        <DetailItem label={t('audit.device')}>
          <IdText id={entry.device} />
        </DetailItem>
        <DetailItem label={t('audit.policy')}>{entry.policy}</DetailItem>
        <DetailItem label={t('audit.id')}>
          <IdText id={entry.id} />
        </DetailItem>
      </DetailList>
      <DetailSection title={t('audit.arguments')}>
        <Code block tabIndex={0} className={classes['arguments'] ?? ''} aria-label={t('audit.arguments')}>
          {pretty(entry.arguments)}
        </Code>
        <Dim>{t('audit.argumentsHint')}</Dim>
      </DetailSection>
    </>
  );
}

function verdictOf(entry: Entry) {
  return <StateBadge state={entry.verdict} />;
}

/** What was done, by whom, and what came of it. */
export function AuditScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  const verdicts = VERDICTS.map((value) => ({ value, label: t(`state.${value}`) }));
  return (
    <ListScreen
      list="audit.list"
      description={t('audit.description')}
      columns={columns}
      filters={[{ key: 'verdict', options: verdicts }, { key: 'person' }, { key: 'operation' }]}
      idOf={(entry) => entry.id}
      nameOf={(entry) => entry.title}
      detail={EntryDetail}
      subtitle={verdictOf}
      empty={{
        icon: <IconHistory size={22} stroke={1.75} />,
        title: t('audit.emptyTitle'),
        text: t('audit.emptyText'),
      }}
    />
  );
}

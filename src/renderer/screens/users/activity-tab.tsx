import { IconHistory } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { InnerList, TwoLines } from '#renderer/components/inner-list.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { ExactTime } from '#renderer/components/values.tsx';

type Entry = RowOf<'audit.list'>;

/** What a person did, newest first; the reason beneath what was refused. */
export function ActivityTab({ person }: { readonly person: string }) {
  const { t } = useTranslation();
  const input = useMemo(() => ({ by: person }), [person]);
  const columns = useMemo(
    (): readonly Column<Entry>[] => [
      { key: 'at', title: t('audit.at'), width: 170, sort: 'at', render: ({ at }) => <ExactTime at={at} /> },
      {
        key: 'title',
        title: t('audit.what'),
        width: 200,
        grow: 2,
        render: ({ title, reason }) => <TwoLines first={<strong>{title}</strong>} second={reason} />,
      },
      { key: 'realm', title: t('audit.realm'), width: 130, grow: 1, render: ({ realm }) => realm },
      {
        key: 'verdict',
        title: t('audit.verdict'),
        width: 112,
        render: ({ verdict }) => <StateBadge state={verdict} />,
      },
    ],
    [t],
  );
  return (
    <InnerList
      list="audit.list"
      input={input}
      columns={columns}
      twoLines
      rowId={(entry) => entry.id}
      rowName={(entry) => entry.title}
      empty={{
        icon: <IconHistory size={22} stroke={1.75} />,
        title: t('users.noActivity'),
        text: t('users.noActivityText'),
      }}
    />
  );
}

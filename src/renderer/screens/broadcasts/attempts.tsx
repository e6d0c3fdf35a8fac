import { Tooltip } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { formatDuration, formatUtc } from '#renderer/components/format.ts';
import { InnerList } from '#renderer/components/inner-list.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Dim, PhoneNumber } from '#renderer/components/values.tsx';
import { OUTCOMES } from '#shared/operations/broadcasts.ts';
import { NumberHistory } from './number-history.tsx';

type Attempt = RowOf<'broadcasts.attempts'>;

const moment = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});

/** To the second: attempts begin in quick succession. */
function Moment({ at }: { readonly at: number }) {
  return (
    <Tooltip label={formatUtc(at)}>
      <time dateTime={new Date(at).toISOString()}>{moment.format(at)}</time>
    </Tooltip>
  );
}

function useColumns(): readonly Column<Attempt>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'startedAt',
        title: t('broadcasts.time'),
        width: 146,
        sort: 'startedAt',
        render: ({ startedAt }) => <Moment at={startedAt} />,
      },
      {
        key: 'number',
        title: t('broadcasts.number'),
        width: 120,
        sort: 'number',
        render: ({ number }) => <PhoneNumber number={number} />,
      },
      {
        key: 'name',
        title: t('broadcasts.person'),
        width: 76,
        grow: 1,
        render: ({ name }) => <bdi>{name}</bdi>,
      },
      {
        key: 'outcome',
        title: t('broadcasts.outcome'),
        width: 114,
        sort: 'outcome',
        render: ({ outcome }) => <StateBadge state={outcome} />,
      },
      {
        key: 'attempt',
        title: t('broadcasts.attempt'),
        width: 48,
        align: 'end',
        render: ({ attempt }) => attempt,
      },
      {
        key: 'keys',
        title: t('broadcasts.keysPressed'),
        width: 52,
        render: ({ keys }) => (keys === '' ? <Dim>–</Dim> : <bdi>{keys}</bdi>),
      },
      {
        key: 'talk',
        title: t('broadcasts.talk'),
        width: 72,
        align: 'end',
        render: ({ talk }) => (talk === 0 ? <Dim>–</Dim> : formatDuration(talk)),
      },
    ],
    [t],
  );
}

/** Every attempt of a broadcast, newest first; a row opens the history of its number. */
export function Attempts({ broadcast }: { readonly broadcast: string }) {
  const { t } = useTranslation();
  const input = useMemo(() => ({ id: broadcast }), [broadcast]);
  const columns = useColumns();
  const [number, setNumber] = useState<string | null>(null);
  const outcomes = OUTCOMES.map((value) => ({ value, label: t(`state.${value}`) }));
  return (
    <>
      {number === null ? null : (
        <NumberHistory broadcast={broadcast} number={number} onClose={() => setNumber(null)} />
      )}
      <InnerList
        list="broadcasts.attempts"
        input={input}
        columns={columns}
        filters={[{ key: 'outcome', options: outcomes }]}
        rowId={(row) => `${row.number} ${row.attempt}`}
        rowName={(row) => row.number}
        onRow={(row) => setNumber(row.number)}
        empty={{
          icon: <IconPhone size={22} stroke={1.75} />,
          title: t('broadcasts.noAttemptsTitle'),
          text: t('broadcasts.noAttemptsText'),
        }}
      />
    </>
  );
}

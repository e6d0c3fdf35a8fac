import { Button } from '@mantine/core';
import { IconArrowBackUp, IconHistory } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import type { Column } from '#renderer/components/column.ts';
import { formatTime } from '#renderer/components/format.ts';
import { InnerList, TwoLines } from '#renderer/components/inner-list.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import { Count, Dim, PhoneNumber, RelativeTime } from '#renderer/components/values.tsx';
import type { NumberListRecord } from './number-list-detail.tsx';
import classes from './number-lists.module.css';

type Version = RowOf<'numberLists.versions'>;
type Difference = RowOf<'numberLists.differences'>;

function consentWords({ consentSource, consentAt }: Version): string {
  const day = consentAt === null ? '' : formatTime(consentAt).split(',').slice(0, 2).join(',');
  return [consentSource, day].filter((part) => part !== '').join(', ');
}

function useColumns(): readonly Column<Version>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'ordinal',
        title: t('numberLists.version'),
        width: 72,
        align: 'end',
        render: ({ ordinal }) => <strong>{ordinal}</strong>,
      },
      {
        key: 'state',
        title: t('numberLists.state'),
        width: 110,
        render: ({ state, inUse }) => (
          <StateBadge state={state === 'importing' ? 'importing' : inUse ? 'inUse' : 'kept'} />
        ),
      },
      {
        key: 'what',
        title: t('numberLists.what'),
        width: 190,
        grow: 3,
        render: (version) => {
          const consent = consentWords(version);
          const made = t(`numberLists.made-${version.madeBy}`);
          const second = consent === '' ? made : `${made} · ${t('numberLists.consent', { consent })}`;
          return <TwoLines first={<span title={version.what}>{version.what}</span>} second={second} />;
        },
      },
      {
        key: 'entries',
        title: t('numberLists.entries'),
        width: 90,
        align: 'end',
        render: ({ entries }) => <Count count={entries} />,
      },
      {
        key: 'createdAt',
        title: t('numberLists.madeAt'),
        width: 120,
        grow: 1,
        render: ({ createdAt, createdBy }) => (
          <TwoLines first={<RelativeTime at={createdAt} />} second={createdBy} />
        ),
      },
    ],
    [t],
  );
}

function useDifferenceColumns(): readonly Column<Difference>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'what',
        title: t('numberLists.difference'),
        width: 110,
        sort: 'what',
        render: ({ what }) => <StateBadge state={what} />,
      },
      {
        key: 'number',
        title: t('numberLists.number'),
        width: 140,
        sort: 'number',
        render: ({ number }) => <PhoneNumber number={number} />,
      },
      {
        key: 'before',
        title: t('numberLists.before'),
        width: 140,
        grow: 1,
        render: ({ before }) => <Dim>{before}</Dim>,
      },
      { key: 'after', title: t('numberLists.after'), width: 140, grow: 1, render: ({ after }) => after },
    ],
    [t],
  );
}

/** What a version has otherwise than the one in use, and the act of going back to it. */
function Compare(props: {
  readonly list: NumberListRecord;
  readonly version: Version;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { list, version, onClose } = props;
  const columns = useDifferenceColumns();
  const input = useMemo(
    () => ({ id: list.id, from: list.ordinal, to: version.ordinal }),
    [list.id, list.ordinal, version.ordinal],
  );
  const goBack = async () => {
    const before = list.ordinal;
    const asked = { id: list.id, version: list.version, ordinal: version.ordinal };
    const reply = await call('numberLists.goBack', asked);
    if (!reply.ok) return toastFailure(reply.error);
    onClose();
    toastDone(t('numberLists.wentBack', { ordinal: version.ordinal }), () => {
      void call('numberLists.goBack', { id: list.id, version: reply.value.version, ordinal: before });
    });
  };
  const kinds = (['added', 'removed', 'changed'] as const).map((value) => ({
    value,
    label: t(`state.${value}`),
  }));
  return (
    <>
      <div className={classes['acts']}>
        <strong>{t('numberLists.compare', { from: list.ordinal, to: version.ordinal })}</strong>
        <OperationButton
          operation="numberLists.goBack"
          input={{ id: list.id }}
          icon={<IconArrowBackUp size={15} />}
          label={t('numberLists.goBack', { ordinal: version.ordinal })}
          onRun={() => void goBack()}
        />
        <Button variant="default" onClick={onClose}>
          {t('numberLists.allVersions')}
        </Button>
      </div>
      <InnerList
        list="numberLists.differences"
        input={input}
        columns={columns}
        filters={[{ key: 'what', options: kinds }]}
        rowId={({ number }) => number}
        rowName={({ number }) => number}
        empty={{
          icon: <IconHistory size={22} stroke={1.75} />,
          title: t('numberLists.noDifferenceTitle'),
          text: t('numberLists.noDifferenceText'),
        }}
      />
    </>
  );
}

/** Every version of a list: who made it and how, what it has otherwise, and the way back to it. */
export function Versions({ list }: { readonly list: NumberListRecord }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Version | null>(null);
  const columns = useColumns();
  const input = useMemo(() => ({ id: list.id }), [list.id]);
  if (open !== null && open.ordinal !== list.ordinal) {
    return <Compare list={list} version={open} onClose={() => setOpen(null)} />;
  }
  return (
    <>
      <p className={classes['quiet']}>{t('numberLists.versionsHint')}</p>
      <InnerList
        list="numberLists.versions"
        input={input}
        columns={columns}
        twoLines
        onRow={(row) => {
          if (row.state === 'ready') setOpen(row);
        }}
        rowId={({ ordinal }) => String(ordinal)}
        rowName={({ ordinal }) => String(ordinal)}
        empty={{
          icon: <IconHistory size={22} stroke={1.75} />,
          title: t('numberLists.noDifferenceTitle'),
          text: t('numberLists.noDifferenceText'),
        }}
      />
    </>
  );
}

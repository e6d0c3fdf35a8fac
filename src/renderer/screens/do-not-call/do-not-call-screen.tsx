import {
  IconFileImport,
  IconPencil,
  IconPhoneOff,
  IconPlus,
  IconSearch,
  IconTrash,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import type { Column } from '#renderer/components/column.ts';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Count, RelativeTime } from '#renderer/components/values.tsx';
import { CheckNumber } from './check-number.tsx';
import { ImportFile } from './import-file.tsx';
import { SourceDetail } from './source-detail.tsx';
import { AddNumbers, AddSource, EditSource } from './source-forms.tsx';

export type Source = Subject<'doNotCall.list', 'doNotCall.get'>;
type Row = RowOf<'doNotCall.list'>;

/** Whether nobody may be called by the source's data any more, as it stands now. */
export function isOutOfDate({ outOfDateAt }: Pick<Row, 'outOfDateAt'>): boolean {
  return outOfDateAt !== null && outOfDateAt <= Date.now();
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('doNotCall.name'),
        width: 190,
        grow: 3,
        sort: 'name',
        render: ({ name }) => <strong>{name}</strong>,
      },
      {
        key: 'kind',
        title: t('doNotCall.kind'),
        width: 130,
        sort: 'kind',
        render: ({ kind }) => t(`doNotCall.kind-${kind}`),
      },
      {
        key: 'state',
        title: t('doNotCall.state'),
        width: 130,
        render: (source) => <StateBadge state={isOutOfDate(source) ? 'outOfDate' : 'fresh'} />,
      },
      {
        key: 'numbers',
        title: t('doNotCall.numbers'),
        width: 110,
        align: 'end',
        render: ({ filed, entered }) => <Count count={filed + entered} />,
      },
      {
        key: 'account',
        title: t('doNotCall.account'),
        width: 150,
        grow: 1,
        render: ({ nodeName }) => nodeName,
      },
      {
        key: 'refreshedAt',
        title: t('doNotCall.refreshedAt'),
        width: 124,
        sort: 'refreshedAt',
        render: ({ refreshedAt }) => <RelativeTime at={refreshedAt} />,
      },
    ],
    [t],
  );
}

const onSource = ({ id }: Source) => ({ id });
const withVersion = ({ id, version }: Source) => ({ id, version });

function useOperations(): readonly ScreenOperation<Source>[] {
  const { t } = useTranslation();
  const [, change] = useAddress();
  return [
    { operation: 'doNotCall.create', place: 'toolbar', icon: <IconPlus size={16} />, form: AddSource },
    { operation: 'doNotCall.check', place: 'toolbar', icon: <IconSearch size={16} />, form: CheckNumber },
    {
      operation: 'doNotCall.add',
      place: 'record',
      icon: <IconPlus size={15} />,
      form: AddNumbers,
      input: onSource,
    },
    {
      operation: 'doNotCall.import',
      place: 'record',
      icon: <IconFileImport size={15} />,
      form: ImportFile,
      input: onSource,
    },
    {
      operation: 'doNotCall.edit',
      place: 'record',
      icon: <IconPencil size={15} />,
      form: EditSource,
      input: withVersion,
    },
    {
      operation: 'doNotCall.remove',
      place: 'record',
      icon: <IconTrash size={15} />,
      input: withVersion,
      consequence: (sources) =>
        t('doNotCall.removeText', {
          count: sources.reduce((sum, { filed, entered }) => sum + filed + entered, 0),
        }),
      onDone: ([source]) => {
        if (source === undefined) return;
        change({ id: undefined, panel: undefined }, true);
        toastDone(t('doNotCall.removed', { name: source.name }));
      },
    },
  ];
}

function subtitleOf(source: Source) {
  return <StateBadge state={isOutOfDate(source) ? 'outOfDate' : 'fresh'} />;
}

/** Numbers that must not be called: own entries, national files, customers' lists. */
export function DoNotCallScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  const operations = useOperations();
  const kinds = (['own', 'national', 'customer'] as const).map((value) => ({
    value,
    label: t(`doNotCall.kind-${value}`),
  }));
  return (
    <ListScreen
      list="doNotCall.list"
      get="doNotCall.get"
      description={t('doNotCall.description')}
      columns={columns}
      filters={[{ key: 'kind', options: kinds }]}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      operations={operations}
      detail={SourceDetail}
      subtitle={subtitleOf}
      wide
      empty={{
        icon: <IconPhoneOff size={22} stroke={1.75} />,
        title: t('doNotCall.emptyTitle'),
        text: t('doNotCall.emptyText'),
      }}
    />
  );
}

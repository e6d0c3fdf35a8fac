import { IconId, IconPlus, IconRosetteDiscountCheck, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { PanelFormProps, RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Dim, ExactTime, PhoneNumber, RelativeTime } from '#renderer/components/values.tsx';

type Row = RowOf<'callerIds.list'>;
type CallerSubject = Subject<'callerIds.list', undefined>;
type Props = PanelFormProps<CallerSubject>;

function Verified({ row }: { readonly row: Row }) {
  const { t } = useTranslation();
  if (row.verifiedAt === null) return <Dim>{t('callerIds.notVerified')}</Dim>;
  return (
    <span>
      {t('callerIds.verified')} <RelativeTime at={row.verifiedAt} />
    </span>
  );
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'number',
        title: t('callerIds.number'),
        width: 160,
        sort: 'number',
        render: ({ number }) => <PhoneNumber number={number} />,
      },
      {
        key: 'name',
        title: t('callerIds.name'),
        width: 180,
        grow: 2,
        sort: 'name',
        render: ({ name }) => <strong>{name}</strong>,
      },
      { key: 'node', title: t('callerIds.account'), width: 150, grow: 1, render: ({ nodeName }) => nodeName },
      {
        key: 'verified',
        title: t('callerIds.status'),
        width: 190,
        grow: 1,
        render: (row) => <Verified row={row} />,
      },
    ],
    [t],
  );
}

function AddCallerId({ node, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const controls = useMemo(() => ({ node: nodeControl('callerIds.add') }), []);
  return (
    <OperationForm
      operation="callerIds.add"
      initial={node === undefined ? {} : { node }}
      controls={controls}
      hints={{ number: t('callerIds.numberHint') }}
      onDone={(_, values) => {
        onDone();
        toastDone(t('callerIds.added', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

function VerifyCallerId({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  if (record === null) return null;
  const { id, version, name } = record;
  return (
    <OperationForm
      operation="callerIds.verify"
      fixed={{ id, version }}
      hints={{ evidence: t('callerIds.evidenceHint') }}
      onDone={() => {
        onDone();
        toastDone(t('callerIds.verifiedDone', { name }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

function useOperations(): readonly ScreenOperation<CallerSubject>[] {
  const { t } = useTranslation();
  const key = ({ id, version }: CallerSubject) => ({ id, version });
  return [
    { operation: 'callerIds.add', place: 'toolbar', icon: <IconPlus size={16} />, form: AddCallerId },
    {
      operation: 'callerIds.verify',
      place: 'record',
      icon: <IconRosetteDiscountCheck size={15} />,
      form: VerifyCallerId,
      input: key,
      when: ({ verifiedAt }) => verifiedAt === null,
    },
    {
      operation: 'callerIds.remove',
      place: 'record',
      icon: <IconTrash size={15} />,
      input: key,
      consequence: t('callerIds.removeText'),
    },
  ];
}

function Detail({ record: row }: { readonly record: Row }) {
  const { t } = useTranslation();
  return (
    <Facts>
      <Fact label={t('callerIds.number')}>
        <PhoneNumber number={row.number} />
      </Fact>
      <Fact label={t('callerIds.account')}>{row.nodeName}</Fact>
      <Fact label={t('callerIds.status')}>
        {row.verifiedAt === null ? t('callerIds.notVerified') : <ExactTime at={row.verifiedAt} />}
      </Fact>
      {row.verifiedBy === null ? null : <Fact label={t('callerIds.by')}>{row.verifiedBy}</Fact>}
      {row.evidence === '' ? null : (
        <Fact label={t('callerIds.evidence')} span>
          {row.evidence}
        </Fact>
      )}
    </Facts>
  );
}

/** Numbers that callees may be shown; only verified ones can be chosen for a broadcast. */
export function CallerIdsScreen() {
  const { t } = useTranslation();
  return (
    <ListScreen
      list="callerIds.list"
      description={t('callerIds.description')}
      columns={useColumns()}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      operations={useOperations()}
      detail={Detail}
      empty={{
        icon: <IconId size={22} stroke={1.75} />,
        title: t('callerIds.emptyTitle'),
        text: t('callerIds.emptyText'),
      }}
    />
  );
}

import { IconPencil, IconPlugConnected, IconPlus, IconRouter, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import { Dim, ExactTime, IdText, PhoneNumber, RelativeTime } from '#renderer/components/values.tsx';
import { AddGateway, EditGateway } from './gateway-forms.tsx';

type Row = RowOf<'gateways.list'>;
export type GatewaySubject = Subject<'gateways.list', undefined>;

function Health({ row }: { readonly row: Row }) {
  const { t } = useTranslation();
  if (row.checkedAt === null) return <Dim>{t('gateways.neverTried')}</Dim>;
  if (row.checkFault !== null) return <StateBadge state="unusable" />;
  return (
    <span>
      <StateBadge state="reachable" /> <RelativeTime at={row.checkedAt} />
    </span>
  );
}

/** Where it is. */
function Place({ row: { kind, host, port, apiUrl } }: { readonly row: Row }) {
  if (kind === 'twilio') return <bdi>{URL.canParse(apiUrl) ? new URL(apiUrl).host : apiUrl}</bdi>;
  return host === '' ? <Dim>–</Dim> : <bdi>{`${host}:${port ?? ''}`}</bdi>;
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('gateways.name'),
        width: 180,
        grow: 2,
        sort: 'name',
        render: ({ name }) => <strong>{name}</strong>,
      },
      {
        key: 'kind',
        title: t('gateways.kind'),
        width: 230,
        sort: 'kind',
        render: ({ kind }) => t(`gateways.kinds.${kind}`),
      },
      {
        key: 'health',
        title: t('gateways.health'),
        width: 170,
        grow: 1,
        render: (row) => <Health row={row} />,
      },
      {
        key: 'host',
        title: t('gateways.host'),
        width: 170,
        grow: 1,
        render: (row) => <Place row={row} />,
      },
      { key: 'node', title: t('gateways.account'), width: 140, grow: 1, render: ({ nodeName }) => nodeName },
    ],
    [t],
  );
}

function useOperations(): readonly ScreenOperation<GatewaySubject>[] {
  const { t } = useTranslation();
  return [
    { operation: 'gateways.create', place: 'toolbar', icon: <IconPlus size={16} />, form: AddGateway },
    {
      operation: 'gateways.check',
      place: 'record',
      icon: <IconPlugConnected size={15} />,
      input: ({ id }) => ({ id }),
      onDone: (_, [output]) => {
        const fault = (output as { fault: string | null } | null)?.fault;
        if (fault) toastFailure({ message: fault });
        else toastDone(t('gateways.tried'));
      },
    },
    {
      operation: 'gateways.edit',
      place: 'record',
      icon: <IconPencil size={15} />,
      form: EditGateway,
      input: ({ id, version }) => ({ id, version }),
    },
    {
      operation: 'gateways.remove',
      place: 'record',
      icon: <IconTrash size={15} />,
      input: ({ id, version }) => ({ id, version }),
      consequence: t('gateways.removeText'),
    },
  ];
}

/** What Twilio is told. */
function TwilioFacts({ row }: { readonly row: Row }) {
  const { t } = useTranslation();
  const { apiUrl, accountSid, apiKey, hasSecret, from, promptUrl, keysUrl } = row;
  return (
    <>
      <Fact label={t('gateways.apiUrl')}>
        <bdi>{apiUrl}</bdi>
      </Fact>
      <Fact label={t('gateways.from')}>
        <PhoneNumber number={from} />
      </Fact>
      <Fact label={t('gateways.accountSid')} span>
        <IdText id={accountSid} />
      </Fact>
      {apiKey === '' ? null : (
        <Fact label={t('gateways.apiKey')} span>
          <IdText id={apiKey} />
        </Fact>
      )}
      <Fact label={t('gateways.twilioSecret')}>
        {t(hasSecret ? 'gateways.secretStored' : 'gateways.secretNone')}
      </Fact>
      <Fact label={t('gateways.promptUrl')} span>
        {promptUrl === '' ? t('gateways.promptUrlNone') : <bdi>{promptUrl}</bdi>}
      </Fact>
      <Fact label={t('gateways.keysUrl')} span>
        {keysUrl === '' ? t('gateways.keysUrlNone') : <bdi>{keysUrl}</bdi>}
      </Fact>
    </>
  );
}

function Detail({ record: row }: { readonly record: Row }) {
  const { t } = useTranslation();
  return (
    <Facts>
      <Fact label={t('gateways.health')} span>
        <Health row={row} /> {row.checkFault}
      </Fact>
      {row.checkedAt === null ? null : (
        <Fact label={t('gateways.triedAt')}>
          <ExactTime at={row.checkedAt} />
        </Fact>
      )}
      <Fact label={t('gateways.kind')}>{t(`gateways.kinds.${row.kind}`)}</Fact>
      <Fact label={t('gateways.account')}>{row.nodeName}</Fact>
      {row.host === '' ? null : (
        <>
          <Fact label={t('gateways.host')}>
            <bdi>{`${row.host}:${row.port ?? ''}`}</bdi>
          </Fact>
          <Fact label={t('gateways.secure')}>{t(row.secure ? 'gateways.yes' : 'gateways.no')}</Fact>
          <Fact label={t('gateways.user')}>{row.user === '' ? <Dim>–</Dim> : <bdi>{row.user}</bdi>}</Fact>
          <Fact label={t('gateways.secret')}>
            {t(row.hasSecret ? 'gateways.secretStored' : 'gateways.secretNone')}
          </Fact>
        </>
      )}
      {row.kind === 'twilio' ? <TwilioFacts row={row} /> : null}
      {row.dialString === '' ? null : (
        <Fact label={t('gateways.dialString')} span>
          <code>{row.dialString}</code>
        </Fact>
      )}
      <Fact label={t('gateways.limits')}>
        {t('gateways.limitsText', { rate: row.callsPerSecond, lines: row.lines })}
      </Fact>
      <Fact label={t('gateways.id')} span>
        <IdText id={row.id} />
      </Fact>
    </Facts>
  );
}

/** What places calls: SIP trunks, Asterisks, practice telephones. */
export function GatewaysScreen() {
  const { t } = useTranslation();
  return (
    <ListScreen
      list="gateways.list"
      description={t('gateways.description')}
      columns={useColumns()}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      operations={useOperations()}
      detail={Detail}
      empty={{
        icon: <IconRouter size={22} stroke={1.75} />,
        title: t('gateways.emptyTitle'),
        text: t('gateways.emptyText'),
      }}
    />
  );
}

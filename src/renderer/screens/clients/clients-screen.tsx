import { IconAddressBook, IconBan, IconCircleCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '#renderer/components/address.ts';
import type { Column } from '#renderer/components/column.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Dim, ExactTime, IdText, RelativeTime } from '#renderer/components/values.tsx';
import { inTreeOrder, useNodes } from '#renderer/state/nodes.ts';
import { useMay } from '#renderer/state/session.ts';
import { CLIENT_STATES } from '#shared/operations/clients.ts';
import { CHANNELS } from '#shared/operations/dialog-logs.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './clients.module.css';

type Client = Subject<'clients.list', 'clients.get'>;
type Row = RowOf<'clients.list'>;

/** A channel in words, as the log names it. */
function ChannelName({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const known = CHANNELS.find((each) => each === name);
  return known === undefined ? name : t(`dialogLogs.channels.${known}`);
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'client',
        title: t('clients.client'),
        width: 200,
        grow: 2,
        sort: 'client',
        render: ({ client }) => <IdText id={client} />,
      },
      {
        key: 'state',
        title: t('clients.state'),
        width: 120,
        render: ({ state }) => <StateBadge state={state} />,
      },
      {
        key: 'project',
        title: t('clients.project'),
        width: 160,
        grow: 1,
        render: ({ nodeName }) => nodeName,
      },
      {
        key: 'channel',
        title: t('clients.channel'),
        width: 110,
        render: ({ channel }) => (
          <Dim>
            <ChannelName name={channel} />
          </Dim>
        ),
      },
      {
        key: 'lastAt',
        title: t('clients.lastAt'),
        width: 150,
        sort: 'lastAt',
        render: ({ lastAt }) => <RelativeTime at={lastAt} />,
      },
      {
        key: 'firstAt',
        title: t('clients.firstAt'),
        width: 150,
        sort: 'firstAt',
        render: ({ firstAt }) => <RelativeTime at={firstAt} />,
      },
    ],
    [t],
  );
}

const key = ({ id, version }: Client) => ({ id, version });

function useOperations(): readonly ScreenOperation<Client>[] {
  const { t } = useTranslation();
  return [
    {
      operation: 'clients.block',
      place: 'record',
      icon: <IconBan size={15} />,
      input: key,
      when: ({ state }) => state === 'open',
      bulk: true,
      consequence: t('clients.blockText'),
    },
    {
      operation: 'clients.unblock',
      place: 'record',
      icon: <IconCircleCheck size={15} />,
      input: key,
      when: ({ state }) => state === 'blocked',
      bulk: true,
    },
  ];
}

function ClientDetail({ record }: { readonly record: OutputOf<'clients.get'> }) {
  const { t } = useTranslation();
  const goTo = useGoTo();
  const reads = useMay('dialogLogs.list');
  const { client, node } = record;
  return (
    <div className={classes['detail']}>
      <Facts>
        <Fact label={t('clients.project')}>{record.nodeName}</Fact>
        <Fact label={t('clients.channel')}>
          <ChannelName name={record.channel} />
        </Fact>
        <Fact label={t('clients.firstAt')}>
          <ExactTime at={record.firstAt} />
        </Fact>
        <Fact label={t('clients.lastAt')}>
          <ExactTime at={record.lastAt} />
        </Fact>
        <Fact label={t('clients.blockedAt')}>
          {record.blockedAt === null ? (
            <Dim>{t('clients.notBlocked')}</Dim>
          ) : (
            <ExactTime at={record.blockedAt} />
          )}
        </Fact>
      </Facts>
      {reads ? (
        <OperationButton
          operation="dialogLogs.list"
          input={{ node }}
          label={t('clients.dialogs')}
          onRun={() => goTo('/dialog-logs', { filter: { client, project: node } })}
        />
      ) : null}
    </div>
  );
}

function subtitleOf({ state }: { readonly state: string }) {
  return <StateBadge state={state} />;
}

/** Clients of the projects that the person may see; who may, blocks and unblocks them. */
export function ClientsScreen() {
  const { t } = useTranslation();
  const nodes = useNodes();
  const columns = useColumns();
  const operations = useOperations();
  const projects = inTreeOrder(nodes).filter(({ kind }) => kind === 'project');
  return (
    <ListScreen
      list="clients.list"
      get="clients.get"
      description={t('clients.description')}
      columns={columns}
      filters={[
        { key: 'state', options: CLIENT_STATES.map((value) => ({ value, label: t(`state.${value}`) })) },
        { key: 'project', options: projects.map(({ id, name }) => ({ value: id, label: name })) },
      ]}
      idOf={({ id }) => id}
      nameOf={({ client }) => client}
      operations={operations}
      detail={ClientDetail}
      subtitle={subtitleOf}
      empty={{
        icon: <IconAddressBook size={22} stroke={1.75} />,
        title: t('clients.emptyTitle'),
        text: t('clients.emptyText'),
      }}
    />
  );
}

import { IconMessages } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { ListScreen } from '#renderer/components/list-screen.tsx';
import type { FilterSpec, RowOf } from '#renderer/components/list-types.ts';
import { SavedViews } from '#renderer/components/saved-views.tsx';
import { Dim, ExactTime, IdText } from '#renderer/components/values.tsx';
import { inTreeOrder, useNodes } from '#renderer/state/nodes.ts';
import { useMay } from '#renderer/state/session.ts';
import { CHANNELS } from '#shared/operations/dialog-logs.ts';
import { Channel, Direction } from './channels.tsx';
import { DialogDetail } from './dialog-detail.tsx';
import classes from './dialog-logs.module.css';
import { TagList, useTags } from './tags.tsx';

export type Message = RowOf<'dialogLogs.list'>;

function useColumns(): readonly Column<Message>[] {
  const { t } = useTranslation();
  const tagged = useMay('dialogLogs.tags');
  const nodes = useNodes();
  return useMemo(() => {
    const names = new Map(nodes.map(({ id, name }) => [id, name]));
    return [
      {
        key: 'at',
        title: t('dialogLogs.at'),
        width: 166,
        sort: 'at',
        render: ({ at }) => <ExactTime at={at} />,
      },
      {
        key: 'channel',
        title: t('dialogLogs.channel'),
        width: 100,
        render: ({ channel }) => <Channel name={channel} />,
      },
      {
        key: 'direction',
        title: t('dialogLogs.direction'),
        width: 100,
        render: ({ direction }) => <Direction way={direction} />,
      },
      {
        key: 'client',
        title: t('dialogLogs.client'),
        width: 132,
        render: ({ client }) => <IdText id={client} />,
      },
      {
        key: 'text',
        title: t('dialogLogs.text'),
        width: 300,
        grow: 4,
        render: ({ text }) => (text === '' ? <Dim>{t('dialogLogs.wordless')}</Dim> : <bdi>{text}</bdi>),
      },
      {
        key: 'intent',
        title: t('dialogLogs.intent'),
        width: 112,
        render: ({ intent }) => <Dim>{intent}</Dim>,
      },
      ...(tagged
        ? [
            {
              key: 'tags',
              title: t('dialogLogs.tags'),
              width: 110,
              render: ({ tags }: Message) => <TagList tags={tags} />,
            },
          ]
        : []),
      {
        key: 'speaker',
        title: t('dialogLogs.speaker'),
        width: 110,
        optional: true,
        render: ({ speaker }) => speaker,
      },
      {
        key: 'project',
        title: t('dialogLogs.project'),
        width: 120,
        grow: 1,
        render: ({ project }) => names.get(project) ?? <IdText id={project} />,
      },
      {
        key: 'session',
        title: t('dialogLogs.session'),
        width: 180,
        optional: true,
        render: ({ session }) => <IdText id={session} />,
      },
    ];
  }, [t, nodes, tagged]);
}

function useFilters(): readonly FilterSpec[] {
  const { t } = useTranslation();
  const nodes = useNodes();
  // Only who sees how many messages carry a tag may look for them.
  const countable = useTags().filter(({ messages }) => messages !== null);
  const projects = inTreeOrder(nodes).filter(({ kind }) => kind === 'project');
  return [
    { key: 'from', control: 'time' },
    { key: 'to', control: 'time' },
    { key: 'project', options: projects.map(({ id, name }) => ({ value: id, label: name })) },
    {
      key: 'channel',
      options: CHANNELS.map((value) => ({ value, label: t(`dialogLogs.channels.${value}`) })),
    },
    {
      key: 'direction',
      options: [
        { value: 'in', label: t('dialogLogs.in') },
        { value: 'out', label: t('dialogLogs.out') },
      ],
    },
    { key: 'client' },
    ...(countable.length === 0
      ? []
      : [
          {
            key: 'tag',
            options: countable.map(({ tag, messages }) => ({
              value: tag,
              label: t('dialogLogs.tagCount', { tag, count: messages ?? 0 }),
            })),
          },
        ]),
  ];
}

function subtitleOf({ channel, session }: Message) {
  return (
    <span className={classes['about']}>
      <Channel name={channel} />
      <IdText id={session} />
    </span>
  );
}

/** Messages of every dialog that the person may read; an open one shows its whole dialog. */
export function DialogLogsScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  const filters = useFilters();
  return (
    <ListScreen
      list="dialogLogs.list"
      description={t('dialogLogs.description')}
      columns={columns}
      filters={filters}
      idOf={({ id }) => id}
      nameOf={({ client }) => client}
      detail={DialogDetail}
      subtitle={subtitleOf}
      extra={<SavedViews list="dialogLogs.list" />}
      empty={{
        icon: <IconMessages size={22} stroke={1.75} />,
        title: t('dialogLogs.emptyTitle'),
        text: t('dialogLogs.emptyText'),
      }}
    />
  );
}

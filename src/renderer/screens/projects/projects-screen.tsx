import { Tabs } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import type { Column } from '#renderer/components/column.ts';
import { ListScreen } from '#renderer/components/list-screen.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { useSpan } from '#renderer/components/span-choice.tsx';
import { IdText } from '#renderer/components/values.tsx';
import { useAccess } from '#renderer/state/access.ts';
import { Overview, Statistics } from './figures.tsx';
import classes from './projects.module.css';

type Project = RowOf<'projects.list'>;

function useColumns(): readonly Column<Project>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('projects.name'),
        width: 200,
        grow: 2,
        sort: 'name',
        render: ({ name }) => <strong>{name}</strong>,
      },
      {
        key: 'path',
        title: t('projects.account'),
        width: 180,
        grow: 1,
        sort: 'path',
        render: ({ path }) => path,
      },
      {
        key: 'id',
        title: t('projects.id'),
        width: 290,
        optional: true,
        render: ({ id }) => <IdText id={id} />,
      },
    ],
    [t],
  );
}

function ProjectDetail({ record: { id } }: { readonly record: Project }) {
  const { t } = useTranslation();
  const [{ tab }, change] = useAddress();
  const { span, control } = useSpan();
  const [overview, statistics] = useAccess([
    { operation: 'projects.overview', kind: 'node', id },
    { operation: 'projects.statistics', kind: 'node', id },
  ]);
  const tabs = [
    ...(overview?.allowed === true ? (['overview'] as const) : []),
    ...(statistics?.allowed === true ? (['statistics'] as const) : []),
  ];
  const shown = tabs.find((name) => name === tab) ?? tabs[0];
  if (shown === undefined) return <p className={classes['quiet']}>{t('projects.noFigures')}</p>;
  return (
    <Tabs value={shown} onChange={(value) => change({ tab: value ?? undefined }, true)} keepMounted={false}>
      <Tabs.List aria-label={t('projects.tabs')}>
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`projects.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <div className={classes['span']}>{control}</div>
      <Tabs.Panel value="overview">
        <Overview project={id} span={span} />
      </Tabs.Panel>
      <Tabs.Panel value="statistics">
        <Statistics project={id} span={span} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** Projects that the person may see, and what their logs come to. */
export function ProjectsScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <ListScreen
      list="projects.list"
      description={t('projects.description')}
      columns={columns}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      detail={ProjectDetail}
      subtitle={({ path }) => path}
      wide
      empty={{
        icon: <IconChartBar size={22} stroke={1.75} />,
        title: t('projects.emptyTitle'),
        text: t('projects.emptyText'),
      }}
    />
  );
}

import { ActionIcon, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Address, useAddress } from '#renderer/components/address.ts';
import type { ScreenEntry } from '#renderer/screens/index.ts';
import { usePreferences } from '#renderer/state/preferences.ts';
import { useAreas } from './areas.ts';
import classes from './side-bar.module.css';
import { Wordmark } from './wordmark.tsx';

const GROUPS = ['work', 'people', 'platform', 'trust'] as const;

function AreaLink({ screen, collapsed }: { readonly screen: ScreenEntry; readonly collapsed: boolean }) {
  const { t } = useTranslation();
  const [address] = useAddress();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const name = t(`shell.${screen.area}`);
  const here = path === screen.path;
  const search = (address.node === undefined ? {} : { node: address.node }) satisfies Address;
  return (
    <Tooltip label={name} position="right" disabled={!collapsed}>
      <Link
        to={screen.path}
        search={search}
        className={classes['area'] ?? ''}
        data-here={here || undefined}
        aria-current={here ? 'page' : undefined}
        aria-label={collapsed ? name : undefined}
      >
        <screen.icon size={17} stroke={1.75} />
        {collapsed ? null : <span>{name}</span>}
      </Link>
    </Tooltip>
  );
}

/** The areas that the person may enter, grouped. */
export function SideBar() {
  const { t } = useTranslation();
  const areas = useAreas();
  const { sideCollapsed, toggleSide } = usePreferences();
  const narrow = useMediaQuery('(max-width: 900px)') ?? false;
  const collapsed = sideCollapsed || narrow;
  const Icon = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes['side']} aria-label={t('shell.areas')} data-collapsed={collapsed || undefined}>
      <div className={classes['mark']}>
        <Wordmark markOnly={collapsed} />
      </div>
      <div className={classes['groups']}>
        {GROUPS.map((group) => {
          const own = areas.filter((screen) => screen.group === group);
          if (own.length === 0) return null;
          return (
            <section key={group} className={classes['group']} aria-label={t(`shell.${group}`)}>
              {collapsed ? null : <h2>{t(`shell.${group}`)}</h2>}
              {own.map((screen) => (
                <AreaLink key={screen.path} screen={screen} collapsed={collapsed} />
              ))}
            </section>
          );
        })}
      </div>
      {narrow ? null : (
        <div className={classes['foot']}>
          <Tooltip label={t(collapsed ? 'shell.expand' : 'shell.collapse')} position="right">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t(collapsed ? 'shell.expand' : 'shell.collapse')}
              aria-expanded={!collapsed}
              onClick={toggleSide}
            >
              <Icon size={17} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </nav>
  );
}

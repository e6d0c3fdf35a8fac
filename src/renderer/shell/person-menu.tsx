import { Avatar, Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconDoorExit, IconKey, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { useDialogs } from '#renderer/state/dialogs.ts';
import { usePreferences } from '#renderer/state/preferences.ts';
import { sessionChanged, useMe } from '#renderer/state/session.ts';
import type { Me } from '#shared/operations/session.ts';
import classes from './person-menu.module.css';

/** Ends the session on this machine. */
export async function signOut(): Promise<void> {
  await call('session.signOut', {});
  await sessionChanged(null);
}

function Roles({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  return (
    <div className={classes['who']}>
      <strong>{`${me.person.firstName} ${me.person.lastName}`}</strong>
      <span>{me.person.email}</span>
      <ul aria-label={t('shell.rolesTitle')}>
        {me.roles.map((role) => (
          <li key={role.assignment}>
            <b>{role.role}</b>
            <span>{role.nodeName}</span>
          </li>
        ))}
        {me.roles.length === 0 ? <li>{t('shell.noRoles')}</li> : null}
      </ul>
    </div>
  );
}

function Looks() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density, setDensity } = usePreferences();
  return (
    <div className={classes['looks']}>
      <span>{t('shell.theme')}</span>
      <SegmentedControl
        size="xs"
        aria-label={t('shell.theme')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        data={[
          { value: 'auto', label: t('shell.themeAuto') },
          { value: 'light', label: t('shell.themeLight') },
          { value: 'dark', label: t('shell.themeDark') },
        ]}
      />
      <span>{t('shell.density')}</span>
      <SegmentedControl
        size="xs"
        aria-label={t('shell.density')}
        value={density}
        onChange={(value) => setDensity(value)}
        data={[
          { value: 'comfortable', label: t('shell.comfortable') },
          { value: 'compact', label: t('shell.compact') },
        ]}
      />
    </div>
  );
}

/** The person with their roles, how the window looks, their password, and the way out. */
export function PersonMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const show = useDialogs((dialogs) => dialogs.show);
  const demo = useAnswer('workspace.status', {}).data?.demo === true;
  if (me === null || me === undefined) return null;
  const name = `${me.person.firstName} ${me.person.lastName}`;
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <UnstyledButton className={classes['open']} aria-label={`${t('shell.person')}: ${name}`}>
          <Avatar name={name} size={28} color="accent" variant="light" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Roles me={me} />
        <Menu.Divider />
        <Looks />
        <Menu.Divider />
        <Menu.Item leftSection={<IconKey size={16} />} onClick={() => show('change-password')}>
          {t('shell.changePassword')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard size={16} />}
          rightSection={<kbd className="rc-key">?</kbd>}
          onClick={() => show('shortcuts')}
        >
          {t('shell.shortcuts')}
        </Menu.Item>
        {demo ? (
          <Menu.Item
            leftSection={<IconDoorExit size={16} />}
            onClick={() => void call('workspace.leaveDemo', {})}
          >
            {t('shell.leaveDemo')}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

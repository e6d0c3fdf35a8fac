import { Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconDoorExit, IconKey, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
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

interface Item {
  readonly icon: ReactNode;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly onPick: () => void;
}

function useItems(): readonly Item[] {
  const { t } = useTranslation();
  const show = useDialogs((dialogs) => dialogs.show);
  const demo = useAnswer('workspace.status', {}).data?.demo === true;
  const leave: Item = {
    icon: <IconDoorExit size={16} />,
    label: t('shell.leaveDemo'),
    onPick: () => void call('workspace.leaveDemo', {}),
  };
  return [
    { icon: <IconKey size={16} />, label: t('shell.changePassword'), onPick: () => show('change-password') },
    {
      icon: <IconKeyboard size={16} />,
      label: t('shell.shortcuts'),
      hint: (
        <kbd className="rc-key" aria-hidden>
          ?
        </kbd>
      ),
      onPick: () => show('shortcuts'),
    },
    ...(demo ? [leave] : []),
    { icon: <IconLogout size={16} />, label: t('shell.signOut'), onPick: () => void signOut() },
  ];
}

/** The person with their roles, how the window looks, their password, and the way out. */
export function PersonMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const items = useItems();
  const [open, setOpen] = useState(false);
  if (me === null || me === undefined) return null;
  const { firstName, lastName } = me.person;
  const name = `${firstName} ${lastName}`;
  const initials = `${firstName.charAt(0)}${lastName.charAt(0)}`.toUpperCase();
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes['open']}
          aria-label={`${t('shell.person')}: ${name}`}
          onClick={() => setOpen(!open)}
        >
          <span className={classes['initials']} data-initials={initials} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Roles me={me} />
        <Looks />
        {items.map(({ icon, label, hint, onPick }) => (
          <UnstyledButton
            key={label}
            className={classes['item']}
            onClick={() => {
              setOpen(false);
              onPick();
            }}
          >
            {icon}
            <span>{label}</span>
            {hint}
          </UnstyledButton>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

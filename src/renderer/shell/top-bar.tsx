import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconCloudOff, IconFlask, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { useOnline } from '#renderer/state/connection.ts';
import { JobsMenu } from './jobs-menu.tsx';
import { MOD } from './keys.ts';
import { PersonMenu } from './person-menu.tsx';
import { ScopeSwitch } from './scope-switch.tsx';
import classes from './top-bar.module.css';

function OfflineMark() {
  const { t } = useTranslation();
  if (useOnline()) return null;
  return (
    <Tooltip label={t('shell.offlineText')}>
      <output className={classes['offline']}>
        <IconCloudOff size={15} aria-hidden />
        {t('shell.offline')}
      </output>
    </Tooltip>
  );
}

function DemoMark() {
  const { t } = useTranslation();
  if (useAnswer('workspace.status', {}).data?.demo !== true) return null;
  return (
    <Tooltip label={t('shell.demoText')}>
      <span className={classes['demo']}>
        <IconFlask size={13} aria-hidden />
        {t('shell.demo')}
      </span>
    </Tooltip>
  );
}

/** Realm and scope, search and commands, jobs, the network, and the person. */
export function TopBar() {
  const { t } = useTranslation();
  return (
    <section className={classes['top']} aria-label={t('shell.bar')}>
      <ScopeSwitch />
      <DemoMark />
      <span className={classes['room']} />
      <OfflineMark />
      <UnstyledButton
        className={classes['palette']}
        onClick={spotlight.open}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <IconSearch size={15} aria-hidden />
        <span>{t('shell.paletteHint')}</span>
        <kbd className="rc-key" aria-hidden>
          {MOD} K
        </kbd>
      </UnstyledButton>
      <ActionIcon
        className={classes['paletteIcon'] ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('shell.paletteHint')}
        onClick={spotlight.open}
      >
        <IconSearch size={17} />
      </ActionIcon>
      <JobsMenu />
      <PersonMenu />
    </section>
  );
}

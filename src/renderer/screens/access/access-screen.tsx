import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import classes from './access.module.css';
import { CompareTab } from './compare-tab.tsx';
import { WhoTab } from './who-tab.tsx';
import { WhyTab } from './why-tab.tsx';

const TABS = [
  ['why', 'tabWhy', WhyTab],
  ['who', 'tabWho', WhoTab],
  ['compare', 'tabCompare', CompareTab],
] as const;

/** Questions about rights, asked freely: why, who, and how two differ. */
export function AccessScreen() {
  const { t } = useTranslation();
  const [{ tab }, change] = useAddress();
  const open = TABS.find(([name]) => name === tab)?.[0] ?? 'why';
  return (
    <div className={classes['screen']}>
      <header className={classes['head']}>
        <h1>{t('access.title')}</h1>
        <p>{t('access.description')}</p>
      </header>
      <Tabs
        value={open}
        onChange={(value) => change({ tab: value ?? undefined })}
        keepMounted={false}
        classNames={{ list: classes['tabs'] ?? '', panel: classes['panel'] ?? '' }}
      >
        <Tabs.List>
          {TABS.map(([name, words]) => (
            <Tabs.Tab key={name} value={name}>
              {t(`access.${words}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(([name, , Part]) => (
          <Tabs.Panel key={name} value={name}>
            <Part />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}

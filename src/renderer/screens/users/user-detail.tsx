import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { Dim, ExactTime, IdText, RelativeTime } from '#renderer/components/values.tsx';
import { useMay } from '#renderer/state/session.ts';
import type { User } from '#shared/operations/users.ts';
import { AccessTab } from './access-tab.tsx';
import { ActivityTab } from './activity-tab.tsx';
import { RightsTab } from './rights-tab.tsx';
import classes from './users.module.css';

function Profile({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  return (
    <Facts>
      <Fact label={t('users.email')}>{user.email}</Fact>
      <Fact label={t('users.account')}>{user.nodeName}</Fact>
      <Fact label={t('users.lastSignIn')}>
        {user.lastSignIn === null ? <Dim>{t('users.never')}</Dim> : <RelativeTime at={user.lastSignIn} />}
      </Fact>
      <Fact label={t('users.id')} span>
        <IdText id={user.id} />
      </Fact>
      <Fact label={t('users.created')}>
        <ExactTime at={user.createdAt} />
      </Fact>
    </Facts>
  );
}

/** A person's page: who they are, where they hold which role, what they may do with it, and what they did. */
export function UserDetail({ record: user }: { readonly record: User }) {
  const { t } = useTranslation();
  const [{ tab }, change] = useAddress();
  const seesRoles = useMay('assignments.list');
  const seesAudit = useMay('audit.list');
  const tabs = ['access', ...(seesRoles ? ['rights'] : []), ...(seesAudit ? ['activity'] : [])];
  const shown = tab !== undefined && tabs.includes(tab) ? tab : 'access';
  return (
    <div className={classes['detail']}>
      <Profile user={user} />
      <Tabs
        value={shown}
        onChange={(value) => change({ tab: value ?? undefined }, true)}
        keepMounted={false}
        className={classes['tabs'] ?? ''}
      >
        <Tabs.List aria-label={t('users.tabs')}>
          <Tabs.Tab value="access">{t('users.tabAccess')}</Tabs.Tab>
          {seesRoles ? <Tabs.Tab value="rights">{t('users.tabRights')}</Tabs.Tab> : null}
          {seesAudit ? <Tabs.Tab value="activity">{t('users.tabActivity')}</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="access" className={classes['tab'] ?? ''}>
          <AccessTab user={user} />
        </Tabs.Panel>
        <Tabs.Panel value="rights" className={classes['tab'] ?? ''}>
          <RightsTab person={user.id} />
        </Tabs.Panel>
        <Tabs.Panel value="activity" className={classes['tab'] ?? ''}>
          <ActivityTab person={user.id} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

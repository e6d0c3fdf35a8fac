import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { DetailSection } from '#renderer/components/detail-panel.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Dim } from '#renderer/components/values.tsx';
import { PLATFORM_ID } from '#shared/ids.ts';
import { rowsOf } from '#shared/page.ts';
import classes from './roles.module.css';
import type { Shown } from './use-shown-pack.ts';

const NAMED = 20;

function People({ node, pack, role }: { node: string; pack: string; role: string }) {
  const { t } = useTranslation();
  const { data, error } = useAnswer('roles.holders', { node, pack, role, limit: NAMED });
  if (error !== null) return <Dim>{t('roles.holdersHidden')}</Dim>;
  if (data === undefined) return null;
  if (data.total === 0) return <Dim>{t('roles.holdersNone')}</Dim>;
  return (
    <>
      <ul className={classes['people']}>
        {rowsOf(data).map(({ assignment, name, email, nodeName, active }) => (
          <li key={assignment}>
            <span>
              <b>{name}</b>
              {active ? null : <StateBadge state="inactive" />}
            </span>
            <small>
              {email} · {nodeName}
            </small>
          </li>
        ))}
      </ul>
      {data.total > data.rows ? <Dim>{t('roles.holdersMore', { count: data.total - data.rows })}</Dim> : null}
    </>
  );
}

/** The people with a role in the realm that shows, as far as the person may know them. */
export function Holders({ shown, role }: { readonly shown: Shown; readonly role: string }) {
  const { t } = useTranslation();
  const node = shown.realm?.id ?? (shown.pack === 'console' ? PLATFORM_ID : null);
  return (
    <DetailSection title={t('roles.holders')}>
      {node === null ? (
        <Dim>{t('roles.holdersPick')}</Dim>
      ) : (
        <People node={node} pack={shown.pack} role={role} />
      )}
    </DetailSection>
  );
}

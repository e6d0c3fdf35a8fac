import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import type { UserSubject } from './user.ts';
import classes from './users.module.css';

/** What a person has going and has made, and what becomes of it when they are switched off or deleted. */
export function UserFate({ record }: { readonly record: UserSubject }) {
  const { t } = useTranslation();
  const fate = useAnswer('users.fate', { id: record.id }).data;
  if (fate === undefined) return <div className={classes['fate']} aria-busy="true" />;
  const { lastAt } = fate;
  const lines = [
    fate.sessions > 0 ? t('users.fateSessions', { count: fate.sessions }) : null,
    fate.runningBroadcasts > 0 ? t('users.fateBroadcasts', { count: fate.runningBroadcasts }) : null,
    fate.runningImports > 0 ? t('users.fateImports', { count: fate.runningImports }) : null,
    fate.runningExports > 0 ? t('users.fateExports', { count: fate.runningExports }) : null,
    fate.numberLists > 0 ? t('users.fateLists', { count: fate.numberLists }) : null,
    fate.broadcasts > 0 ? t('users.fateMade', { count: fate.broadcasts }) : null,
    fate.exportSchedules > 0 ? t('users.fateSchedules', { count: fate.exportSchedules }) : null,
  ].filter((line) => line !== null);
  if (lines.length === 0 && lastAt.length === 0)
    return <p className={classes['quiet']}>{t('users.fateNothing')}</p>;
  return (
    <section className={classes['fate']} aria-label={t('users.fate')}>
      {lastAt.length === 0 ? null : (
        <p className={classes['warn']}>
          {t('users.fateLast', {
            places: lastAt.map(({ role, nodeName }) => `${role} · ${nodeName}`).join(', '),
          })}
        </p>
      )}
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

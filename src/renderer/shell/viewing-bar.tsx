import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { toastFailure } from '#renderer/components/toast.tsx';
import { sessionChanged, useMe } from '#renderer/state/session.ts';
import classes from './viewing-bar.module.css';

/** Says, for as long as it lasts, that this is how somebody else sees the console, and leads back. */
export function ViewingBar() {
  const { t } = useTranslation();
  const me = useMe();
  const [leaving, setLeaving] = useState(false);
  if (me?.viewedBy === null || me?.viewedBy === undefined) return null;
  const { firstName, lastName, email } = me.person;
  const leave = async () => {
    setLeaving(true);
    const reply = await call('session.stopViewing', {});
    if (reply.ok) await sessionChanged(reply.value);
    else toastFailure(reply.error);
    setLeaving(false);
  };
  return (
    <section className={classes['bar']} aria-label={t('shell.viewing')}>
      <IconEye size={17} aria-hidden />
      <span className={classes['words']}>
        <strong>{t('shell.viewingAs', { name: `${firstName} ${lastName}` })}</strong>
        <span className={classes['email']}>{email}</span>
        <span>{t('shell.viewingText')}</span>
      </span>
      <Button size="compact-sm" variant="default" loading={leaving} onClick={() => void leave()}>
        {t('shell.stopViewing')}
      </Button>
    </section>
  );
}

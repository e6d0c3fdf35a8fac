import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '#renderer/components/address.ts';
import { EmptyState } from '#renderer/components/message-states.tsx';

/** An address that leads nowhere, or to an area that the person may not enter. */
export function NotHere() {
  const { t } = useTranslation();
  const goTo = useGoTo();
  return (
    <EmptyState
      icon={<IconMapOff size={22} stroke={1.75} />}
      title={t('shell.notHere')}
      text={t('shell.notHereText')}
    >
      <Button onClick={() => goTo('/')}>{t('shell.goHome')}</Button>
    </EmptyState>
  );
}

import { Button, Group, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Address } from './address.ts';

/** Asks before an address change throws away what was entered in the open form. */
export function DiscardGuard({ changed }: { readonly changed: boolean }) {
  const { t } = useTranslation();
  const unsaved = useRef(changed);
  useEffect(() => {
    unsaved.current = changed;
  }, [changed]);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => {
      const from = current.search as Address;
      const to = next.search as Address;
      const stays = current.pathname === next.pathname && from.panel === to.panel && from.id === to.id;
      return unsaved.current && !stays;
    },
    enableBeforeUnload: false,
    withResolver: true,
  });
  const blocked = blocker.status === 'blocked';
  return (
    <Modal opened={blocked} onClose={() => blocker.reset?.()} title={t('form.discardTitle')} size={400}>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
          {t('form.keepEditing')}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          {t('form.discard')}
        </Button>
      </Group>
    </Modal>
  );
}

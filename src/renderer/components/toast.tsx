import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertCircle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/texts.ts';
import type { Failure } from '#shared/reply.ts';

function show(tone: { color: string; icon: ReactNode; autoClose: number }, message: ReactNode): string {
  return notifications.show({
    ...tone,
    message,
    closeButtonProps: { 'aria-label': t('shell.dismiss') },
  });
}

/** Says that something was done; `undo` offers to take it back. */
export function toastDone(message: string, undo?: () => void): void {
  const id = show(
    { color: 'green', icon: <IconCheck size={16} />, autoClose: undo === undefined ? 4000 : 10_000 },
    undo === undefined ? (
      message
    ) : (
      <>
        {message}{' '}
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {t('form.undo')}
        </Button>
      </>
    ),
  );
}

/** Tells a failure in the service's own words. */
export function toastFailure(failure: Pick<Failure, 'message'>): void {
  show({ color: 'red', icon: <IconAlertCircle size={16} />, autoClose: 10_000 }, failure.message);
}

/** Says that something was done; what is to be known of it stands instead, and not as a success. */
export function toastDoneOr(warning: string | null | undefined, message: string): void {
  if (warning) toastNote(warning);
  else toastDone(message);
}

export function toastNote(message: string): void {
  show({ color: 'gray', icon: <IconInfoCircle size={16} />, autoClose: 6000 }, message);
}

import { notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { subscribe, useAnswer } from '#renderer/client.ts';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { FirstStart } from '#renderer/screens/sign-in/first-start.tsx';
import { Preparing, usePreparing } from '#renderer/screens/sign-in/preparing.tsx';
import { SignIn } from '#renderer/screens/sign-in/sign-in.tsx';
import { useDialogs } from '#renderer/state/dialogs.ts';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import { rightsChanged, sessionChanged, useMe, useSessionNotice } from '#renderer/state/session.ts';
import { router } from './router.tsx';

/** Follows what ends or changes the session. */
function useSessionEvents(): void {
  const { t } = useTranslation();
  const say = useSessionNotice((notice) => notice.say);
  useEffect(
    () =>
      subscribe((event) => {
        if (event.type === 'session' && event.ended) {
          say(event.message ?? t('shell.sessionEnded'));
          void sessionChanged(null);
        } else if (event.type === 'session') {
          void rightsChanged();
        }
      }),
    [say, t],
  );
}

/** Nothing of the person before is left to the next: their notices go, and the next one begins at home. */
function useFreshStart(person: string | undefined): void {
  const before = useRef(person);
  useEffect(() => {
    if (person === undefined) {
      notifications.clean();
      useDialogs.getState().close();
      usePendingRun.getState().end();
      return;
    }
    if (before.current !== undefined && before.current !== person) void router.navigate({ to: '/' });
    before.current = person;
  }, [person]);
}

/** First start, sign-in, or the console: whichever the workspace and the session call for. */
export function Entrance() {
  useSessionEvents();
  const preparing = usePreparing();
  const status = useAnswer('workspace.status', {});
  const me = useMe();
  useFreshStart(me?.person.id);
  if (status.error !== null) {
    return <ErrorState message={status.error.message} onRetry={() => void status.refetch()} />;
  }
  if (status.data === undefined) return preparing === null ? null : <Preparing step={preparing} />;
  if (status.data.state === 'empty') return <FirstStart />;
  if (me === undefined) return null;
  return me === null ? <SignIn workspace={status.data} /> : <RouterProvider router={router} />;
}

import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, subscribe, useAnswer } from '#renderer/client.ts';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { FirstStart } from '#renderer/screens/sign-in/first-start.tsx';
import { SignIn } from '#renderer/screens/sign-in/sign-in.tsx';
import { sessionChanged, useMe, useSessionNotice } from '#renderer/state/session.ts';
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
          void queryClient.invalidateQueries({ queryKey: ['session'] });
          void queryClient.invalidateQueries({ queryKey: ['access'] });
          void queryClient.invalidateQueries({ queryKey: ['nodes'] });
        }
      }),
    [say, t],
  );
}

/** Somebody else has signed in: they begin at home, not where the person before them was. */
function useFreshStart(person: string | undefined): void {
  const before = useRef(person);
  useEffect(() => {
    if (person === undefined) return;
    if (before.current !== undefined && before.current !== person) void router.navigate({ to: '/' });
    before.current = person;
  }, [person]);
}

/** First start, sign-in, or the console: whichever the workspace and the session call for. */
export function Entrance() {
  useSessionEvents();
  const status = useAnswer('workspace.status', {});
  const me = useMe();
  useFreshStart(me?.person.id);
  if (status.error !== null) {
    return <ErrorState message={status.error.message} onRetry={() => void status.refetch()} />;
  }
  if (status.data === undefined) return null;
  if (status.data.state === 'empty') return <FirstStart />;
  if (me === undefined) return null;
  return me === null ? <SignIn workspace={status.data} /> : <RouterProvider router={router} />;
}

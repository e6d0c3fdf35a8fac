import { create } from 'zustand';
import { call, keyOf, queryClient, useAnswer } from '#renderer/client.ts';
import type { OperationName } from '#shared/operations/index.ts';
import type { Me } from '#shared/operations/session.ts';
import type { Failure } from '#shared/reply.ts';

interface Notice {
  /** Why the last session ended, for the sign-in screen. */
  readonly message: string | null;
  readonly say: (message: string | null) => void;
}

export const useSessionNotice = create<Notice>()((set) => ({
  message: null,
  say: (message) => set({ message }),
}));

const ME = keyOf('session.me', {});

/** The signed-in person with their roles; null while signed out, undefined while unknown. */
export function useMe(): Me | null | undefined {
  return useAnswer('session.me', {}).data;
}

/** Whether the person may do the operation somewhere. */
export function useMay(operation: OperationName): boolean {
  return useMe()?.operations.includes(operation) ?? false;
}

/** After signing in or out: forgets every answer that belonged to the other person and asks anew who is here. */
export async function sessionChanged(me: Me | null): Promise<void> {
  queryClient.removeQueries({
    predicate: (query) => query.queryKey[0] !== 'workspace' && query.queryKey[0] !== 'session',
  });
  queryClient.setQueryData(ME, me);
  await queryClient.invalidateQueries({ queryKey: ['session'] });
}

/** After the person's rights changed, or as whom they look on: nothing that was answered before is sure. */
export async function rightsChanged(): Promise<void> {
  const before = queryClient.getQueryData<Me | null>(ME)?.person.id;
  const reply = await call('session.me', {});
  if (reply.ok && reply.value?.person.id !== before) await sessionChanged(reply.value);
  else await queryClient.invalidateQueries();
}

/** Tries to sign in; returns why not. */
export async function signIn(email: string, password: string): Promise<Failure | null> {
  const reply = await call('session.signIn', { email, password });
  if (!reply.ok) return reply.error;
  useSessionNotice.getState().say(null);
  await sessionChanged(reply.value);
  return null;
}

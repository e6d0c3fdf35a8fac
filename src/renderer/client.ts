import { keepPreviousData, QueryClient, useQuery } from '@tanstack/react-query';
import type { Bridge, ServiceEvent } from '#shared/events.ts';
import type { InputOf, OperationName, OutputOf } from '#shared/operations/index.ts';
import { type Failure, fail, type Reply } from '#shared/reply.ts';

declare global {
  interface Window {
    readonly rolecall: Bridge;
  }
}

/** A failed reply as something that react-query can carry. */
export class OperationError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'OperationError';
    this.failure = failure;
  }
}

/** Asks the service. Never throws: a broken bridge is an `internal` failure. */
export async function call<N extends OperationName>(name: N, input: InputOf<N>): Promise<Reply<OutputOf<N>>> {
  try {
    return (await window.rolecall.invoke(name, input)) as Reply<OutputOf<N>>;
  } catch {
    return fail('internal', 'Rolecall’s service did not answer. Nothing was changed; please try again.');
  }
}

/** As `call`, for queries: throws an OperationError. */
export async function ask<N extends OperationName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  const reply = await call(name, input);
  if (!reply.ok) throw new OperationError(reply.error);
  return reply.value;
}

/** Follows what the service and the shell tell this window; returns the function that stops it. */
export function subscribe(listener: (event: ServiceEvent) => void): () => void {
  return window.rolecall.subscribe(listener);
}

/** The noun of an operation's name: what `changed` events speak of. */
export function nounOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}

/** Calls `listener` whenever records of the noun changed, or which of them are the person's to see. */
export function onChanged(noun: string, listener: () => void): () => void {
  return subscribe((event) => {
    const changed = event.type === 'changed' && event.nouns.includes(noun);
    if (changed || event.type === 'workspace' || (event.type === 'session' && !event.ended)) listener();
  });
}

/** Answers stay fresh until an event says otherwise; nothing waits for a network. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** The key under which an answer is kept: [noun, operation, input]. */
export function keyOf<N extends OperationName>(name: N, input: InputOf<N>) {
  return [nounOf(name), name, input] as const;
}

/** The answer to a query, kept until its noun changes. While the input changes the previous answer stays. */
export function useAnswer<N extends OperationName>(
  name: N,
  input: InputOf<N>,
  options: { readonly enabled?: boolean; readonly keepPrevious?: boolean } = {},
) {
  return useQuery<OutputOf<N>, OperationError>({
    queryKey: keyOf(name, input),
    queryFn: () => ask(name, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Marks answers stale as `changed` events arrive; returns the function that stops it. */
export function followChanges(): () => void {
  return subscribe((event) => {
    if (event.type === 'workspace') {
      void queryClient.resetQueries();
      return;
    }
    if (event.type !== 'changed') return;
    for (const noun of event.nouns) void queryClient.invalidateQueries({ queryKey: [noun] });
    void queryClient.invalidateQueries({ queryKey: ['access'] });
  });
}

import type { ServiceEvent } from '#shared/events.ts';
import type { Me } from '#shared/operations/session.ts';
import type { Reply } from '#shared/reply.ts';

/** What the menu knows about who is signed in: what they may do somewhere; null: nobody is. */
export type MayDo = readonly string[] | null;

/** What a reply says about who is signed in now; undefined: nothing. */
export function sessionIn(operation: string, reply: Reply<unknown>): MayDo | undefined {
  if (operation === 'session.signOut') return reply.ok ? null : undefined;
  if (operation !== 'session.signIn' && operation !== 'session.me') return undefined;
  return reply.ok ? ((reply.value as Me | null)?.operations ?? null) : undefined;
}

/** What an event says about it; undefined: nothing. */
export function sessionAfter(event: ServiceEvent): MayDo | undefined {
  return event.type === 'workspace' || (event.type === 'session' && event.ended) ? null : undefined;
}

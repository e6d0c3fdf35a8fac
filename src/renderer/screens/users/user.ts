import type { Subject } from '#renderer/components/list-screen.tsx';

/** What rows and details of users have in common. */
export type UserSubject = Subject<'users.list', 'users.get'>;

export function nameOf(user: Pick<UserSubject, 'firstName' | 'lastName'>): string {
  return `${user.firstName} ${user.lastName}`;
}

/** The word of a user's state: 'invited' people are switched on and have no password yet. */
export function stateOf({ active, invited }: Pick<UserSubject, 'active' | 'invited'>): string {
  if (!active) return 'inactive';
  return invited ? 'invited' : 'active';
}

import type { Job } from './operations/jobs.ts';
import type { Reply } from './reply.ts';

/** What the service and the shell tell an open window, unasked. Carries no records: the window asks again by the door. */
export type ServiceEvent =
  /** Records of these nouns changed (operation nouns, such as 'numberLists'); lists of them are stale. */
  | { readonly type: 'changed'; readonly nouns: readonly string[] }
  /** The person's own rights or session changed: ask `session.me` again. */
  | { readonly type: 'session'; readonly ended: boolean; readonly message: string | null }
  /** One of the person's jobs moved on; at most four times a second each. */
  | { readonly type: 'job'; readonly job: Job }
  /** Another workspace was opened; everything known is stale. */
  | { readonly type: 'workspace' }
  /** Long work before anybody is signed in (making the demo workspace); `done` of `total`, with words. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly message: string }
  /** A menu item or a deep link asks the window to go to an address, such as '/number-lists'. */
  | { readonly type: 'navigate'; readonly to: string }
  /** A menu item asks for a command of the window itself. */
  | { readonly type: 'menu'; readonly command: 'palette' | 'shortcuts' | 'sign-out' | 'theme' | 'density' };

/** The whole of what a window may reach: exposed by the preload as `window.rolecall`. */
export interface Bridge {
  invoke(operation: string, input: unknown): Promise<Reply<unknown>>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: ServiceEvent) => void): () => void;
}

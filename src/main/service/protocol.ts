import type { ServiceEvent } from '#shared/events.ts';
import type { Reply } from '#shared/reply.ts';
import type { Caller } from './sessions.ts';

/** What the service's worker thread is started with. */
export interface WorkerStart {
  readonly folder: string;
  /** File URL of the job threads' entry. */
  readonly jobEntry: string;
  /** Open the demo workspace straight away, making it if needed. */
  readonly demo: boolean;
  /** The window's host makes the dialler's process; otherwise this thread does. */
  readonly hostSpawns?: boolean;
  /** The window's host reaches the system's key store. */
  readonly hostKeeps?: boolean;
}

/** To the system's key store. */
export interface KeyQuestion {
  readonly act: 'wrap' | 'unwrap';
  readonly bytes: Uint8Array;
}

export type KeyAnswer =
  /** Null: the system has no key store. */
  | { readonly wrapped: Uint8Array | null }
  | { readonly key: Uint8Array; readonly stale: boolean }
  | { readonly fault: string };

/** From the window's host to the service thread. `id` pairs a question with its answer. */
export type ToService =
  | {
      readonly type: 'dispatch';
      readonly id: number;
      readonly caller: Caller;
      readonly operation: string;
      readonly input: unknown;
    }
  | {
      readonly type: 'grant-file';
      readonly callerId: string;
      readonly file: string;
      readonly use: 'read' | 'write';
    }
  | { readonly type: 'is-signed-in'; readonly id: number; readonly caller: Caller }
  | { readonly type: 'forget'; readonly callerId: string }
  | { readonly type: 'close'; readonly id: number }
  /** What the dialler's process said; some four times a second for each broadcast. */
  | { readonly type: 'child-message'; readonly child: number; readonly message: unknown }
  | { readonly type: 'child-exit'; readonly child: number }
  | { readonly type: 'key-answer'; readonly id: number; readonly answer: KeyAnswer };

export type FromService =
  | { readonly type: 'opened'; readonly failure: string | null }
  | { readonly type: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly type: 'answer'; readonly id: number; readonly yes: boolean }
  | { readonly type: 'event'; readonly event: ServiceEvent; readonly only: readonly string[] | null }
  | { readonly type: 'report'; readonly what: string; readonly error: string }
  /** Only Electron's main thread can make a utility process: it makes the dialler's, and passes on what is said. */
  | { readonly type: 'child-spawn'; readonly child: number }
  | { readonly type: 'child-send'; readonly child: number; readonly message: unknown }
  | { readonly type: 'child-kill'; readonly child: number }
  | { readonly type: 'key-ask'; readonly id: number; readonly question: KeyQuestion };

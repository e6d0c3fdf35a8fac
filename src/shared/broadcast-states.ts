import type { BroadcastState } from './operations/broadcasts.ts';

type Moves = Readonly<Partial<Record<BroadcastState, BroadcastState>>>;

/**
 * Every way in which a broadcast changes its state, by what happens to it; anything else is refused.
 * An edit of a scheduled broadcast takes it back to draft: whoever starts it must have seen what is started.
 */
export const TRANSITIONS = {
  edit: { draft: 'draft', scheduled: 'draft' },
  /** Started with a start time that is still to come. */
  schedule: { draft: 'scheduled' },
  start: { draft: 'running', scheduled: 'running' },
  /** The start time has come. */
  due: { scheduled: 'running' },
  /** Live calls end first; while they do, it is suspending. */
  suspend: { scheduled: 'suspended', running: 'suspending' },
  resume: { suspended: 'running' },
  /** Resumed before its start time. */
  reschedule: { suspended: 'scheduled' },
  /** Live calls end first; while they do, it is finishing. */
  finish: { scheduled: 'finished', running: 'finishing', suspending: 'finishing', suspended: 'finished' },
  /** The last live call has ended. */
  quiet: { suspending: 'suspended', finishing: 'finished' },
  /** Every number has been called. */
  complete: { running: 'finished' },
  /** The system suspends: its gateway, its data, its starter, its list, its start time missed, the console closing. */
  halt: { scheduled: 'suspended', running: 'suspending' },
  /** The dialler died: no call of its own is live any more. */
  crash: { running: 'suspended', suspending: 'suspended', finishing: 'finished' },
} as const satisfies Record<string, Moves>;

export type BroadcastEvent = keyof typeof TRANSITIONS;

/** The state that an event leads to, or null where the event makes no sense. */
export function stateAfter(state: BroadcastState, event: BroadcastEvent): BroadcastState | null {
  const moves: Moves = TRANSITIONS[event];
  return moves[state] ?? null;
}

/** The states in which an event makes sense. */
export function statesBefore(event: BroadcastEvent): readonly BroadcastState[] {
  return Object.keys(TRANSITIONS[event]) as BroadcastState[];
}

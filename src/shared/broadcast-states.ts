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
  suspend: { scheduled: 'suspended', running: 'suspended' },
  resume: { suspended: 'running' },
  /** Resumed before its start time. */
  reschedule: { suspended: 'scheduled' },
  finish: { scheduled: 'finished', running: 'finished', suspended: 'finished' },
  /** Every number has been called. */
  complete: { running: 'finished' },
  /** The system suspends: a crash, the console closing, its start time missed, its list removed. */
  halt: { scheduled: 'suspended', running: 'suspended' },
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

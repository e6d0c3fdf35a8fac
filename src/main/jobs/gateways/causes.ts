import type { Outcome } from '#shared/operations/broadcasts.ts';

/** How a call ended that nobody answered, by its Q.850 cause; absent: the cause tells nothing of the callee. */
export const OUTCOME_BY_CAUSE: Readonly<Record<number, Outcome>> = {
  1: 'invalid',
  3: 'invalid',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  20: 'no-answer',
  21: 'rejected',
  22: 'invalid',
  28: 'invalid',
};

/** Causes by which a network has no room for a call: no circuit, congestion of the switch, circuit not available. */
export const CONGESTION_CAUSES: ReadonlySet<number> = new Set([34, 42, 44]);

import { describe, expect, it } from 'vitest';
import { type BroadcastEvent, stateAfter, statesBefore, TRANSITIONS } from '#shared/broadcast-states.ts';
import { BROADCAST_STATES, broadcastOperations } from '#shared/operations/broadcasts.ts';

const EVENTS = Object.keys(TRANSITIONS) as BroadcastEvent[];

describe('the states of a broadcast', () => {
  it('finished is final', () => {
    for (const event of EVENTS) expect(stateAfter('finished', event)).toBeNull();
  });

  it('nothing but a start, a start time or a resume makes one run', () => {
    const makesRun = EVENTS.filter((event) =>
      BROADCAST_STATES.some((state) => stateAfter(state, event) === 'running'),
    );
    expect(makesRun.toSorted()).toEqual(['due', 'resume', 'start']);
  });

  it('every state can be reached from a draft', () => {
    const reached = new Set(['draft']);
    for (let round = 0; round < BROADCAST_STATES.length; round++) {
      for (const state of BROADCAST_STATES) {
        for (const event of EVENTS) {
          const next = stateAfter(state, event);
          if (reached.has(state) && next !== null) reached.add(next);
        }
      }
    }
    expect(reached.size).toBe(BROADCAST_STATES.length);
  });

  it.each(['edit', 'start', 'suspend', 'resume', 'finish'] as const)(
    'the operation %s is declared for the same states',
    (event) => {
      expect(new Set(broadcastOperations[`broadcasts.${event}`].states)).toEqual(
        new Set(statesBefore(event)),
      );
    },
  );
});

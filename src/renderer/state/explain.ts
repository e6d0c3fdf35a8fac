import { create } from 'zustand';
import type { Target } from '#shared/operation.ts';
import type { OperationName } from '#shared/operations/index.ts';

/** An act that was refused, or might be: who may do it, and why. */
export interface Puzzle {
  readonly operation: OperationName;
  readonly target: Target;
}

interface Explaining {
  readonly puzzle: Puzzle | null;
  readonly explain: (puzzle: Puzzle) => void;
  readonly close: () => void;
}

/** What the Explain panel speaks of; every refused button leads there. */
export const useExplaining = create<Explaining>()((set) => ({
  puzzle: null,
  explain: (puzzle) => set({ puzzle }),
  close: () => set({ puzzle: null }),
}));

import type { ReactNode } from 'react';
import { create } from 'zustand';
import type { OperationName } from '#shared/operations/index.ts';

/** One record that an operation is about to act on. */
export interface RunItem {
  /** The record's name, for the confirmation and for refusals. */
  readonly label: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An operation about to run on one record or many, each decided by itself. */
export interface Run {
  readonly operation: OperationName;
  readonly items: readonly RunItem[];
  /** What will happen, in a sentence; shown when the operation is dangerous. */
  readonly consequence?: string;
  /** More of what will happen, shown with it. */
  readonly details?: ReactNode;
  /** Told what came of each item, in order; null for a refused one. */
  readonly onDone?: (outputs: readonly unknown[]) => void;
}

interface PendingRun {
  readonly run: Run | null;
  readonly start: (run: Run) => void;
  readonly end: () => void;
}

/** The run that the operation dialog is asking about or carrying out. */
export const usePendingRun = create<PendingRun>()((set) => ({
  run: null,
  start: (run) => set({ run }),
  end: () => set({ run: null }),
}));

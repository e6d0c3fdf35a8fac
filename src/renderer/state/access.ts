import { useQueries } from '@tanstack/react-query';
import { call } from '#renderer/client.ts';
import type { Target } from '#shared/operation.ts';
import type { OperationName } from '#shared/operations/index.ts';

/** May the person run the operation on the record? */
export interface AccessAsk extends Target {
  readonly operation: OperationName;
}

export interface Verdict {
  /** Unknown for a moment after the question is first put. */
  readonly known: boolean;
  readonly allowed: boolean;
  readonly message: string | null;
}

const UNKNOWN: Verdict = { known: false, allowed: false, message: null };
const BATCH = 500;

type Waiting = { readonly ask: AccessAsk; readonly settle: (verdict: Verdict) => void };
let waiting: Waiting[] = [];

async function flush(): Promise<void> {
  const all = waiting;
  waiting = [];
  for (let start = 0; start < all.length; start += BATCH) {
    const batch = all.slice(start, start + BATCH);
    const asks = batch.map(({ ask }) => ({ operation: ask.operation, kind: ask.kind, id: ask.id }));
    const reply = await call('access.check', { asks });
    batch.forEach(({ settle }, index) => {
      const answer = reply.ok ? reply.value[index] : undefined;
      settle({
        known: true,
        allowed: answer?.allowed ?? false,
        message: answer?.message ?? (reply.ok ? null : reply.error.message),
      });
    });
  }
}

/** Puts one question; all questions of a tick travel in one call (at most 500 each). */
export function checkAccess(ask: AccessAsk): Promise<Verdict> {
  return new Promise((settle) => {
    if (waiting.length === 0) setTimeout(() => void flush(), 0);
    waiting.push({ ask, settle });
  });
}

/** The verdicts for the questions, in order; kept until a change event, then asked again without flicker. */
export function useAccess(asks: readonly AccessAsk[]): readonly Verdict[] {
  const answers = useQueries({
    queries: asks.map((ask) => ({
      queryKey: ['access', ask.operation, ask.kind, ask.id],
      queryFn: () => checkAccess(ask),
    })),
  });
  return answers.map((answer) => answer.data ?? UNKNOWN);
}

import { TARGET_KINDS, type TargetKind } from '#shared/operation.ts';
import type { accessOperations } from '#shared/operations/access.ts';
import { ok } from '#shared/reply.ts';
import { explain, whoCan } from './access/explain.ts';
import { compare, whatPersonCan } from './access/what-can.ts';
import { whatWouldChange } from './access/what-if.ts';
import type { HandlersOf } from './handler.ts';

interface Answer {
  readonly allowed: boolean;
  readonly reason: string | null;
  readonly message: string | null;
}

const KINDS: ReadonlySet<string> = new Set(TARGET_KINDS);
const UNKNOWN: Answer = { allowed: false, reason: 'not-found', message: 'There is nothing of this kind.' };

export const accessHandlers: HandlersOf<typeof accessOperations> = {
  'access.check': async (_tx, input, context) => {
    const known = input.asks.filter(({ kind }) => KINDS.has(kind));
    // INVARIANT: the door's own judgement, so that a button says no more about a record than the door would.
    const refusals = await context.checkAll(
      known.map(({ operation, kind, id }) => ({ operation, target: { kind: kind as TargetKind, id } })),
    );
    const judged = new Map(known.map((ask, index) => [ask, refusals[index] ?? null]));
    const answers = input.asks.map((ask): Answer => {
      const refused = judged.get(ask);
      if (refused === undefined) return UNKNOWN;
      return {
        allowed: refused === null,
        reason: refused === null ? null : (refused.reason ?? refused.code),
        message: refused?.message ?? null,
      };
    });
    return ok(answers);
  },
  'access.explain': explain,
  'access.whoCan': whoCan,
  'access.whatCan': whatPersonCan,
  'access.whatIf': whatWouldChange,
  'access.compare': compare,
};

import { denialMessage } from '#shared/authz/explain.ts';
import type { Target, TargetKind } from '#shared/operation.ts';
import { findOperation } from '#shared/operations/index.ts';
import type { accessOperations } from '#shared/operations/session.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { ok } from '#shared/reply.ts';
import { locate } from '../db/locate.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';

interface Answer {
  readonly allowed: boolean;
  readonly reason: string | null;
  readonly message: string | null;
}

const KINDS: ReadonlySet<string> = new Set<TargetKind>(['node', 'person', 'number-list', 'broadcast']);
const NOT_FOUND: Answer = {
  allowed: false,
  reason: 'not-found',
  message: 'There is no such record, or it is not yours to see.',
};
const ALLOWED: Answer = { allowed: true, reason: null, message: null };

async function answer(tx: Tx, context: Context, ask: { operation: string } & Target): Promise<Answer> {
  const operation = findOperation(ask.operation);
  if (operation === undefined || !KINDS.has(ask.kind)) return NOT_FOUND;
  const guard = operation.permission;
  if (guard === 'anyone' || guard === 'signed-in' || typeof guard === 'object') return ALLOWED;
  const place = await locate(tx, ask);
  if (place === undefined) return NOT_FOUND;
  const person = context.actor?.id ?? null;
  const refused = (permission: PermissionId): Answer => {
    const decision = context.rights.decide({ person, permission, place, now: context.now });
    if (decision.allowed) return ALLOWED;
    const { denial } = decision;
    return { allowed: false, reason: denial.reason, message: denialMessage(permission, denial) };
  };
  const answers = [guard, ...(operation.minimalFor ?? [])].map(refused);
  const allowed = answers.some((one) => one.allowed);
  if (allowed && operation.states !== undefined && place.state !== null) {
    if (!operation.states.includes(place.state)) {
      const denial = { reason: 'wrong-state', state: place.state, needed: operation.states } as const;
      return { allowed: false, reason: denial.reason, message: denialMessage(guard, denial) };
    }
  }
  return allowed ? ALLOWED : (answers[0] as Answer);
}

export const accessHandlers: HandlersOf<typeof accessOperations> = {
  'access.check': async (tx, input, context) => {
    const answers: Answer[] = [];
    for (const ask of input.asks)
      answers.push(await answer(tx, context, ask as { operation: string } & Target));
    return ok(answers);
  },
};

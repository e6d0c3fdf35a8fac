import type { Kysely } from 'kysely';
import type { Denial } from '#shared/authz/decision.ts';
import { denialMessage } from '#shared/authz/explain.ts';
import type { Rights } from '#shared/authz/rights.ts';
import type { Operation, Target, TargetKind } from '#shared/operation.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { type Failure, fail } from '#shared/reply.ts';
import { type Location, locate } from '../db/locate.ts';
import type { Tables } from '../db/tables/index.ts';
import type { Located } from '../handlers/handler.ts';

/** What a kind of record is called, and the rights that let a person know that one exists. */
const KINDS: Readonly<
  Record<TargetKind, { readonly words: string; readonly seenBy: readonly PermissionId[] }>
> = {
  node: { words: 'scope', seenBy: [] },
  person: { words: 'user', seenBy: ['users.view'] },
  'do-not-call': { words: 'do-not-call source', seenBy: ['numberLists.view'] },
  'number-list': { words: 'number list', seenBy: ['numberLists.view'] },
  broadcast: {
    words: 'voice broadcast',
    seenBy: ['broadcasts.view', 'broadcasts.start', 'broadcasts.suspend', 'broadcasts.finish'],
  },
};

export type Verdict =
  | { readonly allowed: true; readonly targets: readonly Located[]; readonly minimal: boolean }
  | { readonly allowed: false; readonly error: Failure; readonly targets: readonly Located[] };

/** Who asks, and against which state of the world. */
export interface Asking {
  readonly rights: Rights;
  readonly db: Kysely<Tables>;
  readonly person: string | null;
  readonly now: number;
}

function denied(permission: PermissionId | null, denial: Denial): Failure {
  return fail('denied', denialMessage(permission, denial), { reason: denial.reason }).error;
}

/** The same words for "does not exist" and "not yours to see". */
function notFound(kind: TargetKind): Failure {
  return fail('not-found', `There is no such ${KINDS[kind].words}, or it is not yours to see.`).error;
}

function permissionFor(operation: Operation, located: readonly Located[]): PermissionId | undefined {
  const guard = operation.permission;
  if (typeof guard === 'object') return guard.byScope[located[0]?.kind ?? ''];
  return guard === 'anyone' || guard === 'signed-in' ? undefined : guard;
}

function seen(asking: Asking, target: Target, place: Location): boolean {
  const { rights, person, now } = asking;
  if (person === null) return false;
  if (target.kind === 'node') {
    return rights.grantsOf(person, now).some((grant) => rights.tree.covers(grant.node, place.node));
  }
  return KINDS[target.kind].seenBy.some((permission) =>
    rights.allows({ person, permission, place: { node: place.node, owner: place.owner }, now }),
  );
}

function judge(
  asking: Asking,
  operation: Operation,
  permission: PermissionId,
): (at: Located) => Failure | null {
  const { rights, person, now } = asking;
  return (at) => {
    const place = { node: at.node, owner: at.owner };
    const decision = rights.decide({ person, permission, place, now });
    if (!decision.allowed) {
      const target = { kind: at.kind as TargetKind, id: at.id };
      return seen(asking, target, at) ? denied(permission, decision.denial) : notFound(target.kind);
    }
    if (operation.states !== undefined && at.state !== null && !operation.states.includes(at.state)) {
      return denied(permission, { reason: 'wrong-state', state: at.state, needed: operation.states });
    }
    return null;
  };
}

function holdsSomewhere({ rights, person, now }: Asking, permission: PermissionId): boolean {
  if (person === null) return false;
  const { nodes, own, conditional } = rights.visible(person, permission, now);
  return nodes.length > 0 || own !== null || conditional.length > 0;
}

async function locateAll(asking: Asking, targets: readonly Target[]): Promise<Located[] | TargetKind> {
  const located: Located[] = [];
  for (const target of targets) {
    const place = await locate(asking.db, target);
    if (place === undefined) return target.kind;
    located.push({ ...place, kind: target.kind, id: target.id });
  }
  return located;
}

function reachesAll(asking: Asking, permission: PermissionId, located: readonly Located[]): boolean {
  const { rights, person, now } = asking;
  return (
    person !== null &&
    located.every((at) => rights.reaches({ person, permission, place: { node: at.node }, now }))
  );
}

/** One permission against all targets: null if allowed, otherwise why not. */
function refusal(
  asking: Asking,
  operation: Operation,
  ask: { readonly permission: PermissionId; readonly located: readonly Located[] },
): Failure | null {
  if (operation.reach === 'within') {
    const kind = ask.located[0]?.kind as TargetKind;
    return reachesAll(asking, ask.permission, ask.located) ? null : notFound(kind);
  }
  const judgeOne = judge(asking, operation, ask.permission);
  for (const at of ask.located) {
    const failure = judgeOne(at);
    if (failure !== null) return failure;
  }
  return null;
}

/**
 * Decides whether the asking person may do the operation to the targets. A right that the person holds nowhere is
 * refused before any record is looked for, so that the answer tells nothing about records.
 */
export async function authorize(
  asking: Asking,
  operation: Operation,
  targets: readonly Target[],
): Promise<Verdict> {
  if (operation.permission === 'anyone') return { allowed: true, targets: [], minimal: false };
  if (asking.person === null) {
    return { allowed: false, error: fail('not-signed-in', 'Sign in first.').error, targets: [] };
  }
  if (operation.permission === 'signed-in') return { allowed: true, targets: [], minimal: false };
  const direct = permissionFor(operation, []);
  const ways = [...(direct === undefined ? [] : [direct]), ...(operation.minimalFor ?? [])];
  const held = ways.filter((permission) => holdsSomewhere(asking, permission));
  const { person, now } = asking;
  if (held.length === 0) {
    const permission = ways[0] as PermissionId;
    // Asked at a place that does not exist: the reason then depends on the person's roles alone.
    const decision = asking.rights.decide({ person, permission, place: { node: '' }, now });
    const denial: Denial = decision.allowed ? { reason: 'document-silent' } : decision.denial;
    return { allowed: false, error: denied(permission, denial), targets: [] };
  }
  const located = targets.length === 0 ? 'node' : await locateAll(asking, targets);
  if (typeof located === 'string') return { allowed: false, error: notFound(located), targets: [] };
  let first: Failure | null = null;
  for (const permission of held) {
    const failure = refusal(asking, operation, { permission, located });
    if (failure === null) return { allowed: true, targets: located, minimal: permission !== direct };
    first ??= failure;
  }
  return { allowed: false, error: first ?? notFound('node'), targets: located };
}

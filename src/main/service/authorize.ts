import type { Kysely } from 'kysely';
import type { Denial } from '#shared/authz/decision.ts';
import { seesNode } from '#shared/authz/node-sight.ts';
import type { Rights } from '#shared/authz/rights.ts';
import { denialMessage } from '#shared/authz/words.ts';
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
  'log-import': { words: 'log import', seenBy: ['dialogLogs.import'] },
  client: { words: 'client', seenBy: ['clients.view', 'clients.block', 'clients.unblock'] },
  'do-not-call': { words: 'do-not-call source', seenBy: ['numberLists.view'] },
  'number-list': { words: 'number list', seenBy: ['numberLists.view'] },
  assignment: { words: 'assignment', seenBy: ['roles.view'] },
  'custom-role': { words: 'role', seenBy: ['roles.view'] },
  'access-review': { words: 'access review', seenBy: ['assignments.grant'] },
  broadcast: {
    words: 'voice broadcast',
    seenBy: ['broadcasts.view', 'broadcasts.start', 'broadcasts.suspend', 'broadcasts.finish'],
  },
  gateway: { words: 'gateway', seenBy: ['gateways.manage'] },
  prompt: { words: 'prompt', seenBy: ['broadcasts.view'] },
  'caller-id': { words: 'caller id', seenBy: ['gateways.manage'] },
  export: { words: 'export', seenBy: ['rawLogs.export'] },
  'export-schedule': { words: 'scheduled export', seenBy: ['rawLogs.export'] },
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
  /** Finds a record, where many questions are asked about few of them; `locate` if absent. */
  readonly find?: (target: Target) => Promise<Location | undefined>;
}

function denied(permission: PermissionId | null, denial: Denial): Failure {
  return fail('denied', denialMessage(permission, denial), { reason: denial.reason }).error;
}

/** The same words for "does not exist" and "not yours to see". */
export function notFound(kind: TargetKind): Failure {
  return fail('not-found', `There is no such ${KINDS[kind].words}, or it is not yours to see.`).error;
}

/** The permission that a table of permissions names for what the targets share; undefined: none, so denied. */
export function permissionByScope(
  rights: Rights,
  byScope: Readonly<Record<string, PermissionId>>,
  located: readonly Located[],
): PermissionId | undefined {
  const { tree } = rights;
  const shared = located
    .map((at) => tree.indexOf(at.node))
    .reduce((one, two) => (one < 0 || two < 0 ? -1 : tree.nearestShared(one, two)));
  const kind = tree.kindOf(shared);
  if (kind === undefined) return undefined;
  return byScope[`${tree.packOf(shared) ?? ''}:${kind}`] ?? byScope[kind] ?? byScope['*'];
}

/** Whether the person may know that the record exists. */
export function seen(asking: Asking, target: { readonly kind: string }, place: Location): boolean {
  const { rights, person, now } = asking;
  if (person === null) return false;
  if (target.kind === 'node') {
    return seesNode(rights, { person, node: place.node, now });
  }
  return KINDS[target.kind as TargetKind].seenBy.some((permission) =>
    rights.allows({ person, permission, place, now }),
  );
}

/** Why one permission does not allow the operation on a record; null: it does. */
export function denialAt(
  { rights, person, now }: Asking,
  operation: Operation | null,
  { permission, at }: { readonly permission: PermissionId; readonly at: Located },
): Denial | null {
  if (person === null || !rights.allows({ person, permission, place: at, now })) {
    const decision = rights.decide({ person, permission, place: at, now });
    return decision.allowed ? null : decision.denial;
  }
  return operation === null ? null : stateDenial(rights, operation, at);
}

/** Why the state of a record forbids the operation to everybody; null: it does not. */
export function stateDenial(rights: Rights, operation: Operation, at: Located): Denial | null {
  if (operation.states !== undefined && at.state !== null && !operation.states.includes(at.state)) {
    return { reason: 'wrong-state', state: at.state, needed: operation.states };
  }
  const { tree } = rights;
  // Only what asks for an archived record (restoring it) may act in an archived scope.
  const forArchived = at.state === 'archived' && operation.states?.includes('archived') === true;
  if (operation.kind === 'command' && !forArchived && tree.isArchived(tree.indexOf(at.node))) {
    return { reason: 'wrong-state', state: 'in an archived scope', needed: ['restored'] };
  }
  return null;
}

/** Whether the person holds the permission anywhere, under whatever condition. */
export function holdsSomewhere({ rights, person, now }: Asking, permission: PermissionId): boolean {
  return person !== null && rights.holdsSomewhere(person, permission, now);
}

interface Found {
  readonly located: readonly Located[];
  /** The kind of the first record that is not there; those before it were found. */
  readonly missing: TargetKind | null;
}

async function locateAll(asking: Asking, targets: readonly Target[]): Promise<Found> {
  const located: Located[] = [];
  if (targets.length === 0) return { located, missing: 'node' };
  for (const target of targets) {
    const place = await (asking.find ?? ((one) => locate(asking.db, one)))(target);
    if (place === undefined) return { located, missing: target.kind };
    located.push({ ...place, kind: target.kind, id: target.id });
  }
  return { located, missing: null };
}

/** The first of these records that the person may not know of. */
function firstUnseen(asking: Asking, located: readonly Located[]): TargetKind | undefined {
  return located.find((at) => !seen(asking, at, at))?.kind as TargetKind | undefined;
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
  const { permission } = ask;
  for (const at of ask.located) {
    const denial = denialAt(asking, operation, { permission, at });
    if (denial === null) continue;
    // What a state forbids is told to whoever holds the right, and so sees the record.
    const told = denial.reason === 'wrong-state' || seen(asking, at, at);
    return told ? denied(permission, denial) : notFound(at.kind as TargetKind);
  }
  return null;
}

/** A table's permission depends on where the targets lie, so they are looked for first. */
async function authorizeByScope(
  asking: Asking,
  operation: Operation,
  {
    byScope,
    targets,
  }: { readonly byScope: Readonly<Record<string, PermissionId>>; readonly targets: readonly Target[] },
): Promise<Verdict> {
  const nowhere = !Object.values(byScope).some((permission) => holdsSomewhere(asking, permission));
  if (nowhere) return refusedEverywhere(asking, Object.values(byScope)[0] as PermissionId);
  const { located, missing } = await locateAll(asking, targets);
  const unseen = firstUnseen(asking, located);
  if (missing !== null) return { allowed: false, error: notFound(unseen ?? missing), targets: [] };
  const permission = permissionByScope(asking.rights, byScope, located);
  const silent = unseen === undefined ? denied(null, { reason: 'document-silent' }) : notFound(unseen);
  const failure = permission === undefined ? silent : refusal(asking, operation, { permission, located });
  return failure === null
    ? { allowed: true, targets: located, minimal: false }
    : { allowed: false, error: failure, targets: located };
}

/** The refusal of a right that is held nowhere. */
function refusedEverywhere({ rights, person, now }: Asking, permission: PermissionId): Verdict {
  // Asked at a place that does not exist: the reason then depends on the person's roles alone.
  const decision = rights.decide({ person, permission, place: { node: '' }, now });
  const denial: Denial = decision.allowed ? { reason: 'document-silent' } : decision.denial;
  return { allowed: false, error: denied(permission, denial), targets: [] };
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
  if (operation.permission === 'signed-in') {
    // Nobody who was switched off has a session; work that the service does for them later may still ask.
    if (asking.rights.maySignIn(asking.person, asking.now))
      return { allowed: true, targets: [], minimal: false };
    return { allowed: false, error: fail('not-signed-in', 'Sign in first.').error, targets: [] };
  }
  const guard = operation.permission;
  if (typeof guard === 'object')
    return authorizeByScope(asking, operation, { byScope: guard.byScope, targets });
  const ways = [guard, ...(operation.minimalFor ?? [])];
  const held = ways.filter((permission) => holdsSomewhere(asking, permission));
  if (held.length === 0) return refusedEverywhere(asking, guard);
  if (operation.reach === 'each') return { allowed: true, targets: [], minimal: false };
  const { located, missing } = await locateAll(asking, targets);
  let first: Failure | null = null;
  for (const permission of held) {
    // INVARIANT: of several records those before a missing one are judged first, as if it were there: or the answer
    // would tell which of the others exist.
    const failure = refusal(asking, operation, { permission, located }) ?? (missing && notFound(missing));
    if (failure === null) return { allowed: true, targets: located, minimal: permission !== guard };
    first ??= failure;
  }
  return { allowed: false, error: first ?? notFound('node'), targets: missing === null ? located : [] };
}

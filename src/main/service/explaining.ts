import type { Denial, Path } from '#shared/authz/decision.ts';
import { type PersonPaths, pathsWithin, whoCan, whoReaches } from '#shared/authz/who-can.ts';
import type { Operation, Target } from '#shared/operation.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { locate } from '../db/locate.ts';
import type { Act, Explained, Located, WhoMay } from '../handlers/handler.ts';
import { type Asking, denialAt, holdsSomewhere, permissionByScope, seen, stateDenial } from './authorize.ts';

const operationOf = ({ act }: Act): Operation | null => ('operation' in act ? act.operation : null);

/** The rights of which any one would do for the act, wherever the record lies. */
function waysOf({ act }: Act): readonly PermissionId[] {
  if ('permission' in act) return [act.permission];
  const { permission, minimalFor = [] } = act.operation;
  if (permission === 'anyone' || permission === 'signed-in') return [];
  return typeof permission === 'object' ? Object.values(permission.byScope) : [permission, ...minimalFor];
}

/** Those of them that count for this record. */
function waysAt(asking: Asking, ask: Act, at: Located): readonly PermissionId[] {
  const guard = operationOf(ask)?.permission;
  if (typeof guard !== 'object') return waysOf(ask);
  const permission = permissionByScope(asking.rights, guard.byScope, [at]);
  return permission === undefined ? [] : [permission];
}

/** Where a record is; undefined: there is none such, or it is not the asking person's to see. */
export async function locateSeen(asking: Asking, target: Target): Promise<Located | undefined> {
  const place = await locate(asking.db, target);
  if (place === undefined || !seen(asking, target, place)) return undefined;
  return { ...place, kind: target.kind, id: target.id };
}

function denialOf(asking: Asking, ask: Act, { permission, at }: { permission: PermissionId; at: Located }) {
  const operation = operationOf(ask);
  const { rights, person, now } = asking;
  if (operation?.reach !== 'within') return denialAt(asking, operation, { permission, at });
  const question = { permission, place: { node: at.node }, now };
  if (person !== null && rights.reaches({ ...question, person })) return null;
  const decision = rights.decide({ ...question, person });
  return decision.allowed ? null : decision.denial;
}

function pathsOf(
  asking: Asking,
  ask: Act,
  { permission, at }: { permission: PermissionId; at: Located },
): readonly Path[] {
  const { rights, person, now } = asking;
  if (person === null) return [];
  if (operationOf(ask)?.reach === 'within') {
    return pathsWithin(rights, { person, permission, place: { node: at.node }, now });
  }
  const decision = rights.decide({ person, permission, place: at, now });
  return decision.allowed ? decision.paths : [];
}

/** What depends on the person's roles alone: asked at a place that does not exist. */
function deniedAnywhere({ rights, person, now }: Asking, ways: readonly PermissionId[]): Explained {
  const permission = ways[0] as PermissionId;
  const decision = rights.decide({ person, permission, place: { node: '' }, now });
  const denial: Denial = decision.allowed ? { reason: 'document-silent' } : decision.denial;
  return { kind: 'denied', permissions: ways, permission, denial, node: '' };
}

/**
 * The door's judgement of another person, or of oneself, with its reasons. A record that the asking person may not see
 * is spoken of only in so far as the answer depends on roles alone.
 */
export async function explainAct(asking: Asking, person: string, ask: Act): Promise<Explained> {
  const subject = { ...asking, person };
  const anywhere = waysOf(ask);
  if (anywhere.length === 0) {
    if (asking.rights.maySignIn(person, asking.now)) return { kind: 'open' };
    return { kind: 'denied', permissions: [], permission: null, denial: { reason: 'inactive' }, node: '' };
  }
  const place = await locate(asking.db, ask.target);
  const at = place && { ...place, kind: ask.target.kind, id: ask.target.id };
  const judged = at && judgeAt(subject, ask, at);
  const own = person === asking.person && judged?.kind === 'allowed';
  if (at !== undefined && judged !== undefined && (own || seen(asking, at, at))) return judged;
  const nowhere = !anywhere.some((permission) => holdsSomewhere(subject, permission));
  return nowhere ? deniedAnywhere(subject, anywhere) : { kind: 'not-found' };
}

function judgeAt(subject: Asking, ask: Act, at: Located): Explained {
  const permissions = waysAt(subject, ask, at);
  let first: Explained | undefined;
  // As at the door: what is held somewhere says best why it does not count here.
  const held = permissions.filter((permission) => holdsSomewhere(subject, permission));
  for (const permission of held.length === 0 ? permissions : held) {
    const denial = denialOf(subject, ask, { permission, at });
    if (denial === null) {
      const paths = pathsOf(subject, ask, { permission, at });
      return { kind: 'allowed', permissions, minimal: permission !== permissions[0], paths };
    }
    first ??= { kind: 'denied', permissions, permission, denial, node: at.node };
  }
  const silent: Denial = { reason: 'document-silent' };
  return first ?? { kind: 'denied', permissions, permission: null, denial: silent, node: at.node };
}

/** Everybody whom the door would let do it; undefined if the record is not the asking person's to see. */
export async function whoMay(asking: Asking, ask: Act): Promise<WhoMay | undefined> {
  const at = await locateSeen(asking, ask.target);
  if (at === undefined) return undefined;
  const { rights, now } = asking;
  const operation = operationOf(ask);
  const permissions = waysAt(asking, ask, at);
  const denial = operation === null ? null : stateDenial(rights, operation, at);
  if (denial !== null) return { permissions, denial, people: [] };
  const found = new Map<string, PersonPaths & { readonly minimal: boolean }>();
  permissions.forEach((permission, way) => {
    const who =
      operation?.reach === 'within'
        ? whoReaches(rights, { permission, place: { node: at.node }, now })
        : whoCan(rights, { permission, place: at, now });
    for (const one of who) if (!found.has(one.person)) found.set(one.person, { ...one, minimal: way > 0 });
  });
  return { permissions, denial: null, people: [...found.values()] };
}

import { cellOf, type Pack } from '../policy/pack.ts';
import { PERMISSIONS, type PermissionId } from '../policy/permissions.ts';
import { bitOf, conditionOf, grants, hasBit, type Policy } from './compile.ts';
import type { Denial, Path } from './decision.ts';
import { type Grant, inForce, type Question } from './question.ts';
import type { ScopeTree } from './scope-tree.ts';

/** Every path by which the grants answer yes: never stops at the first, so that reasons are complete. */
export function pathsOf(tree: ScopeTree, held: readonly Grant[], question: Question): Path[] {
  const { person, permission, place, now } = question;
  const paths: Path[] = [];
  for (const grant of held) {
    if (grant.compiled === undefined || !inForce(grant, now)) continue;
    const { pack, role } = grant.compiled;
    for (const row of pack.rows) {
      if (!row.permissions.includes(permission) || !grants(row, role.id)) continue;
      const condition = conditionOf(row, role.id) ?? null;
      const met = condition === 'self' ? place.owner === person : tree.covers(grant.node, place.node);
      if (!met) continue;
      paths.push({
        assignment: grant.id,
        pack: pack.id,
        role: role.id,
        node: grant.node,
        row: row.id,
        words: row.words,
        condition,
      });
    }
  }
  return paths;
}

function statedRefusal(held: readonly Grant[], permission: PermissionId): Denial | undefined {
  for (const { compiled } of held) {
    if (compiled === undefined) continue;
    for (const row of compiled.pack.rows) {
      if (!row.permissions.includes(permission)) continue;
      const { value } = cellOf(row, compiled.role.id);
      if (value === 'view-only' || value === 'not-available' || value === 'deny') {
        const reason = value === 'deny' ? 'stated-no' : value;
        return { reason, role: compiled.role.id, row: row.id, words: row.words };
      }
    }
  }
  return undefined;
}

function packsOf(policy: Policy): ReadonlySet<Pack> {
  return new Set([...policy.values()].map((role) => role.pack));
}

/** Roles whose documents grant the permission, as their ids. */
export function rolesThatGrant(policy: Policy, permission: PermissionId): string[] {
  const bit = bitOf(permission);
  return [...policy.values()]
    .filter((role) => hasBit(role.plain, bit) || hasBit(role.self, bit))
    .map((role) => role.role.id);
}

/** The one reason why the grants answer no; call it only when they do. */
export function explainDenial(
  engine: { readonly policy: Policy },
  held: readonly Grant[],
  question: Question,
): Denial {
  const { permission, now } = question;
  const bit = bitOf(permission);
  const granting = held.filter(
    ({ compiled }) => compiled !== undefined && (hasBit(compiled.plain, bit) || hasBit(compiled.self, bit)),
  );
  if (granting.length === 0) {
    const stated = statedRefusal(held, permission);
    if (stated !== undefined) return stated;
    const roles = rolesThatGrant(engine.policy, permission);
    const spokenOf = [...packsOf(engine.policy)].some((pack) =>
      pack.rows.some((row) => row.permissions.includes(permission)),
    );
    return spokenOf ? { reason: 'no-role-grants', roles } : { reason: 'document-silent' };
  }
  const current = granting.filter((grant) => inForce(grant, now));
  if (current.length === 0) {
    const first = granting[0] as Grant;
    return { reason: 'not-in-force', from: first.from, until: first.until };
  }
  if (current.every(({ compiled }) => compiled !== undefined && !hasBit(compiled.plain, bit))) {
    return { reason: 'condition-not-met', condition: 'self' };
  }
  return { reason: 'out-of-scope', nodes: current.map((grant) => grant.node) };
}

const list = (words: readonly string[]): string => words.join(', ');

/** What a person is told of a refusal: a whole sentence that says why and, where there is one, the way out. */
export function denialMessage(permission: PermissionId | null, denial: Denial): string {
  const act = permission === null ? 'This' : `"${PERMISSIONS[permission]}"`;
  switch (denial.reason) {
    case 'not-signed-in':
      return 'Sign in first.';
    case 'inactive':
      return 'This account is switched off, or no longer has a role. Ask an administrator.';
    case 'no-role-grants':
      return denial.roles.length === 0
        ? `${act} is not among the rights of any role here.`
        : `${act} is not among your roles' rights. Roles that have it: ${list(denial.roles)}.`;
    case 'view-only':
      return `${act} is read only for ${denial.role}: "${denial.words}".`;
    case 'not-available':
      return `${act} is not available to ${denial.role}: "${denial.words}".`;
    case 'stated-no':
      return `${act} is refused to ${denial.role} by its document: "${denial.words}".`;
    case 'out-of-scope':
      return `${act} is among your rights, but not here.`;
    case 'not-in-force':
      return `${act} is among your rights, but not at this time.`;
    case 'condition-not-met':
      return `${act} is yours for your own record only.`;
    case 'wrong-state':
      return `This can't be done while it is ${denial.state}; it must be ${list(denial.needed)}.`;
    case 'document-silent':
      return `${act} is refused: the role document does not speak of it.`;
  }
}

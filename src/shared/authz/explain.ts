import { type Condition, cellOf, type Pack, type PackRow } from '../policy/pack.ts';
import type { PermissionId } from '../policy/permissions.ts';
import {
  bitOf,
  type CompiledRole,
  conditionOf,
  grants,
  hasBit,
  type Policy,
  rowSayingNo,
  rowsOf,
  STATED,
  setsAt,
} from './compile.ts';
import type { Conditions } from './conditions.ts';
import type { Denial, Path, Unmet } from './decision.ts';
import { type Grant, inForce, type Question } from './question.ts';
import type { ScopeTree } from './scope-tree.ts';

interface Engine {
  readonly policy: Policy;
  readonly tree: ScopeTree;
  readonly conditions: Conditions;
}

const inArchive = (tree: ScopeTree, { node }: Grant): boolean => tree.isArchived(tree.indexOf(node));

const kindAt = (tree: ScopeTree, node: string): string | undefined => tree.kindOf(tree.indexOf(node));

function pathBy({ id, role, node, from, until }: Grant, pack: Pack, row: PackRow): Path {
  const condition = conditionOf(row, role) ?? null;
  const { id: rowId, section, words } = row;
  return { assignment: id, pack: pack.id, role, node, row: rowId, section, words, condition, from, until };
}

/** Every path by which the grants answer yes: never stops at the first, so that reasons are complete. */
export function pathsOf({ tree, conditions }: Engine, held: readonly Grant[], question: Question): Path[] {
  const { permission, place, now } = question;
  const paths: Path[] = [];
  for (const grant of held) {
    if (grant.compiled === undefined || !inForce(grant, now) || inArchive(tree, grant)) continue;
    const { pack, role } = grant.compiled;
    const kind = kindAt(tree, grant.node);
    for (const row of rowsOf(grant.compiled, permission)) {
      if (!grants(row, role.id, kind)) continue;
      const condition = conditionOf(row, role.id) ?? null;
      const met =
        condition === null ? tree.covers(grant.node, place.node) : conditions.met(condition, grant, question);
      if (!met) continue;
      paths.push(pathBy(grant, pack, row));
    }
  }
  return paths;
}

/** Every path by which one assignment grants a permission where it was given, under just this condition. */
export function pathsOfHolding(
  tree: ScopeTree,
  grant: Grant,
  { permission, condition }: { readonly permission: PermissionId; readonly condition: Condition | null },
): Path[] {
  if (grant.compiled === undefined) return [];
  const { pack, role } = grant.compiled;
  const kind = kindAt(tree, grant.node);
  const wanted = JSON.stringify(condition);
  return rowsOf(grant.compiled, permission)
    .filter((row) => grants(row, role.id, kind))
    .filter((row) => JSON.stringify(conditionOf(row, role.id) ?? null) === wanted)
    .map((row) => pathBy(grant, pack, row));
}

function statedRefusal(held: readonly Grant[], permission: PermissionId): Denial | undefined {
  for (const { compiled } of held) {
    const reason = compiled === undefined ? undefined : STATED[compiled.stated[bitOf(permission)]!];
    const row = compiled === undefined ? undefined : rowSayingNo(compiled, permission);
    if (compiled === undefined || reason === undefined || row === undefined) continue;
    return { reason, role: compiled.role.id, row: row.id, words: row.words };
  }
  return undefined;
}

/** Rolecall's own pack is in force everywhere; every other one in the realms that run under it. */
const everywhere = (pack: Pack): boolean => pack.nodeKinds.length === 0;

/** The roles that could be of help: of the realm's pack, else of the packs in which the person has one, else all. */
export function rolesAround({ policy, tree }: Engine, held: readonly Grant[], node: string): CompiledRole[] {
  const at = tree.indexOf(node);
  const realm = tree.idOf(tree.ancestorOfKind(at, 'realm')) ?? held[0]?.realm ?? null;
  const here = tree.packOf(at);
  const packs =
    here === undefined
      ? new Set(
          held.flatMap(({ compiled }) =>
            compiled === undefined || everywhere(compiled.pack) ? [] : compiled.pack.id,
          ),
        )
      : new Set([here]);
  return policy
    .values(realm)
    .filter(({ pack }) => packs.size === 0 || packs.has(pack.id) || everywhere(pack));
}

/** The roles around a node that grant a permission, under whatever condition, as their documents say. */
export function rolesGranting(
  engine: Engine,
  held: readonly Grant[],
  { permission, node }: { readonly permission: PermissionId; readonly node: string },
): CompiledRole[] {
  const bit = bitOf(permission);
  return rolesAround(engine, held, node).filter(({ any }) => hasBit(any, bit));
}

function noRoleGrants(engine: Engine, held: readonly Grant[], { permission, place }: Question): Denial {
  const stated = statedRefusal(held, permission);
  if (stated !== undefined) return stated;
  const bit = bitOf(permission);
  const around = rolesAround(engine, held, place.node);
  if (!around.some(({ spoken }) => hasBit(spoken, bit))) return { reason: 'document-silent' };
  const roles = around.filter(({ any }) => hasBit(any, bit)).map(({ role }) => role.id);
  return { reason: 'no-role-grants', roles };
}

/** What a grant that covers the place still lacks, if a condition is all that it lacks. */
function unmet({ tree }: Engine, { compiled, node }: Grant, { permission, place }: Question): Unmet | null {
  const reaches = tree.covers(node, place.node) || tree.covers(node, place.other ?? '');
  if (compiled === undefined || !reaches) return null;
  const bit = bitOf(permission);
  const { conditional, elsewhere } = setsAt(compiled, kindAt(tree, node));
  const lacking = conditional.find(({ set }) => hasBit(set, bit));
  if (lacking !== undefined) return lacking.condition;
  if (!hasBit(elsewhere, bit)) return null;
  const kinds = rowsOf(compiled, permission).flatMap((row) => cellOf(row, compiled.role.id).at ?? []);
  return { assignedAt: [...new Set(kinds)] };
}

/** The one reason why the grants answer no; call it only when they do. */
export function explainDenial(engine: Engine, held: readonly Grant[], question: Question): Denial {
  const { permission, now } = question;
  const bit = bitOf(permission);
  const granting = held.filter(({ compiled }) => compiled !== undefined && hasBit(compiled.any, bit));
  if (granting.length === 0) return noRoleGrants(engine, held, question);
  const timely = granting.filter((grant) => inForce(grant, now));
  if (timely.length === 0) {
    const first = granting[0] as Grant;
    return { reason: 'not-in-force', from: first.from, until: first.until };
  }
  const current = timely.filter((grant) => !inArchive(engine.tree, grant));
  if (current.length === 0) return { reason: 'archived', nodes: timely.map((grant) => grant.node) };
  for (const grant of current) {
    const condition = unmet(engine, grant, question);
    if (condition !== null) return { reason: 'condition-not-met', condition };
  }
  const ownOnly = ({ compiled, node }: Grant): boolean =>
    compiled !== undefined && hasBit(setsAt(compiled, kindAt(engine.tree, node)).self, bit);
  if (current.every((grant) => ownOnly(grant))) return { reason: 'condition-not-met', condition: 'self' };
  return { reason: 'out-of-scope', nodes: current.map((grant) => grant.node) };
}

import { comparePersons, compareRoles, type RoleRight, rightsOfRole } from '#shared/authz/compare.ts';
import { roleKey } from '#shared/authz/compile.ts';
import type { Holding } from '#shared/authz/holdings.ts';
import { whatCan } from '#shared/authz/what-can.ts';
import { conditionInWords, THEY } from '#shared/authz/words.ts';
import type { Operation } from '#shared/operation.ts';
import type { Compared } from '#shared/operations/access.ts';
import type { AccessHeld, Comparison, WhatCan } from '#shared/operations/access-answers.ts';
import { operations, type ParsedInputOf } from '#shared/operations/index.ts';
import { PERMISSIONS, type PermissionId } from '#shared/policy/permissions.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { Context, Tx } from '../handler.ts';
import { Asker } from './asker.ts';
import { NO_SUCH_PERSON } from './explain.ts';
import { holdingCondition, inWords, linesOf, pathInWords, whom } from './words.ts';

/** Titles of the operations that a permission guards. */
function guardedBy(permission: PermissionId): string[] {
  const declared: readonly Operation[] = Object.values(operations);
  return declared
    .filter(({ permission: guard, minimalFor }) => {
      const ways = typeof guard === 'object' ? Object.values(guard.byScope) : [guard, ...(minimalFor ?? [])];
      return ways.includes(permission);
    })
    .map((operation) => operation.name);
}

/** All that a person may do and where, by the documents' words. */
export async function whatPersonCan(
  tx: Tx,
  input: ParsedInputOf<'access.whatCan'>,
  context: Context,
): Promise<Reply<WhatCan>> {
  const asker = new Asker(tx, context);
  const person = await asker.person(input.person ?? asker.id);
  if (person === undefined) return NO_SUCH_PERSON;
  const held = whatCan(context.rights, person.id, context.now);
  const names = await asker.names(held.flatMap((one) => [one.node, ...linesOf(one)]));
  const known = held.filter((one) => names.has(one.node));
  const groups = Map.groupBy(known, (one) => one.permission);
  const rights = [...groups].map(([permission, holdings]) => ({
    permission,
    words: PERMISSIONS[permission],
    operations: guardedBy(permission),
    holdings: holdings.map((one) => {
      const condition = holdingCondition(one, names);
      const nodeName = names.get(one.node) ?? '';
      const paths = one.paths.map((path) => pathInWords(path, names));
      const under = condition === null ? '' : `, ${condition}`;
      const sentence = `${PERMISSIONS[permission]} at "${nodeName}" and below${under}.`;
      return { node: one.node, nodeName, condition, sentence, paths };
    }),
  }));
  const { name } = whom(asker, person);
  const off = person.active ? '' : ' The account is switched off, so none of them counts.';
  const hidden = known.length < held.length ? ' Scopes that are not yours to see are left out.' : '';
  const sentence = `${name} ${name === 'You' ? 'hold' : 'holds'} ${rights.length} rights.${off}${hidden}`;
  return ok({ person: person.id, name: person.name, active: person.active, sentence, rights });
}

function roleHeld({ permission, condition, at }: RoleRight): AccessHeld {
  const parts = [
    ...(condition === null ? [] : [conditionInWords(condition, THEY)]),
    ...(at === null ? [] : [conditionInWords({ assignedAt: at }, THEY)]),
  ];
  return {
    permission,
    words: PERMISSIONS[permission],
    node: null,
    nodeName: null,
    condition: parts.length === 0 ? null : parts.join('; '),
  };
}

const anywhere = ({ permission, condition }: Holding): RoleRight => ({ permission, condition, at: null });

interface Side {
  readonly title: string;
  readonly person: string | null;
  readonly rights: readonly RoleRight[];
}

async function sideOf(context: Context, asker: Asker, one: Compared): Promise<Reply<Side>> {
  if ('person' in one) {
    const person = await asker.person(one.person);
    if (person === undefined) return NO_SUCH_PERSON;
    const held = whatCan(context.rights, person.id, context.now);
    return ok({ title: person.name, person: person.id, rights: held.map(anywhere) });
  }
  if (one.realm !== undefined && !asker.knows(one.realm)) {
    return fail('not-found', 'There is no such scope, or it is not yours to see.');
  }
  const role = context.rights.policy.get(roleKey(one.pack, one.role), one.realm);
  if (role === undefined)
    return fail('not-found', `There is no role "${one.role}" in the pack "${one.pack}".`);
  return ok({ title: `${one.role} (${one.pack})`, person: null, rights: rightsOfRole(role) });
}

/** Two persons by right, scope and condition; if either side is a role, by right and condition. */
export async function compare(
  tx: Tx,
  input: ParsedInputOf<'access.compare'>,
  context: Context,
): Promise<Reply<Comparison>> {
  const asker = new Asker(tx, context);
  const left = await sideOf(context, asker, input.left);
  if (!left.ok) return left;
  const right = await sideOf(context, asker, input.right);
  if (!right.ok) return right;
  const titles = { left: left.value.title, right: right.value.title };
  if (left.value.person === null || right.value.person === null) {
    const { onlyLeft, onlyRight, both } = compareRoles(left.value.rights, right.value.rights);
    return ok(summed(titles, [onlyLeft.map(roleHeld), onlyRight.map(roleHeld), both.map(roleHeld)]));
  }
  const people = [left.value.person, right.value.person] as const;
  const { onlyLeft, onlyRight, both } = comparePersons(context.rights, people, context.now);
  const names = await asker.names([...onlyLeft, ...onlyRight, ...both].map((one) => one.node));
  const shown = (held: readonly Holding[]) =>
    held.filter((one) => names.has(one.node)).map((one) => inWords(one, names));
  return ok(summed(titles, [shown(onlyLeft), shown(onlyRight), shown(both)]));
}

function summed(
  { left, right }: { readonly left: string; readonly right: string },
  [onlyLeft, onlyRight, both]: readonly [AccessHeld[], AccessHeld[], AccessHeld[]],
): Comparison {
  const sentence = `${left} alone: ${onlyLeft.length} rights; ${right} alone: ${onlyRight.length}; both: ${both.length}.`;
  return { left, right, sentence, onlyLeft, onlyRight, both };
}

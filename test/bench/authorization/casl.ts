import { createMongoAbility, type MongoAbility, type RawRuleOf, subject } from '@casl/ability';
import { conditionOf, grants } from '#shared/authz/compile.ts';
import type { AssignmentFact, Question } from '#shared/authz/question.ts';
import type { PersonFact } from '#shared/authz/rights.ts';
import type { Condition } from '#shared/policy/pack.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import { apart, KIND_BY_ID, lineageOf } from './portal-world.ts';

type Rule = RawRuleOf<MongoAbility>;

const SAME = { customer: 'sameCustomer', conduit: 'sameConduit', server: 'sameServer' } as const;

/** A condition of the portal over the attributes of a record: where its ends lie, and how far apart. */
function conditionsFor(condition: Condition | undefined, node: string): Rule['conditions'][] {
  if (condition === undefined) return [{ path: node }];
  if (typeof condition !== 'object') throw new Error(`The portal has no condition ${condition}`);
  const { within, across, selfDiscovery, cover } = condition.ends;
  const shared = {
    [SAME[within as keyof typeof SAME]]: true,
    ...(across === undefined ? {} : { [SAME[across as keyof typeof SAME]]: false }),
    ...(selfDiscovery === undefined ? {} : { selfDiscovery: false }),
  };
  return cover === 'both'
    ? [{ path: node, otherPath: node, ...shared }]
    : [
        { path: node, ...shared },
        { otherPath: node, ...shared },
      ];
}

/** The rules of one assignment: one for all that it grants outright, one for each condition. */
function rulesOf({ role, node }: AssignmentFact): Rule[] {
  const byCondition = new Map<string, { condition: Condition | undefined; actions: Set<string> }>();
  for (const row of pushToTalkPack.rows) {
    if (!grants(row, role, KIND_BY_ID.get(node))) continue;
    const condition = conditionOf(row, role);
    const key = JSON.stringify(condition ?? null);
    const group = byCondition.get(key) ?? { condition, actions: new Set<string>() };
    for (const permission of row.permissions) group.actions.add(permission);
    byCondition.set(key, group);
  }
  return [...byCondition.values()].flatMap(({ condition, actions }) =>
    conditionsFor(condition, node).map(
      (conditions) => ({ action: [...actions], subject: 'Record', conditions }) as Rule,
    ),
  );
}

/** A person's cached ability. */
export function abilityOf({ assignments }: PersonFact): MongoAbility {
  return createMongoAbility(assignments.flatMap(rulesOf));
}

/** The record of a request, made once, as an application would have it at hand. */
export function recordOf({ place: { node, other, selfDiscovery } }: Question): object {
  const joined =
    typeof other === 'string' ? { otherPath: lineageOf(other), ...apart(node, other), selfDiscovery } : {};
  return subject('Record', { path: lineageOf(node), ...joined });
}

import {
  type EntityJson,
  preparsePolicySet,
  statefulIsAuthorized,
  type TypeAndId,
} from '@cedar-policy/cedar-wasm/nodejs';
import { conditionOf, grants } from '#shared/authz/compile.ts';
import type { Question } from '#shared/authz/question.ts';
import type { PersonFact } from '#shared/authz/rights.ts';
import type { Condition } from '#shared/policy/pack.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import { apart, KIND_BY_ID, lineageOf } from './portal-world.ts';

const POLICIES = 'portal';
const ref = (type: string, id: string): TypeAndId => ({ type, id });
/** A person's scopes of one role, by the kind of scope at which it was given. */
const scopesOf = (role: string, kind: string): string => `${role}@${kind}`;

const same = (kind: string): string => `context.same${kind[0]?.toUpperCase()}${kind.slice(1)}`;

function when(condition: Condition | undefined, scopes: string): string {
  const at = `principal has "${scopes}" && `;
  const covers = `resource in principal["${scopes}"]`;
  if (condition === undefined) return at + covers;
  if (typeof condition !== 'object') throw new Error(`The portal has no condition ${condition}`);
  const { within, across, selfDiscovery, cover } = condition.ends;
  const other = `context.other in principal["${scopes}"]`;
  return [
    at +
      (cover === 'both'
        ? `${covers} && context has other && ${other}`
        : `context has other && (${covers} || ${other})`),
    same(within),
    ...(across === undefined ? [] : [`!${same(across)}`]),
    ...(selfDiscovery === undefined ? [] : ['!context.selfDiscovery']),
  ].join(' && ');
}

/** The portal's matrix as Cedar would have it written: a policy for each role, kind of scope and condition. */
export function preparsePortal(): void {
  const policies: string[] = [];
  for (const { id: role } of pushToTalkPack.roles) {
    for (const kind of ['realm', 'server', 'conduit', 'customer']) {
      const groups = new Map<string, string[]>();
      for (const row of pushToTalkPack.rows) {
        if (!grants(row, role, kind)) continue;
        const clause = when(conditionOf(row, role), scopesOf(role, kind));
        groups.set(clause, [...(groups.get(clause) ?? []), ...row.permissions]);
      }
      for (const [clause, permissions] of groups) {
        const actions = [...new Set(permissions)].map((one) => `Action::"${one}"`).join(', ');
        policies.push(`permit(principal, action in [${actions}], resource) when { ${clause} };`);
      }
    }
  }
  const answer = preparsePolicySet(POLICIES, { staticPolicies: policies.join('\n') });
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors));
}

function nodeEntities(node: string): EntityJson[] {
  const line = lineageOf(node);
  return line.map((id, depth) => {
    const above = line[depth + 1];
    return { uid: ref('Node', id), attrs: {}, parents: above === undefined ? [] : [ref('Node', above)] };
  });
}

/** A request with its entities at hand: only what the decision looks at. */
export function cedarCall(person: PersonFact, { permission, place }: Question) {
  const attrs: Record<string, { __entity: TypeAndId }[]> = {};
  for (const { role, node } of person.assignments) {
    (attrs[scopesOf(role, KIND_BY_ID.get(node) as string)] ??= []).push({ __entity: ref('Node', node) });
  }
  const { node, other } = place;
  const joined = typeof other === 'string';
  const entities = new Map(
    [...nodeEntities(node), ...(joined ? nodeEntities(other) : [])].map((one) => [
      JSON.stringify(one.uid),
      one,
    ]),
  );
  return {
    principal: ref('Person', person.id),
    action: ref('Action', permission),
    resource: ref('Node', node),
    context: joined
      ? {
          other: { __entity: ref('Node', other) },
          ...apart(node, other),
          selfDiscovery: place.selfDiscovery === true,
        }
      : {},
    preparsedPolicySetId: POLICIES,
    entities: [{ uid: ref('Person', person.id), attrs, parents: [] }, ...entities.values()],
  };
}

/** Whether Cedar allows it. */
export function cedarAllows(call: ReturnType<typeof cedarCall>): boolean {
  const answer = statefulIsAuthorized(call);
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors));
  return answer.response.decision === 'allow';
}

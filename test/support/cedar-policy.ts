import {
  type EntityJson,
  preparsePolicySet,
  type StatefulAuthorizationCall,
  statefulIsAuthorized,
  type TypeAndId,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { Condition, Pack } from '#shared/policy/pack.ts';
import type { NaiveAssignment, NaiveQuestion, NaiveWorld } from './naive-decision.ts';

/** As many assignments as one person may have in a world: a policy is written for each place in their list. */
export const SLOTS = 4;

type Entity = { readonly __entity: TypeAndId };
type Value = string | boolean | Entity | readonly Value[] | { readonly [key: string]: Value };

const node = (id: string): Entity => ({ __entity: { type: 'Node', id } });
const quoted = (text: string): string => JSON.stringify(text);

/** The condition of a cell over `g`, the assignment, in Cedar's words. */
function when(condition: Condition | null, g: string): string {
  const covered = `resource in ${g}.node`;
  const onAccount =
    'context has product && context has activated && context.activated.contains(context.product)';
  const onProduct = `${onAccount} && ${g}.products.contains(context.product)`;
  const onLine = `context has line && context.line in ${g}.node && ${g}.lines.contains(context.line)`;
  if (condition === null) return covered;
  if (typeof condition === 'object') return whenEnds(condition, g);
  switch (condition) {
    case 'self':
      return 'context has owner && context.owner == principal';
    case 'member':
      return `${covered} && context.members.contains(principal)`;
    case 'granted-queue':
      return `${covered} && context has queue && ${g}.queues.contains(context.queue)`;
    case 'account-product':
      return `${covered} && ${onAccount}`;
    case 'granted-product':
      return `${covered} && ${onProduct}`;
    case 'granted-line':
      return `${covered} && ${onLine}`;
    case 'granted-product-and-line':
      return `${covered} && ${onProduct} && ${onLine}`;
  }
}

const nearest = (end: 'here' | 'there', kind: string): string => `context.${end}[${quoted(kind)}]`;
const known = (kind: string): string[] => [
  `context.here has ${quoted(kind)}`,
  `context.there has ${quoted(kind)}`,
];

function whenEnds({ ends }: Extract<Condition, object>, g: string): string {
  const covers = [`resource in ${g}.node`, `context.other in ${g}.node`];
  return [
    'context has other && context has here && context has there',
    ...known(ends.within),
    `${nearest('here', ends.within)} == ${nearest('there', ends.within)}`,
    ...(ends.across === undefined
      ? []
      : [...known(ends.across), `${nearest('here', ends.across)} != ${nearest('there', ends.across)}`]),
    ...(ends.selfDiscovery === undefined ? [] : ['context has selfDiscovery && !context.selfDiscovery']),
    ends.cover === 'both' ? covers.join(' && ') : `(${covers.join(' || ')})`,
  ].join(' && ');
}

/** The policies of one pack: one for each row, granting cell and place in a person's list of assignments. */
function policiesOf(pack: Pack): Record<string, string> {
  const policies: Record<string, string> = {};
  for (const row of pack.rows) {
    if (row.permissions.length === 0) continue;
    const actions = row.permissions.map((permission) => `Action::${quoted(permission)}`).join(', ');
    for (const { id: role } of pack.roles) {
      const cell = row.cells[role];
      if (cell === undefined || (cell.value !== 'allow' && cell.value !== 'conditional')) continue;
      const condition = cell.value === 'allow' ? null : (cell.condition ?? row.condition ?? null);
      if (cell.value === 'conditional' && condition === null && cell.at === undefined) continue;
      for (let slot = 0; slot < SLOTS; slot++) {
        const g = `principal.g${slot}`;
        const clauses = [
          `principal has g${slot} && ${g}.role == ${quoted(`${pack.id}:${role}`)}`,
          'principal.active',
          `!(${g} has from && context.now < ${g}.from) && !(${g} has until && context.now >= ${g}.until)`,
          ...(cell.at === undefined
            ? []
            : [`${g} has kind && [${cell.at.map(quoted).join(', ')}].contains(${g}.kind)`]),
          when(condition, g),
        ];
        const act = `(action == Action::"any" || action in [${actions}])`;
        policies[`${row.id} #${role} ${slot}`] =
          `permit(principal, action, resource) when { context.known && ${act} && ${clauses.join(' && ')} };`;
      }
    }
  }
  return policies;
}

/** Gives Cedar the packs in its own language, each as a set of policies. Returns how many policies they make. */
export function preparsePacks(packs: readonly Pack[]): number {
  let count = 0;
  for (const pack of packs) {
    const policies = policiesOf(pack);
    const answer = preparsePolicySet(pack.id, { staticPolicies: policies });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors.slice(0, 3)));
    count += Object.keys(policies).length;
  }
  return count;
}

/** The node and all above it, nearest first; nothing for a node that is not there. */
function lineage({ parents }: NaiveWorld, from: string): string[] {
  const line: string[] = [];
  for (let at: string | null | undefined = from; typeof at === 'string'; at = parents.get(at)) {
    if (!parents.has(at)) return [];
    line.push(at);
  }
  return line;
}

function grantAttributes(world: NaiveWorld, { pack, role, node: at, ...rest }: NaiveAssignment): Value {
  const { from, until, lines, products, queues } = rest;
  const kind = world.kinds.get(at);
  return {
    role: `${pack}:${role}`,
    node: node(at),
    lines: lines.map(node),
    products,
    queues,
    ...(kind === undefined ? {} : { kind }),
    ...(from === null ? {} : { from: from as never }),
    ...(until === null ? {} : { until: until as never }),
  };
}

function entitiesOf(world: NaiveWorld, person: string): EntityJson[] {
  const somebody = world.people.get(person);
  const held = (somebody?.assignments ?? []).map((one, slot) => [`g${slot}`, grantAttributes(world, one)]);
  const nodes = [...world.parents].map(([id, parent]) => ({
    uid: { type: 'Node', id },
    attrs: {},
    parents: parent === null ? [] : [{ type: 'Node', id: parent }],
  }));
  const attrs = { active: somebody?.active === true, ...Object.fromEntries(held) };
  return [{ uid: { type: 'Person', id: person }, attrs, parents: [] }, ...nodes];
}

/** The nearest node of each kind at or above an end. */
function byKind(world: NaiveWorld, end: string): Value {
  const found: Record<string, string> = {};
  for (const at of lineage(world, end)) {
    const kind = world.kinds.get(at);
    if (kind !== undefined) found[kind] ??= at;
  }
  return found;
}

function contextOf(world: NaiveWorld, question: NaiveQuestion): Record<string, Value> {
  const { node: at, owner, other, selfDiscovery, members, queue, product, line, now } = question;
  const account = lineage(world, at).find((one) => world.products.has(one));
  const activated = account === undefined ? undefined : world.products.get(account);
  const joined = other !== null && world.parents.has(other);
  return {
    known: world.parents.has(at),
    now: now as never,
    members: members.map((id) => ({ __entity: { type: 'Person', id } })),
    ...(owner === null ? {} : { owner: { __entity: { type: 'Person', id: owner } } }),
    ...(queue === null ? {} : { queue }),
    ...(product === null ? {} : { product }),
    ...(activated === undefined ? {} : { activated }),
    ...(line !== null && world.parents.has(line) ? { line: node(line) } : {}),
    ...(joined ? { other: node(other), here: byKind(world, at), there: byKind(world, other) } : {}),
    ...(selfDiscovery === null ? {} : { selfDiscovery }),
  };
}

function ask(world: NaiveWorld, question: NaiveQuestion, action: string): ReadonlySet<string> {
  const entities = entitiesOf(world, question.person);
  const packs = new Set(world.people.get(question.person)?.assignments.map((one) => one.pack));
  const reasons = new Set<string>();
  for (const pack of packs) {
    const call: StatefulAuthorizationCall = {
      principal: { type: 'Person', id: question.person },
      action: { type: 'Action', id: action },
      resource: { type: 'Node', id: question.node },
      context: contextOf(world, question) as StatefulAuthorizationCall['context'],
      preparsedPolicySetId: pack,
      entities,
    };
    const answer = statefulIsAuthorized(call);
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors));
    if (answer.response.diagnostics.errors.length > 0) {
      throw new Error(JSON.stringify(answer.response.diagnostics.errors[0]));
    }
    if (answer.response.decision === 'allow') {
      for (const reason of answer.response.diagnostics.reason) reasons.add(reason);
    }
  }
  return reasons;
}

/** Whether Cedar allows one action. */
export function cedarAllows(world: NaiveWorld, question: NaiveQuestion): boolean {
  return ask(world, question, question.permission).size > 0;
}

/**
 * The rows and assignments (such as 'E.Create.2 p1:0') by which Cedar allows whatever the person may do there: one call
 * answers for every permission, since Cedar names all policies that allow.
 */
export function cedarRows(world: NaiveWorld, question: NaiveQuestion): ReadonlySet<string> {
  return new Set(
    [...ask(world, question, 'any')].map((reason) => {
      const [row, slot] = [reason.slice(0, reason.indexOf(' #')), reason.at(-1)];
      return `${row} ${question.person}:${slot}`;
    }),
  );
}

import type { Pack } from '#shared/policy/pack.ts';
import type { AdminWorld, Standing, StandingAssignment } from './admin-world.ts';
import { type NaiveWorld, naiveDecision } from './naive-decision.ts';

const GRANT = 'assignments.grant';

interface Rules {
  readonly at: AdminWorld;
  readonly before: Standing;
  readonly after: Standing;
  readonly actor: string;
  /** When the command was decided, Unix ms. */
  readonly now: number;
}

/** The people of a state, as the naive decision wants them. */
function naiveWorld({ scopes }: AdminWorld, { persons, assignments }: Standing): NaiveWorld {
  const byPerson = Map.groupBy(assignments.values(), ({ person }) => person);
  const people = [...persons.values()].map(
    ({ id, active }) => [id, { active, assignments: byPerson.get(id) ?? [] }] as const,
  );
  return { ...scopes, people: new Map(people) };
}

const known = new WeakMap<object, Map<string, boolean>>();

/** Whether a node is another or lies above it; looked up once, as the tree stays as it is. */
function covers({ parents }: Pick<NaiveWorld, 'parents'>, above: string, node: string): boolean {
  const pairs = known.get(parents) ?? new Map<string, boolean>();
  known.set(parents, pairs);
  const key = `${above} ${node}`;
  let found = pairs.get(key);
  if (found === undefined) {
    found = false;
    for (let at: string | null | undefined = node; at; at = parents.get(at)) found ||= at === above;
    pairs.set(key, found);
  }
  return found;
}

const inForce = ({ from, until }: Pick<StandingAssignment, 'from' | 'until'>, now: number) =>
  (from === null || from <= now) && (until === null || now < until);

type RoleAt = Pick<StandingAssignment, 'pack' | 'role' | 'node'>;

function roleOf(world: NaiveWorld, { pack, role }: Pick<RoleAt, 'pack' | 'role'>) {
  return world.packs.find(({ id }) => id === pack)?.roles.find(({ id }) => id === role);
}

/** What rows give a role at a kind of node: the permission and the condition, undefined for none. */
function* grantsOf(pack: Pack, role: string, kind: string | undefined) {
  for (const row of pack.rows) {
    const cell = row.cells[role];
    if (cell === undefined) continue;
    if (cell.value !== 'allow' && cell.value !== 'conditional') continue;
    if (cell.at !== undefined && !cell.at.includes(kind ?? '')) continue;
    const condition = cell.value === 'allow' ? undefined : (cell.condition ?? row.condition);
    if (cell.value === 'conditional' && condition === undefined && cell.at === undefined) continue;
    for (const permission of row.permissions) yield { permission, condition };
  }
}

function holdsAt(
  world: NaiveWorld,
  person: string,
  at: { readonly permission: string; readonly node: string; readonly now: number },
): boolean {
  const unsaid = { owner: null, other: null, selfDiscovery: null, queue: null, product: null, line: null };
  return naiveDecision(world, { person, ...at, ...unsaid, members: [] }).length > 0;
}

function mayGive(world: NaiveWorld, actor: string, { at, now }: { at: RoleAt; now: number }): boolean {
  const holds = (permission: string) => holdsAt(world, actor, { permission, node: at.node, now });
  const person = world.people.get(actor);
  if (person?.active !== true || !holds(GRANT)) return false;
  const pack = world.packs.find(({ id }) => id === at.pack);
  const role = roleOf(world, at);
  if (pack === undefined || role === undefined) return false;
  const own = person.assignments.filter((one) => inForce(one, now) && covers(world, one.node, at.node));
  const entrusted = own.some((one) => {
    const manages = roleOf(world, one)?.manages ?? [];
    return manages.includes(`${at.pack}:${at.role}`) || (one.pack === at.pack && manages.includes(at.role));
  });
  if (entrusted) return true;
  const kindAt = (node: string) => world.kinds.get(node);
  return [...grantsOf(pack, at.role, kindAt(at.node))].every(({ permission, condition }) => {
    if (holds(permission)) return true;
    if (condition !== 'account-product' && typeof condition !== 'object') return false;
    return own.some((one) => {
      const from = world.packs.find(({ id }) => id === one.pack) as Pack;
      return [...grantsOf(from, one.role, kindAt(one.node))].some(
        (held) =>
          held.permission === permission && JSON.stringify(held.condition) === JSON.stringify(condition),
      );
    });
  });
}

/** The world in which the actor holds at the node whatever those hold whom they may appoint, and so on. */
function appointed(
  world: NaiveWorld,
  actor: string,
  { node, now }: { node: string; now: number },
): NaiveWorld {
  const person = world.people.get(actor);
  if (person === undefined) return world;
  const keys = new Set<string>();
  const waiting = person.assignments
    .filter((one) => inForce(one, now) && covers(world, one.node, node))
    .map(({ pack, role }) => `${pack}:${role}`);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (keys.has(key)) continue;
    keys.add(key);
    const [pack = '', role = ''] = key.split(':');
    const manages = roleOf(world, { pack, role })?.manages ?? [];
    waiting.push(...manages.map((one) => (one.includes(':') ? one : `${pack}:${one}`)));
  }
  const none = { realm: null, from: null, until: null, lines: [], products: [], queues: [] };
  const given = [...keys].map((key) => {
    const [pack = '', role = ''] = key.split(':');
    return { ...none, pack, role, node };
  });
  const assignments = [...person.assignments, ...given];
  return { ...world, people: new Map(world.people).set(actor, { ...person, assignments }) };
}

type Narrowed = Pick<StandingAssignment, 'from' | 'until' | 'lines' | 'products' | 'queues'>;

const subset = (a: readonly string[], b: readonly string[]) => a.every((one) => b.includes(one));

function within(then: Narrowed, now: Narrowed): boolean {
  return (
    subset(then.lines, now.lines) &&
    subset(then.products, now.products) &&
    subset(then.queues, now.queues) &&
    (then.from ?? 0) >= (now.from ?? 0) &&
    (then.until ?? Number.POSITIVE_INFINITY) <= (now.until ?? Number.POSITIVE_INFINITY)
  );
}

/** The pack of the realm in which a node lies, and the workspace's own. */
function packsAt({ world, scopes }: AdminWorld, node: string): readonly string[] {
  const realms = { portal: 'E', dialogs: 'J', pbx: 'N', texting: 'X' };
  const found = Object.entries(realms).find(([name]) => covers(scopes, world.id(name), node));
  return ['console', ...(found === undefined ? [] : [found[1]])];
}

function* faultsOfGift(rules: Rules, world: NaiveWorld, given: StandingAssignment) {
  const { at, actor, now } = rules;
  const name = `${given.role} at ${given.node}`;
  if (given.person === actor) yield `gave themselves ${name}`;
  if (!mayGive(world, actor, { at: given, now })) yield `gave ${name}, which they may not`;
  const kind = world.kinds.get(given.node) ?? '';
  if (roleOf(world, given)?.nodeKinds.includes(kind) !== true) yield `${name} is a ${kind}`;
  if (!packsAt(at, given.node).includes(given.pack)) yield `${name} is of another pack`;
  yield* faultsOfQualifiers(world, given);
}

function* faultsOfQualifiers(world: NaiveWorld, { node, lines, products }: StandingAssignment) {
  for (const line of lines) {
    if (world.kinds.get(line) !== 'line' || !covers(world, node, line)) yield `line ${line} is none`;
  }
  for (const product of products) {
    if (world.products.get(node)?.includes(product) !== true) yield `product ${product} is not activated`;
  }
}

/** What a command did that the rules do not allow its actor: none, if all is well. */
export function* faultsOf(rules: Rules): Generator<string> {
  const { at, before, after, actor, now } = rules;
  const world = naiveWorld(at, before);
  const mayTake = (held: StandingAssignment): boolean =>
    held.person === actor || mayGive(world, actor, { at: held, now });
  const mayAct = (held: StandingAssignment): boolean =>
    mayTake(held) ||
    (holdsAt(world, actor, { permission: GRANT, node: held.node, now }) &&
      mayGive(appointed(world, actor, { node: held.node, now }), actor, { at: held, now }));
  for (const [id, given] of after.assignments) {
    const held = before.assignments.get(id);
    if (held === undefined) yield* faultsOfGift(rules, world, given);
    else if (JSON.stringify(held) !== JSON.stringify(given)) {
      yield* faultsOfQualifiers(world, given);
      if (given.person === actor ? !within(given, held) : !mayGive(world, actor, { at: held, now })) {
        yield `changed ${given.role} of ${given.person}`;
      }
    }
  }
  for (const [id, held] of before.assignments) {
    const may = after.persons.has(held.person) ? mayTake : mayAct;
    if (!after.assignments.has(id) && !may(held)) yield `took ${held.role} from ${held.person}`;
  }
  for (const [id, was] of before.persons) {
    const is = after.persons.get(id);
    if (is !== undefined && is.active === was.active && is.password === was.password) continue;
    const roles = [...before.assignments.values()].filter(
      ({ person, until }) => person === id && (until === null || until > now),
    );
    const may = is !== undefined && is.password !== was.password ? mayTake : mayAct;
    if (id !== actor && !roles.every(may)) yield `acted on the whole of ${id}`;
  }
  yield* faultsOfState(rules);
}

const MANAGERS: ReadonlySet<string> = new Set([
  'console:WORKSPACE_ADMIN',
  'E:Root',
  'J:ADMINISTRATOR',
  'N:admin',
  'X:Admin',
]);

const ROOTS: ReadonlySet<string> = new Set(['E:Root']);

/** Assignments of these roles without end, of people who can sign in and are switched on. */
function keepers(
  { persons, assignments }: Standing,
  { roles, now }: { readonly roles: ReadonlySet<string>; readonly now: number },
): readonly StandingAssignment[] {
  return [...assignments.values()].filter((one) => {
    const person = persons.get(one.person);
    return (
      roles.has(`${one.pack}:${one.role}`) &&
      one.until === null &&
      person?.active === true &&
      person.password !== null &&
      inForce(one, now)
    );
  });
}

function* faultsOfState({ at, before, after, now }: Rules): Generator<string> {
  const had = keepers(before, { roles: MANAGERS, now });
  const has = keepers(after, { roles: MANAGERS, now });
  for (const node of at.nodes) {
    const managed = (by: readonly StandingAssignment[]) =>
      by.some((one) => covers(at.scopes, one.node, node));
    if (managed(had) && !managed(has)) yield `nobody is left to manage ${node}`;
  }
  for (const realm of ['portal', 'dialogs', 'pbx', 'texting'].map((name) => at.world.id(name))) {
    const own = (by: readonly StandingAssignment[]) => by.some((one) => covers(at.scopes, realm, one.node));
    if (own(had) && !own(has)) yield `the realm ${realm} has no administrator left`;
  }
  if (keepers(after, { roles: ROOTS, now }).length === 0) yield 'no Root is left';
  const scopes = [...after.assignments.values()].filter(
    ({ pack, role, until }) => pack === 'N' && role !== 'admin' && (until === null || until > now),
  );
  for (const [person, held] of Map.groupBy(scopes, (one) => one.person)) {
    const together = held.some((one, index) =>
      held
        .slice(index + 1)
        .some(
          (two) => (one.from ?? 0) < (two.until ?? Infinity) && (two.from ?? 0) < (one.until ?? Infinity),
        ),
    );
    if (together) yield `${person} has more than one scope at a time`;
  }
}

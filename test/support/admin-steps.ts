import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import type { AdminWorld, Standing, StandingAssignment } from './admin-world.ts';
import { PASSWORD } from './service.ts';

const KINDS = [
  'grant',
  'edit',
  'revoke',
  'narrow-own',
  'switch',
  'delete',
  'invite',
  'access',
  'password',
  'grant-many',
  'revoke-many',
  'switch-many',
  'copy',
  'csv',
  'lines',
  'products',
  'wait',
] as const;
type Kind = (typeof KINDS)[number];

/** One administrative act; numbers choose among what there is when its turn comes. */
export interface Step {
  readonly kind: Kind;
  readonly actor: number;
  readonly person: number;
  readonly other: number;
  readonly node: number;
  readonly role: number;
  readonly assignment: number;
  readonly from: number;
  readonly until: number;
  readonly more: number;
}

const WEIGHTS: Partial<Record<Kind, number>> = { grant: 6, edit: 3, revoke: 4, switch: 2, 'narrow-own': 2 };

export const steps = (): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.oneof(...KINDS.map((kind) => ({ weight: WEIGHTS[kind] ?? 1, arbitrary: fc.constant(kind) }))),
    actor: fc.nat(999),
    person: fc.nat(999),
    other: fc.nat(999),
    node: fc.nat(999),
    role: fc.nat(999),
    assignment: fc.nat(999),
    from: fc.nat(9),
    until: fc.nat(9),
    more: fc.nat(999),
  });

/** A command: who asks for what. */
export interface Command {
  readonly as: string;
  readonly actor: string;
  readonly operation: string;
  readonly input: unknown;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function pick<T>(all: readonly T[], index: number): T {
  return all[index % all.length] as T;
}

/** Most roles are given where they exist: what never could be given teaches little. */
function roleAt(at: AdminWorld, node: string, { role }: Pick<Step, 'role'>) {
  const kind = at.scopes.kinds.get(node) ?? '';
  const all = BUILT_IN_PACKS.flatMap((pack) => pack.roles.map((one) => ({ pack: pack.id, ...one })));
  const fitting = all.filter(({ nodeKinds }) => nodeKinds.includes(kind));
  const from = role % 10 === 0 || fitting.length === 0 ? all : fitting;
  const { pack, id } = pick(from, role);
  return { pack, role: id };
}

function timesOf({ from, until }: Pick<Step, 'from' | 'until'>, now: number) {
  return {
    from: [null, null, null, null, null, null, null, now - DAY, now + HOUR, now + 2 * DAY][from] ?? null,
    until:
      [null, null, null, null, null, now + HOUR, now + DAY, now + 9 * DAY, now - HOUR, null][until] ?? null,
  };
}

function giftOf(at: AdminWorld, standing: Standing, step: Asked) {
  const node = pick(step.nodes, step.node);
  const person = pick([...standing.persons.keys()], step.person);
  const lines = step.more % 5 === 0 ? [pick(step.nodes, step.other)] : [];
  const products = step.more % 7 === 0 ? [pick(['Chat', 'Blast', 'Fax'], step.other)] : [];
  return { person, node, ...roleAt(at, node, step), ...timesOf(step, at.test.clock.now), lines, products };
}

type Input = { readonly operation: string; readonly input: unknown };

function editOf(at: AdminWorld, held: StandingAssignment, step: Asked): Input {
  const version = at.version('assignments', held.id);
  const lines = step.more % 4 === 0 ? { lines: [at.world.id('line 1')] } : {};
  return {
    operation: 'assignments.edit',
    input: { id: held.id, version, ...timesOf(step, at.test.clock.now), ...lines },
  };
}

type Maker = (at: AdminWorld, standing: Standing, step: Asked) => Input;

/** A step whose actor is known, and the nodes that it may be about. */
type Asked = Omit<Step, 'actor'> & { readonly actor: string; readonly nodes: readonly string[] };

const personOf = (standing: Standing, index: number) => pick([...standing.persons.values()], index);
const heldOf = (standing: Standing, index: number) => pick([...standing.assignments.values()], index);

/** Only the texting platform's assignments know lines and products. */
function textingOf(standing: Standing, index: number): StandingAssignment {
  const own = [...standing.assignments.values()].filter(({ role }) => role === 'Standard');
  return own.length === 0 ? heldOf(standing, index) : pick(own, index);
}

function switchOf(at: AdminWorld, standing: Standing, index: number): Input {
  const { id, active } = personOf(standing, index);
  const input = { id, version: at.version('persons', id) };
  return { operation: active ? 'users.switchOff' : 'users.switchOn', input };
}

const timeCell = (ms: number | null) => (ms === null ? '' : new Date(ms).toISOString());

const MAKERS: Readonly<Record<Exclude<Kind, 'wait'>, Maker>> = {
  grant: (at, standing, step) => ({ operation: 'assignments.grant', input: giftOf(at, standing, step) }),
  edit: (at, standing, step) => editOf(at, heldOf(standing, step.assignment), step),
  revoke: (_at, standing, step) => ({
    operation: 'assignments.revoke',
    input: { id: heldOf(standing, step.assignment).id },
  }),
  'narrow-own': (at, standing, step) => {
    const own = [...standing.assignments.values()].filter(({ person }) => person === step.actor);
    const held = own.length === 0 ? heldOf(standing, step.assignment) : pick(own, step.assignment);
    return step.more % 3 === 0
      ? { operation: 'assignments.revoke', input: { id: held.id } }
      : editOf(at, held, step);
  },
  switch: (at, standing, step) => switchOf(at, standing, step.person),
  delete: (at, standing, step) => {
    const { id } = personOf(standing, step.person);
    return { operation: 'users.delete', input: { id, version: at.version('persons', id) } };
  },
  invite: (at, standing, step) => {
    const { person: _, lines: __, products: ___, ...role } = giftOf(at, standing, step);
    const node = pick(step.nodes, step.other);
    const input = { node, firstName: 'New', lastName: 'One', email: `new-${step.more}@x.example` };
    return { operation: 'users.invite', input: step.more % 3 === 0 ? input : { ...input, role } };
  },
  access: (at, standing, step) => {
    const { id, node, email } = personOf(standing, step.person);
    const count = step.more % 3;
    const access = Array.from({ length: count }, (_, index) =>
      roleAt(at, node, { ...step, role: step.role + index }),
    );
    const input = { id, version: at.version('persons', id), firstName: 'A', lastName: 'B', email, access };
    return { operation: 'users.edit', input };
  },
  password: (_at, standing, step) => {
    const { id } = personOf(standing, step.person);
    return { operation: 'users.setPassword', input: { id, password: PASSWORD, repeat: PASSWORD } };
  },
  'grant-many': (at, standing, step) => {
    const items = [0, 1, 2].map((index) =>
      giftOf(at, standing, { ...step, person: step.person + index, role: step.role + index * step.more }),
    );
    return { operation: 'assignments.grantMany', input: { items } };
  },
  'revoke-many': (_at, standing, step) => {
    const ids = [0, 1, 2].map((index) => heldOf(standing, step.assignment + index * step.more).id);
    return { operation: 'assignments.revokeMany', input: { ids } };
  },
  'switch-many': (at, standing, step) => {
    const users = [0, 1, 2].map((index) => {
      const { id } = personOf(standing, step.person + index * step.more);
      return { id, version: at.version('persons', id) };
    });
    return { operation: 'users.switchMany', input: { active: step.more % 3 === 0, users } };
  },
  copy: (_at, standing, step) => {
    const to = [personOf(standing, step.person).id, personOf(standing, step.more).id];
    return { operation: 'assignments.copy', input: { from: personOf(standing, step.other).id, to } };
  },
  csv: (at, standing, step) => {
    const rows = [0, 1].map((index) => {
      const gift = giftOf(at, standing, { ...step, person: step.person + index, role: step.role + index });
      const known = standing.persons.get(gift.person)?.email ?? '';
      const email = index === 1 && step.more % 2 === 0 ? `csv-${step.more}@x.example` : known;
      return [
        'New',
        'One',
        email,
        gift.pack,
        gift.role,
        gift.node,
        timeCell(gift.from),
        timeCell(gift.until),
      ].join(',');
    });
    const file = join(at.test.folder, '..', `rolecall-people-${process.pid}.csv`);
    writeFileSync(file, `First name,Last name,E-mail,Pack,Role,Scope id,From,Until\n${rows.join('\n')}\n`);
    return { operation: 'users.importCsv', input: { node: pick(step.nodes, step.other), file } };
  },
  lines: (at, standing, step) => {
    const { id } = textingOf(standing, step.assignment);
    const lines =
      step.more % 2 === 0 ? [at.world.id('line 1')] : [at.world.id('line 2'), pick(step.nodes, step.other)];
    return { operation: 'lineAccess.set', input: { id, version: at.version('assignments', id), lines } };
  },
  products: (at, standing, step) => {
    const { id } = textingOf(standing, step.assignment);
    const products = [pick(['Chat', 'Blast', 'Fax'], step.more)];
    return {
      operation: 'productAccess.set',
      input: { id, version: at.version('assignments', id), products },
    };
  },
};

const MANAGING: ReadonlySet<string> = new Set(['WORKSPACE_ADMIN', 'Root', 'ADMINISTRATOR', 'admin', 'Admin']);

/** The node below the workspace in which a node lies; the workspace for itself. */
function realmOf({ scopes }: AdminWorld, node: string): string {
  let at = node;
  for (let up = scopes.parents.get(at); up; up = scopes.parents.get(up)) {
    if (scopes.parents.get(up) === null) break;
    at = up;
  }
  return at;
}

/** Three times in four only what lies in the actor's realm, so that commands have a chance. */
function nearTo(at: AdminWorld, standing: Standing, { node }: { readonly node: string }) {
  const realm = realmOf(at, node);
  const near = (one: { readonly node: string }) => realmOf(at, one.node) === realm;
  const persons = [...standing.persons].filter(([, person]) => near(person));
  const assignments = [...standing.assignments].filter(([, one]) => near(one));
  const nodes = at.nodes.filter((one) => realmOf(at, one) === realm);
  const part = { persons: new Map(persons), assignments: new Map(assignments) };
  return { nodes, part: assignments.length === 0 ? standing : part };
}

/** The command that a step comes to now; null: time passes instead. */
export function commandOf(at: AdminWorld, standing: Standing, step: Step): Command | null {
  if (step.kind === 'wait') {
    at.test.clock.now += step.more % 2 === 0 ? HOUR : 2 * DAY;
    return null;
  }
  const managers = [...standing.assignments.values()]
    .filter(({ role }) => MANAGING.has(role))
    .flatMap(({ person }) => standing.persons.get(person) ?? []);
  const actor =
    step.actor % 4 === 0 || managers.length === 0
      ? personOf(standing, step.actor >> 2)
      : pick(managers, step.actor >> 2);
  const everywhere = { nodes: at.nodes, part: standing };
  const { nodes, part } = step.person % 4 === 0 ? everywhere : nearTo(at, standing, actor);
  return {
    as: actor.email,
    actor: actor.id,
    ...MAKERS[step.kind](at, part, { ...step, actor: actor.id, nodes }),
  };
}

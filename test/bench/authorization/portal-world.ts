import { chanceFrom } from '#main/demo/random.ts';
import type { AssignmentFact, Question } from '#shared/authz/question.ts';
import type { PersonFact } from '#shared/authz/rights.ts';
import type { NodeFact } from '#shared/authz/scope-tree.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { pushToTalkPack } from '#shared/policy/packs/push-to-talk.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';

const SERVERS = 2;
const CONDUITS = 50;
const CUSTOMERS = 5_000;
export const PEOPLE = 20_000;
export const NOW = Date.UTC(2026, 5, 1);

const idOf = (kind: number, index: number): string =>
  `01a0e0${kind.toString(16)}0-0000-7000-8000-${String(index).padStart(12, '0')}`;

export const REALM = idOf(1, 0);
const server = (index: number): string => idOf(2, index);
const conduit = (index: number): string => idOf(3, index);
const customer = (index: number): string => idOf(4, index);
const conduitOf = (index: number): number => index % CONDUITS;
const serverOf = (index: number): number => conduitOf(index) % SERVERS;

/** The rows of the portal's own table. */
const TABLE = pushToTalkPack.rows.filter((row) => row.section !== 'Roles');
export const PERMISSIONS = [...new Set(TABLE.flatMap((row) => row.permissions))] as PermissionId[];
/** Permissions about a record with two ends. */
const JOINING = new Set(TABLE.filter((row) => row.condition !== undefined).flatMap((row) => row.permissions));

export const NODES: readonly NodeFact[] = [
  { id: PLATFORM_ID, parent: null, kind: 'platform' },
  { id: REALM, parent: PLATFORM_ID, kind: 'realm', pack: 'E' },
  ...Array.from({ length: SERVERS }, (_, index) => ({ id: server(index), parent: REALM, kind: 'server' })),
  ...Array.from({ length: CONDUITS }, (_, index) => ({
    id: conduit(index),
    parent: server(index % SERVERS),
    kind: 'conduit',
  })),
  ...Array.from({ length: CUSTOMERS }, (_, index) => ({
    id: customer(index),
    parent: conduit(conduitOf(index)),
    kind: 'customer',
  })),
];

/** Where each role of the portal is given, and how often it comes. */
const GIVEN = [
  ...Array<string>(1).fill('Support'),
  ...Array<string>(4).fill('Conduit Admin'),
  ...Array<string>(15).fill('Sales Rep'),
  ...Array<string>(20).fill('Customer Manager'),
  ...Array<string>(40).fill('Customer Admin'),
  ...Array<string>(20).fill('Customer Technical'),
];

const chance = chanceFrom(20_261);

function nodeFor(role: string): string {
  if (role === 'Support') return server(chance.below(SERVERS));
  if (role === 'Conduit Admin' || (role === 'Sales Rep' && chance.below(4) === 0)) {
    return conduit(chance.below(CONDUITS));
  }
  return customer(chance.below(CUSTOMERS));
}

/** 20,000 people with one to three assignments each. */
export const PERSONS: readonly PersonFact[] = Array.from({ length: PEOPLE }, (_, index) => {
  const wanted = 1 + chance.below(3);
  const given = new Map<string, AssignmentFact>();
  for (let turn = 0; turn < wanted; turn++) {
    const role = chance.pick(GIVEN);
    const node = nodeFor(role);
    const id = idOf(6, index * 3 + turn);
    given.set(`${role} ${node}`, { id, pack: 'E', role, node, realm: REALM, from: null, until: null });
  }
  return { id: idOf(5, index), active: true, assignments: [...given.values()] };
});

/** A record's node: at times where the person has a role, at times anywhere. */
function placeFor(person: PersonFact): number {
  const at = chance.pick(person.assignments).node;
  const index = Number(at.slice(-12));
  if (chance.below(2) === 0) return chance.below(CUSTOMERS);
  if (at.startsWith(idOf(4, 0).slice(0, 8))) return index;
  const step = at.startsWith(idOf(3, 0).slice(0, 8)) ? CONDUITS : SERVERS;
  return index + step * chance.below(CUSTOMERS / step);
}

/** A random request; the other end of a joining record lies in the same conduit half of the time. */
function requestOf(person: PersonFact): Question {
  const permission = chance.pick(PERMISSIONS);
  const at = placeFor(person);
  if (!JOINING.has(permission)) {
    return { person: person.id, permission, place: { node: customer(at) }, now: NOW };
  }
  const near = conduitOf(at) + CONDUITS * chance.below(CUSTOMERS / CONDUITS);
  const other = customer(chance.below(2) === 0 ? near : chance.below(CUSTOMERS));
  const place = { node: customer(at), other, selfDiscovery: chance.below(4) === 0 };
  return { person: person.id, permission, place, now: NOW };
}

/** Requests of random people. */
export function randomRequests(count: number): Question[] {
  return Array.from({ length: count }, () => requestOf(chance.pick(PERSONS)));
}

/** Requests of one signed-in person with as many roles as anybody. */
export function requestsOfOne(count: number): Question[] {
  const person = PERSONS.find((one) => one.assignments.length === 3) as PersonFact;
  return Array.from({ length: count }, () => requestOf(person));
}

/** How far apart the two ends of a joining record are, as attributes that other engines can compare. */
export function apart(
  node: string,
  other: string,
): Record<'sameCustomer' | 'sameConduit' | 'sameServer', boolean> {
  const one = Number(node.slice(-12));
  const two = Number(other.slice(-12));
  return {
    sameCustomer: one === two,
    sameConduit: conduitOf(one) === conduitOf(two),
    sameServer: serverOf(one) === serverOf(two),
  };
}

export const KIND_BY_ID = new Map(NODES.map(({ id, kind }) => [id, kind]));
const PARENTS = new Map(NODES.map(({ id, parent }) => [id, parent]));

/** A scope and all above it, nearest first. */
export function lineageOf(node: string): string[] {
  const line: string[] = [];
  for (let at: string | null | undefined = node; typeof at === 'string'; at = PARENTS.get(at)) line.push(at);
  return line;
}

import { PLATFORM_ID } from '#shared/ids.ts';
import type { Guard, Operation, Target } from '#shared/operation.ts';
import { documentRights } from '../documents/rights.ts';
import { MISSING } from './inputs/place.ts';

/** Somebody with one role at one scope. */
export interface Subject {
  readonly pack: string;
  readonly role: string;
  /** The kind of scope at which the role was given. */
  readonly kind: string;
  /** The key of that scope in the world. */
  readonly own: string;
  readonly email: string;
  readonly signsIn: boolean;
}

/** `deleted`: removed records, in an archived scope below the own one. `forged`: ids of another kind of record. */
export const PLACES = [
  'missing',
  'own',
  'below',
  'sibling',
  'ancestor',
  'other realm',
  'forged',
  'deleted',
] as const;
export type PlaceName = (typeof PLACES)[number];

/** What comes of a try. `wrong-state`: the right is held, and the record's state forbids it. */
export type Cell = 'allowed' | 'denied' | 'not-found' | 'wrong-state';

interface At {
  readonly name: PlaceName;
  /** Of the scope; empty where there is none. */
  readonly pack: string;
  readonly kind: string | null;
}

/** Rights by which a person knows of a record (reading rule 9), by its kind. */
const SEEN_BY: Readonly<Record<string, readonly string[]>> = {
  person: ['users.view'],
  'number-list': ['numberLists.view'],
  'do-not-call': ['numberLists.view'],
  broadcast: ['broadcasts.view', 'broadcasts.start', 'broadcasts.suspend', 'broadcasts.finish'],
  assignment: ['roles.view'],
  'custom-role': ['roles.view'],
  'access-review': ['assignments.grant'],
  'log-import': ['dialogLogs.import'],
  client: ['clients.view', 'clients.block', 'clients.unblock'],
  gateway: ['gateways.manage'],
  prompt: ['broadcasts.view'],
  'caller-id': ['gateways.manage'],
};

/** Kinds of scope that their documents list by a right of its own. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  'E:customer': ['customers.view', 'customers.edit', 'customerBilling.archive', 'departments.create'],
  'T:organization': ['organizations.view'],
  'T:account': ['accounts.view'],
  'J:project': ['projects.view'],
  'X:line': ['lines.view', 'lines.use', 'lines.manage'],
};
const SHOW_SCOPES = [
  'users.view',
  'roles.view',
  'assignments.grant',
  'audit.view',
  'realms.view',
  'nodes.create',
  'nodes.edit',
  'nodes.move',
  'nodes.archive',
];

/** Restoring is for what is archived, which nothing but the archived scope is. */
const ONLY_ARCHIVED = new Set(['nodes.restore', 'realms.restore']);
const CAN_BE_REMOVED = new Set([
  'person',
  'assignment',
  'custom-role',
  'number-list',
  'do-not-call',
  'broadcast',
  'log-import',
  'client',
  'gateway',
  'prompt',
  'caller-id',
  'export',
  'export-schedule',
]);

const rightsOf = ({ pack, role, kind }: Subject) =>
  documentRights(pack, role).filter((right) => right.at === undefined || right.at === kind);

const holds = (subject: Subject, permission: string): boolean =>
  rightsOf(subject).some((right) => right.permission === permission);
const holdsWithout = (subject: Subject, permission: string): boolean =>
  rightsOf(subject).some((right) => right.permission === permission && right.when === undefined);
const holdsForOwn = (subject: Subject, permission: string): boolean =>
  rightsOf(subject).some((right) => right.permission === permission && right.when === 'self');

function permissionFor(guard: Guard, at: At): string | undefined {
  if (typeof guard === 'string') return guard;
  return guard.byScope[`${at.pack}:${at.kind}`] ?? guard.byScope[at.kind ?? ''] ?? guard.byScope['*'];
}

/** What an operation acts on where no field of its input names anything: the workspace itself, if it names that. */
const targetsOf = (operation: Operation): readonly Target[] =>
  operation.targets(new Proxy({}, { get: () => MISSING }));

/** The kinds of record that an operation acts on, whatever its input. */
export const targetKinds = (operation: Operation): string[] =>
  targetsOf(operation).map((target) => target.kind);

/** Whether the person may know of the operation's record at the place. */
function sees(subject: Subject, operation: Operation, at: At): boolean {
  const [kind] = targetKinds(operation);
  const covered = at.name === 'own' || at.name === 'below' || at.name === 'deleted';
  if (kind !== 'node')
    return covered && (SEEN_BY[kind ?? ''] ?? []).some((one) => holdsWithout(subject, one));
  if (at.name === 'own' || at.name === 'ancestor') return true;
  if (!covered) return false;
  if (SHOW_SCOPES.some((permission) => holdsWithout(subject, permission))) return true;
  const listed = LISTED[`${at.pack}:${at.kind}`];
  return (
    listed === undefined || listed.some((permission) => holds(subject, permission) && at.name === 'below')
  );
}

function asOne(
  operation: Operation,
  subject: Subject,
  { permission, at }: { permission: string; at: At },
): Cell {
  const covered = at.name === 'own' || at.name === 'below' || at.name === 'deleted';
  if (operation.reach === 'within') {
    if (!holds(subject, permission)) return 'not-found';
    return covered || at.name === 'ancestor' ? 'allowed' : 'not-found';
  }
  const own = at.name === 'own' && holdsForOwn(subject, permission);
  if (!(covered && holdsWithout(subject, permission)) && !own) {
    return sees(subject, operation, at) ? 'denied' : 'not-found';
  }
  if (operation.kind === 'query') return 'allowed';
  if (ONLY_ARCHIVED.has(operation.name)) return at.name === 'deleted' ? 'allowed' : 'wrong-state';
  return at.name === 'deleted' ? 'wrong-state' : 'allowed';
}

/** Operations of realms alone, which say of any other scope that there is no such realm. */
const OF_REALMS = new Set(['packs.impact', 'packs.use']);

function onTheWorkspace(operation: Operation, subject: Subject): Cell {
  const at: At = { name: subject.kind === 'platform' ? 'own' : 'ancestor', pack: '', kind: 'platform' };
  return asOne(operation, subject, { permission: operation.permission as string, at });
}

/** What the documents let come of an operation, as the subject tries it at a place. */
export function expectedAt(operation: Operation, subject: Subject, at: At): Cell {
  const guard = operation.permission;
  const named = typeof guard === 'string' ? [guard] : Object.values(guard.byScope);
  const ways = [...named, ...(operation.minimalFor ?? [])].filter((permission) => holds(subject, permission));
  if (ways.length === 0) return 'denied';
  // A command of many is let in, and each of its items decided.
  if (operation.reach === 'each') return 'allowed';
  if (targetsOf(operation).some((target) => target.id === PLATFORM_ID))
    return onTheWorkspace(operation, subject);
  if (at.name === 'missing' || at.name === 'forged') return 'not-found';
  // Of the own record elsewhere there is none.
  if (operation.name.startsWith('profile.') && at.name !== 'own') return 'not-found';
  // Of several records the first is judged first; the archived scope keeps those that can't be removed.
  if (at.name === 'deleted' && CAN_BE_REMOVED.has(targetKinds(operation)[0] ?? '')) return 'not-found';
  if (typeof guard === 'object') {
    const permission = permissionFor(guard, at);
    if (permission === undefined) return sees(subject, operation, at) ? 'denied' : 'not-found';
    return asOne(operation, subject, { permission, at });
  }
  if (OF_REALMS.has(operation.name) && at.kind !== 'realm') return 'not-found';
  const cells = ways.map((permission) => asOne(operation, subject, { permission, at }));
  return cells.find((cell) => cell === 'allowed') ?? (cells[0] as Cell);
}

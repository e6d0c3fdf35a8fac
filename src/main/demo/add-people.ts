import { emailKey } from '#shared/email.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { DemoPerson } from '#shared/operations/workspace.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import type { Passwords } from '../handlers/handler.ts';
import type { DemoWorld } from './make-demo.ts';
import { type DemoName, demoNames, demoPassword } from './people.ts';

/** The accounts of the demo with their projects. */
export interface DemoPlaces {
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly realm: string;
    readonly realmName: string;
    readonly projects: readonly { readonly id: string; readonly name: string }[];
  }[];
}

/** A role given at a place. */
export interface Given {
  readonly pack: string;
  readonly role: string;
  readonly realm: string | null;
  readonly node: string;
  readonly place: string;
  /** Ids of nodes. */
  readonly lines?: readonly string[];
  readonly products?: readonly string[];
  readonly queues?: readonly string[];
  /** Unix ms; absent: no limit. */
  readonly from?: number;
  readonly until?: number;
}

/** Somebody to be added: where they belong and what they hold. */
export interface Planned {
  readonly node: string;
  readonly realm: string | null;
  readonly roles: readonly Given[];
  readonly signsIn: boolean;
}

interface NewPerson {
  readonly name: DemoName;
  readonly node: string;
  readonly realm: string | null;
  readonly roles: readonly Given[];
  readonly passwordHash: string | null;
  readonly active: boolean;
  /** Has a password only if they have signed in; else they were just invited. */
  readonly fillsList?: boolean;
}

const DAY = 86_400_000;
/** People without a password who fill the lists of each account. */
const EXTRAS = 34;
const J_ROLES = dialogPack.roles.map((role) => role.id);

const jsonOf = (list: readonly string[] | undefined): string | null =>
  list === undefined ? null : JSON.stringify(list);

async function add(world: DemoWorld, person: NewPerson): Promise<void> {
  const { db, chance, now, newId } = world;
  const id = newId();
  const since = now - chance.below(300) * DAY - DAY;
  const lastSignIn = person.active && chance.next() < 0.7 ? since + chance.below(now - since) : null;
  await db
    .insertInto('persons')
    .values({
      id,
      realm_id: person.realm,
      node_id: person.node,
      first_name: person.name.firstName,
      last_name: person.name.lastName,
      email: person.name.email,
      email_key: emailKey(person.name.email),
      password_hash: person.fillsList === true && lastSignIn === null ? null : person.passwordHash,
      active: person.active ? 1 : 0,
      last_sign_in: lastSignIn,
      version: 1,
      created_at: since,
      updated_at: since,
      deleted_at: null,
    })
    .execute();
  for (const given of person.roles) {
    await db
      .insertInto('assignments')
      .values({
        id: newId(),
        realm_id: given.realm,
        person_id: id,
        pack_id: given.pack,
        role: given.role,
        node_id: given.node,
        valid_from: given.from ?? null,
        valid_until: given.until ?? null,
        lines: jsonOf(given.lines),
        products: jsonOf(given.products),
        queues: jsonOf(given.queues),
        version: 1,
        created_at: since,
        deleted_at: null,
      })
      .execute();
  }
}

function roleAt(account: DemoPlaces['accounts'][number], role: string): Given {
  const place = `${account.realmName} › ${account.name}`;
  return { pack: 'J', role, realm: account.realm, node: account.id, place };
}

function workspace(role: string): Planned {
  const roles: Given[] = [{ pack: 'console', role, realm: null, node: PLATFORM_ID, place: 'Workspace' }];
  return { node: PLATFORM_ID, realm: null, roles, signsIn: true };
}

function plannedRoles(places: DemoPlaces): Planned[] {
  const [first, second, other] = places.accounts;
  if (first === undefined || second === undefined || other === undefined) return [];
  const one = (account: typeof first, ...roles: string[]) => ({
    node: account.id,
    realm: account.realm,
    roles: roles.map((role) => roleAt(account, role)),
    signsIn: true,
  });
  return [
    ...['ADMINISTRATOR', ...J_ROLES.filter((role) => role !== 'ADMINISTRATOR')].map((role) =>
      one(first, role),
    ),
    one(first, 'DIALER_ADMIN', 'DIALER_VERIFIED', 'DIALER_USER'),
    one(second, 'ADMINISTRATOR'),
    one(second, 'DIALER_ADMIN'),
    one(second, 'DIALER_VERIFIED', 'DIALER_USER'),
    one(other, 'ADMINISTRATOR'),
    one(other, 'ANALYST'),
    workspace('WORKSPACE_ADMIN'),
    workspace('AUDITOR'),
  ];
}

/** A few of those who fill lists hold their roles for a time: it is over, ends soon, or has not come. */
function termOf(index: number, now: number): Pick<Given, 'from' | 'until'> {
  if (index === 3) return { until: now - 20 * DAY };
  if (index === 4) return { until: now + 6 * DAY };
  return index === 5 ? { from: now + 10 * DAY } : {};
}

async function addExtras(
  world: DemoWorld,
  places: DemoPlaces,
  { names, passwordHash }: { readonly names: Iterator<DemoName, never>; readonly passwordHash: string },
): Promise<void> {
  for (const account of places.accounts) {
    for (let index = 0; index < EXTRAS; index++) {
      const count = 1 + world.chance.below(2);
      const roles = new Set(Array.from({ length: count }, () => world.chance.pick(J_ROLES)));
      roles.delete('ADMINISTRATOR');
      await add(world, {
        name: names.next().value,
        node: account.id,
        realm: account.realm,
        roles: [...roles].map((role) => ({ ...roleAt(account, role), ...termOf(index, world.now) })),
        passwordHash,
        fillsList: true,
        active: world.chance.next() < 0.85,
      });
    }
  }
}

/** What `addDemoPeople` adds people to, and how. */
export interface DemoPeopleOptions {
  readonly places: DemoPlaces;
  /** People of realms without accounts of the dialog platform. */
  readonly others: readonly Planned[];
  readonly passwords: Passwords;
  /** Told the share that is done, 0 to 1. */
  readonly added: (share: number) => void;
}

/** A person for every role, and more who only fill lists; returns those who can sign in, with their passwords. */
export async function addDemoPeople(world: DemoWorld, options: DemoPeopleOptions): Promise<DemoPerson[]> {
  const { places, others, passwords, added } = options;
  const names = demoNames(world.chance);
  const planned = [...plannedRoles(places), ...others].map((person) => {
    const name = names.next().value;
    const password = person.signsIn ? demoPassword(world.chance) : null;
    // All at once: the library hashes on several threads.
    return { ...person, name, password, hash: password === null ? null : passwords.hash(password) };
  });
  const people: DemoPerson[] = [];
  for (const [index, { node, realm, roles, name, password, hash }] of planned.entries()) {
    const passwordHash = await hash;
    await add(world, { name, node, realm, roles, passwordHash, active: true });
    added((index + 1) / planned.length);
    if (password === null) continue;
    people.push({
      email: name.email,
      password,
      name: `${name.firstName} ${name.lastName}`,
      roles: roles.map((given) => ({
        role: given.role,
        realm: given.realm,
        node: given.node,
        place: given.place,
      })),
    });
  }
  // A password that nobody knows.
  const passwordHash = await passwords.hash(world.newId());
  await addExtras(world, places, { names, passwordHash });
  return people;
}

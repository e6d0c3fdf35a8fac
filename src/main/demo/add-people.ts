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

interface Given {
  readonly pack: string;
  readonly role: string;
  readonly realm: string | null;
  readonly node: string;
  readonly place: string;
}

interface NewPerson {
  readonly name: DemoName;
  readonly node: string;
  readonly realm: string | null;
  readonly roles: readonly Given[];
  readonly password: string | null;
  readonly active: boolean;
}

const DAY = 86_400_000;
/** People without a password who fill the lists of each account. */
const EXTRAS = 34;
const J_ROLES = dialogPack.roles.map((role) => role.id);

async function add(world: DemoWorld, person: NewPerson, passwords: Passwords): Promise<void> {
  const { db, chance, now, newId } = world;
  const id = newId();
  const since = now - chance.below(300) * DAY - DAY;
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
      password_hash: person.password === null ? null : await passwords.hash(person.password),
      active: person.active ? 1 : 0,
      last_sign_in: person.active && chance.next() < 0.7 ? since + chance.below(now - since) : null,
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
        valid_from: null,
        valid_until: null,
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

function workspace(role: string) {
  const roles: Given[] = [{ pack: 'console', role, realm: null, node: PLATFORM_ID, place: 'Workspace' }];
  return { node: PLATFORM_ID, realm: null, roles };
}

function plannedRoles(places: DemoPlaces): { node: string; realm: string | null; roles: Given[] }[] {
  const [first, second, other] = places.accounts;
  if (first === undefined || second === undefined || other === undefined) return [];
  const one = (account: typeof first, ...roles: string[]) => ({
    node: account.id,
    realm: account.realm,
    roles: roles.map((role) => roleAt(account, role)),
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

/** A person for every role with a password, and more without one; returns those who can sign in. */
export async function addDemoPeople(
  world: DemoWorld,
  places: DemoPlaces,
  { passwords, added }: { readonly passwords: Passwords; readonly added: (share: number) => void },
): Promise<DemoPerson[]> {
  const names = demoNames(world.chance);
  const people: DemoPerson[] = [];
  const planned = plannedRoles(places);
  for (const { node, realm, roles } of planned) {
    const name = names.next().value;
    const password = demoPassword(world.chance);
    await add(world, { name, node, realm, roles, password, active: true }, passwords);
    // Hashing takes most of the time.
    added((people.length + 1) / planned.length);
    people.push({
      email: name.email,
      password,
      name: `${name.firstName} ${name.lastName}`,
      roles: roles.map(({ pack: _pack, ...given }) => given),
    });
  }
  for (const account of places.accounts) {
    for (let index = 0; index < EXTRAS; index++) {
      const count = 1 + world.chance.below(2);
      const roles = new Set(Array.from({ length: count }, () => world.chance.pick(J_ROLES)));
      roles.delete('ADMINISTRATOR');
      await add(
        world,
        {
          name: names.next().value,
          node: account.id,
          realm: account.realm,
          roles: [...roles].map((role) => roleAt(account, role)),
          password: null,
          active: world.chance.next() < 0.85,
        },
        passwords,
      );
    }
  }
  return people;
}

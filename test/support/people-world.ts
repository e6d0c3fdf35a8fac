import { addNode } from '#main/db/nodes.ts';
import { emailKey } from '#shared/email.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { PASSWORD, type TestService } from './service.ts';

/** Adds scopes and people past the door, as a fixture must; ids by the names given. Call `ready` at the end. */
export interface PeopleWorld {
  /** A realm under a pack, below the workspace. */
  realm(name: string, pack: string): Promise<string>;
  node(name: string, parent: string, kind: string, products?: readonly string[]): Promise<string>;
  /** A person with PASSWORD (unless invited only) at a node, with roles there or elsewhere. */
  person(email: string, node: string, more?: PersonMore): Promise<string>;
  assign(email: string, role: Role): Promise<string>;
  id(name: string): string;
  /** Makes the service read what was added, and signs these people in. */
  ready(...emails: readonly string[]): Promise<void>;
}

export interface Role {
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  readonly from?: number;
  readonly until?: number;
}

interface PersonMore {
  readonly roles?: readonly Role[];
  readonly invited?: boolean;
  readonly active?: boolean;
}

export function peopleWorld(test: TestService): PeopleWorld {
  const ids = new Map<string, string>([['platform', PLATFORM_ID]]);
  const realms = new Map<string, string | null>([['platform', null]]);
  let count = 0;
  const newId = (name: string): string => {
    const id = `00000000-0000-7000-b000-${String(++count).padStart(12, '0')}`;
    ids.set(name, id);
    return id;
  };
  const id = (name: string): string => {
    const known = ids.get(name);
    if (known === undefined) throw new Error(`No ${name} in this world`);
    return known;
  };
  const db = () => test.service.writer;
  const world: PeopleWorld = {
    id,
    async realm(name, pack) {
      const realm = newId(name);
      realms.set(name, realm);
      const at = { id: realm, parent: PLATFORM_ID, realm, kind: 'realm', name, now: 1 };
      await addNode(db(), { ...at, pack: [pack, 1] });
      return realm;
    },
    async node(name, parent, kind, products) {
      const realm = realms.get(parent) ?? null;
      const node = newId(name);
      realms.set(name, realm);
      await addNode(db(), { id: node, parent: id(parent), realm: realm as string, kind, name, now: 1 });
      if (products !== undefined) {
        const text = JSON.stringify(products);
        await db().updateTable('nodes').set({ products: text }).where('id', '=', node).execute();
      }
      return node;
    },
    async person(email, node, { roles = [], invited = false, active = true } = {}) {
      const person = newId(email);
      await db()
        .insertInto('persons')
        .values({
          id: person,
          realm_id: realms.get(node) ?? null,
          node_id: id(node),
          first_name: 'Test',
          last_name: email.split('@')[0] as string,
          email,
          email_key: emailKey(email),
          password_hash: invited ? null : `plain:${PASSWORD}`,
          active: active ? 1 : 0,
          last_sign_in: null,
          version: 1,
          created_at: 1,
          updated_at: 1,
          deleted_at: null,
        })
        .execute();
      for (const role of roles) await world.assign(email, role);
      return person;
    },
    async assign(email, { pack, role, node, from, until }) {
      const assignment = newId(`${email} ${role} ${node}`);
      await db()
        .insertInto('assignments')
        .values({
          id: assignment,
          realm_id: realms.get(node) ?? null,
          person_id: id(email),
          pack_id: pack,
          role,
          node_id: id(node),
          valid_from: from ?? null,
          valid_until: until ?? null,
          version: 1,
          created_at: 1,
          deleted_at: null,
        })
        .execute();
      return assignment;
    },
    async ready(...emails) {
      Object.assign(test, await test.reopen());
      for (const email of emails) await test.signIn(email);
    },
  };
  return world;
}

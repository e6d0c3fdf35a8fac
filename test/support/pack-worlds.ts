import { addNode } from '#main/db/nodes.ts';
import { emailKey } from '#shared/email.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { PASSWORD, type TestService } from './service.ts';

/** A role given in a world. */
export interface WorldRole {
  readonly pack: string;
  readonly role: string;
  /** A key of the world's nodes. */
  readonly node: string;
  readonly lines?: readonly string[];
  readonly products?: readonly string[];
}

export interface WorldPerson {
  readonly email: string;
  readonly roles: readonly WorldRole[];
}

/** Two realms of each pack, and people in them; ids by key. */
export interface PackWorlds {
  readonly nodes: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  readonly persons: Readonly<Record<string, string>>;
}

/** What is activated on each account of the texting platform's first realm. */
export const ACTIVATED = ['Conversations', 'Blast'];

/** Keys of the kinds of a pack from the realm down: 'E/1', 'E/1/a' (a server), 'E/1/a/a' (a conduit). */
export function keyOf(pack: Pack, kind: string): string {
  const depth = pack.nodeKinds.findIndex((one) => one.kind === kind) + 1;
  return `${pack.id}/1${'/a'.repeat(depth)}`;
}

interface Adding {
  readonly key: string;
  readonly parent: string;
  readonly kind: string;
  readonly archived?: boolean;
}

/**
 * For each pack a realm '<pack>/1' in which every node has the children 'a', 'b' and the archived 'z' of the kind that
 * the pack lets lie below, and a realm '<pack>/2' with 'a' alone on each level. People belong to the node of their
 * first role. Writes past the door, as a fixture must.
 */
export async function packWorlds(
  test: TestService,
  packs: readonly Pack[],
  people: readonly WorldPerson[],
): Promise<PackWorlds> {
  const db = test.service.writer;
  const nodes: Record<string, string> = { platform: PLATFORM_ID };
  const kinds: Record<string, string> = { platform: 'platform' };
  const realms: Record<string, string> = {};
  let count = 0;
  const newId = (): string => `00000000-0000-7000-8100-${String(++count).padStart(12, '0')}`;
  const realmOf = (key: string): string => realms[key.split('/').slice(0, 2).join('/')] as string;
  const add = async ({ key, parent, kind, archived = false }: Adding): Promise<void> => {
    const id = newId();
    nodes[key] = id;
    kinds[key] = kind;
    if (kind === 'realm') realms[key] = id;
    const pack = kind === 'realm' ? { pack: [key.split('/')[0] as string, 1] as const } : {};
    await addNode(db, {
      id,
      parent: nodes[parent] as string,
      realm: realmOf(key),
      kind,
      name: `Scope ${key}`,
      now: 1,
      ...pack,
    });
    if (archived) await db.updateTable('nodes').set({ archived_at: 1 }).where('id', '=', id).execute();
  };
  const fill = async (pack: Pack, at: string, depth: number, names: readonly string[]): Promise<void> => {
    const kind = pack.nodeKinds[depth]?.kind;
    if (kind === undefined) return;
    for (const name of names) {
      const key = `${at}/${name}`;
      await add({ key, parent: at, kind, archived: name === 'z' });
      if (name !== 'z') await fill(pack, key, depth + 1, names);
    }
  };
  for (const pack of packs) {
    for (const [realm, names] of [
      ['1', ['a', 'b', 'z']],
      ['2', ['a']],
    ] as const) {
      await add({ key: `${pack.id}/${realm}`, parent: 'platform', kind: 'realm' });
      await fill(pack, `${pack.id}/${realm}`, 0, names);
    }
  }
  await db
    .updateTable('nodes')
    .set({ products: JSON.stringify(ACTIVATED) })
    .where('kind', '=', 'account')
    .where('realm_id', '=', realms['X/1'] ?? '')
    .execute();
  const persons: Record<string, string> = {};
  for (const { email, roles } of people) {
    const id = newId();
    persons[email] = id;
    const home = roles[0]?.node ?? 'platform';
    await db
      .insertInto('persons')
      .values({
        id,
        realm_id: home === 'platform' ? null : realmOf(home),
        node_id: nodes[home] as string,
        first_name: 'Test',
        last_name: email.split('@')[0] as string,
        email,
        email_key: emailKey(email),
        password_hash: `plain:${PASSWORD}`,
        active: 1,
        last_sign_in: null,
        version: 1,
        created_at: 1,
        updated_at: 1,
        deleted_at: null,
      })
      .execute();
    for (const { pack, role, node, lines, products } of roles) {
      await db
        .insertInto('assignments')
        .values({
          id: newId(),
          realm_id: node === 'platform' ? null : realmOf(node),
          person_id: id,
          pack_id: pack,
          role,
          node_id: nodes[node] as string,
          valid_from: null,
          valid_until: null,
          lines: lines === undefined ? null : JSON.stringify(lines.map((key) => nodes[key])),
          products: products === undefined ? null : JSON.stringify(products),
          version: 1,
          created_at: 1,
          deleted_at: null,
        })
        .execute();
    }
  }
  Object.assign(test, await test.reopen());
  return { nodes, kinds, persons };
}

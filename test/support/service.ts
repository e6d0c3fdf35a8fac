import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addNode } from '#main/db/nodes.ts';
import type { KeyStore } from '#main/db/secrets.ts';
import type { Passwords } from '#main/handlers/handler.ts';
import { openService, type Service } from '#main/service/service.ts';
import type { Caller } from '#main/service/sessions.ts';
import { emailKey } from '#shared/email.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { InputOf, OperationName, OutputOf } from '#shared/operations/index.ts';
import type { Reply } from '#shared/reply.ts';

/** Hashing that costs nothing, where a test is not about hashing. */
export const plainPasswords: Passwords = {
  hash: (password) => Promise.resolve(`plain:${password}`),
  verify: (hash, password) => Promise.resolve(hash === `plain:${password}`),
};

export const PASSWORD = 'sturdy-lantern-47-orbit';

/** A service over a folder of its own. `clock.now` is what the service takes for the time. */
export interface TestService {
  readonly service: Service;
  readonly folder: string;
  readonly clock: { now: number };
  call<N extends OperationName>(as: string, name: N, input: InputOf<N>): Promise<Reply<OutputOf<N>>>;
  /** Calls with whatever input, as a hostile window would. */
  raw(as: string, name: string, input: unknown): Promise<Reply<unknown>>;
  signIn(email: string): Promise<void>;
  /** With another key store, or null for none, if one is given. */
  reopen(keyStore?: KeyStore | null): Promise<TestService>;
  close(): Promise<void>;
}

const callerOf = (email: string): Caller => ({ id: `window:${email}`, kind: 'command-line' });

interface Opened {
  readonly folder: string;
  readonly clock: { now: number };
  readonly keyStore: KeyStore | null;
}

function wrap(service: Service, opened: Opened): TestService {
  const { folder, clock } = opened;
  const raw = (as: string, name: string, input: unknown) => service.dispatch(callerOf(as), name, input);
  return {
    service,
    folder,
    clock,
    raw,
    call: (as, name, input) => raw(as, name, input) as Promise<Reply<never>>,
    async signIn(email) {
      const reply = await raw(email, 'session.signIn', { email, password: PASSWORD });
      if (!reply.ok) throw new Error(`${email}: ${reply.error.message}`);
    },
    async reopen(keyStore = opened.keyStore) {
      await service.close();
      const again = { ...opened, keyStore };
      return wrap(await open(again), again);
    },
    async close() {
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function open({ folder, clock, keyStore }: Opened): Promise<Service> {
  return openService({
    ...(keyStore === null ? {} : { keyStore }),
    folder,
    jobEntry: new URL('../../src/main/jobs/thread.ts', import.meta.url),
    now: () => clock.now++,
    passwords: plainPasswords,
  });
}

/** An empty workspace. */
export async function testService(keyStore: KeyStore | null = null): Promise<TestService> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-test-'));
  const clock = { now: Date.UTC(2026, 5, 1, 9) };
  const opened = { folder, clock, keyStore };
  return wrap(await open(opened), opened);
}

/** A node of the test world, by name. */
export interface World {
  readonly nodes: Readonly<Record<string, string>>;
  readonly persons: Readonly<Record<string, string>>;
}

interface PersonPlan {
  readonly email: string;
  readonly node: string;
  readonly roles: readonly (readonly [pack: string, role: string, node: string])[];
}

/**
 * Two realms of the dialog platform: 'north' with accounts 'north-a' (projects 'north-a1', 'north-a2') and 'north-b',
 * and 'south' with 'south-a'; and the persons asked for, all with PASSWORD. Writes past the door, as a fixture must.
 */
export async function testWorld(test: TestService, persons: readonly PersonPlan[]): Promise<World> {
  const db = test.service.writer;
  const nodes: Record<string, string> = { platform: PLATFORM_ID };
  let count = 0;
  const newId = (): string => `00000000-0000-7000-9000-${String(++count).padStart(12, '0')}`;
  const add = async (name: string, parent: string, kind: string): Promise<void> => {
    const id = newId();
    nodes[name] = id;
    const realm = kind === 'realm' ? id : (nodes[name.split('-')[0] as string] as string);
    const pack = kind === 'realm' ? { pack: ['J', 1] as const } : {};
    await addNode(db, { id, parent: nodes[parent] as string, realm, kind, name, now: 1, ...pack });
  };
  await add('north', 'platform', 'realm');
  await add('north-a', 'north', 'account');
  await add('north-a1', 'north-a', 'project');
  await add('north-a2', 'north-a', 'project');
  await add('north-b', 'north', 'account');
  await add('south', 'platform', 'realm');
  await add('south-a', 'south', 'account');
  const ids: Record<string, string> = {};
  const realmOf = (node: string): string | null =>
    node === 'platform' ? null : (nodes[node.split('-')[0] as string] as string);
  for (const plan of persons) {
    const id = newId();
    ids[plan.email] = id;
    await db
      .insertInto('persons')
      .values({
        id,
        realm_id: realmOf(plan.node),
        node_id: nodes[plan.node] as string,
        first_name: 'Test',
        last_name: plan.email.split('@')[0] as string,
        email: plan.email,
        email_key: emailKey(plan.email),
        password_hash: `plain:${PASSWORD}`,
        active: 1,
        last_sign_in: null,
        version: 1,
        created_at: 1,
        updated_at: 1,
        deleted_at: null,
      })
      .execute();
    for (const [pack, role, node] of plan.roles) {
      await db
        .insertInto('assignments')
        .values({
          id: newId(),
          realm_id: realmOf(node),
          person_id: id,
          pack_id: pack,
          role,
          node_id: nodes[node] as string,
          valid_from: null,
          valid_until: null,
          version: 1,
          created_at: 1,
          deleted_at: null,
        })
        .execute();
    }
  }
  const fresh = await test.reopen();
  Object.assign(test, fresh);
  return { nodes, persons: ids };
}

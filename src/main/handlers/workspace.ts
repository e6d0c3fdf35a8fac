import type { Kysely } from 'kysely';
import { emailKey } from '#shared/email.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { DemoPerson, workspaceOperations } from '#shared/operations/workspace.ts';
import { newPasswordFailure } from '#shared/password.ts';
import { fail, ok } from '#shared/reply.ts';
import { addNode } from '../db/nodes.ts';
import type { Tables } from '../db/tables/index.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';

type ServiceOperations = Omit<typeof workspaceOperations, 'workspace.openDemo' | 'workspace.leaveDemo'>;

async function fact(tx: Tx, key: string): Promise<string | null> {
  const row = await tx.selectFrom('workspace').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

async function hasPeople(tx: Kysely<Tables>): Promise<boolean> {
  return (await tx.selectFrom('persons').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** The realm, its first account, and the person who administers the workspace and both. */
async function addFirstPerson(
  tx: Tx,
  input: ParsedInputOf<'workspace.create'>,
  context: Context & { readonly prepared: string },
): Promise<{ person: string; realm: string; account: string }> {
  const { now } = context;
  await tx.insertInto('workspace').values({ key: 'name', value: input.name }).execute();
  const realm = context.newId();
  await addNode(tx, {
    id: realm,
    parent: PLATFORM_ID,
    realm,
    kind: 'realm',
    name: input.realm,
    pack: ['J', 1],
    now,
  });
  const account = context.newId();
  await addNode(tx, { id: account, parent: realm, realm, kind: 'account', name: input.account, now });
  const person = context.newId();
  await tx
    .insertInto('persons')
    .values({
      id: person,
      realm_id: null,
      node_id: PLATFORM_ID,
      first_name: input.firstName,
      last_name: input.lastName,
      email: input.email,
      email_key: emailKey(input.email),
      password_hash: context.prepared,
      active: 1,
      last_sign_in: null,
      version: 1,
      created_at: now,
      updated_at: now,
      deleted_at: null,
    })
    .execute();
  const roles = [
    { pack_id: 'console', role: 'WORKSPACE_ADMIN', node_id: PLATFORM_ID, realm_id: null },
    { pack_id: 'J', role: 'ADMINISTRATOR', node_id: account, realm_id: realm },
  ];
  for (const role of roles) {
    await tx
      .insertInto('assignments')
      .values({
        ...role,
        id: context.newId(),
        person_id: person,
        valid_from: null,
        valid_until: null,
        version: 1,
        created_at: now,
        deleted_at: null,
      })
      .execute();
  }
  return { person, realm, account };
}

export const workspaceHandlers: HandlersOf<ServiceOperations> = {
  'workspace.status': async (tx, _input, context) =>
    ok({
      state: (await hasPeople(tx)) ? ('ready' as const) : ('empty' as const),
      demo: (await fact(tx, 'demo')) === 'yes',
      name: await fact(tx, 'name'),
      folder: context.folder,
    }),

  'workspace.create': prepared<'workspace.create', string>({
    prepare: async (reader, input, context) =>
      (await hasPeople(reader)) ? '' : context.passwords.hash(input.password),
    async run(tx, input, context) {
      if (await hasPeople(tx)) {
        return fail('denied', 'This workspace exists already. Sign in instead.', { reason: 'wrong-state' });
      }
      const refused = newPasswordFailure(input, [input.firstName, input.lastName, input.email]);
      if (refused !== null) return refused;
      const made = await addFirstPerson(tx, input, context);
      context.touch('nodes', 'users', 'session');
      return ok(made);
    },
  }),

  'workspace.demoPeople': async (tx) => {
    // Only a demo workspace has this: its generated people with their passwords.
    const people = await fact(tx, 'demo-people');
    return ok(people === null ? [] : (JSON.parse(people) as DemoPerson[]));
  },
};

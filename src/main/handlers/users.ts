import { emailKey } from '#shared/email.ts';
import type { userOperations } from '#shared/operations/users.ts';
import { newPasswordFailure } from '#shared/password.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { rolesOfPerson } from '../db/roles-of-person.ts';
import { listUsers } from '../db/users.ts';
import { changeAccess } from './access-list.ts';
import { assignableRoles, holdsMore } from './giving.ts';
import { type Context, type HandlersOf, prepared, type Tx } from './handler.ts';
import { lastManager } from './last-manager.ts';

function personRow(tx: Tx, id: string) {
  return tx
    .selectFrom('persons')
    .select([
      'id',
      'first_name as firstName',
      'last_name as lastName',
      'email',
      'active',
      'node_id as node',
      'last_sign_in as lastSignIn',
      'created_at as createdAt',
      'version',
    ])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

async function emailTaken(tx: Tx, email: string, except: string | null): Promise<Reply<never> | null> {
  const other = await tx
    .selectFrom('persons')
    .select('id')
    .where('email_key', '=', emailKey(email))
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (other === undefined || other.id === except) return null;
  return fail('invalid-input', 'Another user has this e-mail address.', {
    fields: [{ path: 'email', message: 'Another user has this e-mail address.' }],
  });
}

async function stale(tx: Tx, input: { readonly id: string }): Promise<Reply<never>> {
  const theirs = await personRow(tx, input.id);
  return fail('conflict', 'Somebody changed this user meanwhile. Nothing was saved; compare and decide.', {
    theirs: { ...theirs, active: theirs.active === 1 },
    yours: { ...input },
  });
}

/** Changes a person's row if it still has the version; the new version, or undefined if it was stale. */
async function update(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version: number },
  set: Readonly<Record<string, unknown>>,
): Promise<number | undefined> {
  const result = await tx
    .updateTable('persons')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 0n ? undefined : version + 1;
}

async function switchTo(
  tx: Tx,
  context: Context,
  {
    input,
    active,
  }: { readonly input: { readonly id: string; readonly version: number }; readonly active: 0 | 1 },
): Promise<Reply<{ version: number; sessionsEnded: number }>> {
  if (active === 0) {
    const refused = await lastManager(tx, context, { person: input.id });
    if (refused !== null) return refused;
  }
  const version = await update(tx, input, { active, updated_at: context.now });
  if (version === undefined) return stale(tx, input);
  return ok({ version, sessionsEnded: active === 0 ? context.sessionsOf(input.id) : 0 });
}

export const userHandlers: HandlersOf<typeof userOperations> = {
  'users.list': async (tx, input, context) => ok(await listUsers(tx, input, context.visible('users.view'))),

  'users.get': async (tx, input, context) => {
    const person = await personRow(tx, input.id);
    const visible = context.visible('users.view').nodes;
    const assignments = (await rolesOfPerson(tx, input.id))
      .filter((role) => visible.some((node) => context.rights.tree.covers(node, role.node)))
      .map(({ assignment, pack, role, node, nodeName }) => ({ id: assignment, pack, role, node, nodeName }));
    return ok({ ...person, active: person.active === 1, assignments });
  },

  'users.assignableRoles': async (tx, input, context) => ok(await assignableRoles(tx, context, input.node)),

  'users.create': prepared<'users.create', string>({
    prepare: (_reader, input, context) => context.passwords.hash(input.password),
    async run(tx, input, context) {
      const names = [input.firstName, input.lastName, input.email];
      const refused = newPasswordFailure(input, names) ?? (await emailTaken(tx, input.email, null));
      if (refused !== null) return refused;
      const id = context.newId();
      const [at] = context.targets;
      await tx
        .insertInto('persons')
        .values({
          id,
          realm_id: at?.realm ?? null,
          node_id: input.node,
          first_name: input.firstName,
          last_name: input.lastName,
          email: input.email,
          email_key: emailKey(input.email),
          password_hash: context.prepared,
          active: input.active ? 1 : 0,
          last_sign_in: null,
          version: 1,
          created_at: context.now,
          updated_at: context.now,
          deleted_at: null,
        })
        .execute();
      const given = await changeAccess(tx, context, { person: id, node: input.node, access: input.access });
      return given.ok ? ok({ id, version: 1 }) : given;
    },
  }),

  'users.edit': async (tx, input, context) => {
    const taken = await emailTaken(tx, input.email, input.id);
    if (taken !== null) return taken;
    const version = await update(tx, input, {
      first_name: input.firstName,
      last_name: input.lastName,
      email: input.email,
      email_key: emailKey(input.email),
      updated_at: context.now,
    });
    if (version === undefined) return stale(tx, input);
    if (input.access !== undefined) {
      const { node } = await personRow(tx, input.id);
      const given = await changeAccess(tx, context, { person: input.id, node, access: input.access });
      if (!given.ok) return given;
    }
    context.touch('session');
    return ok({ id: input.id, version });
  },

  'users.setPassword': prepared<'users.setPassword', string>({
    prepare: (_reader, input, context) => context.passwords.hash(input.password),
    async run(tx, input, context) {
      const person = await personRow(tx, input.id);
      const refused = newPasswordFailure(input, [person.firstName, person.lastName, person.email]);
      if (refused !== null) return refused;
      const stronger = await holdsMore(tx, context, input.id);
      if (stronger !== null) return stronger;
      await tx
        .updateTable('persons')
        .set({ password_hash: context.prepared, updated_at: context.now })
        .where('id', '=', input.id)
        .execute();
      return ok({});
    },
  }),

  'users.switchOff': (tx, input, context) => switchTo(tx, context, { input, active: 0 }),
  'users.switchOn': async (tx, input, context) => {
    const done = await switchTo(tx, context, { input, active: 1 });
    return done.ok ? ok({ version: done.value.version }) : done;
  },
};

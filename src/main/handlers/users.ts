import { sql } from 'kysely';
import { emailKey } from '#shared/email.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import type { userOperations } from '#shared/operations/users.ts';
import { newPasswordFailure } from '#shared/password.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { assignmentsOf, removeAssignments } from '../db/assignments.ts';
import { rolesOfPerson } from '../db/roles-of-person.ts';
import { listUsers } from '../db/users.ts';
import { changeAccess } from './access-list.ts';
import { fateOf } from './fate.ts';
import { assignableRoles, give, holdsMore } from './giving.ts';
import { bulk, type Context, type HandlersOf, prepared, type Tx } from './handler.ts';
import { lastManager } from './last-manager.ts';
import type { PeopleFile } from './people-csv/lines.ts';
import { UNQUALIFIED } from './qualifiers.ts';

function personRow(tx: Tx, id: string) {
  return tx
    .selectFrom('persons')
    .select([
      'id',
      'first_name as firstName',
      'last_name as lastName',
      'email',
      'active',
      sql<number>`password_hash is null`.as('invited'),
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
    theirs: { ...theirs, active: theirs.active === 1, invited: theirs.invited === 1 },
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

/** Refuses what would end or begin all that a person may do, unless the actor could take or give each of it. */
async function refuseWhole(tx: Tx, context: Context, person: string): Promise<Reply<never> | null> {
  return (await holdsMore(tx, context, { person, within: 'reach' })) ?? lastManager(tx, context, { person });
}

async function switchTo(
  tx: Tx,
  context: Context,
  {
    input,
    active,
  }: { readonly input: { readonly id: string; readonly version: number }; readonly active: 0 | 1 },
): Promise<Reply<{ version: number; sessionsEnded: number }>> {
  const refused =
    active === 0
      ? await refuseWhole(tx, context, input.id)
      : await holdsMore(tx, context, { person: input.id, within: 'reach' });
  if (refused !== null) return refused;
  const version = await update(tx, input, { active, updated_at: context.now });
  if (version === undefined) return stale(tx, input);
  return ok({ version, sessionsEnded: active === 0 ? context.sessionsOf(input.id) : 0 });
}

interface NewPerson {
  readonly node: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly active?: boolean;
  /** Null: invited. */
  readonly hash: string | null;
}

async function addPerson(tx: Tx, context: Context, person: NewPerson): Promise<string> {
  const id = context.newId();
  const [at] = context.targets;
  await tx
    .insertInto('persons')
    .values({
      id,
      realm_id: at?.realm ?? null,
      node_id: person.node,
      first_name: person.firstName,
      last_name: person.lastName,
      email: person.email,
      email_key: emailKey(person.email),
      password_hash: person.hash,
      active: person.active === false ? 0 : 1,
      last_sign_in: null,
      version: 1,
      created_at: context.now,
      updated_at: context.now,
      deleted_at: null,
    })
    .execute();
  return id;
}

export const userHandlers: HandlersOf<typeof userOperations> = {
  'users.list': async (tx, input, context) =>
    ok(await listUsers(tx, input, { visible: context.visible('users.view'), now: context.now })),

  'users.get': async (tx, input, context) => {
    const person = await personRow(tx, input.id);
    const visible = context.visible('users.view').nodes;
    const assignments = (await rolesOfPerson(tx, input.id))
      .filter(({ until }) => until === null || until > context.now)
      .filter((role) => visible.some((node) => context.rights.tree.covers(node, role.node)))
      .map(({ assignment: id, pack, role, node, nodeName, from, until }) => ({
        id,
        pack,
        role,
        node,
        nodeName,
        from,
        until,
      }));
    const { name: nodeName } = await tx
      .selectFrom('nodes')
      .select('name')
      .where('id', '=', person.node)
      .executeTakeFirstOrThrow();
    return ok({
      ...person,
      nodeName,
      active: person.active === 1,
      invited: person.invited === 1,
      assignments,
    });
  },

  'users.assignableRoles': async (tx, input, context) => ok(await assignableRoles(tx, context, input.node)),

  'users.create': prepared<'users.create', string>({
    prepare: (_reader, input, context) => context.passwords.hash(input.password),
    async run(tx, input, context) {
      const names = [input.firstName, input.lastName, input.email];
      const refused = newPasswordFailure(input, names) ?? (await emailTaken(tx, input.email, null));
      if (refused !== null) return refused;
      const id = await addPerson(tx, context, { ...input, hash: context.prepared });
      const given = await changeAccess(tx, context, { person: id, node: input.node, access: input.access });
      return given.ok ? ok({ id, version: 1 }) : given;
    },
  }),

  'users.invite': async (tx, input, context) => {
    const taken = await emailTaken(tx, input.email, null);
    if (taken !== null) return taken;
    const id = await addPerson(tx, context, { ...input, hash: null });
    if (input.role === undefined) return ok({ id, version: 1 });
    const given = await give(tx, context, { ...UNQUALIFIED, ...input.role, person: id });
    if (!given.ok) return given;
    context.touch('assignments');
    return ok({ id, version: 1 });
  },

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
      const stronger = await holdsMore(tx, context, { person: input.id, within: 'own' });
      if (stronger !== null) return stronger;
      await tx
        .updateTable('persons')
        .set({ password_hash: context.prepared, updated_at: context.now })
        .where('id', '=', input.id)
        .execute();
      const mine = input.id === context.actor?.id ? 1 : 0;
      const sessionsEnded = Math.max(0, context.sessionsOf(input.id) - mine);
      context.endSessions(input.id);
      return ok({ sessionsEnded });
    },
  }),

  'users.switchOff': (tx, input, context) => switchTo(tx, context, { input, active: 0 }),
  'users.switchOn': async (tx, input, context) => {
    const done = await switchTo(tx, context, { input, active: 1 });
    return done.ok ? ok({ version: done.value.version }) : done;
  },
  'users.switchMany': bulk<'users.switchMany'>({
    items: (_reader, { active, users }) => {
      const operation = active ? 'users.switchOn' : 'users.switchOff';
      return ok(users.map((input) => ({ id: input.id, act: () => ok({ operation, input }) })));
    },
  }),

  'users.delete': async (tx, input, context) => {
    const refused = await refuseWhole(tx, context, input.id);
    if (refused !== null) return refused;
    const { now } = context;
    const version = await update(tx, input, { deleted_at: now, updated_at: now, active: 0 });
    if (version === undefined) return stale(tx, input);
    const held = await assignmentsOf(tx, input.id);
    await removeAssignments(
      tx,
      held.map(({ id }) => id),
      now,
    );
    context.touch('assignments');
    return ok({ sessionsEnded: context.sessionsOf(input.id) });
  },

  'users.fate': async (tx, input, context) => ok(await fateOf(tx, context, input.id)),

  // Prepared: writing a file takes time, and needs no transaction.
  'users.exportCsv': prepared<'users.exportCsv', Reply<OutputOf<'users.exportCsv'>>>({
    prepare: async (reader, input, context) => {
      const { writePeople } = await import('./people-csv/write.ts');
      return writePeople(reader, context, input);
    },
    run: (_tx, _input, context) => context.prepared,
  }),

  'users.previewCsv': prepared<'users.previewCsv', Reply<PeopleFile>>({
    prepare: async (_reader, input, context) => {
      const { readPeople } = await import('./people-csv/lines.ts');
      return readPeople(input.file, context);
    },
    async run(tx, input, context) {
      if (!context.prepared.ok) return context.prepared;
      const { previewPeople } = await import('./people-csv/preview.ts');
      return ok(await previewPeople(tx, context, { file: context.prepared.value, home: input.node }));
    },
  }),

  'users.importCsv': bulk<'users.importCsv'>({
    async items(reader, input, context) {
      const { readPeople } = await import('./people-csv/lines.ts');
      const file = await readPeople(input.file, context);
      if (!file.ok) return file;
      const { itemsOf } = await import('./people-csv/items.ts');
      return ok(await itemsOf(reader, context, { file: file.value, home: input.node }));
    },
  }),
};

import type { Kysely } from 'kysely';
import { whyNotGive } from '#shared/authz/giving.ts';
import { emailKey } from '#shared/email.ts';
import { findOperation, operations } from '#shared/operations/index.ts';
import type { Me, sessionOperations } from '#shared/operations/session.ts';
import { newPasswordFailure } from '#shared/password.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { rolesOfPerson } from '../db/roles-of-person.ts';
import type { Tables } from '../db/tables/index.ts';
import { type Actor, type Context, type HandlersOf, prepared, type Tx } from './handler.ts';

/** Failed attempts that are free of delay, and the delays after them. */
const FREE_FAILURES = 5;
const FIRST_DELAY = 15_000;
const LONGEST_DELAY = 3_600_000;

async function meOf(tx: Tx, context: Context, person: string): Promise<Me> {
  const row = await tx
    .selectFrom('persons')
    .select(['id', 'email', 'first_name as firstName', 'last_name as lastName'])
    .where('id', '=', person)
    .executeTakeFirstOrThrow();
  const held = context.rights.permissionsOf(person, context.now);
  const may = (name: string): boolean => {
    const operation = findOperation(name);
    if (operation === undefined || operation.permission === 'anyone') return false;
    if (operation.permission === 'signed-in') return true;
    if (typeof operation.permission === 'object') {
      return Object.values(operation.permission.byScope).some((permission) => held.has(permission));
    }
    return [operation.permission, ...(operation.minimalFor ?? [])].some((permission) => held.has(permission));
  };
  const inForce = new Set(context.rights.grantsOf(person, context.now).map((grant) => grant.id));
  const roles = (await rolesOfPerson(tx, person)).filter((role) => inForce.has(role.assignment));
  const viewer = context.viewer;
  const viewedBy =
    viewer === null || viewer.id === person
      ? null
      : await tx
          .selectFrom('persons')
          .select(['id', 'email', 'first_name as firstName', 'last_name as lastName'])
          .where('id', '=', viewer.id)
          .executeTakeFirstOrThrow();
  return { person: row, roles, operations: Object.keys(operations).filter(may), viewedBy };
}

/** Whose roles the actor could all give and take is managed by them: viewing tells no more than that could. */
async function managesAll(tx: Tx, context: Context, person: string): Promise<boolean> {
  const { rights, now } = context;
  const giver = context.actor?.id ?? '';
  return (await rolesOfPerson(tx, person)).every(
    ({ pack, role, node }) => whyNotGive(rights, { giver, pack, role, node, now }) === null,
  );
}

function locked(until: number, now: number): Reply<never> {
  const retryAfter = Math.ceil((until - now) / 1000);
  return fail('locked', `Too many failed sign-ins with this address. Try again in ${retryAfter} s.`, {
    retryAfter,
  });
}

async function countFailure(tx: Tx, key: string, now: number): Promise<void> {
  const known = await tx
    .selectFrom('sign_in_failures')
    .select('failures')
    .where('email_key', '=', key)
    .executeTakeFirst();
  const failures = (known?.failures ?? 0) + 1;
  const over = failures - FREE_FAILURES;
  const delay = over < 0 ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** over);
  const row = { failures, locked_until: now + delay, last_at: now };
  await tx
    .insertInto('sign_in_failures')
    .values({ email_key: key, ...row })
    .onConflict((conflict) => conflict.column('email_key').doUpdateSet(row))
    .execute();
}

const lockOf = (tx: Kysely<Tables>, key: string) =>
  tx
    .selectFrom('sign_in_failures')
    .select('locked_until')
    .where('email_key', '=', key)
    .executeTakeFirst()
    .then((row) => row?.locked_until ?? 0);

const personByKey = (tx: Kysely<Tables>, key: string) =>
  tx
    .selectFrom('persons')
    .select(['id', 'password_hash', 'active'])
    .where('email_key', '=', key)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();

export const sessionHandlers: HandlersOf<typeof sessionOperations> = {
  'session.signIn': prepared<'session.signIn', boolean>({
    async prepare(reader, input, context) {
      const key = emailKey(input.email);
      if ((await lockOf(reader, key)) > context.now) return false;
      const person = await personByKey(reader, key);
      return context.passwords.verify(person?.password_hash ?? null, input.password);
    },
    async run(tx, input, context) {
      const key = emailKey(input.email);
      const until = await lockOf(tx, key);
      if (until > context.now) return locked(until, context.now);
      const person = await personByKey(tx, key);
      if (!context.prepared || person === undefined || !context.rights.maySignIn(person.id, context.now)) {
        await countFailure(tx, key, context.now);
        context.keep();
        return fail(
          'denied',
          'The e-mail address or the password is not right, or this account is switched off.',
          {
            reason: 'sign-in',
          },
        );
      }
      await tx.deleteFrom('sign_in_failures').where('email_key', '=', key).execute();
      await tx
        .updateTable('persons')
        .set({ last_sign_in: context.now })
        .where('id', '=', person.id)
        .execute();
      context.signIn(person.id);
      return ok(await meOf(tx, context, person.id));
    },
  }),

  'session.signOut': (_tx, _input, context) => {
    context.signOut();
    return ok({});
  },

  'session.viewAs': async (tx, input, context) => {
    const actor = context.actor as Actor;
    if (input.id === actor.id) return fail('invalid-input', 'You already see Rolecall as yourself.');
    if (!(await managesAll(tx, context, input.id))) {
      return fail(
        'denied',
        'This user has a role that you may not give, so you may not look at Rolecall as they do.',
        { reason: 'exceeds-own' },
      );
    }
    if (!context.rights.maySignIn(input.id, context.now)) {
      return fail('denied', 'This user has no role that may sign in, so there is nothing to look at.', {
        reason: 'inactive',
      });
    }
    context.view(input.id);
    return ok(await meOf(tx, { ...context, viewer: actor }, input.id));
  },

  'session.stopViewing': async (tx, _input, context) => {
    context.view(null);
    return ok(await meOf(tx, context, context.actor?.id ?? ''));
  },

  'session.me': async (tx, _input, context) =>
    ok(context.actor === null ? null : await meOf(tx, context, context.actor.id)),

  'session.changePassword': prepared<'session.changePassword', { right: boolean; hash: string }>({
    async prepare(reader, input, context) {
      const row = await reader
        .selectFrom('persons')
        .select('password_hash')
        .where('id', '=', context.actor?.id ?? '')
        .executeTakeFirst();
      const right = await context.passwords.verify(row?.password_hash ?? null, input.current);
      return { right, hash: right ? await context.passwords.hash(input.password) : '' };
    },
    async run(tx, input, context) {
      const id = context.actor?.id ?? '';
      if (!context.prepared.right) {
        return fail('invalid-input', 'The present password is not right.', {
          fields: [{ path: 'current', message: 'This is not your present password.' }],
        });
      }
      const person = await tx
        .selectFrom('persons')
        .select(['first_name', 'last_name', 'email'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const refused = newPasswordFailure(input, [person.first_name, person.last_name, person.email]);
      if (refused !== null) return refused;
      await tx
        .updateTable('persons')
        .set({ password_hash: context.prepared.hash, updated_at: context.now })
        .where('id', '=', id)
        .execute();
      context.endSessions(id);
      return ok({});
    },
  }),
};

import { type Kysely, sql } from 'kysely';
import { emailKey } from '#shared/email.ts';
import { userOperations } from '#shared/operations/users.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { assignmentsOf, type StoredAssignment } from '../../db/assignments.ts';
import type { Tables } from '../../db/tables/index.ts';
import { rolesAt } from '../giving.ts';
import type { BulkAct, Context } from '../handler.ts';
import type { PersonLine } from './lines.ts';
import type { Scopes } from './scopes.ts';

/** What a row comes to before it is decided: a single command, or nothing that is not so already. */
export interface Planned {
  readonly outcome: 'add' | 'give' | 'nothing';
  readonly act: BulkAct | { readonly nothing: string };
  /** Of the role, if the row has one. */
  readonly gift: Gift | null;
  /** Who is here already. */
  readonly person: string | null;
}

interface Gift {
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  readonly from: number | null;
  readonly until: number | null;
}

export interface Planning {
  readonly db: Kysely<Tables>;
  readonly context: Context;
  readonly scopes: Scopes;
  /** Where new people are added. */
  readonly home: string;
  readonly timed: boolean;
}

const DAY = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const BAD_TIME = 'Write times as 2026-05-03, or with the hour as 2026-05-03T18:00:00Z.';

/** A cell's time in Unix ms, null for an empty one. A day alone is all of that day, in UTC. */
function timeOf(cell: string, end: 'from' | 'until'): Reply<number | null> {
  if (cell === '') return ok(null);
  const at = DATE.test(cell) || TIME.test(cell) ? Date.parse(cell) : Number.NaN;
  if (Number.isNaN(at)) return fail('invalid-input', BAD_TIME);
  return ok(DATE.test(cell) && end === 'until' ? at + DAY : at);
}

async function giftOf(planning: Planning, line: PersonLine): Promise<Reply<Gift | null>> {
  if (line.role === '') return ok(null);
  const { scopes, context, home } = planning;
  const scope = line.scope === '' && line.scopeId === '' ? ok(home) : scopes.find(line);
  if (!scope.ok) return scope;
  const roles = (await rolesAt(planning.db, context, scope.value)).filter(
    ({ pack, role }) => role.id === line.role && (line.pack === '' || pack.id === line.pack),
  );
  const [only] = roles;
  if (only === undefined) return fail('denied', `There is no role "${line.role}" to be given here.`);
  if (roles.length > 1) return fail('invalid-input', 'Two packs have this role here; name the pack.');
  const from = timeOf(line.from, 'from');
  const until = timeOf(line.until, 'until');
  if (!from.ok) return from;
  if (!until.ok) return until;
  const times = { from: from.value, until: until.value };
  return ok({ pack: only.pack.id, role: only.role.id, node: scope.value, ...times });
}

const TAKEN = fail('invalid-input', 'Another user has this e-mail address.');
const NOBODY = fail('not-found', 'There is no such user, or it is not yours to see.');

/** The person of a row, by id or else by address; null: nobody yet. One who is not the actor's to see is refused. */
async function personOf({ db, context }: Planning, line: PersonLine): Promise<Reply<string | null>> {
  const [column, value] =
    line.id === '' ? ['email_key', emailKey(line.email)] : ['id', line.id.toLowerCase()];
  const row = await db
    .selectFrom('persons')
    .select('id')
    .where('deleted_at', 'is', null)
    .where(sql.ref(column), '=', value)
    .executeTakeFirst();
  if (row === undefined) return line.id === '' ? ok(null) : NOBODY;
  const hidden = await context.check('users.get', { kind: 'person', id: row.id });
  if (hidden === null) return ok(row.id);
  return line.id === '' ? TAKEN : NOBODY;
}

function planNew({ home }: Planning, line: PersonLine, gift: Gift | null): Reply<Planned> {
  const { firstName, lastName, email } = line;
  const input = { node: home, firstName, lastName, email, ...(gift === null ? {} : { role: gift }) };
  const parsed = userOperations['users.invite'].input.safeParse(input);
  if (!parsed.success)
    return fail('invalid-input', parsed.error.issues[0]?.message ?? 'The row is not right.');
  const done = gift === null ? 'Invited.' : `Invited, and given ${gift.role}.`;
  const act: BulkAct = { operation: 'users.invite', input, done };
  return ok({ outcome: 'add', act, gift, person: null });
}

function changeOf(held: StoredAssignment, gift: Gift, timed: boolean): BulkAct | null {
  const { from, until } = gift;
  if (!timed || (held.from === from && held.until === until)) return null;
  const input = { id: held.id, version: held.version, from, until };
  return { operation: 'assignments.edit', input, done: `The time of ${gift.role} was changed.` };
}

async function planKnown(planning: Planning, person: string, gift: Gift | null): Promise<Reply<Planned>> {
  const here = { outcome: 'nothing', gift, person } as const;
  if (gift === null) return ok({ ...here, act: { nothing: 'Is here already.' } });
  const { db, context, timed } = planning;
  const held = (await assignmentsOf(db, person)).find(
    ({ pack, role, node, until }) =>
      pack === gift.pack &&
      role === gift.role &&
      node === gift.node &&
      (until === null || until > context.now),
  );
  if (held === undefined) {
    const act: BulkAct = {
      operation: 'assignments.grant',
      input: { person, ...gift },
      done: `Given ${gift.role}.`,
    };
    return ok({ outcome: 'give', act, gift, person });
  }
  const change = changeOf(held, gift, timed);
  if (change !== null) return ok({ outcome: 'give', act: change, gift, person });
  return ok({ ...here, act: { nothing: `Has ${gift.role} already.` } });
}

/** What a row of the file means today. Nothing is decided yet: the command that it comes to decides. */
export async function planRow(planning: Planning, line: PersonLine): Promise<Reply<Planned>> {
  const person = await personOf(planning, line);
  if (!person.ok) return person;
  const gift = await giftOf(planning, line);
  if (!gift.ok) return gift;
  return person.value === null
    ? planNew(planning, line, gift.value)
    : planKnown(planning, person.value, gift.value);
}

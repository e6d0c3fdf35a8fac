import { roleKey } from '#shared/authz/compile.ts';
import type { Denial } from '#shared/authz/decision.ts';
import { conditionInWords, denialMessage, type Whom } from '#shared/authz/words.ts';
import type { AccessDenial, Explanation, WhoCan } from '#shared/operations/access-answers.ts';
import { findOperation, type ParsedInputOf } from '#shared/operations/index.ts';
import { cellOf } from '#shared/policy/pack.ts';
import { PERMISSIONS, type PermissionId } from '#shared/policy/permissions.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { Act, Context, Explained, Tx } from '../handler.ts';
import { Asker, type Known } from './asker.ts';
import { pathInWords, whom } from './words.ts';

export const NO_SUCH_PERSON = fail('not-found', 'There is no such user, or it is not yours to see.');

type Asked = Pick<ParsedInputOf<'access.explain'>, 'operation' | 'permission' | 'target'>;

/** The act that an input names: exactly one of an operation and a permission. */
function actOf({ operation: name, permission, target }: Asked): Reply<Act> {
  if (permission !== undefined && name === undefined) return ok({ act: { permission }, target });
  if (permission !== undefined || name === undefined) {
    return fail('invalid-input', 'Name either an operation or a permission.', {
      fields: [{ path: 'operation', message: 'Name either an operation or a permission.' }],
    });
  }
  const operation = findOperation(name);
  return operation === undefined
    ? fail('unknown-operation', `There is no operation called "${name}".`)
    : ok({ act: { operation }, target });
}

const titleOf = ({ act }: Act): string =>
  'operation' in act ? act.operation.title : PERMISSIONS[act.permission];

const NO_SUCH_RECORD = 'There is no such record, or it is not yours to see.';

const BARE: Omit<AccessDenial, 'reason' | 'sentence'> = {
  roles: [],
  nodes: [],
  condition: null,
  state: null,
  needed: [],
  from: null,
  until: null,
  row: null,
};

/** The parts of a denial that its kind has, without what needs the database. */
function partsOf(denial: Denial, about: Whom): Partial<AccessDenial> {
  switch (denial.reason) {
    case 'not-in-force':
      return { from: denial.from, until: denial.until };
    case 'condition-not-met':
      return { condition: conditionInWords(denial.condition, about) };
    case 'wrong-state':
      return { state: denial.state, needed: [...denial.needed] };
    default:
      return {};
  }
}

/** The cell of a held role's document that says no. */
function rowOf(context: Context, person: string, denial: Denial): AccessDenial['row'] {
  if (!('row' in denial)) return null;
  for (const { compiled } of context.rights.assignmentsOf(person)) {
    const row = compiled?.pack.rows.find((one) => one.id === denial.row);
    if (row === undefined) continue;
    const { section, words } = row;
    return { role: denial.role, row: row.id, section, words, token: cellOf(row, denial.role).token };
  }
  return null;
}

async function denialInWords(
  context: Context,
  { asker, person }: { readonly asker: Asker; readonly person: Known },
  { permission, denial, node }: Extract<Explained, { kind: 'denied' }>,
): Promise<AccessDenial> {
  const about = whom(asker, person);
  const names = await asker.names('nodes' in denial ? denial.nodes : []);
  const helped = denial.reason !== 'inactive' && denial.reason !== 'wrong-state' && permission !== null;
  const roles = helped
    ? context.rights
        .rolesGranting(person.id, permission, node)
        .map(({ pack, role }) => ({ pack: pack.id, role: role.id }))
    : [];
  const unique = new Map(roles.map((one) => [roleKey(one.pack, one.role), one]));
  const nodes = [...names].map(([id, name]) => ({ id, name }));
  const at = nodes.length === 0 ? '' : ` Held at: ${nodes.map((one) => `"${one.name}"`).join(', ')}.`;
  const row = rowOf(context, person.id, denial);
  // A cell that says no leaves open who has it; the other reasons name them, or the person's own role has it.
  const others =
    row === null || unique.size === 0
      ? ''
      : ` Roles that have it: ${[...unique.keys()].map((key) => key.slice(key.indexOf(':') + 1)).join(', ')}.`;
  return {
    ...BARE,
    ...partsOf(denial, about),
    reason: denial.reason,
    sentence: `${denialMessage(permission, denial, about)}${others}${at}`,
    roles: [...unique.values()],
    nodes,
    row,
  };
}

/** Whether a person may do something to a record, and every reason why or why not. */
export async function explain(
  tx: Tx,
  input: ParsedInputOf<'access.explain'>,
  context: Context,
): Promise<Reply<Explanation>> {
  const asker = new Asker(tx, context);
  const act = actOf(input);
  if (!act.ok) return act;
  const person = await asker.person(input.person ?? asker.id);
  if (person === undefined) return NO_SUCH_PERSON;
  const judged = await context.explain(person.id, act.value);
  const { name } = whom(asker, person);
  if (judged.kind === 'open') {
    const sentence = `${name} may: "${titleOf(act.value)}" needs no right but to be signed in.`;
    return ok({ allowed: true, permissions: [], sentence, paths: [], denial: null });
  }
  if (judged.kind === 'not-found') {
    const denial = { ...BARE, reason: 'not-found', sentence: NO_SUCH_RECORD };
    return ok({ allowed: false, permissions: [], sentence: NO_SUCH_RECORD, paths: [], denial });
  }
  const permissions = [...judged.permissions];
  if (judged.kind === 'denied') {
    const denial = await denialInWords(context, { asker, person }, judged);
    const sentence = `${name} may not: ${denial.sentence}`;
    return ok({ allowed: false, permissions, sentence, paths: [], denial });
  }
  const names = await asker.names(judged.paths.map((path) => path.node));
  const paths = judged.paths.map((path) => pathInWords(path, names));
  const partly = judged.minimal ? ' Of the record no more is shown than its name and state.' : '';
  const [first] = paths;
  const sentence = `${name} may "${titleOf(act.value)}". ${first?.sentence ?? ''}${more(paths.length)}${partly}`;
  return ok({ allowed: true, permissions, sentence, paths, denial: null });
}

const more = (paths: number): string => (paths > 1 ? ` And by ${paths - 1} more.` : '');

const needed = (permissions: readonly PermissionId[]): string =>
  permissions.map((permission) => `"${PERMISSIONS[permission]}"`).join(' or ');

/** Who may do something to a record, of the people whom the asker may see. */
export async function whoCan(
  tx: Tx,
  input: ParsedInputOf<'access.whoCan'>,
  context: Context,
): Promise<Reply<WhoCan>> {
  const asker = new Asker(tx, context);
  const act = actOf(input);
  if (!act.ok) return act;
  if ('operation' in act.value.act) {
    const { permission } = act.value.act.operation;
    if (permission === 'anyone' || permission === 'signed-in') {
      const sentence = `"${titleOf(act.value)}" needs no right: whoever is signed in may.`;
      return ok({ permissions: [], sentence, total: 0, people: [] });
    }
  }
  const who = await context.whoMay(act.value);
  if (who === undefined) return fail('not-found', NO_SUCH_RECORD);
  const permissions = [...who.permissions];
  if (who.denial !== null) {
    const sentence = `Nobody at present. ${denialMessage(permissions[0] as PermissionId, who.denial)}`;
    return ok({ permissions, sentence, total: 0, people: [] });
  }
  const known = await asker.people(who.people.map((one) => one.person));
  const found = new Map(who.people.map((one) => [one.person, one]));
  const shown = [...known.values()].slice(0, input.limit);
  const names = await asker.names(
    shown.flatMap(({ id }) => found.get(id)?.paths.map((path) => path.node) ?? []),
  );
  const people = shown.map(({ id, name, email }) => ({
    person: id,
    name,
    email,
    minimal: found.get(id)?.minimal ?? false,
    paths: (found.get(id)?.paths ?? []).map((path) => pathInWords(path, names)),
  }));
  const count = known.size === 1 ? '1 person' : `${known.size} people`;
  const sentence = `${count} of those whom you may see can do this; it takes ${needed(permissions)}.`;
  return ok({ permissions, sentence, total: known.size, people });
}

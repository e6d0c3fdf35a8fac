import { type Draft, whatIf } from '#shared/authz/what-if.ts';
import type { AccessDraft } from '#shared/operations/access.ts';
import type { WhatIf } from '#shared/operations/access-answers.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { validatePack } from '#shared/policy/validate.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { Context, Tx } from '../handler.ts';
import { Asker } from './asker.ts';
import { NO_SUCH_PERSON } from './explain.ts';
import { inWords, linesOf } from './words.ts';

/** Stands for a person who is not there yet. */
const NOBODY_YET = 'new';
const NO_SUCH_SCOPE = fail('not-found', 'There is no such scope, or it is not yours to see.');
const NO_SUCH_ASSIGNMENT = fail('not-found', 'There is no such assignment, or it is not yours to see.');

/** Refuses a draft that names what the asker may not see. */
async function refusal(draft: AccessDraft, context: Context, asker: Asker): Promise<Reply<never> | null> {
  const persons = [...new Set(draft.add.flatMap((one) => one.person ?? []))];
  if ((await asker.people(persons)).size < persons.length) return NO_SUCH_PERSON;
  const nodes = [
    ...draft.add.map((one) => one.node),
    ...draft.packs.map((one) => one.realm),
    ...draft.cells.map((one) => one.realm),
    ...draft.move.flatMap((one) => [one.node, one.parent]),
    ...draft.archive,
  ];
  for (const id of new Set(nodes)) {
    if ((await context.sees({ kind: 'node', id })) === undefined) return NO_SUCH_SCOPE;
  }
  for (const id of new Set(draft.remove)) {
    if ((await context.sees({ kind: 'assignment', id })) === undefined) return NO_SUCH_ASSIGNMENT;
  }
  const { tree } = context.rights;
  if (draft.move.some((one) => tree.covers(one.node, one.parent))) {
    return fail('invalid-input', 'A scope cannot be moved into itself.');
  }
  return null;
}

/** A version of a pack that a realm could run under. */
async function packOf(tx: Tx, { pack, version, body }: AccessDraft['packs'][number]): Promise<Reply<Pack>> {
  if (body !== undefined) {
    const read = validatePack(body);
    if (read.ok) return ok(read.pack);
    const fields = read.faults.map(({ where, message }) => ({ path: where, message }));
    return fail('invalid-input', 'The pack has faults.', { fields });
  }
  const builtIn = BUILT_IN_PACKS.find((one) => one.id === pack);
  if (builtIn !== undefined && (version === undefined || builtIn.version === version)) return ok(builtIn);
  const stored = await tx
    .selectFrom('pack_versions')
    .select('body')
    .where('pack_id', '=', pack)
    .where('version', '=', version ?? 0)
    .executeTakeFirst();
  // What is stored was validated when it was imported.
  return stored === undefined
    ? fail('not-found', 'There is no such version of the role pack.')
    : ok(JSON.parse(stored.body) as Pack);
}

/** The packs in force in a realm. */
function inForce(context: Context, realm: string): readonly Pack[] {
  return [...new Set(context.rights.policy.values(realm).map((role) => role.pack))];
}

async function packsOf(
  tx: Tx,
  draft: AccessDraft,
  context: Context,
): Promise<Reply<NonNullable<Draft['packs']>>> {
  const realms = new Map<string, readonly Pack[]>();
  for (const one of draft.packs) {
    const pack = await packOf(tx, one);
    if (!pack.ok) return pack;
    const others = (realms.get(one.realm) ?? inForce(context, one.realm)).filter(
      ({ id }) => id !== pack.value.id,
    );
    realms.set(one.realm, [...others, pack.value]);
  }
  for (const { realm, role, cells } of draft.cells) {
    const packs = realms.get(realm) ?? inForce(context, realm);
    const pack = packs.find((one) => one.roles.some(({ id }) => id === role));
    if (pack === undefined) return fail('not-found', `There is no role "${role}" in this realm.`);
    const rows = pack.rows.map((row) => {
      const cell = cells[row.id];
      return cell === undefined ? row : { ...row, cells: { ...row.cells, [role]: cell } };
    });
    const read = validatePack({ ...pack, rows });
    if (!read.ok) {
      const fields = read.faults.map(({ where, message }) => ({ path: where, message }));
      return fail('invalid-input', 'The role has faults.', { fields });
    }
    realms.set(
      realm,
      packs.map((one) => (one === pack ? read.pack : one)),
    );
  }
  return ok([...realms].map(([realm, packs]) => ({ realm, packs })));
}

async function draftOf(tx: Tx, draft: AccessDraft, context: Context): Promise<Reply<Draft>> {
  const packs = await packsOf(tx, draft, context);
  if (!packs.ok) return packs;
  const add = draft.add.map(({ person, lines, products, queues, ...one }, index) => ({
    ...one,
    id: `draft:${index}`,
    person: person ?? NOBODY_YET,
    realm: context.rights.realmOf(one.node),
    lines: lines ?? [],
    products: products ?? [],
    queues: queues ?? [],
  }));
  return ok({ add, remove: draft.remove, packs: packs.value, move: draft.move, archive: draft.archive });
}

/** Who gains and who loses what if a draft were made: people and scopes that the asker may see. */
export async function whatWouldChange(
  tx: Tx,
  input: ParsedInputOf<'access.whatIf'>,
  context: Context,
): Promise<Reply<WhatIf>> {
  const asker = new Asker(tx, context);
  const refused = await refusal(input.draft, context, asker);
  if (refused !== null) return refused;
  const draft = await draftOf(tx, input.draft, context);
  if (!draft.ok) return draft;
  const { rights, now } = context;
  const persons = [...rights.people, NOBODY_YET];
  const changed = new Map(whatIf(rights, draft.value, { persons, now }).map((one) => [one.person, one]));
  const known = await asker.people([...changed.keys()]);
  // In the order of their names.
  const effects = [NOBODY_YET, ...known.keys()]
    .flatMap((person) => changed.get(person) ?? [])
    .map(({ person, gained, lost }) => ({
      person,
      gained: gained.filter((one) => asker.knows(one.node)),
      lost: lost.filter((one) => asker.knows(one.node)),
    }))
    .filter(({ gained, lost }) => gained.length > 0 || lost.length > 0);
  const shown = effects.slice(0, input.limit);
  const changes = shown.flatMap(({ gained, lost }) => [...gained, ...lost]);
  const names = await asker.names(changes.flatMap((one) => [one.node, ...linesOf(one)]));
  const gained = effects.filter((one) => one.gained.length > 0).length;
  const lost = effects.filter((one) => one.lost.length > 0).length;
  return ok({
    total: effects.length,
    gained,
    lost,
    sentence:
      effects.length === 0
        ? 'Nobody whom you may see gains or loses anything.'
        : `Of the people whom you may see ${gained} would gain rights and ${lost} would lose some.`,
    people: shown.map((one) => ({
      person: one.person,
      name: known.get(one.person)?.name ?? '',
      gained: one.gained.map((change) => inWords(change, names)),
      lost: one.lost.map((change) => inWords(change, names)),
    })),
  });
}

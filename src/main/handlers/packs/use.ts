import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { PackImpact } from '#shared/operations/pack-answers.ts';
import { withCustomRoles } from '#shared/policy/custom-roles.ts';
import { type Holding, holdingsOf } from '#shared/policy/holdings.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import {
  type CustomRoleRow,
  customRolesOf,
  findPack,
  realmPack,
  versionsUsed,
} from '../../db/pack-versions.ts';
import { Asker } from '../access/asker.ts';
import { whatWouldChange } from '../access/what-if.ts';
import type { Context, Tx } from '../handler.ts';
import { type Asked, type Assessment, assess, isTaken, type Vanished } from './assess.ts';
import { NO_SUCH_REALM, NO_SUCH_VERSION } from './find.ts';

/** People whom a refusal or an impact names for a role that is gone. */
const NAMED = 20;

async function changeOf(tx: Tx, ask: { realm: string; version: number }): Promise<Reply<Asked>> {
  const realm = await realmPack(tx, ask.realm);
  if (realm === undefined) return NO_SUCH_REALM;
  const base = await findPack(tx, realm.pack, ask.version);
  if (base === undefined) return NO_SUCH_VERSION;
  const customs = (await customRolesOf(tx, realm.id)).filter(({ pack }) => pack === realm.pack);
  const now = await findPack(tx, realm.pack, realm.packVersion);
  return ok({
    realm,
    customs,
    before: now === undefined ? undefined : withCustomRoles(now, customs),
    base,
    after: withCustomRoles(base, customs),
  });
}

function refusalOf({ beyond, lastManager }: Assessment): Reply<never> | null {
  const [first] = beyond;
  if (first !== undefined) {
    const more = beyond.length > 1 ? ` And ${beyond.length - 1} more roles likewise.` : '';
    return fail(
      'denied',
      `Nobody hands out by a role pack what they could not give. ${first.message}${more}`,
      {
        reason: 'exceeds-own',
        fields: beyond,
      },
    );
  }
  return lastManager;
}

async function vanishedInWords(asker: Asker, vanished: readonly Vanished[]): Promise<PackImpact['vanished']> {
  const lines = [];
  for (const { role, people } of vanished) {
    const known = [...(await asker.people(people)).values()];
    lines.push({
      role,
      count: known.length,
      people: known.slice(0, NAMED).map(({ id, name }) => ({ id, name })),
    });
  }
  return lines;
}

/** Puts a version into force in a realm. */
export async function useVersion(
  tx: Tx,
  input: ParsedInputOf<'packs.use'>,
  context: Context,
): Promise<Reply<{ version: number; from: number }>> {
  const change = await changeOf(tx, input);
  if (!change.ok) return change;
  const { realm } = change.value;
  if (input.from !== undefined && input.from !== realm.packVersion) {
    return fail(
      'conflict',
      `Version ${realm.packVersion} is in force by now, not ${input.from}. Nothing was changed; look again.`,
    );
  }
  if (realm.packVersion === input.version) {
    return fail('conflict', `Version ${input.version} is in force in this realm already.`);
  }
  const assessment = await assess(tx, context, change.value);
  const refused = refusalOf(assessment);
  if (refused !== null) return refused;
  if (assessment.vanished.length > 0 && !input.accept) {
    const lines = await vanishedInWords(new Asker(tx, context), assessment.vanished);
    const words = lines.map(({ role, people }) => `${role} (${people.map(({ name }) => name).join(', ')})`);
    const message = `People hold roles that this version does not have: ${words.join('; ')}. Say that these may cease, or give those people other roles first.`;
    return fail('conflict', message, { reason: 'roles-vanish', fields: [{ path: 'accept', message }] });
  }
  await tx
    .updateTable('nodes')
    .set((eb) => ({ pack_version: input.version, version: eb('version', '+', 1) }))
    .where('id', '=', realm.id)
    .execute();
  context.touch('roles', 'users', 'nodes', 'session');
  return ok({ version: input.version, from: realm.packVersion });
}

const keyOf = ({ permission, condition, kinds }: Holding): string =>
  JSON.stringify([permission, condition, kinds]);

/** What becomes of a custom role under another version. */
function customInWords(custom: CustomRoleRow, asked: Asked): PackImpact['customs'][number] {
  const { id, name } = custom;
  const { before, after } = asked;
  if (isTaken(asked, name)) {
    return {
      id,
      name,
      state: 'gone',
      text: 'This version has a role of that name; its holders would have that one.',
    };
  }
  if (!after.roles.some((role) => role.id === custom.basedOn)) {
    return {
      id,
      name,
      state: 'gone',
      text: `It is based on ${custom.basedOn}, which this version does not have.`,
    };
  }
  const had = new Set((before === undefined ? [] : holdingsOf(before, name)).map(keyOf));
  const has = new Set(holdingsOf(after, name).map(keyOf));
  const gained = [...has].filter((key) => !had.has(key)).length;
  const lost = [...had].filter((key) => !has.has(key)).length;
  const rows = Object.keys(custom.cells).filter((row) => !after.rows.some((one) => one.id === row));
  if (gained === 0 && lost === 0 && rows.length === 0) return { id, name, state: 'same', text: 'Unchanged.' };
  const without =
    rows.length === 0 ? '' : ` Its own cells of ${rows.length} rows that are gone count no more.`;
  return { id, name, state: 'changed', text: `It gains ${gained} rights and loses ${lost}.${without}` };
}

/** Who of today's people gains and loses what under a version, and what stands against it. */
export async function impactOf(
  tx: Tx,
  input: ParsedInputOf<'packs.impact'>,
  context: Context,
): Promise<Reply<PackImpact>> {
  const change = await changeOf(tx, input);
  if (!change.ok) return change;
  const { realm, after, customs } = change.value;
  const effects = await whatWouldChange(
    tx,
    {
      draft: {
        add: [],
        remove: [],
        packs: [{ realm: realm.id, pack: realm.pack, body: after }],
        cells: [],
        move: [],
        archive: [],
      },
      limit: input.limit,
    },
    context,
  );
  if (!effects.ok) return effects;
  const assessment = await assess(tx, context, change.value);
  const refusal = realm.packVersion === input.version ? null : refusalOf(assessment);
  return ok({
    from: realm.packVersion,
    to: input.version,
    ...effects.value,
    vanished: await vanishedInWords(new Asker(tx, context), assessment.vanished),
    customs: customs.map((custom) => customInWords(custom, change.value)),
    refusal: refusal === null || refusal.ok ? null : refusal.error.message,
    former: (await versionsUsed(tx, realm)).find((version) => version !== realm.packVersion) ?? null,
  });
}

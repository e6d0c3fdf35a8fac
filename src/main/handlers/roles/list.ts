import { sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { RoleRow } from '#shared/operations/roles.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { type CustomRoleRow, customRolesOf, findPack, realmPack } from '../../db/pack-versions.ts';
import { contains, readPage } from '../../db/page.ts';
import { visibleIn, within } from '../../db/visible.ts';
import type { Context, Tx } from '../handler.ts';

/** How many people hold each role of a pack in a realm (null: at the workspace), of those the actor may see there. */
async function countsOf(
  tx: Tx,
  context: Context,
  { pack, realm }: { readonly pack: string; readonly realm: string | null },
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .selectFrom('assignments')
    .innerJoin('persons', 'persons.id', 'assignments.person_id')
    .select([
      'assignments.role',
      (eb) => eb.fn.count<number>('assignments.person_id').distinct().as('people'),
    ])
    .where('assignments.pack_id', '=', pack)
    .where('assignments.realm_id', realm === null ? 'is' : '=', realm)
    .where('assignments.deleted_at', 'is', null)
    .where('persons.deleted_at', 'is', null)
    .where(visibleIn(context.visible('roles.view'), 'assignments.node_id'))
    .where(visibleIn(context.visible('users.view'), 'persons.node_id'))
    .groupBy('assignments.role')
    .execute();
  return new Map(rows.map(({ role, people }) => [role, people]));
}

function packRows(pack: Pack, counts: ReadonlyMap<string, number>): RoleRow[] {
  return pack.roles.map(({ id, words, signIn }) => ({
    pack: pack.id,
    role: id,
    words,
    signIn,
    people: counts.get(id) ?? 0,
    custom: null,
  }));
}

async function customRows(
  tx: Tx,
  context: Context,
  {
    pack,
    customs,
    counts,
  }: { pack: Pack; customs: readonly CustomRoleRow[]; counts: ReadonlyMap<string, number> },
): Promise<RoleRow[]> {
  const { rights, actor, now } = context;
  const person = actor?.id ?? '';
  const seen = customs.filter(({ node }) =>
    rights.allows({ person, permission: 'roles.view', place: { node }, now }),
  );
  const nodes = seen.map(({ node }) => node);
  const names = await tx
    .selectFrom('nodes')
    .select(['id', 'name'])
    .where('id', 'in', nodes.length === 0 ? [''] : nodes)
    .execute();
  return seen.map((custom) => ({
    pack: pack.id,
    role: custom.name,
    words: custom.words,
    signIn: pack.roles.find(({ id }) => id === custom.basedOn)?.signIn ?? false,
    people: counts.get(custom.name) ?? 0,
    custom: {
      id: custom.id,
      basedOn: custom.basedOn,
      node: custom.node,
      nodeName: names.find(({ id }) => id === custom.node)?.name ?? '',
      version: custom.version,
    },
  }));
}

/** The roles of a realm, the pack's own first; at the workspace, Rolecall's own two. */
export async function listRoles(tx: Tx, node: string, context: Context): Promise<RoleRow[]> {
  const own = BUILT_IN_PACKS.find((pack) => pack.id === 'console');
  if (node === PLATFORM_ID && own !== undefined) {
    return packRows(own, await countsOf(tx, context, { pack: own.id, realm: null }));
  }
  const realm = await realmPack(tx, context.rights.realmOf(node) ?? '');
  const pack = realm === undefined ? undefined : await findPack(tx, realm.pack, realm.packVersion);
  if (realm === undefined || pack === undefined) return [];
  const counts = await countsOf(tx, context, { pack: pack.id, realm: realm.id });
  const customs = (await customRolesOf(tx, realm.id)).filter((custom) => custom.pack === pack.id);
  return [...packRows(pack, counts), ...(await customRows(tx, context, { pack, customs, counts }))];
}

/** People who hold a role, where the actor may see them and their roles. */
export function listHolders(
  tx: Tx,
  input: ParsedInputOf<'roles.holders'>,
  context: Context,
): Promise<OutputOf<'roles.holders'>> {
  const name = sql<string>`persons.first_name || ' ' || persons.last_name`;
  let query = tx
    .selectFrom('assignments')
    .innerJoin('persons', 'persons.id', 'assignments.person_id')
    .innerJoin('nodes', 'nodes.id', 'assignments.node_id')
    .where('assignments.pack_id', '=', input.pack)
    .where('assignments.role', '=', input.role)
    .where('assignments.deleted_at', 'is', null)
    .where('persons.deleted_at', 'is', null)
    .where(visibleIn(context.visible('roles.view'), 'assignments.node_id'))
    .where(visibleIn(context.visible('users.view'), 'persons.node_id'))
    .where(within(input.node ?? PLATFORM_ID, 'assignments.node_id'));
  const { search } = input;
  if (search !== undefined && search !== '') {
    query = query.where((eb) => eb.or([contains(name, search), contains('persons.email', search)]));
  }
  return readPage(
    tx,
    {
      query: query.select([
        'assignments.id as assignment',
        'persons.id as person',
        name.as('name'),
        'persons.email',
        'persons.active',
        'assignments.node_id as node',
        'nodes.name as nodeName',
      ]),
      key: 'assignments.rowid',
      columns: {
        assignment: 'text',
        person: 'text',
        name: 'text',
        email: 'text',
        active: 'flag',
        node: 'text',
        nodeName: 'text',
      },
      sorts: { name: [sql`lower(persons.last_name)`, sql`lower(persons.first_name)`] },
      otherwise: { by: 'name', direction: 'asc' },
    },
    input,
  );
}

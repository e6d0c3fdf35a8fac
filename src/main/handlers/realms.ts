import { sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { realmOperations } from '#shared/operations/realms.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { ok } from '#shared/reply.ts';
import { addNode } from '../db/nodes.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';
import { lastManagerAfter } from './last-manager.ts';
import { change, done, fault, forChange, nameTaken, type Refused, workGoingOn } from './node-changes.ts';
import { bringsBackMore } from './node-restore.ts';

/** Of every pack that a realm can run under, the newest version: imported or built in. */
async function newestPacks(tx: Tx): Promise<Pack[]> {
  const imported = await tx.selectFrom('pack_versions').select('body').orderBy('version').execute();
  const newest = new Map<string, Pack>();
  for (const pack of [...BUILT_IN_PACKS, ...imported.map(({ body }) => JSON.parse(body) as Pack)]) {
    const known = newest.get(pack.id);
    // A pack without kinds of scope is no platform's: the workspace's own.
    if (pack.nodeKinds.length > 0 && (known === undefined || known.version < pack.version))
      newest.set(pack.id, pack);
  }
  return [...newest.values()];
}

const notARealm = (row: { readonly kind: string }): Refused | null =>
  row.kind === 'realm' ? null : fault('id', 'This is no realm.');

async function switchRealm(
  tx: Tx,
  context: Context,
  { input, archivedAt }: { input: { id: string; version: number }; archivedAt: number | null },
) {
  const row = await forChange(tx, input);
  if ('ok' in row) return row;
  const refused =
    notARealm(row) ??
    (archivedAt === null
      ? ((await nameTaken(tx, { parent: row.parent_id, name: row.name, except: row.id })) ??
        (await bringsBackMore(tx, context, row.id)))
      : ((await workGoingOn(tx, row.id)) ?? (await lastManagerAfter(tx, context, { archive: [row.id] }))));
  context.touch('nodes', 'users');
  return done(refused, () => change(tx, row, { archived_at: archivedAt }));
}

/** Realms: the platforms that are administered here. */
export const realmHandlers: HandlersOf<typeof realmOperations> = {
  'realms.list': async (tx, input, context) => {
    let query = tx
      .selectFrom('nodes')
      .where('nodes.kind', '=', 'realm')
      .where(visibleIn(context.visible('realms.view'), 'nodes.id'))
      .where(within(input.node ?? PLATFORM_ID, 'nodes.id'));
    if (!input.archived) query = query.where('nodes.archived_at', 'is', null);
    if (input.search) query = query.where(contains('nodes.name', input.search));
    const listing = {
      query: query.select([
        'nodes.id',
        'nodes.name',
        sql<string>`coalesce(nodes.pack_id, '')`.as('pack'),
        sql<number>`coalesce(nodes.pack_version, 1)`.as('packVersion'),
        sql<number>`nodes.archived_at is not null`.as('archived'),
        sql<number>`(select count(*) - 1 from node_ancestors where ancestor_id = nodes.id)`.as('scopes'),
        'nodes.created_at as createdAt',
        'nodes.version',
      ]),
      key: 'nodes.rowid',
      columns: {
        id: 'text',
        name: 'text',
        pack: 'text',
        packVersion: 'number',
        archived: 'flag',
        scopes: 'number',
        createdAt: 'number',
        version: 'number',
      },
      sorts: {
        name: [sql`lower(nodes.name)`],
        pack: ['nodes.pack_id', sql`lower(nodes.name)`],
        createdAt: ['nodes.created_at'],
      },
      otherwise: { by: 'name', direction: 'asc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },

  'realms.packs': async (tx) =>
    ok(
      (await newestPacks(tx)).map(({ id, version, title, roles, nodeKinds }) => ({
        id,
        version,
        title,
        roles: roles.length,
        kinds: nodeKinds.map((kind) => kind.title),
      })),
    ),

  'realms.create': async (tx, input, context) => {
    const pack = (await newestPacks(tx)).find((one) => one.id === input.pack);
    if (pack === undefined) return fault('pack', 'There is no such role pack.');
    const taken = await nameTaken(tx, { parent: PLATFORM_ID, name: input.name, except: null });
    if (taken !== null) return taken;
    const id = context.newId();
    const { now } = context;
    const realm = { id, parent: PLATFORM_ID, realm: id, kind: 'realm', name: input.name, now };
    await addNode(tx, { ...realm, pack: [pack.id, pack.version] });
    context.touch('nodes');
    return ok({ id, version: 1 });
  },

  'realms.rename': async (tx, input, context) => {
    const row = await forChange(tx, input);
    if ('ok' in row) return row;
    const refused =
      notARealm(row) ?? (await nameTaken(tx, { parent: row.parent_id, name: input.name, except: row.id }));
    context.touch('nodes');
    return done(refused, () => change(tx, row, { name: input.name }));
  },
  'realms.archive': (tx, input, context) => switchRealm(tx, context, { input, archivedAt: context.now }),
  'realms.restore': (tx, input, context) => switchRealm(tx, context, { input, archivedAt: null }),
};

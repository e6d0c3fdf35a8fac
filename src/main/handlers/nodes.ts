import { seesNode } from '#shared/authz/node-sight.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { nodeOperations } from '#shared/operations/nodes.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { type Counted, countsBelow } from '../db/node-counts.ts';
import { seenIn } from '../db/node-sight.ts';
import { addNode, moveNode } from '../db/nodes.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';
import { lastManagerAfter } from './last-manager.ts';
import { change, done, fault, forChange, nameTaken, type Refused, workGoingOn } from './node-changes.ts';
import { listChildren, listNodes, sightOf } from './node-lists.ts';
import { bringsBackMore } from './node-restore.ts';
import { kindTitle, knowsProducts, packAt } from './realm-pack.ts';

const NOT_FOUND = 'There is no such scope, or it is not yours to see.';
const REALM = 'This is a realm: use the operations on realms.';

type Permission = Parameters<Context['visible']>[0];

const COUNTED: readonly (readonly [
  what: 'people' | 'assignments' | 'lists' | 'broadcasts',
  Counted['table'],
  Permission,
])[] = [
  ['people', 'persons', 'users.view'],
  ['assignments', 'assignments', 'roles.view'],
  ['lists', 'number_lists', 'numberLists.view'],
  ['broadcasts', 'broadcasts', 'broadcasts.view'],
];

async function countsOf(tx: Tx, context: Context, node: string) {
  const { tree } = context.rights;
  const counts: Record<string, number | null> = {};
  for (const [what, table, permission] of COUNTED) {
    const counted = await countsBelow(tx, [node], { table, visible: context.visible(permission), tree });
    counts[what] = counted?.get(node) ?? null;
  }
  return counts as Record<(typeof COUNTED)[number][0], number | null>;
}

async function get(tx: Tx, id: string, context: Context): Promise<Reply<OutputOf<'nodes.get'>>> {
  const person = context.actor?.id ?? '';
  if (!seesNode(context.rights, { person, node: id, now: context.now })) return fail('not-found', NOT_FOUND);
  const row = await tx.selectFrom('nodes').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const path = await tx
    .selectFrom('node_ancestors')
    .innerJoin('nodes', 'nodes.id', 'node_ancestors.ancestor_id')
    .select(['nodes.id', 'nodes.kind', 'nodes.name'])
    .where('node_ancestors.node_id', '=', id)
    .where('node_ancestors.depth', '>', 0)
    .orderBy('node_ancestors.depth', 'desc')
    .execute();
  const { people, assignments } = await countsOf(tx, context, id);
  const pack = packAt(context, id);
  const kindsBelow = (pack?.nodeKinds ?? []).filter((kind) => kind.parent === row.kind);
  const products = row.kind === 'account' && knowsProducts(pack) ? listOf(row.products) : null;
  return ok({
    id,
    parent: row.parent_id,
    realm: row.realm_id,
    kind: row.kind,
    kindTitle: kindTitle(pack, row.kind),
    name: row.name,
    pack: row.pack_id,
    packTitle: row.pack_id === null ? null : (pack?.title ?? null),
    packVersion: row.pack_version,
    archived: context.rights.tree.isArchived(context.rights.tree.indexOf(id)),
    archivedHere: row.archived_at !== null,
    version: row.version,
    createdAt: row.created_at,
    path,
    people,
    assignments,
    mayHold: kindsBelow.length > 0,
    parentKind: pack?.nodeKinds.find((one) => one.kind === row.kind)?.parent ?? null,
    kindsBelow: kindsBelow.map(({ kind, title }) => ({ kind, title })),
    products,
  });
}

const listOf = (json: string | null): string[] => (json === null ? [] : (JSON.parse(json) as string[]));

async function fate(tx: Tx, id: string, context: Context): Promise<OutputOf<'nodes.fate'>> {
  const { count } = await tx
    .selectFrom('node_ancestors')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('ancestor_id', '=', id)
    .where('depth', '>', 0)
    .where(seenIn(sightOf(context), 'node_ancestors.node_id'))
    .executeTakeFirstOrThrow();
  const refused = (await workGoingOn(tx, id)) ?? (await lastManagerAfter(tx, context, { archive: [id] }));
  return { ...(await countsOf(tx, context, id)), scopes: count, refused: refused?.error.message ?? null };
}

async function create(
  tx: Tx,
  input: ParsedInputOf<'nodes.create'>,
  context: Context,
): Promise<Reply<OutputOf<'nodes.create'>>> {
  const parent = await tx
    .selectFrom('nodes')
    .select(['id', 'kind', 'realm_id'])
    .where('id', '=', input.parent)
    .executeTakeFirstOrThrow();
  if (parent.realm_id === null)
    return fault('parent', 'Only realms lie directly in the workspace: add a realm.');
  const kinds = packAt(context, parent.id)?.nodeKinds.filter((kind) => kind.parent === parent.kind) ?? [];
  if (!kinds.some((kind) => kind.kind === input.kind)) {
    const words = kinds.map((kind) => kind.title).join(', ');
    return fault('kind', words === '' ? 'Nothing lies below such a scope.' : `Here can only be: ${words}.`);
  }
  const taken = await nameTaken(tx, { parent: parent.id, name: input.name, except: null });
  if (taken !== null) return taken;
  const id = context.newId();
  await addNode(tx, {
    id,
    parent: parent.id,
    realm: parent.realm_id,
    kind: input.kind,
    name: input.name,
    now: context.now,
  });
  return ok({ id, version: 1 });
}

/** Why a scope can't be moved below this parent, or null. */
async function misplaced(
  tx: Tx,
  context: Context,
  {
    row,
    parent,
  }: {
    row: { id: string; kind: string; realm_id: string | null; parent_id: string | null; name: string };
    parent: string;
  },
): Promise<Refused | null> {
  const to = await tx
    .selectFrom('nodes')
    .select(['id', 'kind', 'realm_id'])
    .where('id', '=', parent)
    .executeTakeFirstOrThrow();
  if (row.realm_id === null || row.id === row.realm_id) return fault('id', 'A realm stays where it is.');
  if (to.realm_id !== row.realm_id) return fault('parent', 'A scope stays within its realm.');
  if (context.rights.tree.covers(row.id, to.id))
    return fault('parent', 'A scope can’t be moved into itself.');
  if (to.id === row.parent_id) return fault('parent', 'The scope is there already.');
  const kind = packAt(context, row.id)?.nodeKinds.find((one) => one.kind === row.kind);
  if (kind?.parent !== to.kind) return fault('parent', `A scope of this kind can’t lie there.`);
  return (
    (await nameTaken(tx, { parent: to.id, name: row.name, except: row.id })) ??
    lastManagerAfter(tx, context, { move: [{ node: row.id, parent: to.id }] })
  );
}

async function move(
  tx: Tx,
  input: ParsedInputOf<'nodes.move'>,
  context: Context,
): Promise<Reply<OutputOf<'nodes.move'>>> {
  const row = await forChange(tx, input);
  if ('ok' in row) return row;
  return done(await misplaced(tx, context, { row, parent: input.parent }), async () => {
    await moveNode(tx, input);
    context.touch('users', 'reviews');
    return change(tx, row, {});
  });
}

async function archive(
  tx: Tx,
  input: ParsedInputOf<'nodes.archive'>,
  context: Context,
): Promise<Reply<OutputOf<'nodes.archive'>>> {
  const row = await forChange(tx, input);
  if ('ok' in row) return row;
  if (row.parent_id === null || row.kind === 'realm') return fault('id', REALM);
  const refused =
    (await workGoingOn(tx, row.id)) ?? (await lastManagerAfter(tx, context, { archive: [row.id] }));
  context.touch('users');
  return done(refused, () => change(tx, row, { archived_at: context.now }));
}

async function restore(
  tx: Tx,
  input: ParsedInputOf<'nodes.restore'>,
  context: Context,
): Promise<Reply<OutputOf<'nodes.restore'>>> {
  const row = await forChange(tx, input);
  if ('ok' in row) return row;
  if (row.kind === 'realm') return fault('id', REALM);
  const { tree } = context.rights;
  if (row.parent_id !== null && tree.isArchived(tree.indexOf(row.parent_id))) {
    return fault('id', 'It lies in a scope that is archived too. Restore that one first.');
  }
  const refused =
    (await nameTaken(tx, { parent: row.parent_id, name: row.name, except: row.id })) ??
    (await bringsBackMore(tx, context, row.id));
  context.touch('users');
  return done(refused, () => change(tx, row, { archived_at: null }));
}

/** The scope tree: what the person may know of it, and its changes. */
export const nodeHandlers: HandlersOf<typeof nodeOperations> = {
  'nodes.tree': async (tx, input, context) => {
    const { tree } = context.rights;
    const rows = await tx
      .selectFrom('nodes')
      .select(['id', 'parent_id as parent', 'realm_id as realm', 'kind', 'name', 'pack_id as pack'])
      .where(seenIn(sightOf(context), 'nodes.id'))
      .execute();
    const placed = rows.map((row) => ({ row, at: tree.indexOf(row.id) }));
    // A walk of the tree numbers parents before what lies below them.
    const sorted = placed
      .filter(({ at }) => input.archived || !tree.isArchived(at))
      .toSorted((a, b) => a.at - b.at);
    return ok(sorted.map(({ row, at }) => ({ ...row, archived: tree.isArchived(at) })));
  },
  'nodes.children': async (tx, input, context) => ok(await listChildren(tx, input, context)),
  'nodes.list': async (tx, input, context) => ok(await listNodes(tx, input, context)),
  'nodes.get': (tx, input, context) => get(tx, input.id, context),
  'nodes.fate': async (tx, input, context) => ok(await fate(tx, input.id, context)),
  'nodes.create': create,
  'nodes.rename': async (tx, input) => {
    const row = await forChange(tx, input);
    if ('ok' in row) return row;
    if (row.id === PLATFORM_ID || row.kind === 'realm') return fault('id', REALM);
    const taken = await nameTaken(tx, { parent: row.parent_id, name: input.name, except: row.id });
    return done(taken, () => change(tx, row, { name: input.name }));
  },
  'nodes.move': move,
  'nodes.archive': archive,
  'nodes.restore': restore,
};

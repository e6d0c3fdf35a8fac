import type { assignmentOperations } from '#shared/operations/assignments.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { listAssignments } from '../db/assignment-rows.ts';
import { assignmentById, assignmentsOf, type StoredAssignment } from '../db/assignments.ts';
import { amend, give, revokeAssignment, stale } from './giving.ts';
import { type BulkItem, bulk, type Context, type HandlersOf, type Tx } from './handler.ts';
import { type Qualifiers, UNQUALIFIED } from './qualifiers.ts';

interface Asked {
  readonly lines?: readonly string[] | undefined;
  readonly products?: readonly string[] | undefined;
  readonly queues?: readonly string[] | undefined;
  readonly from?: number | null | undefined;
  readonly until?: number | null | undefined;
}

/** What was asked for over what stands; what was left out stays. */
function over(stands: Qualifiers, asked: Asked): Qualifiers {
  return {
    lines: asked.lines ?? stands.lines,
    products: asked.products ?? stands.products,
    queues: asked.queues ?? stands.queues,
    from: asked.from === undefined ? stands.from : asked.from,
    until: asked.until === undefined ? stands.until : asked.until,
  };
}

interface Change {
  readonly id: string;
  readonly version: number;
}

async function edit(
  tx: Tx,
  context: Context,
  { asked, ...input }: Change & { readonly asked: Asked },
): Promise<Reply<{ version: number }>> {
  const held = await assignmentById(tx, input.id);
  if (held === undefined || held.version !== input.version) return stale();
  const done = await amend(tx, context, { held, to: over(held, asked) });
  if (!done.ok) return done;
  context.touch('users');
  return ok({ version: done.value });
}

const SELF = fail('denied', 'Nobody widens their own access; ask another administrator.', {
  reason: 'own-assignments',
});

/** Products or lines are given and taken by whoever may use them there, as their own right and not as a role's. */
async function setAccess(
  tx: Tx,
  context: Context,
  input: Change & {
    readonly asked: Asked;
    readonly added: (held: StoredAssignment) => readonly string[];
    readonly mayUse: (held: StoredAssignment, one: string) => boolean;
  },
): Promise<Reply<{ version: number }>> {
  const held = await assignmentById(tx, input.id);
  if (held === undefined || held.version !== input.version) return stale();
  const added = input.added(held);
  if (held.person === context.actor?.id && added.length > 0) return SELF;
  const beyond = added.find((one) => !input.mayUse(held, one));
  if (beyond !== undefined) {
    return fail('denied', 'You can only give access to what you may use yourself.', {
      reason: 'exceeds-own',
    });
  }
  const done = await amend(tx, context, { held, to: over(held, input.asked), right: 'qualifiers' });
  if (!done.ok) return done;
  context.touch('assignments', 'users');
  return ok({ version: done.value });
}

const without = (all: readonly string[], known: readonly string[]) =>
  all.filter((one) => !known.includes(one));

function uses(
  context: Context,
  permission: PermissionId,
  place: { node: string; product?: string; line?: string },
) {
  const person = context.actor?.id ?? '';
  return context.rights.allows({ person, permission, place, now: context.now });
}

/** The giving to a person of what another has, as it stands now. */
function copyItem(to: string, held: StoredAssignment): BulkItem {
  const { pack, role, node, lines, products, queues, from, until } = held;
  const input = { person: to, pack, role, node, lines, products, queues, from, until };
  return { id: `${to}:${held.id}`, act: () => ok({ operation: 'assignments.grant', input }) };
}

export const assignmentHandlers: HandlersOf<typeof assignmentOperations> = {
  'assignments.list': async (tx, input, context) => {
    const visible = context.visible('roles.view');
    return ok(await listAssignments(tx, input, { visible, now: context.now }));
  },

  'assignments.qualifiers': async (tx, input, context) => {
    const { tree } = context.rights;
    const lines = await tx
      .selectFrom('nodes')
      .innerJoin('node_ancestors', 'node_ancestors.node_id', 'nodes.id')
      .select(['nodes.id', 'nodes.name'])
      .where('node_ancestors.ancestor_id', '=', input.node)
      .where('nodes.kind', '=', 'line')
      .where('nodes.archived_at', 'is', null)
      .orderBy('nodes.name')
      .execute();
    return ok({ lines, products: [...tree.productsAt(tree.indexOf(input.node))] });
  },

  'assignments.grant': async (tx, input, context) => {
    const hidden = await context.check('users.get', { kind: 'person', id: input.person });
    if (hidden !== null) return { ok: false, error: hidden };
    const { person, pack, role, node } = input;
    const given = await give(tx, context, { person, pack, role, node, ...over(UNQUALIFIED, input) });
    if (!given.ok) return given;
    context.touch('users');
    return ok({ id: given.value.id, version: 1 });
  },

  'assignments.edit': (tx, input, context) =>
    edit(tx, context, { id: input.id, version: input.version, asked: input }),

  'assignments.revoke': async (tx, input, context) => {
    const taken = await revokeAssignment(tx, context, input.id);
    if (!taken.ok) return taken;
    context.touch('users');
    return ok({});
  },

  'assignments.grantMany': bulk<'assignments.grantMany'>({
    items: (_reader, input) =>
      ok(
        input.items.map((item, index) => ({
          id: String(index),
          act: () => ok({ operation: 'assignments.grant', input: item }),
        })),
      ),
  }),

  'assignments.revokeMany': bulk<'assignments.revokeMany'>({
    items: (_reader, input) =>
      ok(input.ids.map((id) => ({ id, act: () => ok({ operation: 'assignments.revoke', input: { id } }) }))),
  }),

  'assignments.copy': bulk<'assignments.copy'>({
    async items(reader, input, context) {
      const seen = context.visible('roles.view').nodes;
      const { tree } = context.rights;
      const given = (await assignmentsOf(reader, input.from)).filter(
        ({ node, until }) =>
          (until === null || until > context.now) && seen.some((at) => tree.covers(at, node)),
      );
      return ok(input.to.flatMap((to) => given.map((one) => copyItem(to, one))));
    },
  }),

  'productAccess.set': (tx, input, context) =>
    setAccess(tx, context, {
      id: input.id,
      version: input.version,
      asked: { products: input.products },
      added: (held) => without(input.products, held.products),
      mayUse: ({ node }, product) => uses(context, 'products.use', { node, product }),
    }),

  'lineAccess.set': (tx, input, context) =>
    setAccess(tx, context, {
      id: input.id,
      version: input.version,
      asked: { lines: input.lines },
      added: (held) => without(input.lines, held.lines),
      mayUse: (_held, line) => uses(context, 'lines.use', { node: line, line }),
    }),
};

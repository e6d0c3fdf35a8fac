import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { roleKey } from '#shared/authz/compile.ts';
import type { OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { reviewOperations } from '#shared/operations/reviews.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import {
  allItems,
  assignmentsOfItems,
  getReview,
  keyOfRole,
  listItems,
  listReviews,
  rolesGivenBelow,
  takeSnapshot,
} from '../db/reviews.ts';
import { spreadsheetCell } from '../jobs/export/cells.ts';
import { revokeAssignment } from './giving.ts';
import { bulk, type Context, type HandlersOf, type Tx } from './handler.ts';

async function start(
  tx: Tx,
  input: ParsedInputOf<'reviews.start'>,
  context: Context,
): Promise<Reply<OutputOf<'reviews.start'>>> {
  const { now, rights } = context;
  const id = context.newId();
  const [at] = context.targets;
  await tx
    .insertInto('access_reviews')
    .values({
      id,
      realm_id: at?.realm ?? null,
      node_id: input.node,
      title: input.title,
      created_at: now,
      created_by: context.actor?.id ?? '',
      closed_at: null,
      version: 1,
    })
    .execute();
  const given = await rolesGivenBelow(tx, input.node);
  const roleOf = (role: (typeof given)[number]) =>
    rights.policy.get(roleKey(role.pack, role.role), role.realm);
  await takeSnapshot(tx, {
    review: id,
    node: input.node,
    now,
    unknown: given.filter((role) => roleOf(role) === undefined).map(keyOfRole),
    withoutPortal: given.filter((role) => roleOf(role)?.role.signIn === false).map(keyOfRole),
  });
  const { items, orphans } = await getReview(tx, id);
  return ok({ id, items, orphans });
}

async function decide(
  tx: Tx,
  context: Context,
  item: { readonly review: string; readonly seq: number; readonly verdict: 'confirmed' | 'revoked' },
): Promise<void> {
  await tx
    .updateTable('access_review_items')
    .set({ verdict: item.verdict, decided_at: context.now, decided_by: context.actor?.id ?? '' })
    .where('review_id', '=', item.review)
    .where('seq', '=', item.seq)
    .execute();
}

function itemOf(tx: Tx, review: string, seq: number) {
  return tx
    .selectFrom('access_review_items as item')
    .leftJoin('assignments as given', (join) =>
      join.onRef('given.id', '=', 'item.assignment_id').on('given.deleted_at', 'is', null),
    )
    .select(['item.verdict', 'item.assignment_id as assignment', 'given.id as living'])
    .where('item.review_id', '=', review)
    .where('item.seq', '=', seq)
    .executeTakeFirst();
}

/** Why an item can't be decided (again), or null. */
function settled(item: Awaited<ReturnType<typeof itemOf>>): string | null {
  if (item === undefined) return 'There is no such item in this review.';
  if (item.verdict === 'revoked') return 'This role was taken away in this review already.';
  return item.living === null ? 'This role has been taken away meanwhile; nothing is left to decide.' : null;
}

async function confirm(
  tx: Tx,
  input: ParsedInputOf<'reviews.confirm'>,
  context: Context,
): Promise<Reply<OutputOf<'reviews.confirm'>>> {
  const results: OutputOf<'reviews.confirm'>['results'] = [];
  for (const seq of input.items) {
    const message = settled(await itemOf(tx, input.id, seq));
    if (message === null) await decide(tx, context, { review: input.id, seq, verdict: 'confirmed' });
    results.push({ id: String(seq), ok: message === null, message });
  }
  return ok({ done: results.filter((result) => result.ok).length, results });
}

async function revoke(
  tx: Tx,
  input: ParsedInputOf<'reviews.revoke'>,
  context: Context,
): Promise<Reply<OutputOf<'reviews.revoke'>>> {
  const item = await itemOf(tx, input.id, input.item);
  const message = settled(item);
  if (message !== null || item === undefined) return fail('unavailable', message ?? '');
  // INVARIANT: the assignment that rights were asked for is the one that the item is about.
  if (item.assignment !== input.assignment)
    return fail('invalid-input', 'That is not what this item is about.');
  const taken = await revokeAssignment(tx, context, input.assignment);
  if (!taken.ok) return taken;
  await decide(tx, context, { review: input.id, seq: input.item, verdict: 'revoked' });
  context.touch('users', 'assignments');
  return ok({});
}

async function close(
  tx: Tx,
  input: ParsedInputOf<'reviews.close'>,
  context: Context,
): Promise<Reply<OutputOf<'reviews.close'>>> {
  const review = await getReview(tx, input.id);
  if (review.version !== input.version) {
    return fail('conflict', 'Somebody changed this review meanwhile. Look again and decide.', {
      theirs: { version: review.version, state: review.state },
      yours: { ...input },
    });
  }
  const version = review.version + 1;
  await tx
    .updateTable('access_reviews')
    .set({ closed_at: context.now, version })
    .where('id', '=', input.id)
    .execute();
  const { items, confirmed, revoked, gone } = review;
  return ok({ version, undecided: items - confirmed - revoked - gone });
}

const FILE_COLUMNS = [
  'item',
  'name',
  'email',
  'pack',
  'role',
  'scope',
  'given_at',
  'from',
  'until',
  'needs_a_look',
  'decision',
  'decided_at',
  'decided_by',
] as const;

const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

function fileFault(message: string): Reply<never> {
  return fail('invalid-input', message, { fields: [{ path: 'file', message }] });
}

async function exportItems(
  tx: Tx,
  input: ParsedInputOf<'reviews.export'>,
  context: Context,
): Promise<Reply<OutputOf<'reviews.export'>>> {
  const { file } = input;
  if (!isAbsolute(file)) return fileFault('Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(file, 'write')) {
    return fail('denied', 'Only a file that was chosen in the Save dialog can be written; choose it again.');
  }
  if (existsSync(file) && !input.overwrite) {
    return fileFault('There is a file of this name; choose another name, or ask for it to be replaced.');
  }
  const rows = (await allItems(tx, input.id)).map((item) => [
    String(item.seq),
    item.personName,
    item.email,
    item.pack,
    item.role,
    item.nodeName,
    time(item.givenAt),
    time(item.from),
    time(item.until),
    item.orphan,
    item.verdict,
    time(item.decidedAt),
    item.decidedBy,
  ]);
  const text = [FILE_COLUMNS, ...rows].map((cells) => `${cells.map(spreadsheetCell).join(',')}\r\n`).join('');
  const part = `${file}.part`;
  try {
    // Beside the file first: whoever opens the file finds all of it or nothing new.
    writeFileSync(part, text, { flush: true });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    return fileFault(
      `The file can’t be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}); choose another place.`,
    );
  }
  return ok({ file, rows: rows.length });
}

/** Access reviews: who holds what, to confirm or revoke one by one. */
export const reviewHandlers: HandlersOf<typeof reviewOperations> = {
  'reviews.list': async (tx, input, context) =>
    ok(await listReviews(tx, input, context.visible('assignments.grant'))),
  'reviews.get': async (tx, input) => ok(await getReview(tx, input.id)),
  'reviews.items': async (tx, input) => ok(await listItems(tx, input)),
  'reviews.start': start,
  'reviews.confirm': confirm,
  'reviews.revoke': revoke,
  'reviews.revokeMany': bulk<'reviews.revokeMany'>({
    items: async (reader, { id, items }) => {
      const assignments = await assignmentsOfItems(reader, id, items);
      return ok(
        items.map((item) => {
          // Of an item that is not there the door says what it says of a review that is not there or not theirs.
          const input = { id, item, assignment: assignments.get(item) ?? id };
          return { id: String(item), act: () => ok({ operation: 'reviews.revoke' as const, input }) };
        }),
      );
    },
  }),
  'reviews.close': close,
  'reviews.export': exportItems,
};

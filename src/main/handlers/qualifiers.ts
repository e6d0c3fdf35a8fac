import type { CompiledRole } from '#shared/authz/compile.ts';
import { setsAt } from '#shared/authz/compile.ts';
import type { Rights } from '#shared/authz/rights.ts';
import type { Condition } from '#shared/policy/pack.ts';
import { fail, type Reply } from '#shared/reply.ts';
import type { Context, Tx } from './handler.ts';

/** What narrows an assignment: granted lines (node ids), products and queues, and its time (Unix ms). */
export interface Qualifiers {
  readonly lines: readonly string[];
  readonly products: readonly string[];
  readonly queues: readonly string[];
  readonly from: number | null;
  readonly until: number | null;
}

export const UNQUALIFIED: Qualifiers = { lines: [], products: [], queues: [], from: null, until: null };

type Kind = 'lines' | 'products' | 'queues';

const ASKED_BY: Readonly<Record<Kind, readonly Condition[]>> = {
  lines: ['granted-line', 'granted-product-and-line'],
  products: ['granted-product', 'granted-product-and-line'],
  queues: ['granted-queue'],
};
const KINDS: readonly Kind[] = ['lines', 'products', 'queues'];

/** Which qualifiers mean something for a role at a node: those that a condition of its rows asks for. */
export function qualifiersOf(rights: Rights, compiled: CompiledRole, node: string): readonly Kind[] {
  const { conditional } = setsAt(compiled, rights.tree.kindOf(rights.tree.indexOf(node)));
  return KINDS.filter((kind) => conditional.some(({ condition }) => ASKED_BY[kind].includes(condition)));
}

function wrong(path: string, message: string): Reply<never> {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

/** Lines are scopes of that kind at or below the node; the name is told only of what the tree has there. */
async function wrongLine(tx: Tx, rights: Rights, at: { lines: readonly string[]; node: string }) {
  if (at.lines.length === 0) return null;
  const rows = await tx.selectFrom('nodes').select(['id', 'kind']).where('id', 'in', at.lines).execute();
  const lines = new Set(rows.filter(({ kind }) => kind === 'line').map(({ id }) => id));
  const { tree } = rights;
  const bad = at.lines.find(
    (line) => !lines.has(line) || !tree.covers(at.node, line) || tree.isArchived(tree.indexOf(line)),
  );
  return bad === undefined ? null : wrong('lines', 'There is no such line at this scope.');
}

/** Refuses qualifiers that the role does not ask for, that do not exist at the node, or whose time makes no sense. */
export async function wrongQualifiers(
  tx: Tx,
  context: Context,
  gift: Qualifiers & { readonly compiled: CompiledRole; readonly node: string },
): Promise<Reply<never> | null> {
  const { rights, now } = context;
  const asked = qualifiersOf(rights, gift.compiled, gift.node);
  const useless = KINDS.find((kind) => gift[kind].length > 0 && !asked.includes(kind));
  if (useless !== undefined) {
    return wrong(useless, `${gift.compiled.role.id} is not granted by ${useless}; leave them out.`);
  }
  const at = rights.tree.indexOf(gift.node);
  const product = gift.products.find((one) => !rights.tree.hasProduct(at, one));
  if (product !== undefined) return wrong('products', `"${product}" is not activated on the account.`);
  if (gift.until !== null && gift.until <= now) return wrong('until', 'Choose a time in the future.');
  if (gift.until !== null && gift.from !== null && gift.until <= gift.from) {
    return wrong('until', 'The end must come after the beginning.');
  }
  return wrongLine(tx, rights, gift);
}

/** When it ends, Unix ms; Infinity: never. */
export function endOf({ until }: Pick<Qualifiers, 'until'>): number {
  return until ?? Number.POSITIVE_INFINITY;
}

/** Whether `then` grants, by its qualifiers, nothing that `now` does not: never longer, and nothing more. */
export function isWithin(then: Qualifiers, now: Qualifiers): boolean {
  return (
    KINDS.every((kind) => then[kind].every((one) => now[kind].includes(one))) &&
    (then.from ?? 0) >= (now.from ?? 0) &&
    endOf(then) <= endOf(now)
  );
}

import { sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import type { productOperations } from '#shared/operations/products.ts';
import { ok } from '#shared/reply.ts';
import { contains, readPage } from '../db/page.ts';
import { visibleIn, within } from '../db/visible.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';
import { change, fault, forChange } from './node-changes.ts';
import { notArchived } from './node-lists.ts';
import { knowsProducts, packAt } from './realm-pack.ts';

/** Makes the products of an account what `next` says of those that it has. */
async function setProducts(
  tx: Tx,
  input: ParsedInputOf<'products.activate'>,
  { context, next }: { context: Context; next: (now: readonly string[]) => readonly string[] | string },
) {
  const row = await forChange(tx, { id: input.account, version: input.version });
  if ('ok' in row) return row;
  if (row.kind !== 'account' || !knowsProducts(packAt(context, row.id))) {
    return fault('account', 'Products belong to an account of a realm whose role pack speaks of them.');
  }
  const now = row.products === null ? [] : (JSON.parse(row.products) as string[]);
  const products = next(now);
  if (typeof products === 'string') return fault('product', products);
  context.touch('nodes', 'users');
  return ok({ ...(await change(tx, row, { products: JSON.stringify(products) })), products: [...products] });
}

const same = (a: string) => (b: string) => a.toLowerCase() === b.toLowerCase();

/** Products of accounts: which are activated, and changing that. */
export const productHandlers: HandlersOf<typeof productOperations> = {
  'products.list': async (tx, input, context) => {
    const visible = context.visible('products.view');
    let query = tx
      .selectFrom(
        sql<{ id: string; name: string; product: string; key: number }>`(
          select nodes.id, nodes.name, active.value as product, nodes.rowid * 1000 + active.key as key
          from nodes join json_each(nodes.products) active)`.as('activated'),
      )
      .where(visibleIn(visible, 'activated.id', { product: 'activated.product' }))
      .where(within(input.node ?? PLATFORM_ID, 'activated.id'))
      .where(notArchived('activated.id'));
    if (input.search) query = query.where(contains('activated.product', input.search));
    const listing = {
      query: query.select([
        sql<string>`activated.id || ':' || activated.product`.as('id'),
        'activated.product',
        'activated.id as account',
        'activated.name as accountName',
      ]),
      key: 'activated.key',
      columns: { id: 'text', product: 'text', account: 'text', accountName: 'text' },
      sorts: {
        product: [sql`lower(activated.product)`, sql`lower(activated.name)`],
        account: [sql`lower(activated.name)`, sql`lower(activated.product)`],
      },
      otherwise: { by: 'account', direction: 'asc' },
    } as const;
    return ok(await readPage(tx, listing, input));
  },

  'products.activate': (tx, input, context) =>
    setProducts(tx, input, {
      context,
      next: (now) => {
        if (now.some(same(input.product))) return 'This product is activated already.';
        return now.length < MOST ? [...now, input.product] : `An account has at most ${MOST} products.`;
      },
    }),

  'products.deactivate': (tx, input, context) =>
    setProducts(tx, input, {
      context,
      next: (now) => {
        const left = now.filter((product) => product !== input.product);
        return left.length === now.length ? 'This product is not activated on the account.' : left;
      },
    }),
};

/** INVARIANT: below 1,000, by which the keys of the list keep accounts apart. */
const MOST = 500;

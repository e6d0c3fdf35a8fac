import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { version } from './fields.ts';

const onAccount = (input: { account: string }) => [{ kind: 'node', id: input.account } as const];

const change = () =>
  z.strictObject({
    account: id().meta({ label: 'Account' }),
    version: version(),
    product: z.string().trim().min(1, 'Name the product.').max(60).meta({ label: 'Product' }),
  });

const changed = () => z.strictObject({ id: z.string(), version: z.number(), products: z.array(z.string()) });

/** What is activated on an account caps every grant of a product there. */
export const productOperations = {
  'products.list': operation({
    name: 'products.list',
    kind: 'query',
    title: 'Products',
    permission: 'products.view',
    reach: 'within',
    input: () => listInput(['product', 'account'], {}),
    output: () =>
      pageOf({
        /** Of the account and the product together. */
        id: z.string(),
        product: z.string(),
        account: z.string(),
        accountName: z.string(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'products.activate': operation({
    name: 'products.activate',
    kind: 'command',
    title: 'Activate product',
    permission: 'nodes.edit',
    input: change,
    output: changed,
    targets: onAccount,
    states: ['open'],
  }),
  'products.deactivate': operation({
    name: 'products.deactivate',
    kind: 'command',
    title: 'Deactivate product',
    permission: 'nodes.edit',
    input: change,
    output: changed,
    targets: onAccount,
    states: ['open'],
    danger: true,
  }),
};

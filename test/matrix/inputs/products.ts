import type { productOperations } from '#shared/operations/products.ts';
import { type InputsOf, NO_VERSION } from './place.ts';

const product = ({ node }: { readonly node: string }) => ({
  account: node,
  version: NO_VERSION,
  product: 'Blast',
});

export const productInputs: InputsOf<typeof productOperations> = {
  'products.activate': product,
  'products.deactivate': product,
  'products.list': ({ node }) => ({ node }),
};

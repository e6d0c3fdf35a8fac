import type { customerOperations } from '#shared/operations/customers.ts';
import type { InputsOf } from './place.ts';

export const customerInputs: InputsOf<typeof customerOperations> = {
  'customers.list': ({ node }) => ({ node }),
};

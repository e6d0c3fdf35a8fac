import type { accountOperations } from '#shared/operations/accounts.ts';
import type { InputsOf } from './place.ts';

export const accountInputs: InputsOf<typeof accountOperations> = {
  'accounts.list': ({ node }) => ({ node }),
};

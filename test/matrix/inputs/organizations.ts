import type { organizationOperations } from '#shared/operations/organizations.ts';
import type { InputsOf } from './place.ts';

export const organizationInputs: InputsOf<typeof organizationOperations> = {
  'organizations.list': ({ node }) => ({ node }),
};
